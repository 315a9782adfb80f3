// A Leaflet layer that is one canvas, somewhat larger than the map. Panning and zooming move the
// drawn picture; it is painted again when the map rests, or when a drag reaches its edge.
(function (client) {
  "use strict";

  const MARGIN = 0.3;
  // The first picture is of the screen alone, to be there soon; the rest follows so much later.
  const REST_AFTER_MS = 400;
  const LARGEST_PIXELS = 16e6;
  // While the map is dragged, so many times as long is left free for it as painting takes.
  const RESTS = 6;
  const { projection, painter } = client;

  client.CanvasLayer = L.Layer.extend({
    // paint(view) draws; see viewOf for what a view holds. Until wanted() first says so there is
    // nothing to draw, and no memory is taken for the picture.
    initialize: function (pane, paint, wanted) {
      this._pane = pane;
      this._paint = paint;
      this._wanted = wanted;
      this._repaint = this._repaint.bind(this);
      this._whole = false;
      this._repaintWhole = () => {
        this._whole = true;
        this.repaint();
      };
    },

    onAdd: function (map) {
      this._canvas = L.DomUtil.create("canvas", "mapper-canvas leaflet-zoom-animated");
      this._canvas.setAttribute("aria-hidden", "true");
      map.getPane(this._pane).appendChild(this._canvas);
      this.repaint();
    },

    onRemove: function () {
      this._canvas.remove();
    },

    getEvents: function () {
      return {
        viewreset: this.repaint,
        moveend: this.repaint,
        resize: this.repaint,
        move: this._moved,
        zoom: this._zoomed,
        zoomanim: this._glide,
      };
    },

    repaint: function () {
      painter.request(this._repaint);
    },

    _repaint: function () {
      if (!this._map || !(this._view || this._wanted())) return;
      const isFirst = !this._view;
      const view = (this._view = viewOf(this._map, this._whole ? MARGIN : 0));
      const canvas = this._canvas;
      const [pixelWidth, pixelHeight] = [view.width, view.height].map((length) =>
        Math.ceil(length * view.ratio),
      );
      if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
        canvas.width = pixelWidth;
        canvas.height = pixelHeight;
        canvas.style.width = `${pixelWidth / view.ratio}px`;
        canvas.style.height = `${pixelHeight / view.ratio}px`;
      }
      const ctx = canvas.getContext("2d");
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, pixelWidth, pixelHeight);
      ctx.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
      view.ctx = ctx;
      const start = performance.now();
      this._paint(view);
      this.paintedAt = performance.now();
      this.paintTime_ms = this.paintedAt - start;
      this._place(this._map.getCenter(), this._map.getZoom());
      if (isFirst) setTimeout(this._repaintWhole, REST_AFTER_MS);
    },

    // Puts the picture, drawn for one view, where it belongs in another.
    _place: function (center, zoom) {
      const view = this._view;
      if (!view) return;
      const map = this._map;
      const factor = 2 ** (zoom - view.zoom);
      const pane = L.DomUtil.getPosition(map.getPane("mapPane"));
      const origin = map
        .project(center, zoom)
        .subtract(map.getSize().divideBy(2))
        .add(pane)
        .round();
      const corner = L.point(view.originX, view.originY).multiplyBy(factor).subtract(origin);
      L.DomUtil.setTransform(this._canvas, corner, factor);
    },

    _glide: function (event) {
      this._place(event.center, event.zoom);
    },

    _zoomed: function () {
      this._place(this._map.getCenter(), this._map.getZoom());
    },

    _moved: function () {
      const view = this._view;
      if (!view || this._map.getZoom() !== view.zoom || this._map._animatingZoom) return;
      const corner = this._map.getPixelBounds().min;
      const size = this._map.getSize();
      const beyond =
        corner.x < view.originX ||
        corner.y < view.originY ||
        corner.x + size.x > view.originX + view.width ||
        corner.y + size.y > view.originY + view.height;
      // The hand must not wait: a picture that takes long is painted seldom until the map rests.
      const rested_ms = performance.now() - this.paintedAt;
      if (beyond && rested_ms > RESTS * this.paintTime_ms) this.repaint();
    },
  });

  // What a painter needs: the canvas in CSS pixels (width, height, ratio to device pixels), the
  // zoom, world coordinates * scale - origin = pixels, the world box and the copies of the world.
  function viewOf(map, wanted) {
    const zoom = map.getZoom();
    const size = map.getSize();
    const scale = projection.size(zoom);
    const centre = map.project(map.getCenter(), zoom);
    let margin = wanted;
    let ratio = Math.max(1, window.devicePixelRatio || 1);
    if (size.x * size.y * ratio ** 2 * (1 + 2 * margin) ** 2 > LARGEST_PIXELS) margin = Math.min(margin, 0.1);
    ratio = Math.min(ratio, 3);
    const width = Math.ceil(size.x * (1 + 2 * margin));
    const height = Math.ceil(size.y * (1 + 2 * margin));
    // Whole device pixels, so that the picture is not blurred by half a pixel.
    const originX = Math.round((centre.x - width / 2) * ratio) / ratio;
    const originY = Math.round((centre.y - height / 2) * ratio) / ratio;
    const left = originX / scale;
    const right = (originX + width) / scale;
    const copies = [];
    for (let copy = Math.floor(left); copy <= Math.floor(right); copy++) copies.push(copy);
    return {
      zoom,
      scale,
      width,
      height,
      ratio,
      originX,
      originY,
      left,
      right,
      top: originY / scale,
      bottom: (originY + height) / scale,
      copies,
      // The part on screen, in pixels of this view.
      window: {
        left: (width - size.x) / 2,
        top: (height - size.y) / 2,
        right: (width + size.x) / 2,
        bottom: (height + size.y) / 2,
      },
    };
  }
})((window.MapperClient = window.MapperClient || {}));
