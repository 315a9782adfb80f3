// The timeline below the map: events by day, the days shown, and time running.
(function (client) {
  "use strict";

  const { dom, format, words, TimePlot, TimeBrush, TimePlayer, TimeFilter } = client;
  const { el } = dom;
  const SPEEDS = [1, 2, 7, 14, 30];
  // A run over all days takes about so long unless another speed is chosen.
  const RUN_S = 60;
  const ICONS = {
    play: ["M6 4l10 6-10 6z"],
    pause: ["M6.500 4v12M13.500 4v12"],
    dayBack: ["M13 4 7 10l6 6M4.500 4v12"],
    dayOn: ["M7 4l6 6-6 6M15.500 4v12"],
    moreTime: ["M3 6h14M3 14h14M7 4v4M13 12v4"],
    zoomDays: ["M3 4v12M17 4v12M6 10h8M8 7.500 5.500 10 8 12.500M12 7.500l2.500 2.500-2.500 2.500"],
  };

  class Timeline {
    constructor(app) {
      this.app = app;
      this.zoomed = null;
      this.whole = null;
      this.counted = {};
      this.settings = {};
      this.plot = new TimePlot();
      this.brush = new TimeBrush(this.plot, {
        range: () => this.chosen(),
        choose: (from, until, options) => this.choose(from, until, options),
        all: () => this.all(),
        hint: (day, x) => this.showHint(day, x),
      });
      this.player = new TimePlayer(
        (days) => this.moveOn(days),
        () => this.tellPlaying(),
      );
      this.makeElement();
      app.on("filter", () => this.refresh());
      app.on("look", () => this.refresh());
      app.keys[","] = () => this.step(-1);
      app.keys["."] = () => this.step(1);
      app.keys[" "] = () => this.toggle();
      const rebuild = () => this.rebuild();
      new ResizeObserver(() => client.painter.request(rebuild)).observe(this.brush.element);
    }

    makeElement() {
      this.filter = new TimeFilter((...range) => this.setRange(...range));
      const button = (name, action) => client.toolbar.button(name, action, ICONS[name]);
      this.playButton = button("play", () => this.toggle());
      this.backButton = button("dayBack", () => this.step(-1));
      this.onButton = button("dayOn", () => this.step(1));
      this.zoomButton = button("zoomDays", () => this.toggleZoom());
      this.speed = select(
        words.speed,
        SPEEDS.map((days) => [days, words.daysASecond(days)]),
        () => this.setSpeed(Number(this.speed.value), { chosen: true }),
      );
      this.mode = select(
        words.playMode,
        [
          ["window", words.movingWindow],
          ["cumulative", words.addingUp],
        ],
        () => this.setMode(this.mode.value),
      );
      // On phones what is seldom needed is folded.
      this.more = button("moreTime", () => this.unfold(!this.unfolded));
      this.running = el(
        "div",
        { class: "mapper-time-running", role: "group", "aria-label": words.runningTime },
        el(
          "div",
          { class: "mapper-time-buttons" },
          [this.backButton, this.playButton, this.onButton, this.zoomButton, this.more],
        ),
        this.speed,
        this.mode,
      );
      const { previousEvent, nextEvent, list } = this.app.eventButtons;
      const events = el(
        "div",
        { class: "mapper-time-events" },
        this.filter.status,
        el("div", { class: "mapper-time-buttons" }, [previousEvent, nextEvent, list]),
      );
      this.hint = el("output", { class: "mapper-time-hint", hidden: true });
      this.brush.element.append(this.hint);
      this.element = el(
        "section",
        { class: "mapper-timeline", "aria-label": words.timeline },
        el("div", { class: "mapper-time-bar" }, this.running, this.filter.element, events),
        this.brush.element,
      );
      this.unfold(false);
      this.app.container.after(this.element);
    }

    unfold(on) {
      this.unfolded = on;
      this.more.setAttribute("aria-expanded", String(on));
      this.element.classList.toggle("mapper-time-folded", !on);
    }

    // What is on the axis ------------------------------------------------------------------------

    setDocument() {
      const { doc, fronts, map } = this.app;
      this.doc = doc;
      this.settings = doc.header.timeline === undefined ? {} : doc.header.timeline;
      this.counted = {};
      const days = [...fronts.days];
      for (const day of [doc.header.first_day, doc.header.last_day]) {
        if (Number.isInteger(day)) days.push(day);
      }
      const [first, last] = [Math.min(...days), Math.max(...days)];
      const before = this.whole;
      this.whole = days.length && last > first ? [first, last] : null;
      if (String(before) !== String(this.whole)) {
        this.zoomed = null;
        this.player.stop();
        this.takeSettings();
      }
      this.rebuild();
      map.invalidateSize({ animate: false });
    }

    takeSettings() {
      if (!this.whole) return;
      const span = this.whole[1] - this.whole[0] + 1;
      const given = this.settings || {};
      this.windowDays = given.window_days || (span <= 31 ? 1 : span <= 400 ? 7 : 30);
      // An edit that makes the axis longer leaves what the person chose.
      if (!this.modeChosen) this.mode.value = given.mode || "window";
      if (this.speedChosen) return;
      this.setSpeed(given.speed || SPEEDS.find((speed) => span / speed <= RUN_S) || 30);
    }

    setMode(mode) {
      this.modeChosen = true;
      this.mode.value = mode === "cumulative" ? "cumulative" : "window";
    }

    setSpeed(days, { chosen = false } = {}) {
      this.speedChosen ||= chosen;
      if (![...this.speed.options].some((option) => Number(option.value) === days)) {
        this.speed.append(el("option", { value: days }, words.daysASecond(days)));
      }
      this.speed.value = String(days);
      this.player.speed = days;
    }

    get usable() {
      return this.whole !== null && this.settings !== null;
    }

    // Counts the bars anew: for another document, filter, width or stretch of time.
    rebuild() {
      const { app } = this;
      if (!app.events) return;
      this.brush.element.hidden = this.running.hidden = !this.usable;
      // The window has its own fields for days.
      this.element.hidden = app.inWindow && !this.usable;
      const { width, height } = this.brush.element.getBoundingClientRect();
      if (this.usable && width > 0) {
        const [first, last] = this.zoomed || this.whole;
        const mask = app.filtering.maskFor(app.events);
        const frontDays = app.fronts.days;
        this.plot.set({ first, last, width, height, events: app.events, mask, frontDays });
        this.counted = { events: app.events, mask };
      }
      this.refresh();
    }

    refresh() {
      const { app } = this;
      if (!app.events) return;
      // Before the map is fitted to the document: the timeline takes room from it.
      if (this.doc !== app.doc) {
        this.setDocument();
        return;
      }
      const { filtering, events } = app;
      const mask = filtering.maskFor(events);
      if (this.counted.events && (this.counted.events !== events || this.counted.mask !== mask)) {
        this.rebuild();
        return;
      }
      this.filter.update(filtering.range, events, app.doc.header);
      const ranged = filtering.range.from !== null || filtering.range.until !== null;
      this.zoomButton.disabled = !ranged && !this.zoomed;
      this.zoomButton.setAttribute("aria-pressed", String(this.zoomed !== null));
      if (!this.usable || !this.plot.bars) return;
      this.plot.paint(...(ranged ? this.chosen() : [null, null]));
      this.brush.place();
    }

    showHint(day, x) {
      this.hint.hidden = day === null;
      if (day === null) return;
      const [first, last] = this.plot.barAt(day);
      const count = format.count(this.plot.countAt(day));
      const fronts = this.plot.frontDays.filter((one) => one >= first && one <= last).length;
      const said = words.eventsIn(format.days(first, last), count);
      this.hint.textContent = fronts ? `${said}, ${words.frontsIn(fronts)}` : said;
      const room = this.plot.width - this.hint.offsetWidth;
      const left = Math.max(0, Math.min(room, x - this.hint.offsetWidth / 2));
      this.hint.style.transform = `translateX(${Math.round(left)}px)`;
    }

    // The range ----------------------------------------------------------------------------------

    // The chosen days as day numbers; an open end is that of the axis.
    chosen() {
      const { from, until } = this.app.filtering.range;
      const { first, last } = this.plot;
      const days = [
        from === null ? first : format.dayNumber(from),
        until === null ? last : format.dayNumber(until),
      ];
      return days[0] > days[1] ? [days[1], days[1]] : days;
    }

    setRange(from, until, withoutDay, options) {
      this.app.setRange(from, until, withoutDay, { ...options, byUser: true });
    }

    choose(from, until, options) {
      const [first, last] = this.whole;
      if (from <= first && until >= last && !(options && options.moving)) {
        this.all();
        return;
      }
      const { withoutDay } = this.app.filtering.range;
      this.setRange(format.isoDay(from), format.isoDay(until), withoutDay, options);
    }

    all() {
      if (this.zoomed) {
        this.zoomed = null;
        this.rebuild();
      }
      this.setRange(null, null, false);
    }

    toggleZoom() {
      this.zoomed = this.zoomed ? null : this.zoomable();
      this.rebuild();
    }

    // A single day is no stretch of time: some days around it are.
    zoomable() {
      const [from, until] = this.chosen();
      const more = Math.max(0, Math.ceil((7 - (until - from + 1)) / 2));
      return [from - more, until + more];
    }

    // Time running -------------------------------------------------------------------------------

    toggle() {
      if (this.player.on) this.pause();
      else this.play();
    }

    play({ speed, mode, windowDays } = {}) {
      if (!this.usable) return;
      if (speed) this.setSpeed(speed);
      if (mode) this.setMode(mode);
      if (windowDays) this.windowDays = windowDays;
      // The front moves with time, not with a selected event or one chosen day.
      if (this.app.selected !== null) this.app.select(null, { byUser: true });
      if (this.app.frontDay !== null) this.app.setFrontDay(null);
      const [from, until] = this.chosen();
      if (until >= this.plot.last) this.rewind(from, until, windowDays);
      this.player.start();
    }

    pause() {
      this.player.stop();
    }

    // Goes to the first days; a window keeps its length.
    rewind(from, until, windowDays) {
      const { first, last } = this.plot;
      const all = from <= first;
      if (this.mode.value === "cumulative") {
        this.choose(all ? first : from, all ? first : from, { moving: true });
        return;
      }
      const length = windowDays || (all ? this.windowDays : until - from + 1);
      this.choose(first, Math.min(last, first + length - 1), { moving: true });
    }

    moveOn(days) {
      const [from, until] = this.chosen();
      const by = Math.min(days, this.plot.last - until);
      if (by <= 0) return false;
      const edge = this.mode.value === "cumulative" ? "until" : "between";
      this.brush.move(edge, from, until, by, { moving: true });
      return until + by < this.plot.last;
    }

    // One day on or back; from all days to the first or the last.
    step(direction) {
      if (!this.usable) return;
      this.player.stop();
      const { first, last } = this.plot;
      const { from, until } = this.app.filtering.range;
      const length = this.mode.value === "cumulative" ? 1 : this.windowDays;
      if (from === null && until === null) {
        if (direction > 0) this.choose(first, Math.min(last, first + length - 1));
        else this.choose(this.mode.value === "cumulative" ? first : last - length + 1, last);
        return;
      }
      const edge = this.mode.value === "cumulative" ? "until" : "between";
      this.brush.move(edge, ...this.chosen(), direction);
    }

    tellPlaying() {
      const { on } = this.player;
      const name = on ? "pause" : "play";
      this.playButton.replaceChildren(dom.icon(...ICONS[name]));
      this.playButton.title = words[name];
      this.playButton.setAttribute("aria-label", words[name]);
      this.element.classList.toggle("mapper-playing", on);
      if (!on) {
        this.app.caughtUp.now();
        if (this.app.events) this.app.announcer.say(format.days(...this.chosen()));
      }
      this.app.emit("play", on);
    }
  }

  function select(label, options, change) {
    return el(
      "select",
      { "aria-label": label, title: label, onchange: change },
      options.map(([value, text]) => el("option", { value }, text)),
    );
  }

  client.feature((app) => (app.timeline = new Timeline(app)));
})((window.MapperClient = window.MapperClient || {}));
