// In the window only: the base map of the first view as a picture, which the next start shows until
// it is drawn. It is shown for that very view only, so nobody sees a difference.
(function (client) {
  "use strict";

  const { theme } = client;

  // All that the picture depends on.
  function keyOf(basemap, { zoom, originX, originY, width, height, ratio }) {
    return [basemap.id, theme.chosen(), zoom, originX, originY, width, height, ratio].join(" ");
  }

  class Ground {
    constructor(app) {
      this.app = app;
      this.tell = () => {};
      this.told = null;
      // {key, bitmap} that the page began with, until something was painted.
      this.first = null;
      this.fitted = false;
      app.canvases.base.onFirst = (canvas, view) => this.keep(canvas, view);
    }

    beginWith(first) {
      this.first = first;
      this.told = first && first.key;
    }

    // Paints what the page began with, if it is of this view; returns whether it did.
    paint(basemap, view) {
      const { first } = this;
      if (!first) return false;
      this.first = null;
      this.fitted = first.key === keyOf(basemap, view);
      if (this.fitted) {
        view.ctx.setTransform(1, 0, 0, 1, 0, 0);
        view.ctx.drawImage(first.bitmap, 0, 0);
      }
      first.bitmap.close();
      return this.fitted;
    }

    keep(canvas, view) {
      const { basemap } = this.app;
      if (!basemap || !basemap.id) return;
      const key = keyOf(basemap, view);
      if (key === this.told) return;
      this.told = key;
      canvas.toBlob(async (blob) => blob && this.tell(key, await written(blob)));
    }
  }

  // base64 of a blob.
  function written(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  }

  client.feature((app) => {
    if (app.inWindow) app.ground = new Ground(app);
  });
})((window.MapperClient = window.MapperClient || {}));
