// What the marks, areas and lines mean, with a switch for each layer.
(function (client) {
  "use strict";

  const { dom, format, theme, words, areaStyle } = client;
  const { el } = dom;

  class Legend {
    // eventLegend: an EventLegend, the part about events.
    constructor(map, layers, eventLegend, chooseFrontDay) {
      this.layers = layers;
      this.eventLegend = eventLegend;
      this.chooseFrontDay = chooseFrontDay;
      this.chooseLabels = client.labelScript.set;
      // Of features: [name of the layer, title, a function that gives its rows or null].
      this.added = [];
      this.body = el("div", { class: "mapper-legend-body" });
      this.map = map;
      this.element = el(
        "details",
        { class: "mapper-legend leaflet-control" },
        el("summary", null, words.legend),
        this.body,
      );
      L.DomEvent.disableClickPropagation(this.element);
      L.DomEvent.disableScrollPropagation(this.element);
      map.getContainer().querySelector(".leaflet-top.leaflet-right").append(this.element);
      layers.onChange(() => this.update(this.events, this.fronts));
    }

    update(events, fronts) {
      this.events = events;
      this.fronts = fronts;
      if (!events) return;
      if (!this.opened) this.openIfWide();
      const held = document.activeElement && document.activeElement.dataset.layer;
      this.body.replaceChildren(
        ...[
          this.section("events", words.events, this.eventLegend.rows(events)),
          this.section("lines_of_contact", words.lineOfContact, this.lines()),
          this.section("control_areas", words.controlAreas, this.areas()),
          ...this.added.map(([name, title, rows]) => this.section(name, title, rows())),
          this.section("labels", words.labels, [client.labelScript.choice(this.chooseLabels)]),
          this.dayChoice(),
        ].filter(Boolean),
      );
      const again = held && this.body.querySelector(`[data-layer="${held}"]`);
      if (again) again.focus();
    }

    // The page may have no size before there is something to show.
    openIfWide() {
      const size = this.map.getSize();
      this.opened = true;
      this.element.open = size.x >= 860 && size.y >= 300;
    }

    addSection(name, title, rows) {
      this.added.push([name, title, rows]);
    }

    section(name, title, rows) {
      if (rows === null) return null;
      const attributes = { type: "checkbox", "data-layer": name };
      const box = el("input", attributes);
      box.checked = this.layers.on[name];
      box.addEventListener("change", () => this.layers.set(name, box.checked));
      return el("fieldset", null, el("label", { class: "mapper-switch" }, box, title), rows);
    }

    lines() {
      const shown = this.fronts.shown.filter((front) => front.isLine);
      if (!this.fronts.entries.some((front) => front.isLine)) return null;
      const rows = [];
      for (const [approximate, label] of [
        [false, words.line],
        [true, words.approximateLine],
      ]) {
        const some = shown.filter((front) => Boolean(front.approximate) === approximate);
        if (!some.length) continue;
        const derived = some.every((front) => front.derived);
        rows.push(key(lineSwatch(approximate), derived ? words.derivedLine : label));
      }
      // Where the line comes from the area, its source is told there, once.
      const derived = shown.length > 0 && shown.every((front) => front.derived);
      return derived ? rows : [...rows, ...this.origins(shown)];
    }

    areas() {
      const shown = this.fronts.shown.filter((front) => !front.isLine);
      if (this.fronts.entries.every((front) => front.isLine)) return null;
      const seen = new Map();
      for (const front of shown) {
        const term = this.events.doc
          .terms("control_status")
          .find((each) => each.value === front.control_status);
        const status = term ? term.label : (front.control_status || "").replaceAll("_", " ");
        const side = front.side ? words.side(front.side) : "";
        const label =
          side && status ? words.areaOf(side, status) : side || status || words.controlAreas;
        seen.set(label, areaStyle(front));
      }
      const rows = [...seen].map(([label, style]) => key(areaSwatch(style), label));
      return [...rows, ...this.origins(shown)];
    }

    // Whose front it is and of which day; how much older than the day asked for.
    origins(shown) {
      if (!shown.length) return [note(words.noFront)];
      const texts = new Set(
        shown.map((front) => {
          const text = words.frontOf(front.source, format.day(front.day));
          const gap = this.fronts.day === null ? 0 : this.fronts.day - front.day;
          return gap > 0 ? `${text} (${words.olderFront(gap)})` : text;
        }),
      );
      return [...texts].map(note);
    }

    dayChoice() {
      if (this.fronts.days.length < 2) return null;
      const options = [
        el("option", { value: "" }, words.followEvents),
        ...this.fronts.days.map((day) =>
          el("option", { value: format.isoDay(day) }, format.day(day)),
        ),
      ];
      const select = el("select", { "data-layer": "front-day" }, options);
      select.value = this.chosenDay ?? "";
      select.addEventListener("change", () => this.chooseFrontDay(select.value || null));
      return el("label", { class: "mapper-front-day" }, words.frontChoice, " ", select);
    }
  }

  const { key, note } = client.legendRows;

  function paintedSwatch(paint) {
    const canvas = document.createElement("canvas");
    const ratio = Math.max(1, window.devicePixelRatio || 1);
    canvas.width = 26 * ratio;
    canvas.height = 16 * ratio;
    canvas.className = "mapper-swatch mapper-swatch-wide";
    canvas.setAttribute("aria-hidden", "true");
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    paint(ctx);
    return canvas;
  }

  function lineSwatch(approximate) {
    return paintedSwatch((ctx) => {
      ctx.strokeStyle = theme.colour("front-line");
      ctx.fillStyle = theme.colour("front-line");
      if (approximate) {
        ctx.globalAlpha = 0.2;
        ctx.fillRect(0, 2, 26, 12);
        ctx.globalAlpha = 1;
        ctx.setLineDash([6, 4]);
      }
      ctx.lineWidth = 2.4;
      ctx.beginPath();
      ctx.moveTo(1, 8);
      ctx.lineTo(25, 8);
      ctx.stroke();
    });
  }

  function areaSwatch(style) {
    return paintedSwatch((ctx) => {
      const colour = theme.colour(style.colour);
      ctx.fillStyle = colour;
      ctx.strokeStyle = colour;
      ctx.globalAlpha = style.alpha;
      ctx.fillRect(1, 1, 24, 14);
      ctx.globalAlpha = 0.75;
      if (style.hatched) {
        ctx.save();
        ctx.beginPath();
        ctx.rect(1, 1, 24, 14);
        ctx.clip();
        ctx.beginPath();
        for (let x = -14; x < 26; x += 6) {
          ctx.moveTo(x, 16);
          ctx.lineTo(x + 16, 0);
        }
        ctx.stroke();
        ctx.restore();
      }
      ctx.strokeRect(1, 1, 24, 14);
    });
  }

  client.Legend = Legend;
})((window.MapperClient = window.MapperClient || {}));
