// The measuring tool's panel in the page: legs, total, area, and its buttons.
(function (client) {
  "use strict";

  const { dom, format, words } = client;
  const { el } = dom;
  const LEGS_SHOWN = 6;

  class MeasurePanel {
    // actions: {end, clear, close, undo, unit}
    constructor(container, actions) {
      this.actions = actions;
      this.element = el("section", {
        class: "mapper-measure",
        hidden: true,
        "aria-live": "polite",
      });
      dom.shield(this.element);
      this.next = null;
      container.append(this.element);
    }

    // state: {on, closed, points: [{name}], legs: [{distance_m, azimuth1_deg}], area_m2}
    write(state) {
      const { on, closed, points, legs } = state;
      this.element.hidden = !on && !points.length;
      this.next = el("li", { class: "mapper-note" });
      const whole = points.some((point) => point.radius_m === null);
      const ends = legs.map((_, i) => [points[i], points[(i + 1) % points.length]]);
      const offs = ends.map(([from, to]) => (from.radius_m ?? 0) + (to.radius_m ?? 0));
      const lowest = legs.reduce((sum, leg, i) => sum + Math.max(leg.distance_m - offs[i], 0), 0);
      const total = legs.reduce((sum, leg) => sum + leg.distance_m, 0);
      const highest = offs.reduce((sum, off) => sum + off, total);
      const number = format.distance(total, lowest, highest, whole);
      const sum = `${closed ? words.perimeter : words.total}: ${number}`;
      const items = legs.map((leg, i) =>
        el("li", null, legText(i + 1, leg, offs[i], whole), namesOf(ends[i])),
      );
      this.element.replaceChildren(
        el("div", { class: "mapper-measure-head" }, el("strong", null, sum), this.buttons(state)),
        closed ? el("p", null, el("strong", null, areaText(state.area_m2))) : "",
        el("ol", null, items.slice(-LEGS_SHOWN), on && !closed ? this.next : null),
        on ? el("p", { class: "mapper-note" }, closed ? words.closedHint : hint(points)) : "",
      );
    }

    preview(number, leg) {
      this.next.textContent = legText(number, leg);
    }

    buttons({ on, closed, points }) {
      const button = (text, action, title) =>
        el("button", { type: "button", onclick: action, title }, text);
      const { end, clear, close, undo, unit } = this.actions;
      const units = Object.keys(format.UNITS).map((name) =>
        el("option", { value: name, selected: name === format.unit() }, words.units[name]),
      );
      return el(
        "span",
        { class: "mapper-measure-buttons" },
        on && points.length ? button(words.takeBack, undo, words.takeBackHint) : null,
        on && !closed && points.length > 2 ? button(words.area, close, words.closeArea) : null,
        el(
          "select",
          { "aria-label": words.unit, onchange: (event) => unit(event.target.value) },
          units,
        ),
        on ? button(words.endMeasure, end) : button(words.clearMeasure, clear),
      );
    }
  }

  function hint(points) {
    const close = points.length > 2 ? ` ${words.closeHint}` : "";
    return `${words.measureHint}${close} ${words.measureKeys}`;
  }

  function areaText(area_m2) {
    return area_m2 === null ? words.noArea : `${words.area}: ${format.area(area_m2)}`;
  }

  function namesOf([from, to]) {
    if (!from.name && !to.name) return null;
    const name = (text) => dom.data("span", null, text ? dom.cut(text, 40) : words.point);
    return el("div", { class: "mapper-note" }, name(from.name), " – ", name(to.name));
  }

  // No more digits than the places of its ends allow, off by so many metres together.
  function legText(number, { distance_m, azimuth1_deg }, off = 0, whole = false) {
    const length = format.distance(
      distance_m,
      Math.max(distance_m - off, 0),
      distance_m + off,
      whole,
    );
    const bearing = `${words.bearing} ${format.bearing(azimuth1_deg)}`;
    return `${words.leg(number)}: ${length}, ${bearing}`;
  }

  client.MeasurePanel = MeasurePanel;
})((window.MapperClient = window.MapperClient || {}));
