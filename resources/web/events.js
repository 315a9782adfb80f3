// The events of a document as columns, and which of them pass the filters.
(function (client) {
  "use strict";

  const { projection, sprites, SpatialIndex } = client;
  const { NO_DAY } = client.format;

  class Events {
    constructor(doc) {
      this.doc = doc;
      this.count = doc.count;
      const { lon, lat, start, end, status, precision, located } = doc.arrays;
      this.start = start;
      this.end = end;
      this.status = status;
      this.placed = located;
      this.xs = new Float64Array(this.count);
      this.ys = new Float64Array(this.count);
      this.form = new Uint8Array(this.count);
      const formOfCode = new Uint8Array(256).fill(sprites.formOf(null));
      doc.terms("geo_precision").forEach((term, code) => {
        formOfCode[code] = sprites.formOf(term.value);
      });
      for (let i = 0; i < this.count; i++) {
        this.xs[i] = projection.x(lon[i] / 1e7);
        this.ys[i] = projection.y(lat[i] / 1e7);
        this.form[i] = formOfCode[precision[i]];
      }
      this.index = new SpatialIndex(this.xs, this.ys, this.placed);
      this.shown = new Uint8Array(this.count);
      this.filter({});
    }

    // from and until are day numbers of a closed range or null; among is a mask (u8) or null.
    // An event is inside a range when any of its days is; without a day it is outside any range.
    filter({ from = null, until = null, among = null, withoutDay = false }) {
      const first = from ?? NO_DAY;
      const last = until ?? 2147483647;
      const ranged = from !== null || until !== null;
      const { start, end, shown, placed } = this;
      this.statusCounts = new Uint32Array(256);
      this.formCounts = new Uint32Array(3);
      this.shownCount = 0;
      this.onMapCount = 0;
      this.withoutDayCount = 0;
      for (let i = 0; i < this.count; i++) {
        let pass = among ? among[i] : 1;
        if (pass && start[i] === NO_DAY) {
          this.withoutDayCount++;
          pass = !ranged || withoutDay ? 1 : 0;
        } else if (pass && (end[i] < first || start[i] > last)) {
          pass = 0;
        }
        shown[i] = pass;
        if (!pass) continue;
        this.shownCount++;
        if (!placed[i]) continue;
        this.onMapCount++;
        this.statusCounts[this.status[i]]++;
        this.formCounts[this.form[i]]++;
      }
    }

    // A mask of the events with these ids.
    among(ids) {
      const wanted = new Set(ids);
      const mask = new Uint8Array(this.count);
      if (wanted.size === 0) return mask;
      this.doc.column("event_id").forEach((id, i) => {
        if (wanted.has(id)) mask[i] = 1;
      });
      return mask;
    }

    // Every event by day, those without a day last.
    get sequence() {
      if (!this._sequence) {
        const keys = new Float64Array(this.count);
        for (let i = 0; i < this.count; i++) {
          const day = this.start[i] === NO_DAY ? 2 ** 31 - 1 : this.start[i];
          keys[i] = (day + 2 ** 31) * 2 ** 20 + i;
        }
        keys.sort();
        this._sequence = Uint32Array.from(keys, (key) => key % 2 ** 20);
        this._rank = new Uint32Array(this.count);
        this._sequence.forEach((event, rank) => (this._rank[event] = rank));
      }
      return this._sequence;
    }

    // The shown event before (-1) or after (1) another by day; from null the first or last one.
    neighbour(event, step) {
      const sequence = this.sequence;
      let rank = event === null ? (step > 0 ? -1 : this.count) : this._rank[event];
      for (rank += step; rank >= 0 && rank < this.count; rank += step) {
        if (this.shown[sequence[rank]]) return sequence[rank];
      }
      return null;
    }

    // All shown events on the same point, by day; at least the event itself.
    samePoint(event) {
      if (!this.placed[event]) return [event];
      const found = [];
      const { xs, ys } = this;
      this.index.each(xs[event], ys[event], 1e-12, (i) => {
        if (this.shown[i] || i === event) found.push(i);
      });
      if (found.length > 1) {
        this.sequence;
        found.sort((a, b) => this._rank[a] - this._rank[b]);
      }
      return found;
    }

    // The box around the shown events in world coordinates, or null.
    box() {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (let i = 0; i < this.count; i++) {
        if (!this.shown[i] || !this.placed[i]) continue;
        if (this.xs[i] < box[0]) box[0] = this.xs[i];
        if (this.ys[i] < box[1]) box[1] = this.ys[i];
        if (this.xs[i] > box[2]) box[2] = this.xs[i];
        if (this.ys[i] > box[3]) box[3] = this.ys[i];
      }
      return box[0] === Infinity ? null : box;
    }
  }

  client.Events = Events;
})((window.MapperClient = window.MapperClient || {}));
