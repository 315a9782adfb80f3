// The events of a document as columns, and which of them pass the filters.
(function (client) {
  "use strict";

  const { projection, sprites, SpatialIndex, EventFilter } = client;
  const { NO_DAY } = client.format;

  class Events {
    // style: one of eventStyles.NAMES.
    constructor(doc, style = "status") {
      this.doc = doc;
      this.count = doc.count;
      const { lon, lat, start, end, precision, located } = doc.arrays;
      this.start = start;
      this.end = closed(start, end);
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
      this.style = client.eventStyles.make(style, doc);
      this.passing = new EventFilter(this);
      this.filter({});
    }

    setStyle(name) {
      this.style = client.eventStyles.make(name, this.doc);
      this.passing.recount();
    }

    // See EventFilter.
    filter(wanted) {
      this.passing.apply(wanted);
    }

    // 1 for each event that passes (u8).
    get shown() {
      return this.passing.shown;
    }

    get shownCount() {
      return this.passing.shownCount;
    }

    get onMapCount() {
      return this.passing.onMapCount;
    }

    get withoutDayCount() {
      return this.passing.withoutDayCount;
    }

    // How many events on the map are of each class of the style, and have each form of mark.
    get classCounts() {
      return this.passing.classCounts;
    }

    get formCounts() {
      return this.passing.formCounts;
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

    // Every event by its first day, those without a day last.
    get sequence() {
      return (this._sequence ||= byDay(this.start));
    }

    // Every event by its last day, those without a day last.
    get sequenceByEnd() {
      return (this._sequenceByEnd ||= byDay(this.end));
    }

    get _rank() {
      if (!this._ranks) {
        this._ranks = new Uint32Array(this.count);
        this.sequence.forEach((event, rank) => (this._ranks[event] = rank));
      }
      return this._ranks;
    }

    // The shown event before (-1) or after (1) another by day; from null the first or last one.
    neighbour(event, step) {
      const { sequence, shown } = this;
      let rank = event === null ? (step > 0 ? -1 : this.count) : this._rank[event];
      for (rank += step; rank >= 0 && rank < this.count; rank += step) {
        if (shown[sequence[rank]]) return sequence[rank];
      }
      return null;
    }

    // All shown events on the same point, by day; at least the event itself.
    samePoint(event) {
      return this.near(event, 1e-12);
    }

    // The same within a reach in world coordinates.
    near(event, reach) {
      if (!this.placed[event]) return [event];
      const found = [];
      const { xs, ys, shown } = this;
      this.index.each(xs[event], ys[event], reach, (i) => {
        if (shown[i] || i === event) found.push(i);
      });
      if (found.length > 1) {
        const rank = this._rank;
        found.sort((a, b) => rank[a] - rank[b]);
      }
      return found;
    }

    // The boxes around the shown events in world coordinates, one west and one east of Greenwich.
    boxes() {
      const halves = [0, 1].map(() => [Infinity, Infinity, -Infinity, -Infinity]);
      const { xs, ys, shown, placed } = this;
      for (let i = 0; i < this.count; i++) {
        if (!shown[i] || !placed[i]) continue;
        const box = halves[xs[i] < 0.5 ? 0 : 1];
        if (xs[i] < box[0]) box[0] = xs[i];
        if (ys[i] < box[1]) box[1] = ys[i];
        if (xs[i] > box[2]) box[2] = xs[i];
        if (ys[i] > box[3]) box[3] = ys[i];
      }
      return halves.filter((box) => box[0] !== Infinity);
    }
  }

  // Last days; where none is given the first is the last.
  function closed(start, end) {
    const open = (day, i) => day === NO_DAY && start[i] !== NO_DAY;
    return end.some(open) ? end.map((day, i) => (open(day, i) ? start[i] : day)) : end;
  }

  // Indices by day and, within a day, by themselves; NO_DAY last. Most documents span few days:
  // those are counted out, which half a million sorted numbers are too slow for.
  function byDay(days) {
    let [first, last] = [Infinity, -Infinity];
    for (let i = 0; i < days.length; i++) {
      if (days[i] === NO_DAY) continue;
      if (days[i] < first) first = days[i];
      if (days[i] > last) last = days[i];
    }
    const span = first === Infinity ? 0 : last - first + 1;
    const order = new Uint32Array(days.length);
    const dayOf = (i) => (days[i] === NO_DAY ? span : days[i] - first);
    if (span > 2 ** 20) {
      for (let i = 0; i < days.length; i++) order[i] = i;
      return order.sort((a, b) => dayOf(a) - dayOf(b) || a - b);
    }
    const starts = new Uint32Array(span + 2);
    for (let i = 0; i < days.length; i++) starts[dayOf(i) + 1]++;
    for (let day = 0; day <= span; day++) starts[day + 1] += starts[day];
    for (let i = 0; i < days.length; i++) order[starts[dayOf(i)]++] = i;
    return order;
  }

  client.Events = Events;
})((window.MapperClient = window.MapperClient || {}));
