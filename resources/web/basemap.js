// Land, water and borders, drawn from the document's own vector base map.
(function (client) {
  "use strict";

  const { theme, shapes } = client;

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

    // Unpacked when first drawn: the detailed layers only once somebody zooms in.
    visible(name, zoom) {
      const found = [];
      for (const layer of this.layers) {
        if (layer.name !== name || zoom < layer.minZoom || zoom >= layer.maxZoom) continue;
        if (!layer.shapes) {
          layer.shapes = shapes.unpackFeatures(layer.features, layer.scale, layer.polygons);
          layer.features = null;
        }
        found.push(layer.shapes);
      }
      return found;
    }

    paint(view) {
      const { ctx, zoom, width, height } = view;
      ctx.fillStyle = theme.colour("map-sea");
      ctx.fillRect(0, 0, width, height);
      ctx.lineJoin = "round";
      ctx.lineCap = "round";
      const grown = Math.max(0, Math.min(1, (zoom - 4) / 5));
      for (const land of this.visible("land", zoom)) {
        this.fill(view, land, "map-land");
        this.stroke(view, land, "map-coast", 0.5 + 0.4 * grown);
      }
      for (const lakes of this.visible("lakes", zoom)) {
        this.fill(view, lakes, "map-lake");
        this.stroke(view, lakes, "map-coast", 0.4 + 0.3 * grown);
      }
      for (const rivers of this.visible("rivers", zoom)) {
        this.stroke(view, rivers, "map-river", 0.5 + 1.1 * grown);
      }
      ctx.setLineDash(zoom < 7 ? [2, 2] : [4, 2.5]);
      for (const borders of this.visible("admin1_borders", zoom)) {
        this.stroke(view, borders, "map-admin", 0.6 + 0.3 * grown);
      }
      ctx.setLineDash([]);
      for (const borders of this.visible("country_borders", zoom)) {
        this.stroke(view, borders, "map-border-casing", 2 + 2.5 * grown);
        this.stroke(view, borders, "map-border", 0.7 + 0.6 * grown);
      }
    }

    fill(view, features, colour) {
      shapes.tracePolygons(view.ctx, features, view);
      view.ctx.fillStyle = theme.colour(colour);
      view.ctx.fill("evenodd");
    }

    stroke(view, features, colour, width) {
      shapes.traceLines(view.ctx, features, view);
      view.ctx.strokeStyle = theme.colour(colour);
      view.ctx.lineWidth = width;
      view.ctx.stroke();
    }
  }

  client.Basemap = Basemap;
})((window.MapperClient = window.MapperClient || {}));
