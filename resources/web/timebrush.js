// Choosing days on the timeline: two edges and what lies between, by pointer, touch and keyboard.
(function (client) {
  "use strict";

  const { dom, format, words } = client;
  const CLICK_PX = 4;

  class TimeBrush {
    // plot: a TimePlot; range() gives [from, until] in day numbers, ends of the plot where open;
    // choose(from, until, {moving}) takes days; all() takes the range away.
    constructor(plot, { range, choose, all, hint }) {
      Object.assign(this, { plot, range, choose, all, hint });
      this.from = this.slider("from", words.firstDay);
      this.between = this.slider("between", words.shownDays);
      this.until = this.slider("until", words.lastDay);
      this.element = dom.el(
        "div",
        { class: "mapper-time-plot" },
        plot.canvas,
        this.between,
        this.from,
        this.until,
      );
      this.drag = null;
      this.listen();
    }

    slider(name, label) {
      const slider = dom.el("div", {
        class: `mapper-time-${name}`,
        role: "slider",
        tabindex: "0",
        "aria-label": label,
        "data-edge": name,
      });
      slider.addEventListener("keydown", (event) => this.key(event, name));
      return slider;
    }

    listen() {
      const { element } = this;
      element.addEventListener("pointerdown", (event) => this.press(event));
      element.addEventListener("pointermove", (event) => this.moved(event));
      element.addEventListener("pointerup", (event) => this.release(event));
      element.addEventListener("pointercancel", () => this.end());
      element.addEventListener("pointerleave", () => this.hint(null));
      element.addEventListener("dblclick", () => this.all());
    }

    // Puts the handles where the range is.
    place() {
      const { plot } = this;
      const [from, until] = this.range();
      const left = clamp(plot.x(from), 0, plot.width);
      const right = clamp(plot.x(until + 1), 0, plot.width);
      this.from.style.transform = `translateX(${left}px)`;
      this.until.style.transform = `translateX(${right}px)`;
      this.between.style.transform = `translateX(${left}px)`;
      this.between.style.width = `${Math.max(2, right - left)}px`;
      this.say(this.from, from, format.day(from));
      this.say(this.until, until, format.day(until));
      this.say(this.between, from, format.days(from, until));
    }

    say(slider, day, text) {
      slider.setAttribute("aria-valuemin", String(this.plot.first));
      slider.setAttribute("aria-valuemax", String(this.plot.last));
      slider.setAttribute("aria-valuenow", String(clamp(day, this.plot.first, this.plot.last)));
      slider.setAttribute("aria-valuetext", text);
    }

    // By keyboard ------------------------------------------------------------------------------

    key(event, edge) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { plot } = this;
      const [from, until] = this.range();
      const [first, last] = plot.barAt(edge === "until" ? until : from);
      const bar = last - first + 1;
      const step = event.shiftKey ? Math.max(7, bar) : 1;
      const steps = {
        ArrowRight: step,
        ArrowUp: step,
        ArrowLeft: -step,
        ArrowDown: -step,
        PageUp: Math.max(30, bar),
        PageDown: -Math.max(30, bar),
        Home: -Infinity,
        End: Infinity,
      };
      if (event.key === "Escape") this.all();
      if (!(event.key in steps)) return;
      event.preventDefault();
      event.stopPropagation();
      this.move(edge, from, until, steps[event.key]);
    }

    // Moves an edge, or the whole range without changing its length; stays on the axis.
    move(edge, from, until, days, options) {
      const { first, last } = this.plot;
      if (edge === "between") {
        const by = clamp(days, Math.min(0, first - from), Math.max(0, last - until));
        this.choose(from + by, until + by, options);
      } else if (edge === "from") {
        this.choose(clamp(from + days, first, until), until, options);
      } else {
        this.choose(from, clamp(until + days, from, last), options);
      }
    }

    // By pointer -------------------------------------------------------------------------------

    press(event) {
      if (event.button !== 0) return;
      const x = this.xOf(event);
      let edge = event.target.dataset.edge ?? null;
      const [from, until] = this.range();
      // While all days are chosen there is nothing to move: a drag chooses anew.
      const { first, last } = this.plot;
      if (edge === "between" && from <= first && until >= last) edge = null;
      this.drag = { edge, from, until, x, moved: false };
      this.element.setPointerCapture(event.pointerId);
      if (edge) this[edge].focus({ preventScroll: true });
      event.preventDefault();
    }

    moved(event) {
      const x = this.xOf(event);
      const { drag, plot } = this;
      this.hint(drag && drag.moved ? null : plot.dayAt(x), x);
      if (!drag) return;
      if (!drag.moved && Math.abs(x - drag.x) < CLICK_PX) return;
      drag.moved = true;
      const options = { moving: true };
      if (drag.edge) {
        const days = ((x - drag.x) / plot.width) * (plot.last - plot.first + 1);
        this.move(drag.edge, drag.from, drag.until, Math.round(days), options);
      } else {
        const days = [plot.dayAt(drag.x), plot.dayAt(x)].sort((a, b) => a - b);
        this.choose(...days, options);
      }
    }

    release(event) {
      const { drag, plot } = this;
      if (!drag) return;
      this.end();
      if (drag.moved) {
        const [from, until] = this.range();
        this.choose(from, until);
        return;
      }
      if (drag.edge === "from" || drag.edge === "until") return;
      const bar = plot.barAt(plot.dayAt(this.xOf(event)));
      const chosen = bar[0] === drag.from && bar[1] === drag.until;
      if (chosen) this.all();
      else this.choose(...bar);
    }

    end() {
      this.drag = null;
    }

    xOf(event) {
      return event.clientX - this.element.getBoundingClientRect().left;
    }
  }

  const clamp = (value, least, most) => Math.max(least, Math.min(most, value));

  client.TimeBrush = TimeBrush;
})((window.MapperClient = window.MapperClient || {}));
