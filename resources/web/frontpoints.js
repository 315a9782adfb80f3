// The vertices of all fronts, each once (mapper/mapdoc/sharedpoints.py), and shapes made of them.
(function (client) {
  "use strict";

  const { projection, shapes } = client;
  // Shapes of so many fronts are kept: time runs back and forth over the same days.
  const MOST_KEPT = 80;

  class FrontPoints {
    constructor(doc, scale) {
      const steps = doc.frontSteps;
      const count = steps.length / 2;
      this.lon = new Float64Array(count);
      this.lat = new Float64Array(count);
      this.xs = new Float64Array(count);
      this.ys = new Float64Array(count);
      let [lon, lat] = [0, 0];
      for (let i = 0; i < count; i++) {
        lon += steps[2 * i];
        lat += steps[2 * i + 1];
        this.lon[i] = lon / scale;
        this.lat[i] = lat / scale;
        this.xs[i] = projection.x(this.lon[i]);
        this.ys[i] = projection.y(this.lat[i]);
      }
      this.kept = new Map();
    }

    // Calls back with the position of every vertex of a line, in order.
    each(runs, callback) {
      for (let i = 0; i < runs.length; i += 2) {
        const first = runs[i];
        const length = runs[i + 1];
        if (length > 0) for (let at = first; at < first + length; at++) callback(at);
        else for (let at = first; at > first + length; at--) callback(at);
      }
    }

    // Arrays of [lon, lat] of features, one for each line.
    lines(features) {
      return (features || []).flat().map((runs) => {
        const line = [];
        this.each(runs, (at) => line.push([this.lon[at], this.lat[at]]));
        return line;
      });
    }

    // A front's features as shapes, as shapes.unpackFeatures gives them.
    shapesOf(front) {
      let made = this.kept.get(front);
      if (made) this.kept.delete(front);
      else made = front.runs.map((feature) => this.shape(feature, !front.isLine));
      this.kept.set(front, made);
      if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value);
      return made;
    }

    shape(feature, rings) {
      const parts = feature.map((runs) => this.part(runs, rings));
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const part of parts) shapes.grow(box, part.box);
      return { parts, box };
    }

    part(runs, ring) {
      let count = 0;
      for (let i = 1; i < runs.length; i += 2) count += Math.abs(runs[i]);
      const points = new Float64Array(2 * count + (ring ? 2 : 0));
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      let to = 0;
      this.each(runs, (at) => {
        const x = (points[to++] = this.xs[at]);
        const y = (points[to++] = this.ys[at]);
        if (x < box[0]) box[0] = x;
        if (y < box[1]) box[1] = y;
        if (x > box[2]) box[2] = x;
        if (y > box[3]) box[3] = y;
      });
      if (ring) points.set([points[0], points[1]], to);
      return { points, box };
    }
  }

  client.FrontPoints = FrontPoints;
})((window.MapperClient = window.MapperClient || {}));
