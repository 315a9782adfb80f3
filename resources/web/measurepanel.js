// The measuring tool's panel in the page: legs, total, area, and its buttons.
(function (client) {
  "use strict";

  const { dom, format, words } = client;
  const { el } = dom;
  const LEGS_SHOWN = 6;

  class MeasurePanel {
    // actions: {end, clear, close, unit}
    constructor(container, actions) {
      this.actions = actions;
      this.element = el("section", {
        class: "mapper-measure",
        hidden: true,
        "aria-live": "polite",
      });
      L.DomEvent.disableClickPropagation(this.element);
      this.next = null;
      container.append(this.element);
    }

    // state: {on, closed, points: [{name}], legs: [{distance_m, azimuth1_deg}], area_m2}
    write(state) {
      const { on, closed, points, legs } = state;
      this.element.hidden = !on && !points.length;
      this.next = el("li", { class: "mapper-note" });
      const total = legs.reduce((sum, leg) => sum + leg.distance_m, 0);
      const sum = `${closed ? words.perimeter : words.total}: ${format.distance(total)}`;
      const items = legs.map((leg, i) => {
        const names = [points[i].name, points[(i + 1) % points.length].name];
        return el("li", null, legText(i + 1, leg), namesOf(names));
      });
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
      const { end, clear, close, unit } = this.actions;
      const units = Object.keys(format.UNITS).map((name) =>
        el("option", { value: name, selected: name === format.unit() }, name),
      );
      return el(
        "span",
        { class: "mapper-measure-buttons" },
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
    if (!from && !to) return null;
    const name = (text) => dom.data("span", null, text ? dom.cut(text, 40) : words.point);
    return el("div", { class: "mapper-note" }, name(from), " – ", name(to));
  }

  function legText(number, { distance_m, azimuth1_deg }) {
    const bearing = `${words.bearing} ${format.bearing(azimuth1_deg)}`;
    return `${words.leg(number)}: ${format.distance(distance_m)}, ${bearing}`;
  }

  client.MeasurePanel = MeasurePanel;
})((window.MapperClient = window.MapperClient || {}));
