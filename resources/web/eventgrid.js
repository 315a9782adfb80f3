// Counting the shown events of a view in hexagons that stay where they are while the map moves.
(function (client) {
  "use strict";

  const ROOT3 = Math.sqrt(3);
  const THIRD = 1 / 3;

  class EventGrid {
    // width_px: width of a hexagon at whole and half zoom levels, a little more between them.
    constructor(events, inView, width_px) {
      this.events = events;
      this.width_px = width_px;
      this.inView = inView;
      this.size = 0;
    }

    // Counts whole hexagons, those that reach over the edge of the view too: a count must not
    // depend on where the map stands. With classes, also their sums and how many are of
    // each class of the style.
    collect(view, { classes = false } = {}) {
      const level = Math.floor(2 * view.zoom) / 2;
      this.width = this.width_px / client.projection.size(level);
      this.radius = this.width / ROOT3;
      this.rowHeight = 1.5 * this.radius;
      // One more on each side: the row or column that a point near the edge may fall into.
      // An even row, so that rows counted from it are shifted like those counted from the pole.
      this.firstRow = 2 * Math.floor(view.top / this.rowHeight / 2) - 2;
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
      this.forgetOutside(view);
    }

    // Hexagons that do not reach into the view may have been counted in part.
    forgetOutside(view) {
      for (let cell = 0; cell < this.rows * this.columns; cell++) {
        const [x, y] = this.middle(cell);
        const beside = x < view.left - this.width / 2 || x > view.right + this.width / 2;
        if (beside || y < view.top - this.radius || y > view.bottom + this.radius) {
          this.count[cell] = 0;
        }
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
      const { xs, ys } = this.events;
      const { codes } = this.events.style;
      const { found } = this.inView;
      const { count, sumX, sumY, event, byClass, classes, columns, rows } = this;
      const [acrossX, acrossY] = [1 / this.width, 1 / this.rowHeight];
      const [originX, originY] = [this.firstColumn - shift * acrossX, this.firstRow];
      for (let k = this.inView.count - 1; k >= 0; k--) {
        const i = found[k];
        // In rows and columns from the first ones: never negative, so that | 0 rounds down.
        const atX = xs[i] * acrossX - originX;
        const atY = ys[i] * acrossY - originY;
        let row = (atY + 0.5) | 0;
        const offY = atY - row;
        const place = atX - (row & 1) * 0.5;
        let column = (place + 0.5) | 0;
        if (offY > THIRD || offY < -THIRD) {
          // Near the edge of its row it may be nearer to a hexagon of the next one.
          const otherRow = offY < 0 ? row - 1 : row + 1;
          const otherPlace = atX - (otherRow & 1) * 0.5;
          const otherColumn = (otherPlace + 0.5) | 0;
          const offX = place - column;
          const otherX = otherPlace - otherColumn;
          const otherY = atY - otherRow;
          // A row is three quarters of a hexagon's height: 0.75 in widths squared.
          if (offX * offX + 0.75 * offY * offY > otherX * otherX + 0.75 * otherY * otherY) {
            row = otherRow;
            column = otherColumn;
          }
        }
        if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
        const cell = row * columns + column;
        count[cell]++;
        event[cell] = i;
        if (!classes) continue;
        sumX[cell] += xs[i] + shift;
        sumY[cell] += ys[i];
        byClass[cell * classes + codes[i]]++;
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
