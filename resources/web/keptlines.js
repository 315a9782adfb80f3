// Measurements that were kept: their lines on the map, each with its length, and what they say.
(function (client) {
  "use strict";

  const { dom, format, overlayDot, words } = client;
  // Two labels nearer than this hide each other; the first one stays.
  const APART_PX = [74, 22];
  // A shorter line has no label: at the zoom of a country it would only cover what is there.
  const SHORTEST_PX = 20;
  const LAYER = "measurements";

  class KeptLines {
    constructor(app) {
      this.app = app;
      this.kept = [];
      this.marks = L.layerGroup().addTo(app.map);
      app.keptLines = this;
      app.legend.addSection(LAYER, words.measurements, () => this.legendRows());
      app.layers.onChange((name) => name === LAYER && this.draw());
      app.on("filter", () => this.draw({ same: false }));
      for (const name of ["unit", "select"]) app.on(name, () => this.write());
      app.on("document", () => {
        // In the window they are told apart from the document.
        if (app.doc.header.measurements) this.set(app.doc.header.measurements);
        else this.find();
      });
      // The window shows the way of the selected event once it has measured it.
      app.map.on("moveend wayshown", () => this.write());
    }

    // list: as `measurements` of a document.
    set(list) {
      this.kept = list.map((one) => ({ ...one, points: unpacked(one) })).filter(
        ({ points }) => points.length > 1,
      );
      this.find();
      this.app.legend.update(this.app.events, this.app.fronts);
    }

    // Which rows their events are: looked up once, not for each day of a running time.
    find() {
      const { doc } = this.app;
      for (const one of this.kept) {
        one.row = doc && one.event_id ? doc.indexOf(one.event_id) : null;
      }
      this.draw();
    }

    // Those whose event passes the filter; of an event that is not there, none.
    get shown() {
      const { events, layers } = this.app;
      if (!events || !layers.on[LAYER]) return [];
      return this.kept.filter(({ row }) => row === null || (row >= 0 && events.shown[row]));
    }

    // same: also where the same ones are shown as before, which each day of a running time asks.
    draw({ same = true } = {}) {
      const shown = this.shown;
      const key = shown.map(({ id }) => id).join("\n");
      if (!same && key === this.drawn) return;
      if (key || this.drawn) {
        this.app.lines.set("kept", shown.map(({ points }) => ({ style: "kept", points })));
      }
      this.drawn = key;
      this.write();
    }

    // Ends and labels; a label stands in the middle of what is on screen of its line.
    write() {
      const focused = document.activeElement && document.activeElement.dataset.kept;
      this.marks.clearLayers();
      const { map } = this.app;
      const bounds = map.getBounds().pad(-0.1);
      const taken = [];
      for (const one of this.shown) {
        const turn = turnTo(map, one.points);
        const points = one.points.map(([lon, lat]) => [lon + turn, lat]);
        for (const at of [points[0], points[points.length - 1]]) {
          overlayDot(at, 3, "mapper-line-point mapper-kept-point").addTo(this.marks);
        }
        const inside = points.filter(([lon, lat]) => bounds.contains([lat, lon]));
        if (!inside.length || this.isSelected(one) || extent_px(map, points) < SHORTEST_PX) continue;
        const at = middle(inside);
        const pixel = map.latLngToContainerPoint([at[1], at[0]]);
        const near = ({ x, y }) =>
          Math.abs(x - pixel.x) < APART_PX[0] && Math.abs(y - pixel.y) < APART_PX[1];
        if (taken.some(near)) continue;
        taken.push(pixel);
        const element = this.label(one, at);
        if (focused && one.id === focused) element.focus({ preventScroll: true });
      }
    }

    // The way to the front of the selected event has a label of its own there.
    isSelected({ event_id, kind }) {
      const { doc, selected, overlay } = this.app;
      const own = Boolean(event_id) && selected !== null && doc.idOf(selected) === event_id;
      return own && kind === "line-of-contact" && overlay.label !== null;
    }

    label(one, at) {
      const icon = L.divIcon({
        className: "mapper-tag mapper-kept-tag",
        html: dom.data("span", null, labelOf(one)),
        iconSize: null,
      });
      const marker = L.marker([at[1], at[0]], { icon, keyboard: true, bubblingMouseEvents: false });
      marker.on("click", () => this.open(one, at));
      marker.addTo(this.marks);
      const element = marker.getElement();
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", words.keptNamed(labelOf(one)));
      element.dataset.kept = one.id;
      return element;
    }

    open(one, at) {
      const { card } = this.app;
      const text = (value, className) => value && dom.data("p", className, value);
      const content = dom.el(
        "div",
        { class: "mapper-kept" },
        dom.el("h2", null, words.keptMeasurement),
        text(one.note, "mapper-kept-note"),
        text(one.statement, null),
      );
      card.open(content, at, true);
    }

    legendRows() {
      return this.kept.length ? [client.legendRows.key(swatch(), words.keptMeasurement)] : null;
    }
  }

  function labelOf(one) {
    const { distance_m, min_m, max_m, whole, area_m2 } = one;
    return area_m2 === null || area_m2 === undefined ? format.distance(distance_m, min_m, max_m, whole) : format.area(area_m2);
  }

  // One line of the parts, which run on beyond 180 degrees.
  function unpacked({ lines, scale }) {
    const points = [];
    for (const flat of lines) {
      let [x, y] = [0, 0];
      for (let i = 0; i + 1 < flat.length; i += 2) {
        x += flat[i];
        y += flat[i + 1];
        const before = points[points.length - 1];
        const turn = before ? 360 * Math.round((before[0] - x / scale) / 360) : 0;
        points.push([x / scale + turn, y / scale]);
      }
    }
    return points;
  }

  // The point in the middle of the way along points, as the map draws it.
  function middle(points) {
    if (points.length < 2) return points[0];
    const lengths = points.slice(1).map(([lon, lat], i) => {
      const shrink = Math.cos(((lat + points[i][1]) / 2) * (Math.PI / 180));
      return Math.hypot((lon - points[i][0]) * shrink, lat - points[i][1]);
    });
    let left = lengths.reduce((sum, each) => sum + each, 0) / 2;
    for (let i = 0; i < lengths.length; i++) {
      if (lengths[i] >= left) {
        const share = lengths[i] ? left / lengths[i] : 0;
        return [0, 1].map((axis) => points[i][axis] + share * (points[i + 1][axis] - points[i][axis]));
      }
      left -= lengths[i];
    }
    return points[points.length - 1];
  }

  function extent_px(map, points) {
    const box = L.latLngBounds(points.map(([lon, lat]) => [lat, lon]));
    const corners = [box.getNorthWest(), box.getSouthEast()].map((at) => map.project(at));
    return corners[0].distanceTo(corners[1]);
  }

  // Degrees to the copy of the world that is on screen.
  function turnTo(map, points) {
    return 360 * Math.round((map.getCenter().lng - middle(points)[0]) / 360);
  }

  function swatch() {
    return dom.el("span", { class: "mapper-swatch mapper-swatch-wide mapper-kept-swatch" });
  }

  // What window.mapper.setMeasurements is given.
  function checked(list) {
    const { given } = client;
    for (const one of given.list("setMeasurements", list)) {
      given.object("setMeasurements", one);
      given.number("scale", one.scale, 1);
      given.number("distance_m", one.distance_m, 0);
      for (const line of given.list("lines", one.lines)) {
        for (const step of given.list("lines", line)) given.number("lines", step);
      }
    }
    return list;
  }

  client.KeptLines = KeptLines;
  client.feature((app) => new KeptLines(app));
  client.setMeasurements = (list) => client.app.keptLines.set(checked(list));
})((window.MapperClient = window.MapperClient || {}));
