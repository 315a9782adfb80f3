// Which events are shown: those of a range of days, and of the window's own filter.
(function (client) {
  "use strict";

  const { format } = client;

  class Filtering {
    constructor() {
      this.range = { from: null, until: null, withoutDay: false };
      this.wanted = null;
      this.asked = {};
    }

    // The mask (u8) of the window's own filter, made once for the same events; null for all.
    maskFor(events) {
      const { asked, wanted } = this;
      if (asked.events !== events || asked.wanted !== wanted) {
        this.asked = { events, wanted, mask: wanted === null ? null : wanted(events) };
      }
      return this.asked.mask;
    }

    // Days are ISO or null.
    setRange(from, until, withoutDay = this.range.withoutDay) {
      this.range = { from, until, withoutDay };
    }

    apply(events) {
      const { range } = this;
      events.filter({
        from: range.from === null ? null : format.dayNumber(range.from),
        until: range.until === null ? null : format.dayNumber(range.until),
        withoutDay: range.withoutDay,
        among: this.maskFor(events),
      });
    }
  }

  client.Filtering = Filtering;
})((window.MapperClient = window.MapperClient || {}));
