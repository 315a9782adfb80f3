// The part of the legend about events: what the marks mean, how many there are of each, and the
// choice of what colours tell and how events are shown.
(function (client) {
  "use strict";

  const { dom, format, sprites, words } = client;
  const { el, data } = dom;

  class EventLegend {
    // look: an EventLook.
    constructor(look) {
      this.look = look;
      this.counted = [];
      this.painted = { kind: "marks", numbered: false };
      this.notes = el("div");
    }

    rows(events) {
      const { look } = this;
      this.events = events;
      this.classRows = el("div");
      this.styleChoice = this.choice("style", words.colourBy, words.styles, (name) =>
        look.setStyle(name),
      );
      this.countClasses();
      return [
        this.choice("display", words.showAs, words.displays, (name) => look.setDisplay(name)),
        this.styleChoice,
        this.classRows,
        this.notes,
        this.circles(),
      ];
    }

    // The counts alone: many times a second while a timeline plays.
    countClasses() {
      const { events } = this;
      if (!events) return;
      const present = events.style.classes
        .map((one, code) => [one, events.classCounts[code]])
        .filter(([, count]) => count);
      const same =
        present.length === this.counted.length &&
        this.classRows.childElementCount > 0 &&
        present.every(([one], i) => one === this.counted[i]);
      this.writeNotes();
      if (same) {
        const numbers = this.classRows.querySelectorAll(".mapper-count");
        present.forEach(([, count], i) => (numbers[i].textContent = format.count(count)));
        return;
      }
      this.counted = present.map(([one]) => one);
      const rows = present.map(([one, count]) => {
        const number = el("span", { class: "mapper-count" }, format.count(count));
        const radius = 5 * Math.min(1.6, one.grown);
        return key(
          sprites.swatch(one, sprites.FORMS.full, radius),
          one.label,
          number,
          one.meaning,
        );
      });
      this.classRows.replaceChildren(...rows);
    }

    // Explains what was painted: numbers in marks, circles with numbers, the steps of a density.
    setPainted(marks) {
      const steps = marks.kind === "density" ? marks.density.classes() : [];
      const before = this.painted;
      this.painted = { kind: marks.kind, numbered: marks.numbered, steps };
      const same =
        before.kind === marks.kind &&
        before.numbered === marks.numbered &&
        String((before.steps || []).map((step) => [step.from, step.until])) ===
          String(steps.map((step) => [step.from, step.until]));
      if (!same && this.events) this.writeNotes();
    }

    writeNotes() {
      const { events } = this;
      const { kind, numbered, steps } = this.painted;
      this.classRows.hidden = this.styleChoice.hidden = kind === "density";
      const rows = [];
      if (kind === "density") rows.push(note(words.density), ...steps.map(stepRow));
      if (kind === "clusters") rows.push(note(words.cluster));
      const vague = events.formCounts[sprites.FORMS.hollow];
      if (kind !== "marks" && vague) rows.push(note(words.vagueCounted(format.count(vague))));
      const plain = { colour: "status-unverified", shape: "circle" };
      for (const [form, meaning] of [
        [sprites.FORMS.hollow, words.vaguePlace],
        [sprites.FORMS.ringed, words.unstatedPlace],
      ]) {
        const some = kind === "marks" && events.formCounts[form];
        if (some) rows.push(key(sprites.swatch(plain, form), meaning));
      }
      if (numbered) rows.push(note(events.style.highest ? words.severalKilled : words.several));
      const unplaced = events.shownCount - events.onMapCount;
      if (unplaced) rows.push(note(words.withoutPlace(format.count(unplaced))));
      this.notes.replaceChildren(...rows);
    }

    choice(name, title, labels, choose) {
      const options = Object.entries(labels).map(([value, label]) =>
        el("option", { value }, label),
      );
      const select = el("select", { "data-layer": `event-${name}` }, options);
      select.value = this.look[name];
      select.addEventListener("change", () => choose(select.value));
      return el("label", { class: "mapper-choice" }, el("span", null, title), select);
    }

    circles() {
      const box = el("input", { type: "checkbox", "data-layer": "event-circles" });
      box.checked = this.look.circles;
      box.addEventListener("change", () => this.look.setCircles(box.checked));
      this.circleNote = el("div", { class: "mapper-note", hidden: true });
      this.noteCircles(this.circleText);
      const label = el("label", { class: "mapper-circles" }, box, words.precisionCircles);
      return [label, this.circleNote];
    }

    // Why no circles are drawn, or null.
    noteCircles(text) {
      this.circleText = text;
      if (!this.circleNote) return;
      this.circleNote.hidden = !text;
      this.circleNote.textContent = text || "";
    }
  }

  function stepRow({ colour, from, until }) {
    const ratio = Math.max(1, window.devicePixelRatio || 1);
    const swatch = client.hexagonPicture(colour, 8, 10, ratio);
    swatch.className = "mapper-swatch";
    swatch.setAttribute("aria-hidden", "true");
    return key(swatch, words.countFrom(format.count(from), format.count(until)));
  }

  function key(swatch, label, ...more) {
    const [count, meaning] = more;
    return el(
      "div",
      { class: "mapper-key", title: meaning },
      swatch,
      data("span", null, label),
      count,
    );
  }

  function note(text) {
    return data("div", "mapper-note", text);
  }

  client.EventLegend = EventLegend;
  client.legendRows = { key, note };
})((window.MapperClient = window.MapperClient || {}));
