// Which marks to draw in a view. Marks that would hide under others are left out but counted.
(function (client) {
  "use strict";

  const MARGIN_PX = 12;

  class Spots {
    constructor() {
      this.reserve(1024);
      this.count = 0;
    }

    // Columns of the spots: places in device pixels, the topmost event, the status to show and how
    // many events stand there. They grow, and are kept from one painting to the next.
    reserve(size) {
      const grown = (old, type) => {
        const column = new type(size);
        if (old) column.set(old);
        return column;
      };
      this.px = grown(this.px, Int32Array);
      this.py = grown(this.py, Int32Array);
      this.event = grown(this.event, Int32Array);
      this.status = grown(this.status, Uint8Array);
      this.many = grown(this.many, Uint32Array);
    }

    // Topmost first: precise places over rough ones, later events over earlier ones. side is the
    // size in CSS pixels of the cells that get one mark each; 0: only one pixel's marks are joined,
    // and get the status that most of them have. "selected" is taken even where filtered out.
    collect(events, view, side, selected) {
      this.count = 0;
      this.tallies = new Map();
      const exact = side === 0;
      const cell = exact ? 1 / view.ratio : side;
      const columns = Math.ceil((view.width + 2 * MARGIN_PX) / cell) + 1;
      const rows = Math.ceil((view.height + 2 * MARGIN_PX) / cell) + 1;
      for (const rough of [0, 1]) {
        const taken = exact ? new Map() : new Uint32Array(columns * rows);
        for (const shift of view.copies) {
          this.gather(events, view, shift, rough, selected, taken, cell, columns);
        }
      }
      for (const [spot, counts] of this.tallies) {
        this.status[spot] = counts.indexOf(Math.max(...counts));
      }
    }

    gather(events, view, shift, rough, selected, taken, cell, columns) {
      const { xs, ys, shown, placed, form, status } = events;
      const { scale, ratio, originY } = view;
      const originX = view.originX - shift * scale;
      const right = view.width + MARGIN_PX;
      const bottom = view.height + MARGIN_PX;
      const exact = taken instanceof Map;
      for (let i = events.count - 1; i >= 0; i--) {
        if ((!shown[i] && i !== selected) || !placed[i] || (form[i] ? 1 : 0) !== rough) continue;
        const x = xs[i] * scale - originX;
        const y = ys[i] * scale - originY;
        if (x < -MARGIN_PX || x > right || y < -MARGIN_PX || y > bottom) continue;
        const column = Math.floor((x + MARGIN_PX) / cell);
        const key = Math.floor((y + MARGIN_PX) / cell) * columns + column;
        const before = exact ? taken.get(key) : taken[key];
        if (before) {
          if (exact) this.tally(before - 1, status[i]);
          this.many[before - 1]++;
          continue;
        }
        const spot = this.count++;
        if (spot === this.px.length) this.reserve(4 * spot);
        this.px[spot] = Math.round(x * ratio);
        this.py[spot] = Math.round(y * ratio);
        this.event[spot] = i;
        this.status[spot] = status[i];
        this.many[spot] = 1;
        if (exact) taken.set(key, this.count);
        else taken[key] = this.count;
      }
    }

    tally(spot, status) {
      if (!this.tallies.has(spot)) {
        const counts = new Array(256).fill(0);
        counts[this.status[spot]] = this.many[spot];
        this.tallies.set(spot, counts);
      }
      this.tallies.get(spot)[status]++;
    }

    // The spots that stand for several events, the fullest first.
    several() {
      const found = [];
      for (let spot = 0; spot < this.count; spot++) if (this.many[spot] > 1) found.push(spot);
      return found.sort((a, b) => this.many[b] - this.many[a]);
    }
  }

  client.Spots = Spots;
})((window.MapperClient = window.MapperClient || {}));
