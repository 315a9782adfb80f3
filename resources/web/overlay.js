// What is drawn over the map for one event: rings, the circle of its precision, the geodesic to
// the front with its label.
(function (client) {
  "use strict";

  const { geodesic, dom } = client;
  const SMALLEST_CIRCLE_PX = 8;
  const LARGEST_CIRCLE_M = 2e6;
  // A label keeps so far from the ends of its line, and from the line where it stands beside it.
  const CLEAR_PX = 13;

  class Overlay {
    constructor(map, lines) {
      this.map = map;
      this.lines = lines;
      this.selection = L.layerGroup().addTo(map);
      this.hover = L.layerGroup().addTo(map);
      this.way = L.layerGroup().addTo(map);
      this.label = null;
      this.points = null;
      map.on("moveend popupopen popupclose", () => this.placeLabel());
    }

    // Rings an event and shows how far its place may be off. "kind" is "selection" or "hover".
    mark(kind, events, index, radius) {
      const group = this[kind];
      group.clearLayers();
      if (index === null || !events.placed[index]) {
        this.lines.set(kind, []);
        return;
      }
      const { lon, lat, radius_m } = events.doc.arrays;
      const centre = this.map.getCenter().lng;
      const at = [lon[index] / 1e7, lat[index] / 1e7];
      at[0] += 360 * Math.round((centre - at[0]) / 360);
      const metres = radius_m ? radius_m[index] : NaN;
      const degree_m = geodesic.degreeOfLongitude(at[1]);
      const pixel_m = (360 / client.projection.size(this.map.getZoom())) * degree_m;
      const wide = metres / pixel_m > SMALLEST_CIRCLE_PX && metres < LARGEST_CIRCLE_M;
      const circle = wide ? [{ style: "precision", points: geodesic.circle(...at, metres) }] : [];
      this.lines.set(kind, circle);
      for (const className of ["mapper-ring mapper-ring-casing", `mapper-ring mapper-${kind}`]) {
        dot(at, radius + 4, className).addTo(group);
      }
    }

    // {line: [[[lon, lat], ...], ...], label, end: {lon, lat, name}} or null.
    showGeodesic(data) {
      this.way.clearLayers();
      this.label = null;
      this.points = data ? joined(data.line) : null;
      this.lines.set("way", data ? [{ style: "geodesic", points: this.points }] : []);
      if (!data) {
        this.map.fire("wayshown");
        return;
      }
      if (data.end) {
        const last = this.points[this.points.length - 1];
        const turn = last ? 360 * Math.round((last[0] - data.end.lon) / 360) : 0;
        const at = [data.end.lon + turn, data.end.lat];
        dot(at, 4, "mapper-line-point").addTo(this.way);
        if (data.end.name) tag(data.end.name, "mapper-tag mapper-tag-end", at).addTo(this.way);
      }
      if (data.label) {
        this.label = tag(data.label, "mapper-tag", [0, 0]).addTo(this.way);
        this.placeLabel();
      }
      this.map.fire("wayshown");
    }

    // The label stands in the middle of that part of the line which is on screen; beside a line
    // so short that it would cover the event or the end.
    placeLabel() {
      if (!this.label || !this.points.length) return;
      const bounds = this.map.getBounds().pad(-0.08);
      const inside = this.points.filter(([lon, lat]) => bounds.contains([lat, lon]));
      const points = inside.length ? inside : this.points;
      const [lon, lat] = points[Math.floor(points.length / 2)];
      const size = sizeOf(this.label);
      const at = this.map.latLngToContainerPoint([lat, lon]);
      const ends = [this.points[0], this.points[this.points.length - 1]].map(([x, y]) =>
        this.map.latLngToContainerPoint([y, x]),
      );
      const box = boxAround(at, size);
      const covers = ends.some((end) => contains(box, end, CLEAR_PX));
      const hidden = this.taken().some((other) => other.intersects(box));
      const place = covers || hidden ? this.besideLine(ends, size, covers) : null;
      this.label.setLatLng(place ? this.map.containerPointToLatLng(place) : [lat, lon]);
    }

    // Above the line, on its other side, or below or above both ends: where it is within the map
    // and free of the card. It goes somewhere if it must, else null is for "nowhere better".
    besideLine([from, to], size, must) {
      const way = to.subtract(from);
      const length = Math.hypot(way.x, way.y);
      const up = way.x < 0 ? -1 : 1;
      const normal = length < 1 ? L.point(0, -1) : L.point(way.y, -way.x).multiplyBy(up / length);
      const reach = (Math.abs(normal.x) * size.x + Math.abs(normal.y) * size.y) / 2 + CLEAR_PX;
      const middle = from.add(to).divideBy(2);
      const sides = [1, -1].map((side) => middle.add(normal.multiplyBy(side * reach)));
      const above = Math.abs(way.y) / 2 + size.y / 2 + CLEAR_PX;
      sides.push(middle.add([0, above]), middle.subtract([0, above]));
      const frame = L.bounds([0, 0], this.map.getSize());
      const taken = this.taken();
      const free = sides.find((at) => {
        const box = boxAround(at, size);
        return frame.contains(box) && !taken.some((other) => other.intersects(box));
      });
      return free || (must ? sides[0] : null);
    }

    // Boxes on the map that a label would cover or be covered by.
    taken() {
      const { left, top } = this.map.getContainer().getBoundingClientRect();
      const found = this.map
        .getContainer()
        .querySelectorAll(".leaflet-popup-content-wrapper, .mapper-tag-end > span");
      return Array.from(found, (one) => {
        const box = one.getBoundingClientRect();
        return L.bounds([box.left - left, box.top - top], [box.right - left, box.bottom - top]);
      });
    }
  }

  function sizeOf(marker) {
    const span = marker.getElement().firstElementChild;
    return L.point(span.offsetWidth, span.offsetHeight);
  }

  function boxAround(at, size) {
    return L.bounds(at.subtract(size.divideBy(2)), at.add(size.divideBy(2)));
  }

  function contains({ min, max }, { x, y }, margin) {
    return x > min.x - margin && x < max.x + margin && y > min.y - margin && y < max.y + margin;
  }

  // One line of the parts that meet at the antimeridian, fine enough to place a label on.
  function joined(parts) {
    const line = [];
    for (const part of parts) {
      for (const [lon, lat] of part) {
        const before = line[line.length - 1];
        if (!before) {
          line.push([lon, lat]);
          continue;
        }
        const unwrapped = lon + 360 * Math.round((before[0] - lon) / 360);
        if (part.length === 2) line.push(...geodesic.line(...before, unwrapped, lat).slice(1));
        else line.push([unwrapped, lat]);
      }
    }
    return line;
  }

  function dot([lon, lat], radius, className) {
    return L.circleMarker([lat, lon], { radius, className, interactive: false });
  }

  function tag(text, className, [lon, lat]) {
    const icon = L.divIcon({ className, html: dom.data("span", null, text), iconSize: null });
    return L.marker([lat, lon], { icon, interactive: false, keyboard: false });
  }

  // What showGeodesic draws from an event at [lon, lat] to the front, or null.
  function wayToFront(doc, index, at) {
    const { near_lon, near_lat, distance_m } = doc.arrays;
    if (!at || !near_lon || !distance_m || !(distance_m[index] > 0)) return null;
    const end = { lon: near_lon[index] / 1e7, lat: near_lat[index] / 1e7 };
    return {
      line: [geodesic.line(...at, end.lon, end.lat)],
      label: client.format.distance(...doc.distance(index)),
      end,
    };
  }

  client.Overlay = Overlay;
  client.wayToFront = wayToFront;
  client.overlayDot = dot;
})((window.MapperClient = window.MapperClient || {}));
