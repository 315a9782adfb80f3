// Lets time run: moves a range of days on, day by day, at a chosen speed.
(function (client) {
  "use strict";

  const { painter } = client;
  const SLOW_STEP_MS = 1000;

  class TimePlayer {
    // move(days) moves the range on and returns whether it could; changed() tells that it runs or
    // not.
    constructor(move, changed) {
      this.move = move;
      this.changed = changed;
      this.speed = 1;
      this.on = false;
      this.frame = this.frame.bind(this);
    }

    start() {
      if (this.on) return;
      this.on = true;
      this.last = performance.now();
      this.gone = 0;
      painter.nextFrame(this.frame);
      this.changed();
    }

    stop() {
      if (!this.on) return;
      this.on = false;
      this.changed();
    }

    frame() {
      if (!this.on) return;
      const now = performance.now();
      // A page that was out of sight goes on where it was.
      const passed = Math.min(250, now - this.last);
      this.last = now;
      this.gone += (passed / 1000) * this.speed;
      // Who wants little motion gets a step a second.
      const least = calm() ? Math.max(1, (SLOW_STEP_MS / 1000) * this.speed) : 1;
      if (this.gone >= least) {
        const days = Math.floor(this.gone + 1e-9);
        this.gone -= days;
        if (!this.move(days)) {
          this.stop();
          return;
        }
      }
      painter.nextFrame(this.frame);
    }
  }

  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  client.TimePlayer = TimePlayer;
})((window.MapperClient = window.MapperClient || {}));
