// Rings around several events at once: those selected in the window's list.
(function (client) {
  "use strict";

  const { projection, theme } = client;
  const CLEAR_PX = 3;
  const WIDTH_PX = 1.8;

  client.feature((app) => {
    let choose = null;
    let rows = [];

    function find() {
      const mask = choose && app.events ? choose(app.events) : null;
      rows = [];
      for (let row = 0; mask && row < mask.length; row++) {
        if (mask[row] && app.events.placed[row]) rows.push(row);
      }
    }

    function paint(view) {
      if (!rows.length || !app.layers.on.events) return;
      const { ctx } = view;
      const { lon, lat } = app.doc.arrays;
      ctx.beginPath();
      for (const row of rows) {
        const [x, y] = [projection.x(lon[row] / 1e7), projection.y(lat[row] / 1e7)];
        const radius = app.marks.ringRadius(row, view.zoom) + CLEAR_PX;
        for (const copy of view.copies) {
          const left = (x + copy) * view.scale - view.originX;
          const top = y * view.scale - view.originY;
          ctx.moveTo(left + radius, top);
          ctx.arc(left, top, radius, 0, 2 * Math.PI);
        }
      }
      ctx.strokeStyle = theme.colour("map-label-halo");
      ctx.lineWidth = WIDTH_PX + 2.6;
      ctx.stroke();
      ctx.strokeStyle = theme.colour("accent");
      ctx.lineWidth = WIDTH_PX;
      ctx.stroke();
    }

    const layer = new client.CanvasLayer("mapper-lines", paint, () => rows.length > 0);
    layer.addTo(app.map);
    const again = () => layer.repaint();
    app.severalRings = {
      // choose: events => mask (u8), or null for none.
      set(chosen) {
        choose = chosen;
        find();
        again();
      },
      get count() {
        return rows.length;
      },
    };
    app.on("document", () => {
      find();
      again();
    });
    for (const name of ["filter", "display", "look"]) app.on(name, () => rows.length && again());
    app.layers.onChange(() => rows.length && again());
    theme.onChange(again);
  });
})((window.MapperClient = window.MapperClient || {}));
