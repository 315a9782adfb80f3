// Land, water and borders, drawn from the document's own vector base map.
(function (client) {
  "use strict";

  const { theme, shapes } = client;

  const ROUNDED = ["rivers", "river_areas"];
  const WATERS = ["river_areas", "lakes"];
  const SMALLEST_LAKE_PX = 6;
  const LONGEST_EDGE_PX = 3.5;

  class Basemap {
    constructor(data) {
      this.layers = (data ? data.layers : []).map((layer) => ({
        name: layer.name,
        minZoom: layer.min_zoom ?? 0,
        maxZoom: layer.max_zoom ?? 99,
        features: layer.features,
        scale: layer.scale || data.scale,
        polygons: layer.kind === "polygon",
        shapes: null,
      }));
    }

    // The shapes of the layers of a name to draw in a view.
    visible(name, view) {
      const { zoom } = view;
      const found = this.layers.filter(
        (layer) => layer.name === name && zoom >= layer.minZoom && zoom < layer.maxZoom,
      );
      return found.map((layer) => {
        // Unpacked when first drawn: the detailed layers only once somebody zooms in.
        if (!layer.shapes) {
          layer.shapes = shapes.unpackFeatures(layer.features, layer.scale, layer.polygons);
          if (ROUNDED.includes(name)) layer.shapes.forEach(round);
          layer.features = null;
        }
        return name === "lakes" ? layer.shapes.filter((lake) => fit(lake, view)) : layer.shapes;
      });
    }

    paint(view) {
      const { ctx, zoom, width, height } = view;
      ctx.fillStyle = theme.colour("map-sea");
      ctx.fillRect(0, 0, width, height);
      ctx.lineJoin = "round";
      ctx.lineCap = "round";
      const grown = Math.max(0, Math.min(1, (zoom - 4) / 5));
      this.fill(view, "land", "map-land");
      this.stroke(view, "land", [["map-coast", 0.5 + 0.4 * grown]]);
      const close = Math.max(0, Math.min(1, (zoom - 9) / 4));
      this.stroke(view, "rivers", [["map-river", 0.7 + 1.1 * grown + 0.8 * close]]);
      // Shores first: where waters meet and rivers run through lakes, none is seen.
      for (const name of WATERS) this.stroke(view, name, [["map-coast", 0.8 + 0.6 * grown]]);
      for (const name of WATERS) this.fill(view, name, "map-lake");
      ctx.setLineDash(zoom < 7 ? [2, 2] : [4, 2.5]);
      this.stroke(view, "admin1_borders", [["map-admin", 0.6 + 0.3 * grown]]);
      ctx.setLineDash([]);
      this.stroke(view, "country_borders", [
        ["map-border-casing", 2 + 2.5 * grown],
        ["map-border", 0.7 + 0.6 * grown],
      ]);
    }

    fill(view, name, colour) {
      const { ctx } = view;
      for (const features of this.visible(name, view)) {
        shapes.tracePolygons(ctx, features, view);
        ctx.fillStyle = theme.colour(colour);
        ctx.fill("evenodd");
      }
    }

    // strokes: [colour, width] one over the other.
    stroke(view, name, strokes) {
      const { ctx } = view;
      for (const features of this.visible(name, view)) {
        shapes.traceLines(ctx, features, view);
        for (const [colour, width] of strokes) {
          ctx.strokeStyle = theme.colour(colour);
          ctx.lineWidth = width;
          ctx.stroke();
        }
      }
    }
  }

  // Cuts the corners of a course, twice (Chaikin): rivers have bends, no corners.
  function round({ parts }) {
    for (const part of parts) part.points = withoutCorners(withoutCorners(part.points));
  }

  // By index into one array: a start has a hundred thousand of these points to make.
  function withoutCorners(points) {
    const last = points.length - 2;
    const ring = last > 4 && points[0] === points[last] && points[1] === points[last + 1];
    const out = new points.constructor(2 * points.length);
    let end = 0;
    if (!ring) {
      out[end++] = points[0];
      out[end++] = points[1];
    }
    for (let i = 0; i < last; i += 2) {
      const x0 = points[i];
      const y0 = points[i + 1];
      const x1 = points[i + 2];
      const y1 = points[i + 3];
      if (ring || i > 0) {
        out[end++] = 0.75 * x0 + 0.25 * x1;
        out[end++] = 0.75 * y0 + 0.25 * y1;
      }
      if (ring || i < last - 2) {
        out[end++] = 0.25 * x0 + 0.75 * x1;
        out[end++] = 0.25 * y0 + 0.75 * y1;
      }
    }
    out[end++] = ring ? out[0] : points[last];
    out[end++] = ring ? out[1] : points[last + 1];
    return out.subarray(0, end);
  }

  // Ponds would pepper the map; a lake of few corners drawn large is a crude angle, no lake.
  function fit(lake, view) {
    const { box, parts } = lake;
    const size_px = Math.max(box[2] - box[0], box[3] - box[1]) * view.scale;
    const corners = parts[0].points.length / 2;
    return size_px > SMALLEST_LAKE_PX && size_px < LONGEST_EDGE_PX * corners;
  }

  client.Basemap = Basemap;
})((window.MapperClient = window.MapperClient || {}));
