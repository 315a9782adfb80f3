// Days on an axis: which stretch of time it shows, bars of days, weeks, months or years, its ticks.
(function (client) {
  "use strict";

  const { NO_DAY } = client.format;
  const MS_PER_DAY = 86400000;
  const NARROWEST_BAR_PX = 4;
  const UNITS = ["day", "week", "month", "year"];
  const ABOUT_DAYS = { day: 1, week: 7, month: 30.4, year: 365.2 };

  const dateOf = (day) => new Date(day * MS_PER_DAY);
  const dayOf = (year, month) => Math.round(Date.UTC(year, month, 1) / MS_PER_DAY);

  // The first day of the day, week (from Monday), month or year that holds a day.
  function start(unit, day) {
    if (unit === "day") return day;
    if (unit === "week") return day - ((((day + 3) % 7) + 7) % 7);
    const date = dateOf(day);
    return dayOf(date.getUTCFullYear(), unit === "month" ? date.getUTCMonth() : 0);
  }

  function next(unit, first) {
    if (unit === "day") return first + 1;
    if (unit === "week") return first + 7;
    const date = dateOf(first);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    return unit === "month" ? dayOf(year, month + 1) : dayOf(year + 1, 0);
  }

  // The finest bars that can be told apart.
  function unitFor(days, width) {
    return (
      UNITS.find((unit) => (days / ABOUT_DAYS[unit]) * NARROWEST_BAR_PX <= width) || UNITS.at(-1)
    );
  }

  // Bars from the first to the last day: {unit, starts}, starts with one more at the end.
  function bars(first, last, width) {
    const unit = unitFor(last - first + 1, width);
    const starts = [start(unit, first)];
    while (starts.at(-1) <= last) starts.push(next(unit, starts.at(-1)));
    return { unit, starts };
  }

  // How many events have a day in each bar: as many as the map shows once the bar is chosen.
  function counts({ starts }, events, mask) {
    const first = starts[0];
    const last = starts.at(-1) - 1;
    const barOf = new Int32Array(last - first + 1);
    for (let bar = 0; bar + 1 < starts.length; bar++) {
      barOf.fill(bar, starts[bar] - first, starts[bar + 1] - first);
    }
    const sums = new Int32Array(starts.length);
    const { start: begin, end, count } = events;
    for (let i = 0; i < count; i++) {
      if ((mask !== null && !mask[i]) || begin[i] === NO_DAY) continue;
      if (begin[i] > last || end[i] < first) continue;
      sums[barOf[Math.max(begin[i], first) - first]]++;
      sums[barOf[Math.min(end[i], last) - first] + 1]--;
    }
    for (let bar = 1; bar < sums.length; bar++) sums[bar] += sums[bar - 1];
    return sums.subarray(0, starts.length - 1);
  }

  // Where labels stand: [{day, unit}], as many as fit; the unit says how a day is to be written.
  function ticks(first, last, width, room_px) {
    const most = Math.max(2, Math.floor(width / room_px));
    const days = last - first + 1;
    for (const [unit, every] of [
      ["day", 1],
      ["day", 2],
      ["week", 1],
      ["week", 2],
      ["month", 1],
      ["month", 3],
      ["month", 6],
      ["year", 1],
      ["year", 2],
      ["year", 5],
      ["year", 10],
      ["year", 50],
    ]) {
      if (days / ABOUT_DAYS[unit] / every > most) continue;
      const found = [];
      for (let day = start(unit, first); day <= last; day = next(unit, day)) {
        if (day < first || (every > 1 && position(unit, day) % every)) continue;
        found.push({ day, unit: unit === "week" ? "day" : unit });
      }
      return found;
    }
    return [];
  }

  function position(unit, day) {
    const date = dateOf(day);
    if (unit === "month") return date.getUTCMonth();
    if (unit === "year") return date.getUTCFullYear();
    return unit === "week" ? Math.floor((day + 3) / 7) : day;
  }

  client.dayAxis = { bars, counts, ticks, start, next };
})((window.MapperClient = window.MapperClient || {}));
