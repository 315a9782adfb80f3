// What the page says of the distance from a place to the front.
(function (client) {
  "use strict";

  const { dom, format, frontDistance, words } = client;
  const { el } = dom;

  class FrontPanel {
    // actions: {end, unit}
    constructor(container, actions) {
      this.actions = actions;
      this.body = el("div", { "aria-live": "polite" });
      this.units = el("select", {
        "aria-label": words.unit,
        onchange: (event) => actions.unit(event.target.value),
      });
      const close = el("button", { type: "button", onclick: actions.end }, words.endMeasure);
      this.element = el(
        "section",
        { class: "mapper-tool-panel", "aria-label": words.frontTool, hidden: true },
        el(
          "div",
          { class: "mapper-measure-head" },
          el("strong", null, words.frontTool),
          el("span", { class: "mapper-measure-buttons" }, this.units, close),
        ),
        this.body,
      );
      dom.shield(this.element);
      L.DomEvent.disableScrollPropagation(this.element);
      container.append(this.element);
    }

    // state: {on, place: {name, radius_m, vague} or null, answers: of frontDistance.toFronts}
    write({ on, place, answers }) {
      this.element.hidden = !on;
      if (!on) {
        this.body.replaceChildren();
        return;
      }
      this.units.replaceChildren(
        ...Object.keys(format.UNITS).map((name) =>
          el("option", { value: name, selected: name === format.unit() }, words.units[name]),
        ),
      );
      this.body.replaceChildren(...(place ? this.told(place, answers) : [note(words.frontHint)]));
    }

    told(place, answers) {
      const from = el(
        "p",
        { class: "mapper-note" },
        `${words.frontOfPlace} `,
        dom.data("span", null, dom.cut(place.name || words.chosenPlace, 60)),
      );
      if (place.vague) return [from, sentence(words.vagueStart)];
      if (!answers.length) return [from, sentence(words.noFrontShown)];
      const [first, ...others] = answers;
      const whole = place.radius_m === null;
      return [
        from,
        ...answerParts(first, whole),
        ...(whole ? [note(words.unstatedRadius)] : []),
        ...(others.length ? [el("h3", null, words.otherSources)] : []),
        ...others.flatMap((answer) => answerParts(answer, whole, true)),
      ];
    }
  }

  function answerParts(answer, whole, brief = false) {
    const source = sentence(sourceOf(answer), "mapper-note");
    if (answer.refused) {
      const { gap_days } = answer;
      const old = gap_days > frontDistance.MAX_GAP_DAYS;
      const why = old
        ? words.frontTooOld(format.count(gap_days), frontDistance.MAX_GAP_DAYS)
        : words.noFrontShown;
      return [source, sentence(why)];
    }
    const { distance, interval } = frontDistance.inWords(answer, whole);
    const number = el(
      "p",
      { class: brief ? "mapper-answer-brief" : "mapper-answer" },
      el("strong", null, distance),
      interval ? el("span", null, ` (${interval})`) : null,
      el("span", { class: "mapper-note" }, ` ${words.bearing} ${format.bearing(answer.azimuth_deg)}`),
    );
    const drawn_m = answer.front.drawn_m ?? 0;
    const notes = [
      answer.min_m === 0 ? words.perhapsInside : answer.inside ? words.insideArea : null,
      brief || answer.accuracyStated ? null : words.noAccuracy,
      answer.movementKnown ? null : words.noMovement,
      brief || drawn_m < 1 ? null : words.drawnNote(`${Math.ceil(drawn_m)} ${words.units.m}`),
    ];
    const inside = answer.inside && answer.min_m > 0;
    return [
      number,
      source,
      ...notes
        .filter(Boolean)
        .map((text, i) => (inside && i === 0 ? sentence(text) : note(text))),
    ];
  }

  function sourceOf({ source, day, gap_days }) {
    const text = words.frontOf(source || words.sourceNotStated, format.day(day));
    return gap_days ? `${text} (${words.olderFront(gap_days)})` : text;
  }

  function sentence(text, className = null) {
    return dom.data("p", className, text);
  }

  function note(text) {
    return el("p", { class: "mapper-note" }, text);
  }

  client.FrontPanel = FrontPanel;
})((window.MapperClient = window.MapperClient || {}));
