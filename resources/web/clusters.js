// Events that stand close together as one circle with their number; its rim shows their classes.
(function (client) {
  "use strict";

  const { theme } = client;
  const WIDTH_PX = 58;
  const RIM_PX = 4;
  const SMALLEST_PX = 10;
  const LARGEST_PX = 27;

  class Clusters {
    constructor(events, inView) {
      this.events = events;
      this.grid = new client.EventGrid(events, inView, WIDTH_PX);
      this.groups = [];
    }

    // Chooses the groups of a view; events that stand alone are given to "single".
    collect(view, single) {
      const { grid } = this;
      grid.collect(view, { classes: true });
      this.groups = [];
      for (let cell = 0; cell < grid.rows * grid.columns; cell++) {
        const count = grid.count[cell];
        if (count === 1) single(grid.event[cell], grid.sumX[cell]);
        else if (count) this.groups.push(this.group(view, cell, count));
      }
    }

    // In the middle of its events, but not beyond its hexagon: circles must not lie on each other.
    group(view, cell, count) {
      const { grid } = this;
      const [middleX, middleY] = grid.middle(cell);
      const inner_px = (grid.width * view.scale) / 2;
      const radius = Math.min(LARGEST_PX, inner_px - 1, SMALLEST_PX + 4.2 * Math.log10(count));
      let [dx, dy] = [grid.sumX[cell] / count - middleX, grid.sumY[cell] / count - middleY];
      const off = Math.hypot(dx, dy) * view.scale;
      const room = Math.max(0, inner_px - radius - 1);
      if (off > room) {
        dx *= room / off;
        dy *= room / off;
      }
      const from = cell * grid.classes;
      return {
        cell,
        count,
        radius,
        worldX: middleX + dx,
        worldY: middleY + dy,
        byClass: grid.byClass.slice(from, from + grid.classes),
      };
    }

    paint(view) {
      const { ctx } = view;
      const { classes } = this.events.style;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      for (const group of this.groups) {
        const x = group.worldX * view.scale - view.originX;
        const y = group.worldY * view.scale - view.originY;
        disc(ctx, x, y, group.radius + 1, theme.colour("cluster-edge"));
        let from = -Math.PI / 2;
        group.byClass.forEach((many, code) => {
          if (!many) return;
          const until = from + (2 * Math.PI * many) / group.count;
          ctx.beginPath();
          ctx.moveTo(x, y);
          ctx.arc(x, y, group.radius, from, until);
          ctx.closePath();
          ctx.fillStyle = theme.colour(classes[code].colour);
          ctx.fill();
          from = until;
        });
        disc(ctx, x, y, group.radius - RIM_PX + 1, theme.colour("cluster-edge"));
        disc(ctx, x, y, group.radius - RIM_PX, theme.colour("panel"));
        const text = client.format.short(group.count);
        ctx.font = `600 ${text.length > 3 ? 10.5 : 11.5}px ${theme.colour("map-font")}`;
        ctx.fillStyle = theme.colour("ink");
        ctx.fillText(text, x, y + 0.5);
      }
    }

    boxes(view) {
      return this.groups.map(({ worldX, worldY, radius }) => {
        const x = worldX * view.scale - view.originX;
        const y = worldY * view.scale - view.originY;
        return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
      });
    }

    // Where the numbers stand; a name may lie over the rim around them.
    numberBoxes(view) {
      return this.groups.map(({ worldX, worldY, count }) => {
        const x = worldX * view.scale - view.originX;
        const y = worldY * view.scale - view.originY;
        const reach = 3.2 * client.format.short(count).length + 2;
        return { left: x - reach, right: x + reach, top: y - 7, bottom: y + 7 };
      });
    }

    // The nearest group at a place in world coordinates, within "slack" CSS pixels; or null.
    at(view, worldX, worldY, slack) {
      let best = null;
      let nearest = slack;
      for (const group of this.groups) {
        const apart = Math.hypot(group.worldX - worldX, group.worldY - worldY) * view.scale;
        if (apart - group.radius > nearest) continue;
        nearest = apart - group.radius;
        best = group;
      }
      return best;
    }
  }

  function disc(ctx, x, y, radius, colour) {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = colour;
    ctx.fill();
  }

  client.Clusters = Clusters;
})((window.MapperClient = window.MapperClient || {}));
