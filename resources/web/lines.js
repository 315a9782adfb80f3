// Geodesics and circles over the map, drawn finer than whole pixels: the way to the front, the
// measured line, the circle of an event's precision.
(function (client) {
  "use strict";

  const { theme, shapes, projection } = client;
  const STYLES = {
    geodesic: { colour: "ink", width: 1.8, casing: true },
    kept: { colour: "ink-soft", width: 1.6, dash: [7, 4], casing: true },
    measure: { colour: "accent", width: 2.4, casing: true },
    area: { colour: "accent", width: 0, fill: 0.14 },
    preview: { colour: "accent", width: 1.8, dash: [5, 5] },
    circles: { colour: "ink-soft", width: 0.8, fill: 0.05 },
    precision: { colour: "ink", width: 1.2, dash: [2, 4], fill: 0.06 },
  };

  class Lines {
    constructor() {
      this.groups = new Map();
      this.onChange = () => {};
    }

    // lines: [{style, points: [[lon, lat], ...]}]; longitudes run on beyond 180 degrees.
    set(group, lines) {
      const packed = lines.map(({ style, points }) => {
        const flat = new Float64Array(2 * points.length);
        points.forEach(([lon, lat], i) => {
          flat[2 * i] = projection.x(lon);
          flat[2 * i + 1] = projection.y(lat);
        });
        return { style: STYLES[style], points: flat };
      });
      if (!packed.length && !this.groups.has(group)) return;
      if (packed.length) this.groups.set(group, packed);
      else this.groups.delete(group);
      this.onChange();
    }

    paint(view) {
      const { ctx } = view;
      ctx.lineJoin = "round";
      ctx.lineCap = "round";
      for (const lines of this.groups.values()) {
        for (const { style, points } of lines) {
          ctx.beginPath();
          // The same line once more in the neighbouring copies of the world.
          for (const shift of [-1, 0, 1]) shapes.trace(ctx, points, view, shift);
          if (style.fill) {
            ctx.globalAlpha = style.fill;
            ctx.fillStyle = theme.colour(style.colour);
            ctx.fill();
            ctx.globalAlpha = 1;
          }
          if (!style.width) continue;
          if (style.casing) {
            ctx.strokeStyle = theme.colour("map-label-halo");
            ctx.lineWidth = style.width + 2.8;
            ctx.stroke();
          }
          ctx.setLineDash(style.dash || []);
          ctx.strokeStyle = theme.colour(style.colour);
          ctx.lineWidth = style.width;
          ctx.stroke();
          ctx.setLineDash([]);
        }
      }
    }
  }

  client.Lines = Lines;
})((window.MapperClient = window.MapperClient || {}));
