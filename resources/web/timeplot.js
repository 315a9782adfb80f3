// The picture of the timeline: a bar for the events of each day, week, month or year.
(function (client) {
  "use strict";

  const { dayAxis, dom, format, theme, words } = client;
  const AXIS_PX = 26;
  const TOP_PX = 17;
  const LABEL_ROOM_PX = 74;
  const WIDEST_BAR_PX = 36;

  class TimePlot {
    constructor() {
      this.canvas = dom.el("canvas", { class: "mapper-time-canvas", "aria-hidden": "true" });
      this.first = 0;
      this.last = 0;
      this.bars = null;
      this.counts = [];
      this.frontDays = [];
    }

    // Days from first to last on so many pixels; the bars are counted anew.
    set({ first, last, width, height, events, mask, frontDays }) {
      Object.assign(this, { first, last, width, height, frontDays });
      this.bars = dayAxis.bars(first, last, width);
      this.counts = dayAxis.counts(this.bars, events, mask);
      this.most = this.counts.reduce((most, count) => Math.max(most, count), 0);
      this.ticks = dayAxis.ticks(first, last, width, LABEL_ROOM_PX);
    }

    // Where a day begins; the day after the last ends at the right edge.
    x(day) {
      return ((day - this.first) / (this.last - this.first + 1)) * this.width;
    }

    dayAt(x) {
      const day = this.first + Math.floor((x / this.width) * (this.last - this.first + 1));
      return Math.max(this.first, Math.min(this.last, day));
    }

    // The closed range of days of the bar under a day.
    barAt(day) {
      const { unit } = this.bars;
      const first = dayAxis.start(unit, day);
      return [first, dayAxis.next(unit, first) - 1];
    }

    countAt(day) {
      const { starts } = this.bars;
      let bar = starts.length - 2;
      while (bar > 0 && starts[bar] > day) bar--;
      return this.counts[bar];
    }

    get barsBottom() {
      return this.height - AXIS_PX;
    }

    // from and until: the chosen days, or null for all.
    paint(from, until) {
      const ratio = Math.max(1, window.devicePixelRatio || 1);
      const { canvas, width, height } = this;
      const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (canvas.width !== wide || canvas.height !== high) {
        canvas.width = wide;
        canvas.height = high;
      }
      const ctx = canvas.getContext("2d");
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.clearRect(0, 0, width, height);
      this.paintBars(ctx, from ?? -Infinity, until ?? Infinity);
      this.paintAxis(ctx);
    }

    paintBars(ctx, from, until) {
      const { starts } = this.bars;
      const bottom = this.barsBottom;
      const [inside, outside] = [theme.colour("time-bar"), theme.colour("time-bar-out")];
      for (let bar = 0; bar < this.counts.length; bar++) {
        if (!this.counts[bar]) continue;
        let left = Math.max(0, this.x(starts[bar]));
        let right = Math.min(this.width, this.x(starts[bar + 1]));
        // Of two days a bar each, not a wall.
        const spare = Math.max(0, right - left - WIDEST_BAR_PX) / 2;
        left += spare;
        right -= spare;
        const tall = Math.max(1.5, ((bottom - TOP_PX) * this.counts[bar]) / this.most);
        const gap = right - left > 5 ? 1 : 0.5;
        ctx.fillStyle = outside;
        ctx.fillRect(left, bottom - tall, Math.max(0.5, right - left - gap), tall);
        // A bar that is chosen in part is coloured in part.
        const [a, b] = [Math.max(left, this.x(from)), Math.min(right - gap, this.x(until + 1))];
        ctx.fillStyle = inside;
        if (b > a) ctx.fillRect(a, bottom - tall, b - a, tall);
      }
    }

    paintAxis(ctx) {
      const bottom = this.barsBottom;
      ctx.fillStyle = theme.colour("panel-edge");
      ctx.fillRect(0, bottom, this.width, 1);
      ctx.font = `11.5px ${theme.colour("map-font")}`;
      ctx.fillStyle = theme.colour("front-line");
      for (const day of this.frontDays) {
        if (day < this.first || day > this.last) continue;
        const wide = Math.max(1.5, Math.min(3, this.x(day + 1) - this.x(day) - 1));
        ctx.fillRect(this.x(day + 0.5) - wide / 2, bottom + 2, wide, 5);
      }
      ctx.textBaseline = "alphabetic";
      let free = 0;
      for (const { day, unit } of this.ticks) {
        const text = label(day, unit);
        const width = ctx.measureText(text).width;
        const x = Math.min(this.x(day), this.width - width);
        ctx.fillStyle = theme.colour("panel-edge");
        ctx.fillRect(this.x(day), bottom + 1, 1, 8);
        if (x < free) continue;
        ctx.fillStyle = theme.colour("ink-soft");
        ctx.fillText(text, x, this.height - 4);
        free = x + width + 8;
      }
      if (this.most) {
        ctx.fillStyle = theme.colour("ink-soft");
        ctx.fillText(words.mostIn[this.bars.unit](format.count(this.most)), 0, 10);
      }
      if (!this.frontDays.length) return;
      const width = ctx.measureText(words.frontDays).width;
      ctx.fillStyle = theme.colour("ink-soft");
      ctx.fillText(words.frontDays, this.width - width, 10);
      ctx.fillStyle = theme.colour("front-line");
      ctx.fillRect(this.width - width - 8, 4, 2.5, 6);
    }
  }

  function label(day, unit) {
    const date = new Date(day * 86400000);
    const year = date.getUTCFullYear();
    if (unit === "year") return String(year);
    const month = words.shortMonths[date.getUTCMonth()];
    return unit === "month" ? `${month} ${year}` : `${date.getUTCDate()} ${month}`;
  }

  client.TimePlot = TimePlot;
})((window.MapperClient = window.MapperClient || {}));
