// Work that need not follow every frame of a moving map: done at most every so often.
// What is painted by it is waited for by "drawn", unless it is only told to somebody (paints: false).
(function (client) {
  "use strict";

  const { painter } = client;

  class Pace {
    constructor(job, every_ms, { paints = true } = {}) {
      this.job = job;
      this.every_ms = every_ms;
      this.paints = paints;
      this.waiting = false;
      this.last = -Infinity;
      this.look = this.look.bind(this);
    }

    // At once where the last time is long enough ago, else as soon as it is; once for many calls.
    soon() {
      if (this.waiting) return;
      this.waiting = true;
      this.look();
    }

    now() {
      this.waiting = false;
      this.last = performance.now();
      this.job();
    }

    look() {
      if (!this.waiting) return;
      const left_ms = this.every_ms - (performance.now() - this.last);
      if (left_ms <= 0) this.now();
      else if (this.paints) painter.request(this.look);
      else setTimeout(this.look, left_ms);
    }
  }

  client.Pace = Pace;
})((window.MapperClient = window.MapperClient || {}));
