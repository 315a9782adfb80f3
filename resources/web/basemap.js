// Land, water and borders, drawn from the document's own vector base map.
(function (client) {
  "use strict";

  const { theme, shapes, projection } = client;

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
      const bounds = data && data.detail_bounds;
      this.detail = bounds && {
        left: projection.x(bounds[0]),
        top: projection.y(bounds[3]),
        right: projection.x(bounds[2]),
        bottom: projection.y(bounds[1]),
      };
    }

    // The layers of a name to draw at a zoom, each with where to draw it ("inside" or "outside" the
    // box of the details, or null for everywhere).
    visible(name, zoom) {
      const found = this.layers.filter(
        (layer) => layer.name === name && zoom >= layer.minZoom && zoom < layer.maxZoom,
      );
      const split = this.detail && found.some((layer) => layer.minZoom > 0);
      return found.map((layer) => {
        // Unpacked when first drawn: the detailed layers only once somebody zooms in.
        if (!layer.shapes) {
          layer.shapes = shapes.unpackFeatures(layer.features, layer.scale, layer.polygons);
          layer.features = null;
        }
        const side = split ? (layer.minZoom > 0 ? "inside" : "outside") : null;
        return { features: layer.shapes, side };
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
      this.fill(view, "lakes", "map-lake");
      this.stroke(view, "lakes", [["map-coast", 0.4 + 0.3 * grown]]);
      this.stroke(view, "rivers", [["map-river", 0.5 + 1.1 * grown]]);
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
      for (const { features, side } of this.visible(name, view.zoom)) {
        this.within(view, side, 0, () => {
          shapes.tracePolygons(ctx, features, view);
          ctx.fillStyle = theme.colour(colour);
          ctx.fill("evenodd");
        });
      }
    }

    // strokes: [colour, width] one over the other.
    stroke(view, name, strokes) {
      const { ctx } = view;
      for (const { features, side } of this.visible(name, view.zoom)) {
        // Outlines cut off by the box are not borders or coasts.
        this.within(view, side, 1.5, () => {
          shapes.traceLines(ctx, features, view);
          for (const [colour, width] of strokes) {
            ctx.strokeStyle = theme.colour(colour);
            ctx.lineWidth = width;
            ctx.stroke();
          }
        });
      }
    }

    within(view, side, inset, paint) {
      if (!side) {
        paint();
        return;
      }
      const { ctx, scale } = view;
      const { left, top, right, bottom } = this.detail;
      ctx.save();
      ctx.beginPath();
      for (const shift of view.copies) {
        const x = (left + shift) * scale - view.originX + inset;
        const y = top * scale - view.originY + inset;
        ctx.rect(x, y, (right - left) * scale - 2 * inset, (bottom - top) * scale - 2 * inset);
      }
      if (side === "outside") ctx.rect(-1, -1, view.width + 2, view.height + 2);
      ctx.clip("evenodd");
      paint();
      ctx.restore();
    }
  }

  client.Basemap = Basemap;
})((window.MapperClient = window.MapperClient || {}));
