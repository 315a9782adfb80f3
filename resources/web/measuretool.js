// Measuring by clicks: geodesic legs, their total and bearings, and the area of a closed line.
(function (client) {
  "use strict";

  const { geodesic, overlayDot } = client;
  const FIRST_POINT_PX = 12;

  class MeasureTool {
    // actions: snap(latlng, slack) gives the event there as a point, or null; report(result);
    // unit(name) takes another unit.
    constructor(map, lines, { snap, report, unit }) {
      this.map = map;
      this.lines = lines;
      this.snap = snap;
      this.report = report;
      this.on = this.closed = false;
      // {lon, lat, name, id, radius_m (null: not stated)}; longitudes as clicked, so that the line
      // is drawn where it was.
      this.points = [];
      this.pointer = null;
      this.dots = L.layerGroup().addTo(map);
      this.panel = new client.MeasurePanel(map.getContainer(), {
        end: () => this.stop({ keep: true }),
        clear: () => this.stop(),
        close: () => this.close(),
        undo: () => this.undo(),
        unit,
      });
      map.on("mousemove", (event) => this.on && this.point(event.latlng));
    }

    start() {
      if (this.on) return;
      this.on = true;
      this.map.fire("measurestart");
      this.closed = false;
      this.points = [];
      this.map.getContainer().classList.add("mapper-measuring");
      // So that the keys set and take back points at once.
      this.map.getContainer().focus({ preventScroll: true });
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
      if (!keep || this.points.length < 2) {
        this.points = [];
        this.closed = false;
      }
      this.update();
      if (ended) this.report({ ...this.result(), ended });
    }

    toggle() {
      if (this.on) this.stop({ keep: true });
      else this.start();
    }

    // slack: how far beside a mark a click may be, in pixels; a finger's is wider.
    add(latlng, slack) {
      if (this.closed) return;
      if (this.isFirst(latlng, slack)) {
        this.close();
        return;
      }
      const at = this.snap(latlng, slack) || { lon: latlng.lng, lat: latlng.lat, name: "", id: null, radius_m: 0 };
      const last = this.points[this.points.length - 1];
      if (last && last.lon === at.lon && last.lat === at.lat) return;
      this.points.push(at);
      this.changed();
    }

    // Whether a click there is meant for the first point of what can be closed.
    isFirst(latlng, slack = 0) {
      if (this.points.length < 3) return false;
      const [first] = this.points;
      const pixel = (at) => this.map.latLngToContainerPoint(at);
      return pixel(latlng).distanceTo(pixel([first.lat, first.lon])) <= FIRST_POINT_PX + slack;
    }

    // The line becomes an outline.
    close() {
      if (!this.on || this.closed || this.points.length < 3) return;
      this.closed = true;
      this.changed();
    }

    undo() {
      if (this.closed) this.closed = false;
      else this.points.pop();
      this.changed();
    }

    changed() {
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
        points: this.points.map(({ lon, lat }) => [wrapped(lon), lat]),
        events: this.points.map(({ id }) => id),
        closed: this.closed,
        legs_m: legs.map((leg) => leg.distance_m),
        bearings_deg: legs.map((leg) => (leg.azimuth1_deg + 360) % 360),
        total_m: legs.reduce((sum, leg) => sum + leg.distance_m, 0),
        area_m2: this.closed ? this.area() : null,
      };
    }

    corners() {
      return this.points.map(({ lon, lat }) => [lon, lat]);
    }

    // The ends of each leg.
    sides() {
      const corners = this.corners();
      const ends = this.closed ? [...corners, corners[0]] : corners;
      return ends.slice(1).map((end, i) => [...ends[i], ...end]);
    }

    legs() {
      return this.sides().map((side) => geodesic.inverse(...side));
    }

    // Square metres; null where the outline crosses itself.
    area() {
      const corners = this.corners();
      return geodesic.crossesItself(corners) ? null : geodesic.area(corners);
    }

    update() {
      const lines = this.sides().map((side) => ({
        style: "measure",
        points: geodesic.line(...side),
      }));
      if (this.closed) lines.unshift(...this.filling(lines.map((line) => line.points)));
      this.lines.set("measure", lines);
      this.dots.clearLayers();
      for (const { lon, lat } of this.points) {
        overlayDot([lon, lat], 4, "mapper-line-point").addTo(this.dots);
      }
      this.write();
      this.showPreview();
    }

    // What an outline encloses; one around a pole has no inside on this map.
    filling(sides) {
      const ring = [];
      let turn = 0;
      for (const side of sides) {
        const last = ring[ring.length - 1];
        if (last) turn = 360 * Math.round((last[0] - side[0][0]) / 360);
        ring.push(...side.map(([lon, lat]) => [lon + turn, lat]));
      }
      const whole = Math.abs(ring[0][0] - ring[ring.length - 1][0]) < 180;
      return whole ? [{ style: "area", points: ring }] : [];
    }

    showPreview() {
      const last = this.points[this.points.length - 1];
      if (!this.on || this.closed || !last || !this.pointer) {
        this.lines.set("preview", []);
        return;
      }
      const side = [last.lon, last.lat, ...this.pointer];
      this.lines.set("preview", [{ style: "preview", points: geodesic.line(...side) }]);
      this.panel.preview(this.points.length, geodesic.inverse(...side));
    }

    write() {
      const { on, closed, points } = this;
      const area_m2 = closed ? this.area() : null;
      this.panel.write({ on, closed, points, legs: this.legs(), area_m2 });
    }
  }

  // Wrapping costs digits; what needs none keeps them all.
  function wrapped(lon) {
    return Math.abs(lon) <= 180 ? lon : L.Util.wrapNum(lon, [-180, 180], true);
  }

  client.MeasureTool = MeasureTool;
})((window.MapperClient = window.MapperClient || {}));
