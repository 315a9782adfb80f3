// Says on the map itself when the front drawn is not of the days of the events drawn: a front of one
// year under events of another looks as if they belonged together.
(function (client) {
  "use strict";

  const { dom, format, frontDistance, painter, words } = client;
  const { NO_DAY } = format;

  // First and last day of the events on the map that pass the filters, or null.
  function daysShown({ events, filtering }) {
    const { shown, placed, start, end } = events;
    let [first, last] = [Infinity, -Infinity];
    for (let i = 0; i < events.count; i++) {
      if (!shown[i] || !placed[i] || start[i] === NO_DAY) continue;
      if (start[i] < first) first = start[i];
      if (end[i] > last) last = end[i];
    }
    if (last < first) return null;
    // Of an event that lasts longer, only the days looked at are.
    const { from, until } = filtering.range;
    if (from !== null) first = Math.max(first, format.dayNumber(from));
    if (until !== null) last = Math.min(last, format.dayNumber(until));
    return [first, last];
  }

  // The sentence, or null where front and events are of about the same days.
  function warning(app) {
    const { events, fronts, layers, selected, comparison } = app;
    if (!events || comparison || !layers.on.events) return null;
    const drawn = fronts.shown.filter(({ isLine }) =>
      isLine ? layers.on.lines_of_contact : layers.on.control_areas,
    );
    if (!drawn.length) return null;
    const one = selected !== null && events.start[selected] !== NO_DAY;
    const days = one ? [events.start[selected], events.end[selected]] : daysShown(app);
    if (!days) return null;
    const within = (day) => one && day >= days[0] && day <= days[1];
    const apart = drawn.filter(
      ({ day }) => !within(day) && Math.abs(day - days[1]) > frontDistance.MAX_GAP_DAYS,
    );
    if (!apart.length) return null;
    if (apart.length < drawn.length) {
      // Another source has a front of these days, which distances are measured to.
      const named = apart.map(({ source, day }) => words.frontOf(source, format.day(day)));
      return words.frontAlso([...new Set(named)].join("; "));
    }
    const ordered = [...new Set(apart.map(({ day }) => day))].sort((a, b) => a - b);
    const frontDays = ordered.map(format.day);
    const say = one ? words.frontApartOne : words.frontApart;
    return say(frontDays.join(", "), format.days(...days), frontDays.length);
  }

  client.feature((app) => {
    const { container } = app;
    const element = dom.el("div", { class: "mapper-front-apart", role: "status", hidden: true });
    dom.shield(element);
    container.append(element);
    const write = () => {
      const text = warning(app);
      element.hidden = text === null;
      if (element.textContent !== (text ?? "")) element.textContent = text ?? "";
      // What stands in the lower corners moves up by so much, and names make room for it.
      const height = `${element.offsetHeight}px`;
      if (height === container.style.getPropertyValue("--map-caption")) return;
      container.style.setProperty("--map-caption", height);
      app.repaint("labels");
    };
    const pace = new client.Pace(write, 400);
    let told = null;
    const soon = () => painter.request(write);
    app.on("filter", ({ moving }) => {
      // Before the map is fitted to another document: the caption takes room from it.
      if (told !== app.doc) pace.now();
      else if (moving) pace.soon();
      else soon();
      told = app.doc;
    });
    for (const name of ["document", "front", "select", "compare"]) app.on(name, soon);
    app.map.on("resize", soon);
    app.layers.onChange(soon);
  });

  client.frontGap = { warning };
})((window.MapperClient = window.MapperClient || {}));
