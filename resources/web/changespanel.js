// The view of changes between two days: its button, its panel, and what it puts in place of the front.
(function (client) {
  "use strict";

  const { dom, format, theme, words } = client;
  const { el, data } = dom;
  const ICON = ["M4 7h12M13 4l3 3-3 3M16 13H4M7 10l-3 3 3 3"];

  class ChangesPanel {
    constructor(app) {
      this.app = app;
      this.on = false;
      this.changes = null;
      this.days = null;
      this.button = app.addButton("changes", () => this.toggle(), ICON);
      this.button.setAttribute("aria-expanded", "false");
      this.makeElement();
      app.escapes.push(() => this.on && this.close());
      app.on("document", () => this.setDocument());
      app.on("look", () => this.on && this.write());
      this.setDocument();
    }

    makeElement() {
      const day = (label) =>
        el("input", { type: "date", "aria-label": label, onchange: () => this.read() });
      this.from = day(words.changesFrom);
      this.until = day(words.changesUntil);
      this.choice = el("select", {
        "aria-label": words.changesOf,
        onchange: () => {
          this.changes.choose(Number(this.choice.value));
          this.shown();
        },
      });
      this.body = el("div", { "aria-live": "polite" });
      const close = { type: "button", class: "mapper-changes-close", onclick: () => this.close() };
      this.element = el(
        "section",
        { class: "mapper-changes", "aria-label": words.changes, hidden: true },
        el(
          "div",
          { class: "mapper-changes-head" },
          el("strong", null, words.changes),
          el("button", { ...close, "aria-label": words.close, title: words.close }, "×"),
        ),
        el(
          "div",
          { class: "mapper-changes-days" },
          el("label", null, words.from, " ", this.from),
          el("label", null, words.to, " ", this.until),
        ),
        this.choice,
        this.body,
      );
      L.DomEvent.disableClickPropagation(this.element);
      L.DomEvent.disableScrollPropagation(this.element);
      this.app.container.append(this.element);
    }

    setDocument() {
      const { fronts } = this.app;
      const days = fronts ? areaDays(fronts) : [];
      this.button.hidden = days.length < 2;
      if (this.button.hidden) delete this.app.keys.g;
      else this.app.keys.g = () => this.toggle();
      if (days.length < 2) this.close();
      else if (this.on) this.show(...this.days);
    }

    toggle() {
      if (this.on) this.close();
      else this.show(...this.usualDays());
    }

    // The ends of the chosen range, else the first and the last day with an area.
    usualDays() {
      const days = areaDays(this.app.fronts);
      const { from, until } = this.app.filtering.range;
      const first = from === null ? days[0] : format.dayNumber(from);
      const last = until === null ? days.at(-1) : format.dayNumber(until);
      return first < last ? [first, last] : [days[0], days.at(-1)];
    }

    // number: which of the choices of side and source; as it was, if it is not given.
    show(from, until, number = null) {
      const before = this.on ? this.changes.choice : null;
      this.days = [from, until];
      this.on = true;
      this.changes = new client.FrontChanges(this.app.fronts, this.days);
      this.begin(before);
      this.from.value = format.isoDay(from);
      this.until.value = format.isoDay(until);
      this.choice.replaceChildren(
        ...this.changes.choices.map((choice, i) => el("option", { value: i }, nameOf(choice))),
      );
      if (number !== null && number < this.changes.choices.length) this.changes.choose(number);
      this.choice.value = this.changes.number;
      this.choice.hidden = this.changes.choices.length < 2;
      this.shown();
    }

    // Stays with what was compared before, else begins with the front on the map: where several
    // sources have one, with the latest.
    begin(before) {
      const { choices } = this.changes;
      const isSame = ({ holder, sources }) =>
        holder === before.holder && String(sources) === String(before.sources);
      const same = before ? choices.findIndex(isSame) : -1;
      const shownDay = ({ holder, sources }) =>
        this.app.fronts.shown
          .filter((one) => !one.isLine && one.holder === holder && sources.includes(one.source))
          .reduce((last, { day }) => Math.max(last, day), -Infinity);
      const days = choices.map((one) => (one.holder === choices[0].holder ? shownDay(one) : -Infinity));
      const number = same < 0 ? days.indexOf(Math.max(...days)) : same;
      if (number > 0) this.changes.choose(number);
    }

    close() {
      if (!this.on) return false;
      this.on = false;
      this.changes = null;
      this.shown();
      this.app.container.focus({ preventScroll: true });
      return true;
    }

    read() {
      const [from, until] = [this.from, this.until].map((one) => format.dayNumber(one.value));
      if (from === null || until === null) return;
      if (from >= until) this.body.replaceChildren(warning(words.twoDays));
      else this.show(from, until);
    }

    shown() {
      const { app } = this;
      this.element.hidden = !this.on;
      this.button.setAttribute("aria-expanded", String(this.on));
      // Two things in one place would be taken for one: the front of the day rests meanwhile.
      app.container.classList.toggle("mapper-comparing", this.on);
      app.comparison = this.changes;
      if (this.on) this.write();
      app.repaint("fronts", "labels");
      app.emit("compare");
    }

    write() {
      this.body.replaceChildren(...this.lines(this.changes));
    }

    lines(changes) {
      const { choice, result } = changes;
      if (!choice) return [warning(words.noAreas)];
      const missing = changes.days.filter((_, i) => !changes.entries[i].length);
      const lines = [
        data("p", "mapper-note", snapshotsText(changes)),
        ...missing.map((day) => warning(words.noAreaOn(format.day(day)))),
      ];
      const [one, other] = choice.sources;
      if (one && other && one !== other) lines.push(warning(words.otherSource));
      if (!result) return lines;
      if (changes.same) return [...lines, el("p", null, words.sameSnapshot)];
      const held = choice.side ? words.side(choice.side) : words.thisSide;
      return [
        key("change-gained", words.gained(held), about(result.gained_m2)),
        key("change-lost", words.lost(held), about(result.lost_m2), true),
        result.box && el("button", { type: "button", onclick: () => this.look() }, words.showChanges),
        ...lines,
        el("p", { class: "mapper-note" }, words.changesNote),
      ].filter(Boolean);
    }

    // Brings all that changed into view.
    look() {
      const [west, south, east, north] = this.changes.result.box;
      const bounds = [
        [south, west],
        [north, east],
      ];
      // Beside the panel, or above it where it lies across the map.
      const { offsetWidth: width, offsetHeight: height } = this.element;
      const across = width > this.app.map.getSize().x / 2;
      this.app.map.fitBounds(bounds, {
        paddingTopLeft: across ? [60, 20] : [width + 70, 30],
        paddingBottomRight: across ? [20, height + 50] : [30, 40],
        maxZoom: 12,
      });
    }

    // For window.mapper: what is compared, or null.
    told() {
      if (!this.on) return null;
      const { days, entries, result, choice } = this.changes;
      return {
        days: days.map(format.isoDay),
        side: choice && choice.side,
        sources: choice && choice.sources,
        as_of: choice && entries.map((some) => (some.length ? some[0].as_of : null)),
        gained_m2: result && result.gained_m2,
        lost_m2: result && result.lost_m2,
      };
    }
  }

  function areaDays(fronts) {
    return [...new Set(fronts.entries.filter((one) => !one.isLine).map((one) => one.day))].sort(
      (a, b) => a - b,
    );
  }

  function nameOf({ side, sources }) {
    const names = [...new Set(sources.filter(Boolean))].join(" / ");
    return [side ? words.side(side) : words.thisSide, names].join(" · ");
  }

  // Which snapshots are in force, and how much older than the days they are.
  function snapshotsText({ entries, days }) {
    const dates = entries.map((some, i) => {
      if (!some.length) return null;
      const text = format.day(some[0].day);
      const gap = days[i] - some[0].day;
      return gap > 0 ? `${text} (${words.olderFront(gap)})` : text;
    });
    const names = entries.map((some) => (some.length ? some[0].source : null));
    if (names[0] === names[1]) return words.frontOf(names[0], words.both(...dates));
    const texts = names.map((name, i) => name && words.frontOf(name, dates[i]));
    return texts.filter(Boolean).join("; ");
  }

  // No more digits than outlines drawn to some ten metres can carry.
  function about(area_m2) {
    const unit = format.unit();
    const value = area_m2 / format.UNITS[unit] ** 2;
    const written = (number) =>
      `${number.toLocaleString(words.locale, { maximumFractionDigits: 1 })} ${words.units[unit]}²`;
    if (value === 0) return written(0);
    if (value < 0.1) return words.under(written(0.1));
    return words.about(written(Number(value < 10 ? value.toFixed(1) : value.toPrecision(3))));
  }

  function warning(text) {
    return el("p", { class: "mapper-warning", role: "alert" }, text);
  }

  function key(colour, label, amount, hatched = false) {
    const swatch = dom.el("canvas", {
      class: "mapper-swatch mapper-swatch-wide",
      "aria-hidden": "true",
      width: 52,
      height: 32,
    });
    const ctx = swatch.getContext("2d");
    ctx.scale(2, 2);
    ctx.fillStyle = ctx.strokeStyle = theme.colour(colour);
    ctx.globalAlpha = hatched ? 0.25 : 0.75;
    ctx.fillRect(1, 1, 24, 14);
    ctx.globalAlpha = 1;
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    for (let x = -14; hatched && x < 26; x += 6) {
      ctx.moveTo(x, 16);
      ctx.lineTo(x + 16, 0);
    }
    ctx.stroke();
    ctx.setLineDash(hatched ? [4, 3] : []);
    ctx.strokeRect(1, 1, 24, 14);
    return el(
      "div",
      { class: "mapper-key" },
      swatch,
      data("span", null, label),
      el("span", { class: "mapper-count" }, amount),
    );
  }

  client.feature((app) => (app.changes = new ChangesPanel(app)));
})((window.MapperClient = window.MapperClient || {}));
