// Tiles as base map, above Mapper's own: where there are none, or they fail, ours shows through.
(function (client) {
  "use strict";

  const { painter } = client;
  // Enlarged tiles are blurred: closer up than this beyond the last zoom ours is sharper.
  const ENLARGED = 2;
  const MOST_FAILURES = 4;

  class Tiles {
    constructor(app) {
      this.app = app;
      this.map = app.map;
      this.zoomSnap = this.map.options.zoomSnap;
      this.layer = this.shown = null;
      this.failures = 0;
      this.hidNames = false;
      painter.settleWhile(() => Boolean(this.layer && this.layer.isLoading()));
    }

    // {url, name, attribution, licence, min_zoom, max_zoom, bounds, names, dark}, or null for ours.
    show(tiles) {
      if (this.layer) this.layer.remove();
      this.layer = null;
      this.shown = tiles;
      this.failures = 0;
      const { map, app } = this;
      // At whole zooms the pictures are as sharp as they were drawn.
      map.options.zoomSnap = tiles ? 1 : this.zoomSnap;
      if (tiles) {
        this.layer = this.makeLayer(tiles).addTo(map);
        if (map.getZoom() % 1) map.setZoom(Math.round(map.getZoom()), { animate: false });
      }
      this.hideNames(Boolean(tiles && tiles.names));
      app.credits.setTiles(tiles);
    }

    makeLayer(tiles) {
      const [west, south, east, north] = tiles.bounds || [-180, -90, 180, 90];
      const world = west <= -180 && east >= 180;
      const layer = L.tileLayer(tiles.url, {
        pane: "mapper-tiles",
        className: tiles.dark === "invert" ? "mapper-tiles-invert" : "mapper-tiles-dim",
        minZoom: tiles.min_zoom,
        maxZoom: tiles.max_zoom + ENLARGED,
        maxNativeZoom: tiles.max_zoom,
        bounds: world ? undefined : [[south, west], [north, east]],
        updateWhenZooming: false,
        keepBuffer: 3,
      });
      layer.on("tileload", () => this.count(0));
      layer.on("tileerror", () => this.count(this.failures + 1));
      return layer;
    }

    // Ours has to name its places while theirs, which have names of their own, do not come.
    count(failures) {
      this.failures = failures;
      if (this.shown && this.shown.names) this.hideNames(failures < MOST_FAILURES);
    }

    // Only what was switched off here is switched on again.
    hideNames(hide) {
      const { layers } = this.app;
      if (hide === this.hidNames || (hide && !layers.on.labels)) return;
      this.hidNames = hide;
      layers.set("labels", !hide);
    }
  }

  client.feature((app) => {
    const tiles = new Tiles(app);
    app.setTiles = (description) => tiles.show(description || null);
  });
})((window.MapperClient = window.MapperClient || {}));
