// What is drawn over the map for one event: rings, the circle of its precision, the geodesic to
// the front. A handful of SVG shapes, styled by class in style.css.
(function (client) {
  "use strict";

  const { geodesic, dom } = client;
  const SMALLEST_CIRCLE_PX = 8;

  const latLngs = (points) => points.map(([lon, lat]) => [lat, lon]);

  class Overlay {
    constructor(map) {
      this.map = map;
      this.selection = L.layerGroup().addTo(map);
      this.hover = L.layerGroup().addTo(map);
      this.geodesic = L.layerGroup().addTo(map);
      this.label = null;
      this.line = null;
      map.on("moveend", () => this.placeLabel());
    }

    // Rings an event and shows how far its place may be off. "kind" is "selection" or "hover".
    mark(kind, events, index, radius) {
      const group = this[kind];
      group.clearLayers();
      if (index === null || !events.placed[index]) return;
      const { lon, lat, radius_m } = events.doc.arrays;
      const at = [lon[index] / 1e7, lat[index] / 1e7];
      const metres = radius_m ? radius_m[index] : NaN;
      const pixel_m = (360 / client.projection.size(this.map.getZoom())) *
        geodesic.degreeOfLongitude(at[1]);
      if (metres > 0 && metres < 2e6 && metres / pixel_m > SMALLEST_CIRCLE_PX) {
        const ring = latLngs(geodesic.circle(...at, metres));
        shape(L.polygon, ring, `mapper-precision mapper-${kind}-circle`).addTo(group);
      }
      const options = { radius: radius + 4, className: `mapper-ring mapper-${kind}`, interactive: false };
      L.circleMarker([at[1], at[0]], { ...options, className: "mapper-ring mapper-ring-casing" }).addTo(group);
      L.circleMarker([at[1], at[0]], options).addTo(group);
    }

    // {line: [[[lon, lat], ...], ...], label, end: {lon, lat, name}} or null.
    showGeodesic(data) {
      this.geodesic.clearLayers();
      this.label = null;
      if (!data) return;
      // Parts that meet at the antimeridian are put end to end.
      this.line = joined(data.line);
      shape(L.polyline, latLngs(this.line), "mapper-geodesic-casing").addTo(this.geodesic);
      shape(L.polyline, latLngs(this.line), "mapper-geodesic").addTo(this.geodesic);
      if (data.end) {
        const last = this.line[this.line.length - 1];
        const lon = last ? data.end.lon + 360 * Math.round((last[0] - data.end.lon) / 360) : data.end.lon;
        const options = { radius: 4, className: "mapper-geodesic-end", interactive: false };
        L.circleMarker([data.end.lat, lon], options).addTo(this.geodesic);
        if (data.end.name) {
          this.tag(data.end.name, "mapper-tag mapper-tag-end", [data.end.lat, lon]).addTo(this.geodesic);
        }
      }
      if (data.label) {
        this.label = this.tag(data.label, "mapper-tag", [0, 0]).addTo(this.geodesic);
        this.placeLabel();
      }
    }

    tag(text, className, at) {
      const icon = L.divIcon({ className, html: dom.data("span", null, text), iconSize: null });
      return L.marker(at, { icon, interactive: false, keyboard: false });
    }

    // The label stands in the middle of that part of the line which is on screen.
    placeLabel() {
      if (!this.label || !this.line) return;
      const bounds = this.map.getBounds().pad(-0.08);
      const fine = [];
      for (let i = 1; i < this.line.length; i++) {
        const [a, b] = [this.line[i - 1], this.line[i]];
        for (let part = 0; part < 4; part++) {
          fine.push([a[0] + ((b[0] - a[0]) * part) / 4, a[1] + ((b[1] - a[1]) * part) / 4]);
        }
      }
      const inside = fine.filter(([lon, lat]) => bounds.contains([lat, lon]));
      const points = inside.length ? inside : fine.length ? fine : this.line;
      const [lon, lat] = points[Math.floor(points.length / 2)];
      this.label.setLatLng([lat, lon]);
    }
  }

  function joined(parts) {
    const line = [];
    let turn = 0;
    for (const part of parts) {
      for (const [lon, lat] of part) {
        const before = line[line.length - 1];
        if (before) turn = Math.round((before[0] - lon) / 360) * 360;
        line.push([lon + turn, lat]);
      }
    }
    return line;
  }

  function shape(make, points, className) {
    return make(points, { className, interactive: false, smoothFactor: 0.5, noClip: false });
  }

  client.Overlay = Overlay;
  client.overlayShape = shape;
  client.latLngs = latLngs;
})((window.MapperClient = window.MapperClient || {}));
