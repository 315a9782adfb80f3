// A closed range of days, and what to do with events whose day is not known.
(function (client) {
  "use strict";

  const { dom, format, words } = client;
  const { el } = dom;

  class TimeFilter {
    // change(from, until, withoutDay): ISO days or null.
    constructor(change) {
      this.change = change;
      this.from = el("input", { type: "date", onchange: () => this.read() });
      this.until = el("input", { type: "date", onchange: () => this.read() });
      this.undated = el("input", { type: "checkbox", onchange: () => this.read() });
      this.undatedText = el("span");
      this.undatedLabel = el("label", { hidden: true }, this.undated, this.undatedText);
      this.all = el(
        "button",
        { type: "button", onclick: () => change(null, null, false) },
        words.allDates,
      );
      this.status = el("output", { class: "mapper-shown" });
      this.problem = el("span", { class: "mapper-problem", role: "alert" });
      this.element = el(
        "form",
        { class: "mapper-filter", onsubmit: (event) => event.preventDefault() },
        el("label", null, words.from, " ", this.from),
        el("label", null, words.until, " ", this.until),
        this.all,
        this.undatedLabel,
        this.problem,
        this.status,
      );
    }

    read() {
      const from = this.from.value || null;
      const until = this.until.value || null;
      const reversed = from && until && from > until;
      this.problem.textContent = reversed ? words.reversedRange : "";
      if (!reversed) this.change(from, until, this.undated.checked);
    }

    // Shows the state it did not set itself, too.
    update(range, events, header) {
      const first = header.first_day;
      const last = header.last_day;
      for (const input of [this.from, this.until]) {
        input.min = Number.isInteger(first) ? format.isoDay(first) : "";
        input.max = Number.isInteger(last) ? format.isoDay(last) : "";
      }
      this.from.value = range.from ?? "";
      this.until.value = range.until ?? "";
      this.undated.checked = range.withoutDay;
      this.problem.textContent = "";
      const ranged = range.from !== null || range.until !== null;
      this.all.disabled = !ranged;
      this.undatedLabel.hidden = !ranged || !events.withoutDayCount;
      this.undatedText.textContent = words.withoutDay(format.count(events.withoutDayCount));
      const all = format.count(events.count);
      this.status.textContent =
        events.shownCount === events.count
          ? words.allShown(all)
          : words.shownOf(format.count(events.shownCount), all);
    }
  }

  client.TimeFilter = TimeFilter;
})((window.MapperClient = window.MapperClient || {}));
