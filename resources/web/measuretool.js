// Measuring by clicks: geodesic legs, their total and bearings.
(function (client) {
  "use strict";

  const { dom, format, geodesic, words, overlayDot } = client;
  const { el } = dom;

  class MeasureTool {
    constructor(map, lines, report) {
      this.map = map;
      this.lines = lines;
      this.report = report;
      this.on = false;
      this.points = [];
      this.pointer = null;
      this.dots = L.layerGroup().addTo(map);
      this.panel = el("section", { class: "mapper-measure", hidden: true, "aria-live": "polite" });
      L.DomEvent.disableClickPropagation(this.panel);
      map.getContainer().append(this.panel);
      map.on("mousemove", (event) => this.on && this.point(event.latlng));
    }

    start() {
      if (this.on) return;
      this.on = true;
      this.points = [];
      this.map.getContainer().classList.add("mapper-measuring");
      this.map.doubleClickZoom.disable();
      this.update();
    }

    // Ends measuring; the line goes too unless it is to stay.
    stop({ keep = false } = {}) {
      const ended = this.on;
      this.on = false;
      this.pointer = null;
      this.map.getContainer().classList.remove("mapper-measuring");
      this.map.doubleClickZoom.enable();
      if (!keep || this.points.length < 2) this.points = [];
      this.update();
      if (ended) this.report({ ...this.result(), ended });
    }

    toggle() {
      if (this.on) this.stop({ keep: true });
      else this.start();
    }

    add(latlng) {
      const last = this.points[this.points.length - 1];
      if (last && last[0] === latlng.lng && last[1] === latlng.lat) return;
      this.points.push([latlng.lng, latlng.lat]);
      this.update();
      this.report(this.result());
    }

    undo() {
      this.points.pop();
      this.update();
      this.report(this.result());
    }

    point(latlng) {
      this.pointer = [latlng.lng, latlng.lat];
      client.painter.request(this.drawPreview || (this.drawPreview = () => this.showPreview()));
    }

    result() {
      const legs = this.legs();
      return {
        points: this.points.map(([lon, lat]) => [L.Util.wrapNum(lon, [-180, 180], true), lat]),
        legs_m: legs.map((leg) => leg.distance_m),
        bearings_deg: legs.map((leg) => (leg.azimuth1_deg + 360) % 360),
        total_m: legs.reduce((sum, leg) => sum + leg.distance_m, 0),
      };
    }

    legs() {
      return this.points.slice(1).map((point, i) => geodesic.inverse(...this.points[i], ...point));
    }

    update() {
      this.lines.set(
        "measure",
        this.points.slice(1).map((point, i) => ({
          style: "measure",
          points: geodesic.line(...this.points[i], ...point),
        })),
      );
      this.dots.clearLayers();
      for (const point of this.points) overlayDot(point, 4, "mapper-line-point").addTo(this.dots);
      this.write();
      this.showPreview();
    }

    showPreview() {
      const last = this.points[this.points.length - 1];
      if (!this.on || !last || !this.pointer) {
        this.lines.set("preview", []);
        return;
      }
      const points = geodesic.line(...last, ...this.pointer);
      this.lines.set("preview", [{ style: "preview", points }]);
      const { distance_m, azimuth1_deg } = geodesic.inverse(...last, ...this.pointer);
      this.next.textContent = legText(this.points.length, distance_m, azimuth1_deg);
    }

    write() {
      const legs = this.legs();
      this.panel.hidden = !this.on && !this.points.length;
      const total = legs.reduce((sum, leg) => sum + leg.distance_m, 0);
      this.next = el("li", { class: "mapper-note" });
      const items = legs.map((leg, i) =>
        el("li", null, legText(i + 1, leg.distance_m, leg.azimuth1_deg)),
      );
      const end = this.on
        ? { text: words.endMeasure, action: () => this.stop({ keep: true }) }
        : { text: words.clearMeasure, action: () => this.stop() };
      this.panel.replaceChildren(
        el(
          "div",
          { class: "mapper-measure-head" },
          el("strong", null, `${words.total}: ${format.distance(total)}`),
          el("button", { type: "button", onclick: end.action }, end.text),
        ),
        el("ol", null, items.slice(-6), this.on ? this.next : null),
        this.on
          ? el("p", { class: "mapper-note" }, `${words.measureHint} ${words.measureKeys}`)
          : "",
      );
    }
  }

  function legText(number, distance_m, azimuth_deg) {
    const bearing = `${words.bearing} ${format.bearing(azimuth_deg)}`;
    return `${words.leg(number)}: ${format.distance(distance_m)}, ${bearing}`;
  }

  client.MeasureTool = MeasureTool;
})((window.MapperClient = window.MapperClient || {}));
