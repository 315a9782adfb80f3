// Which marks to draw in a view. Marks that would hide under others are left out but counted; the
// one under the pointer is found among those drawn.
(function (client) {
  "use strict";

  const MARGIN_PX = 12;
  // Side of the cells in which the drawn marks are looked up.
  const LOOKUP_PX = 16;
  const MOST_CLASSES = 256;

  class Spots {
    constructor(events, inView) {
      this.events = events;
      this.inView = inView;
      this.reserve(1024);
      this.count = 0;
    }

    // Columns of the spots: places in device pixels, the topmost event, the class to show, the
    // layer (0 is topmost) and how many events stand there. They grow, and are kept from one
    // painting to the next.
    reserve(size) {
      const grown = (old, type) => {
        const column = new type(size);
        if (old) column.set(old);
        return column;
      };
      this.px = grown(this.px, Int32Array);
      this.py = grown(this.py, Int32Array);
      this.event = grown(this.event, Int32Array);
      this.code = grown(this.code, Uint8Array);
      this.layer = grown(this.layer, Uint8Array);
      this.many = grown(this.many, Uint32Array);
    }

    // Precise places lie over rough ones, classes "above" over others, later events over earlier
    // ones. side is the size in CSS pixels of the cells that get one mark each; 0: only one
    // pixel's marks are joined, and get the class that most of them have. "selected" is taken even
    // where filtered out. Returns false, its work undone, once there are more spots than "most".
    collect(view, side, selected, most = Infinity) {
      this.count = 0;
      this.view = view;
      this.tallies = new Map();
      const exact = side === 0;
      const cell = exact ? 1 / view.ratio : side;
      const columns = Math.ceil((view.width + 2 * MARGIN_PX) / cell) + 1;
      const rows = Math.ceil((view.height + 2 * MARGIN_PX) / cell) + 1;
      const taken = exact ? new Map() : new Uint32Array(2 * columns * rows);
      this.below = Uint8Array.from({ length: MOST_CLASSES }, (_, code) => {
        const one = this.events.style.classes[code];
        return one && !one.above ? 1 : 0;
      });
      for (const shift of view.copies) {
        this.inView.collectView(view, shift, MARGIN_PX, selected);
        this.gather(view, shift, taken, cell, columns, exact, most);
        if (this.count > most) return false;
      }
      for (const [spot, counts] of this.tallies) {
        this.code[spot] = counts.indexOf(Math.max(...counts));
      }
      this.buckets = null;
      return true;
    }

    gather(view, shift, taken, cell, columns, exact, most) {
      const { xs, ys, form } = this.events;
      const { codes, highest } = this.events.style;
      const { found, count } = this.inView;
      const { scale, ratio, originY } = view;
      const { below } = this;
      const originX = view.originX - shift * scale;
      const perPixel = 1 / cell;
      for (let k = 0; k < count; k++) {
        const i = found[k];
        const x = xs[i] * scale - originX;
        const y = ys[i] * scale - originY;
        const column = ((x + MARGIN_PX) * perPixel) | 0;
        const rough = form[i] ? 1 : 0;
        const key = 2 * ((((y + MARGIN_PX) * perPixel) | 0) * columns + column) + rough;
        const layer = 2 * below[codes[i]] + rough;
        const before = exact ? taken.get(key) : taken[key];
        let spot;
        if (before) {
          spot = before - 1;
          if (exact && !highest) this.tally(spot, codes[i]);
          this.many[spot]++;
          const higher = highest && layer === this.layer[spot] && codes[i] > this.code[spot];
          if (layer >= this.layer[spot] && !higher) continue;
        } else {
          spot = this.count++;
          if (spot >= most) return;
          if (spot === this.px.length) this.reserve(4 * spot);
          this.many[spot] = 1;
          if (exact) taken.set(key, this.count);
          else taken[key] = this.count;
        }
        this.px[spot] = Math.round(x * ratio);
        this.py[spot] = Math.round(y * ratio);
        this.event[spot] = i;
        this.code[spot] = codes[i];
        this.layer[spot] = layer;
      }
    }

    // Starts a picture that is given its marks one by one.
    begin(view) {
      this.count = 0;
      this.view = view;
      this.buckets = null;
    }

    // worldX may lie in another copy of the world than the event's own.
    add(event, worldX) {
      const { view } = this;
      const x = worldX * view.scale - view.originX;
      const y = this.events.ys[event] * view.scale - view.originY;
      const outside = (at, length) => at < -MARGIN_PX || at > length + MARGIN_PX;
      if (outside(x, view.width) || outside(y, view.height)) return;
      const spot = this.count++;
      if (spot === this.px.length) this.reserve(4 * spot);
      this.px[spot] = Math.round(x * view.ratio);
      this.py[spot] = Math.round(y * view.ratio);
      this.event[spot] = event;
      this.code[spot] = this.events.style.codes[event];
      this.layer[spot] = 0;
      this.many[spot] = 1;
    }

    addSelected(event) {
      if (event === null || !this.events.placed[event]) return;
      for (const copy of this.view.copies) this.add(event, this.events.xs[event] + copy);
    }

    tally(spot, code) {
      if (!this.tallies.has(spot)) {
        const counts = new Array(this.events.style.classes.length).fill(0);
        counts[this.code[spot]] = this.many[spot];
        this.tallies.set(spot, counts);
      }
      this.tallies.get(spot)[code]++;
    }

    // The spots that stand for several events, the fullest first.
    several() {
      const found = [];
      for (let spot = 0; spot < this.count; spot++) if (this.many[spot] > 1) found.push(spot);
      return found.sort((a, b) => this.many[b] - this.many[a]);
    }

    // Calls back with each spot within reach (CSS pixels) of a place in pixels of the view, and its
    // distance.
    near(x, y, reach, callback) {
      if (!this.buckets) this.sortIntoBuckets();
      const { columns, rows, starts, members } = this.buckets;
      const { ratio } = this.view;
      const column = (at) => Math.max(0, Math.min(columns - 1, Math.floor(at / LOOKUP_PX) + 1));
      const row = (at) => Math.max(0, Math.min(rows - 1, Math.floor(at / LOOKUP_PX) + 1));
      const [first, last] = [column(x - reach), column(x + reach)];
      for (let line = row(y - reach); line <= row(y + reach); line++) {
        const until = starts[line * columns + last + 1];
        for (let k = starts[line * columns + first]; k < until; k++) {
          const spot = members[k];
          const distance = Math.hypot(this.px[spot] / ratio - x, this.py[spot] / ratio - y);
          if (distance <= reach) callback(spot, distance);
        }
      }
    }

    sortIntoBuckets() {
      const { view, count } = this;
      const columns = Math.ceil(view.width / LOOKUP_PX) + 2;
      const rows = Math.ceil(view.height / LOOKUP_PX) + 2;
      const starts = new Uint32Array(columns * rows + 1);
      const cells = new Uint32Array(count);
      const side = LOOKUP_PX * view.ratio;
      for (let spot = 0; spot < count; spot++) {
        const column = Math.max(0, Math.min(columns - 1, Math.floor(this.px[spot] / side) + 1));
        const row = Math.max(0, Math.min(rows - 1, Math.floor(this.py[spot] / side) + 1));
        cells[spot] = row * columns + column;
        starts[cells[spot] + 1]++;
      }
      for (let cell = 0; cell < columns * rows; cell++) starts[cell + 1] += starts[cell];
      const next = starts.slice();
      const members = new Uint32Array(count);
      for (let spot = 0; spot < count; spot++) members[next[cells[spot]]++] = spot;
      this.buckets = { columns, rows, starts, members };
    }
  }

  client.Spots = Spots;
})((window.MapperClient = window.MapperClient || {}));
