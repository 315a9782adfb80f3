// Counting the shown events of a view in hexagons that stay where they are while the map moves.
(function (client) {
  "use strict";

  const ROOT3 = Math.sqrt(3);

  class EventGrid {
    // width_px: width of a hexagon at whole and half zoom levels, a little more between them.
    constructor(events, width_px) {
      this.events = events;
      this.width_px = width_px;
      this.inView = new client.InView(events);
      this.size = 0;
    }

    // Counts whole hexagons, those that reach over the edge of the view too: a count must not
    // depend on where the map stands. With classes, also by class of the style.
    collect(view, { classes = false } = {}) {
      const level = Math.floor(2 * view.zoom) / 2;
      this.width = this.width_px / client.projection.size(level);
      this.radius = this.width / ROOT3;
      this.rowHeight = 1.5 * this.radius;
      // One more on each side: the row or column that a point near the edge may fall into.
      this.firstRow = Math.floor(view.top / this.rowHeight) - 2;
      this.firstColumn = Math.floor(view.left / this.width) - 2;
      this.rows = Math.ceil(view.bottom / this.rowHeight) + 3 - this.firstRow;
      this.columns = Math.ceil(view.right / this.width) + 3 - this.firstColumn;
      this.classes = classes ? this.events.style.classes.length : 0;
      this.clear(this.rows * this.columns);
      const margin = 2 * this.radius * view.scale;
      for (const shift of copiesOf(view, this.radius * 2)) {
        this.inView.collectView(view, shift, margin, null);
        this.gather(shift);
      }
    }

    clear(size) {
      if (this.size < size) {
        this.count = new Uint32Array(size);
        this.sumX = new Float64Array(size);
        this.sumY = new Float64Array(size);
        this.event = new Uint32Array(size);
        this.size = size;
      } else {
        this.count.fill(0);
        this.sumX.fill(0);
        this.sumY.fill(0);
      }
      this.byClass = new Uint32Array(size * this.classes);
    }

    gather(shift) {
      const { xs, ys, style } = this.events;
      const { found } = this.inView;
      const { count, sumX, sumY, event, byClass, classes, columns, firstRow, firstColumn } = this;
      const [acrossX, acrossY] = [1 / this.width, 1 / this.rowHeight];
      for (let k = this.inView.count - 1; k >= 0; k--) {
        const i = found[k];
        const x = xs[i] + shift;
        const atX = x * acrossX;
        const atY = ys[i] * acrossY;
        let row = Math.round(atY);
        let column = Math.round(atX - (row & 1) / 2);
        const offY = atY - row;
        if (Math.abs(offY) * 3 > 1) {
          // Near the edge of its row it may be nearer to a hexagon of the next one.
          const offX = atX - (row & 1) / 2 - column;
          const otherRow = row + (offY < 0 ? -1 : 1);
          const otherColumn = Math.round(atX - (otherRow & 1) / 2);
          const otherX = atX - (otherRow & 1) / 2 - otherColumn;
          const otherY = atY - otherRow;
          // A row is three quarters of a hexagon's height: 0.75 in widths squared.
          if (offX * offX + 0.75 * offY * offY > otherX * otherX + 0.75 * otherY * otherY) {
            row = otherRow;
            column = otherColumn;
          }
        }
        const cell = (row - firstRow) * columns + column - firstColumn;
        if (!(cell >= 0) || cell >= count.length) continue;
        count[cell]++;
        sumX[cell] += x;
        sumY[cell] += ys[i];
        event[cell] = i;
        if (classes) byClass[cell * classes + style.codes[i]]++;
      }
    }

    // The middle of a hexagon in world coordinates.
    middle(cell) {
      const row = Math.floor(cell / this.columns) + this.firstRow;
      const column = (cell % this.columns) + this.firstColumn;
      return [(column + (row & 1) / 2) * this.width, row * this.rowHeight];
    }

    // The hexagon around a place in world coordinates, or -1 where none is counted.
    cellAt(x, y) {
      let best = -1;
      let bestDistance = Infinity;
      const row = Math.round(y / this.rowHeight);
      for (const line of [row - 1, row, row + 1]) {
        const column = Math.round(x / this.width - (line & 1) / 2);
        const middle = [(column + (line & 1) / 2) * this.width, line * this.rowHeight];
        const distance = Math.hypot(middle[0] - x, middle[1] - y);
        const inside = column >= this.firstColumn && column < this.firstColumn + this.columns;
        if (distance >= bestDistance || !inside) continue;
        bestDistance = distance;
        best = (line - this.firstRow) * this.columns + column - this.firstColumn;
      }
      return best >= 0 && best < this.rows * this.columns ? best : -1;
    }

    // Traces a hexagon, in pixels of a view.
    trace(ctx, view, cell) {
      const [x, y] = this.middle(cell);
      for (let corner = 0; corner < 6; corner++) {
        const turn = (Math.PI / 3) * corner + Math.PI / 6;
        const cornerX = (x + this.radius * Math.cos(turn)) * view.scale - view.originX;
        const cornerY = (y + this.radius * Math.sin(turn)) * view.scale - view.originY;
        if (corner) ctx.lineTo(cornerX, cornerY);
        else ctx.moveTo(cornerX, cornerY);
      }
      ctx.closePath();
    }
  }

  // The copies of the world that reach into a view grown by a margin.
  function copiesOf(view, margin) {
    const copies = [];
    const last = Math.floor(view.right + margin);
    for (let copy = Math.floor(view.left - margin); copy <= last; copy++) copies.push(copy);
    return copies;
  }

  client.EventGrid = EventGrid;
})((window.MapperClient = window.MapperClient || {}));
