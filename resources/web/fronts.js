// Control areas and lines of contact of the shown day.
(function (client) {
  "use strict";

  const { areaStyle, frontStyle, theme, shapes, projection, geodesic } = client;

  class Fronts {
    constructor(doc) {
      const holders = doc.fronts.map(frontStyle.holderOf);
      const colours = frontStyle.coloursOf(holders);
      this.entries = doc.fronts.map((front, i) => ({
        ...front,
        holder: holders[i],
        colour: colours.get(holders[i]),
        isLine: front.kind === "line_of_contact",
      }));
      this.points = new client.FrontPoints(doc, this.entries.length ? this.entries[0].scale : 1);
      for (const entry of this.entries) entry.points = this.points;
      this.days = [...new Set(this.entries.map((front) => front.day))].sort((a, b) => a - b);
      this.series = seriesOf(this.entries);
      this.shown = [];
      this.patterns = new Map();
      this.show(null);
    }

    // Stored fronts; a line derived from an area is part of that area's snapshot.
    get count() {
      return this.entries.filter((front) => !front.derived).length;
    }

    // Shows, of each source and kind, the latest snapshot on or before the day (null: the latest),
    // but none of another time over a newer one. Returns whether that changes what is shown.
    show(day) {
      const before = this.shown;
      this.day = day;
      const found = this.of(day);
      this.shown = found.filter((front) => !found.some((other) => this.isOutdated(front, other)));
      return (
        before.length !== this.shown.length || before.some((front, i) => front !== this.shown[i])
      );
    }

    // What is in force on a day, in the document's order.
    of(day) {
      const found = [];
      for (const snapshots of this.series) {
        const last = snapshots.findLastIndex((one) => day === null || one.day <= day);
        if (last >= 0) found.push(...snapshots[last].entries);
      }
      return found.sort((a, b) => a.order - b.order);
    }

    // Whether another front of the same land is newer by more than the days a front is used for.
    isOutdated(front, newer) {
      if (newer.day - front.day <= client.frontDistance.MAX_GAP_DAYS) return false;
      const boxes = this.unpacked(newer).map(({ box }) => box);
      return this.unpacked(front).some(({ box }) => boxes.some((other) => meet(box, other)));
    }

    unpacked(front) {
      return this.points.shapesOf(front);
    }

    boxes() {
      return this.shown.flatMap((front) => this.unpacked(front).map((shape) => shape.box));
    }

    paintAreas(view) {
      const hasLine = this.shown.some((front) => front.isLine);
      for (const front of this.shown) {
        if (front.isLine) continue;
        const { ctx } = view;
        const style = areaStyle(front);
        shapes.tracePolygons(ctx, this.unpacked(front), view);
        ctx.globalAlpha = style.alpha;
        ctx.fillStyle = theme.colour(style.colour);
        ctx.fill("evenodd");
        ctx.globalAlpha = 1;
        if (style.hatched) {
          ctx.fillStyle = this.hatch(view, style.colour);
          ctx.fill("evenodd");
        }
        // The edge of an area is partly border and coast; it is not drawn as the front.
        shapes.traceLines(ctx, this.unpacked(front), view);
        ctx.globalAlpha = hasLine ? 0.45 : 0.8;
        ctx.setLineDash(front.assessment === "claimed" ? [5, 4] : []);
        ctx.strokeStyle = theme.colour(style.colour);
        ctx.lineWidth = hasLine ? 0.7 : 1.1;
        ctx.stroke();
        ctx.setLineDash([]);
        ctx.globalAlpha = 1;
      }
    }

    paintLines(view) {
      for (const front of this.shown) {
        if (front.isLine && front.approximate) this.paintBand(view, front);
      }
      for (const front of this.shown) {
        if (!front.isLine) continue;
        const { ctx } = view;
        const width = 1.6 + 1.2 * Math.max(0, Math.min(1, (view.zoom - 4) / 5));
        shapes.traceLines(ctx, this.unpacked(front), view);
        ctx.lineJoin = "round";
        ctx.lineCap = front.approximate ? "butt" : "round";
        if (!front.approximate) {
          ctx.strokeStyle = theme.colour("front-line-casing");
          ctx.lineWidth = width + 2.2;
          ctx.stroke();
        }
        ctx.setLineDash(front.approximate ? [7, 5] : []);
        ctx.strokeStyle = theme.colour("front-line");
        ctx.lineWidth = width;
        ctx.stroke();
        ctx.setLineDash([]);
      }
    }

    // How far an approximate line may be off, to scale: a disc at each vertex, joined.
    paintBand(view, front) {
      const { ctx } = view;
      ctx.beginPath();
      this.unpacked(front).forEach((shape, feature) => {
        const accuracies = front.vertex_accuracy_m && front.vertex_accuracy_m[feature];
        for (const shift of view.copies) {
          for (const part of shape.parts) bandPath(view, part.points, shift, front, accuracies);
        }
      });
      ctx.globalAlpha = 0.2;
      ctx.fillStyle = theme.colour("front-line");
      ctx.fill("nonzero");
      ctx.globalAlpha = 1;
    }

    hatch(view, colour) {
      const key = `${colour} ${view.ratio}`;
      if (!this.patterns.has(key)) {
        const side = Math.round(8 * view.ratio);
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = side;
        const ctx = canvas.getContext("2d");
        ctx.strokeStyle = theme.colour(colour);
        ctx.lineWidth = 1.1 * view.ratio;
        ctx.globalAlpha = 0.75;
        ctx.beginPath();
        for (const offset of [-side, 0, side]) {
          ctx.moveTo(offset - 1, side + 1);
          ctx.lineTo(offset + side + 1, -1);
        }
        ctx.stroke();
        this.patterns.set(key, view.ctx.createPattern(canvas, "repeat"));
      }
      const pattern = this.patterns.get(key);
      // Tied to the ground, so that the hatching does not jump when the map is drawn again.
      const matrix = new DOMMatrix()
        .scale(1 / view.ratio)
        .translate(-(view.originX * view.ratio) % 8192, -(view.originY * view.ratio) % 8192);
      pattern.setTransform(matrix);
      return pattern;
    }

    clearCache() {
      this.patterns.clear();
    }

    // The word "approximate" beside each such line, where it crosses the middle of the picture.
    labels(view) {
      const labels = [];
      for (const front of this.shown) {
        if (!front.isLine || !front.approximate || view.zoom < 5) continue;
        const label = labelAlong(view, this.unpacked(front));
        if (label) labels.push({ ...label, text: client.words.approximate, colour: "front-line" });
      }
      return labels;
    }
  }

  function meet(a, b) {
    return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
  }

  // Per source and kind its snapshots by day: [[{day, entries}, ...], ...].
  function seriesOf(entries) {
    const series = new Map();
    entries.forEach((front, order) => {
      front.order = order;
      const key = `${front.source}\u0000${front.kind}\u0000${Boolean(front.derived)}`;
      if (!series.has(key)) series.set(key, new Map());
      const days = series.get(key);
      if (!days.has(front.day)) days.set(front.day, { day: front.day, entries: [] });
      days.get(front.day).entries.push(front);
    });
    return [...series.values()].map((days) => [...days.values()].sort((a, b) => a.day - b.day));
  }

  function bandPath(view, points, shift, front, accuracies) {
    const { ctx, scale } = view;
    let before = null;
    for (let i = 0; i < points.length; i += 2) {
      const lat = projection.lat(points[i + 1]);
      const metres = (accuracies ? accuracies[i / 2] : front.accuracy_m) || 0;
      const radius = (metres / geodesic.degreeOfLongitude(lat) / 360) * scale;
      const x = (points[i] + shift) * scale - view.originX;
      const y = points[i + 1] * scale - view.originY;
      const here = { x, y, radius };
      if (before && Math.hypot(x - before.x, y - before.y) < 1.5 && i < points.length - 2) continue;
      if (radius > 0) {
        ctx.moveTo(x + radius, y);
        ctx.arc(x, y, radius, 0, 2 * Math.PI);
      }
      if (before) joinDiscs(ctx, before, here);
      before = here;
    }
  }

  // The four-sided area between two discs, turned the same way as the discs.
  function joinDiscs(ctx, a, b) {
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (!length) return;
    const nx = -(b.y - a.y) / length;
    const ny = (b.x - a.x) / length;
    ctx.moveTo(a.x - nx * a.radius, a.y - ny * a.radius);
    ctx.lineTo(b.x - nx * b.radius, b.y - ny * b.radius);
    ctx.lineTo(b.x + nx * b.radius, b.y + ny * b.radius);
    ctx.lineTo(a.x + nx * a.radius, a.y + ny * a.radius);
  }

  function labelAlong(view, features) {
    const middle = { x: view.width / 2, y: view.height / 2 };
    const { left, top, right, bottom } = view.window;
    let best = null;
    shapes.eachVisible(features, view, (shape, shift) => {
      for (const part of shape.parts) {
        const at = (i) => [
          (part.points[i] + shift) * view.scale - view.originX,
          part.points[i + 1] * view.scale - view.originY,
        ];
        for (let i = 0; i + 3 < part.points.length; i += 2) {
          const [x0, y0] = at(i);
          const [x1, y1] = at(i + 2);
          const x = (x0 + x1) / 2;
          const y = (y0 + y1) / 2;
          if (x < left + 60 || x > right - 60 || y < top + 30 || y > bottom - 30) continue;
          const length = Math.hypot(x1 - x0, y1 - y0);
          const score = Math.hypot(x - middle.x, y - middle.y) - 3 * Math.min(length, 120);
          if (best && score >= best.score) continue;
          let angle = Math.atan2(y1 - y0, x1 - x0);
          if (angle > Math.PI / 2) angle -= Math.PI;
          if (angle < -Math.PI / 2) angle += Math.PI;
          best = { x, y, angle, score };
        }
      }
    });
    return best;
  }

  client.Fronts = Fronts;
})((window.MapperClient = window.MapperClient || {}));
