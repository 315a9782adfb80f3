// A closed range of days as typed, and what to do with events whose day is not known.
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
      this.undatedLabel = el(
        "label",
        { class: "mapper-undated", hidden: true },
        this.undated,
        " ",
        this.undatedText,
      );
      this.all = el(
        "button",
        { type: "button", onclick: () => change(null, null, false) },
        words.allDates,
      );
      // The browser writes dates its own way: 07/01 here may be the first of July or the seventh of
      // January.
      this.said = el("output", { class: "mapper-typed-day mapper-said-days", hidden: true });
      this.status = el("output", { class: "mapper-shown" });
      this.problem = el("span", { class: "mapper-problem", role: "alert" });
      this.element = el(
        "form",
        { class: "mapper-filter", onsubmit: (event) => event.preventDefault() },
        el("label", { class: "mapper-typed-day" }, words.from, " ", this.from),
        el("label", { class: "mapper-typed-day" }, words.until, " ", this.until),
        this.said,
        this.all,
        this.undatedLabel,
        this.problem,
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
      if (header !== this.header) this.setBounds(header);
      put(this.from, range.from ?? "");
      put(this.until, range.until ?? "");
      this.problem.textContent = "";
      const ranged = range.from !== null || range.until !== null;
      this.all.disabled = !ranged;
      this.said.hidden = !ranged;
      this.said.textContent = inWords(range);
      // Without a range they are shown as all others are.
      this.undated.disabled = !ranged;
      this.undated.checked = !ranged || range.withoutDay;
      this.undatedLabel.hidden = !events.withoutDayCount;
      this.undatedText.textContent = words.withoutDay(format.count(events.withoutDayCount));
      this.status.hidden = events.count === 0;
      const all = format.count(events.count);
      this.status.textContent =
        events.shownCount === events.count
          ? words.allShown(all)
          : words.shownOf(format.count(events.shownCount), all);
    }

    setBounds(header) {
      this.header = header;
      const { first_day: first, last_day: last } = header;
      for (const input of [this.from, this.until]) {
        input.min = Number.isInteger(first) ? format.isoDay(first) : "";
        input.max = Number.isInteger(last) ? format.isoDay(last) : "";
      }
    }
  }

  function inWords({ from, until }) {
    const [first, last] = [from, until].map((day) => (day === null ? null : format.dayNumber(day)));
    if (first !== null && last !== null) return format.days(first, last);
    if (first !== null) return `${words.from} ${format.day(first)}`;
    return last === null ? "" : `${words.until} ${format.day(last)}`;
  }

  // An input that is written anew loses what is being typed into it.
  function put(input, value) {
    if (input.value !== value) input.value = value;
  }

  client.TimeFilter = TimeFilter;
})((window.MapperClient = window.MapperClient || {}));
