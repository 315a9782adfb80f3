// Work that need not follow every frame of a moving map: done at most every so often.
(function (client) {
  "use strict";

  const { painter } = client;

  class Pace {
    constructor(job, every_ms) {
      this.job = job;
      this.every_ms = every_ms;
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
      if (performance.now() - this.last >= this.every_ms) this.now();
      // "drawn" waits for it, too.
      else painter.request(this.look);
    }
  }

  client.Pace = Pace;
})((window.MapperClient = window.MapperClient || {}));
