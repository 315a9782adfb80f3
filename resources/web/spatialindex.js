// Finding the points near a place: a grid over all points, built by counting sort.
(function (client) {
  "use strict";

  class SpatialIndex {
    // World coordinates of n points; "placed" (u8) says which of them have a place.
    constructor(xs, ys, placed) {
      this.xs = xs;
      this.ys = ys;
      let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
      let count = 0;
      for (let i = 0; i < xs.length; i++) {
        if (!placed[i]) continue;
        count++;
        if (xs[i] < left) left = xs[i];
        if (xs[i] > right) right = xs[i];
        if (ys[i] < top) top = ys[i];
        if (ys[i] > bottom) bottom = ys[i];
      }
      this.count = count;
      this.side = Math.max(1, Math.min(1024, Math.ceil(Math.sqrt(count / 2))));
      this.left = left;
      this.top = top;
      this.right = right;
      this.bottom = bottom;
      this.cellWidth = (right - left) / this.side || 1;
      this.cellHeight = (bottom - top) / this.side || 1;
      this.starts = new Uint32Array(this.side * this.side + 1);
      const cells = new Uint32Array(xs.length);
      for (let i = 0; i < xs.length; i++) {
        if (!placed[i]) continue;
        cells[i] = this.row(ys[i]) * this.side + this.column(xs[i]);
        this.starts[cells[i] + 1]++;
      }
      for (let cell = 0; cell < this.side * this.side; cell++) {
        this.starts[cell + 1] += this.starts[cell];
      }
      const next = this.starts.slice();
      this.members = new Uint32Array(count);
      for (let i = 0; i < xs.length; i++) {
        if (placed[i]) this.members[next[cells[i]]++] = i;
      }
    }

    column(x) {
      const column = Math.floor((x - this.left) / this.cellWidth);
      return Math.max(0, Math.min(this.side - 1, column));
    }

    row(y) {
      return Math.max(0, Math.min(this.side - 1, Math.floor((y - this.top) / this.cellHeight)));
    }

    // How many points lie in the cells that touch a box: no fewer than in the box.
    countNear(left, top, right, bottom) {
      if (!this.count || right < this.left || bottom < this.top) return 0;
      const columns = [this.column(left), this.column(right)];
      let sum = 0;
      for (let row = this.row(top); row <= this.row(bottom); row++) {
        const at = row * this.side;
        sum += this.starts[at + columns[1] + 1] - this.starts[at + columns[0]];
      }
      return sum;
    }

    // Sets the bit (of u32 words) of each point in the cells that touch a box.
    mark(bits, left, top, right, bottom) {
      if (!this.count) return;
      const columns = [this.column(left), this.column(right)];
      for (let row = this.row(top); row <= this.row(bottom); row++) {
        const until = this.starts[row * this.side + columns[1] + 1];
        for (let k = this.starts[row * this.side + columns[0]]; k < until; k++) {
          const i = this.members[k];
          bits[i >> 5] |= 1 << (i & 31);
        }
      }
    }

    // Calls back with each point whose x and y are within "reach" of the place.
    each(x, y, reach, callback) {
      if (!this.count) return;
      const columns = [this.column(x - reach), this.column(x + reach)];
      for (let row = this.row(y - reach); row <= this.row(y + reach); row++) {
        const from = this.starts[row * this.side + columns[0]];
        const until = this.starts[row * this.side + columns[1] + 1];
        for (let k = from; k < until; k++) {
          const i = this.members[k];
          if (Math.abs(this.xs[i] - x) <= reach && Math.abs(this.ys[i] - y) <= reach) callback(i);
        }
      }
    }
  }

  client.SpatialIndex = SpatialIndex;
})((window.MapperClient = window.MapperClient || {}));
