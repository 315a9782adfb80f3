// Which events are shown: those of a range of days, and of the window's own filter.
(function (client) {
  "use strict";

  const { format } = client;

  class Filtering {
    constructor() {
      this.range = { from: null, until: null, withoutDay: false };
      this.wanted = null;
    }

    // Days are ISO or null.
    setRange(from, until, withoutDay = this.range.withoutDay) {
      this.range = { from, until, withoutDay };
    }

    apply(events) {
      const { range, wanted } = this;
      // Made once: it costs more than a step of the range does.
      if (this.masked !== wanted || this.maskedEvents !== events) {
        this.mask = wanted === null ? null : wanted(events);
        this.masked = wanted;
        this.maskedEvents = events;
      }
      events.filter({
        from: range.from === null ? null : format.dayNumber(range.from),
        until: range.until === null ? null : format.dayNumber(range.until),
        withoutDay: range.withoutDay,
        among: this.mask,
      });
    }
  }

  client.Filtering = Filtering;
})((window.MapperClient = window.MapperClient || {}));
