// Lines and rings: unpacking from delta-coded degrees, and tracing onto a canvas.
(function (client) {
  "use strict";

  const { x, y } = client.projection;
  const SMALLEST_PX = 0.7;
  // Points in whole numbers are of a world so many times as wide (WORLD in mapper/mapdoc/drawn.py).
  const WHOLE = 2 ** -30;
  const unitOf = (points) => (points instanceof Int32Array ? WHOLE : 1);

  // A flat array [x0, y0, dx, dy, ...] of degrees * scale -> world coordinates with their box.
  function unpack(flat, scale, ring) {
    let at = 0;
    return unpackPart(flat.length / 2, () => flat[at++], scale, ring);
  }

  function unpackPart(count, next, scale, ring) {
    const points = new Float64Array(2 * count + (ring ? 2 : 0));
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < 2 * count; i += 2) {
      lon += next();
      lat += next();
      const px = x(lon / scale);
      const py = y(lat / scale);
      points[i] = px;
      points[i + 1] = py;
      if (px < box[0]) box[0] = px;
      if (py < box[1]) box[1] = py;
      if (px > box[2]) box[2] = px;
      if (py > box[3]) box[3] = py;
    }
    if (ring) points.set([points[0], points[1]], 2 * count);
    return { points, box };
  }

  // Features (lists of rings or lines, or packed ones of a document) -> shapes with parts and a
  // common box.
  function unpackFeatures(features, scale, rings = false) {
    if (Array.isArray(features)) {
      return features.map((feature) => shapeOf(feature.map((flat) => unpack(flat, scale, rings))));
    }
    if (features.points) return placedFeatures(features);
    const next = client.packing.integers(features.bytes);
    return Array.from({ length: features.count }, () =>
      shapeOf(Array.from({ length: next() }, () => unpackPart(next(), next, scale, rings))),
    );
  }

  // Features that were projected before, of which nothing is copied.
  function placedFeatures({ count, sizes, points, boxes }) {
    let at = 0;
    let point = 0;
    let box = 0;
    const part = () => {
      const begin = point;
      point += 2 * sizes[at++];
      const [left, top, right, bottom] = boxes.subarray(box, (box += 4));
      return {
        points: points.subarray(begin, point),
        box: [left * WHOLE, top * WHOLE, right * WHOLE, bottom * WHOLE],
      };
    };
    return Array.from({ length: count }, () => shapeOf(Array.from({ length: sizes[at++] }, part)));
  }

  function shapeOf(parts) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const part of parts) grow(box, part.box);
    return { parts, box };
  }

  function grow(box, other) {
    box[0] = Math.min(box[0], other[0]);
    box[1] = Math.min(box[1], other[1]);
    box[2] = Math.max(box[2], other[2]);
    box[3] = Math.max(box[3], other[3]);
  }

  // The edge of the projected world, where rings are cut open: no coast runs there.
  function onWorldEdge(x0, y0, x1, y1) {
    const e = 1e-9;
    return (
      (x0 < e && x1 < e) ||
      (x0 > 1 - e && x1 > 1 - e) ||
      (y0 < e && y1 < e) ||
      (y0 > 1 - e && y1 > 1 - e)
    );
  }

  // Adds a line or ring to the canvas path. Rings end where they began: closePath takes ever longer
  // the longer a path is. Points closer than half a pixel are skipped, and so is what runs wholly
  // beyond one side of the picture.
  function trace(ctx, points, view, shift, openEdges = false) {
    const { width, height } = view;
    const unit = unitOf(points);
    const scale = view.scale * unit;
    const originX = view.originX - shift * view.scale;
    const originY = view.originY;
    const margin = 40;
    const end = points.length;
    let lastX = 0;
    let lastY = 0;
    let lastCode = 0;
    let heldX = 0;
    let heldY = 0;
    let heldCode = 0;
    let held = false;
    for (let i = 0; i < end; i += 2) {
      const px = points[i] * scale - originX;
      const py = points[i + 1] * scale - originY;
      const code =
        (px < -margin ? 1 : px > width + margin ? 2 : 0) |
        (py < -margin ? 4 : py > height + margin ? 8 : 0);
      const jump =
        i === 0 ||
        (openEdges &&
          onWorldEdge(points[i - 2] * unit, points[i - 1] * unit, points[i] * unit, points[i + 1] * unit));
      if (jump) {
        if (held) ctx.lineTo(heldX, heldY);
        ctx.moveTo(px, py);
      } else {
        if (held && !(lastCode & heldCode & code)) {
          ctx.lineTo(heldX, heldY);
          lastX = heldX;
          lastY = heldY;
          lastCode = heldCode;
        }
        const near = Math.abs(px - lastX) + Math.abs(py - lastY) < 0.5;
        if ((near || lastCode & code) && i < end - 2) {
          heldX = px;
          heldY = py;
          heldCode = code;
          held = !near;
          continue;
        }
        ctx.lineTo(px, py);
      }
      held = false;
      lastX = px;
      lastY = py;
      lastCode = code;
    }
  }

  function tiny(box, view) {
    const least = SMALLEST_PX / view.scale;
    return box[2] - box[0] < least && box[3] - box[1] < least;
  }

  // Calls back for every shape and world copy that the view can see.
  function eachVisible(shapes, view, callback) {
    for (const shift of view.copies) {
      const left = view.left - shift;
      const right = view.right - shift;
      for (const shape of shapes) {
        const box = shape.box;
        if (box[2] < left || box[0] > right || box[3] < view.top || box[1] > view.bottom) continue;
        if (!tiny(box, view)) callback(shape, shift);
      }
    }
  }

  function tracePolygons(ctx, shapes, view) {
    ctx.beginPath();
    eachVisible(shapes, view, (shape, shift) => {
      for (const part of shape.parts) {
        if (!tiny(part.box, view)) trace(ctx, part.points, view, shift);
      }
    });
  }

  function traceLines(ctx, shapes, view) {
    ctx.beginPath();
    eachVisible(shapes, view, (shape, shift) => {
      for (const part of shape.parts) {
        if (!tiny(part.box, view)) trace(ctx, part.points, view, shift, true);
      }
    });
  }

  client.shapes = { unpack, unpackFeatures, grow, trace, tracePolygons, traceLines, eachVisible };
})((window.MapperClient = window.MapperClient || {}));
