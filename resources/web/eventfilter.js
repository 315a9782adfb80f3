// Which events pass the filters, with counts. When only the range of days moves, as a timeline
// does, only the events whose day it passes over are looked at again.
(function (client) {
  "use strict";

  const { NO_DAY } = client.format;
  const LAST = 2147483647;
  // Above so large a part of all events, looking at all of them is faster.
  const FEW = 0.25;

  class EventFilter {
    constructor(events) {
      this.events = events;
      this.shown = new Uint8Array(events.count);
      this.asked = null;
    }

    // from and until are day numbers of a closed range or null; among is a mask (u8) or null.
    // An event is inside a range when any of its days is; without a day it is outside any range.
    apply({ from = null, until = null, among = null, withoutDay = false }) {
      const ranged = from !== null || until !== null;
      const asked = {
        first: from ?? NO_DAY,
        last: until ?? LAST,
        undated: !ranged || withoutDay,
        among,
      };
      const before = this.asked;
      this.asked = asked;
      const same = before && before.among === among && before.undated === asked.undated;
      if (!same || !this.moved(before)) this.all();
    }

    // The event looked at again: it may come or go, and the counts with it.
    look(i) {
      const { start, end, placed, form, style } = this.events;
      const { first, last, among } = this.asked;
      if (start[i] === NO_DAY || (among && !among[i])) return;
      const pass = end[i] >= first && start[i] <= last ? 1 : 0;
      if (pass === this.shown[i]) return;
      this.shown[i] = pass;
      const step = pass ? 1 : -1;
      this.shownCount += step;
      if (!placed[i]) return;
      this.onMapCount += step;
      this.classCounts[style.codes[i]] += step;
      this.formCounts[form[i]] += step;
    }

    // Whether it was done by what changed alone: those that begin between the old and the new end
    // of the range, and those that end between its old and new beginning.
    moved(before) {
      const { events, asked } = this;
      const begin = span(events.sequence, events.start, before.last, asked.last);
      const end = span(events.sequenceByEnd, events.end, before.first - 1, asked.first - 1);
      if (begin[1] - begin[0] + end[1] - end[0] > FEW * events.count) return false;
      for (let k = begin[0]; k < begin[1]; k++) this.look(events.sequence[k]);
      for (let k = end[0]; k < end[1]; k++) this.look(events.sequenceByEnd[k]);
      return true;
    }

    all() {
      const { start, end, count } = this.events;
      const { first, last, undated, among } = this.asked;
      const { shown } = this;
      let withoutDay = 0;
      for (let i = 0; i < count; i++) {
        if (among && !among[i]) shown[i] = 0;
        else if (start[i] === NO_DAY) {
          withoutDay++;
          shown[i] = undated ? 1 : 0;
        } else shown[i] = end[i] >= first && start[i] <= last ? 1 : 0;
      }
      this.withoutDayCount = withoutDay;
      this.recount();
    }

    recount() {
      const { placed, form, count } = this.events;
      const { codes } = this.events.style;
      const { shown } = this;
      const classCounts = new Uint32Array(256);
      const formCounts = new Uint32Array(3);
      let shownCount = 0;
      let onMapCount = 0;
      for (let i = 0; i < count; i++) {
        if (!shown[i]) continue;
        shownCount++;
        if (!placed[i]) continue;
        onMapCount++;
        classCounts[codes[i]]++;
        formCounts[form[i]]++;
      }
      Object.assign(this, { classCounts, formCounts, shownCount, onMapCount });
    }
  }

  // Where in the order those stand whose day is above the lower and up to the higher of two days.
  function span(order, days, one, other) {
    const [low, high] = one < other ? [one, other] : [other, one];
    return [after(order, days, low), after(order, days, high)];
  }

  // The first place in the order whose day is later; NO_DAY stands last.
  function after(order, days, day) {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = days[order[middle]];
      if (at !== NO_DAY && at <= day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  client.EventFilter = EventFilter;
})((window.MapperClient = window.MapperClient || {}));
