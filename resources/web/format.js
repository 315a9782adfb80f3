// Days, counts, distances and bearings in words.
(function (client) {
  "use strict";

  const NO_DAY = -2147483648;
  const MS_PER_DAY = 86400000;
  const words = () => client.words;

  function count(number) {
    return Math.round(number).toLocaleString("en-GB");
  }

  // The day number (days since 1970-01-01) of ISO text, or null when it is no day.
  function dayNumber(iso) {
    const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(iso).trim());
    if (!match) return null;
    const [year, month, day] = match.slice(1).map(Number);
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
    return Math.round(date.getTime() / MS_PER_DAY);
  }

  function isoDay(number) {
    return new Date(number * MS_PER_DAY).toISOString().slice(0, 10);
  }

  function parts(number) {
    const date = new Date(number * MS_PER_DAY);
    return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  }

  function day(number) {
    const [year, month, date] = parts(number);
    return `${date} ${words().months[month]} ${year}`;
  }

  // A closed range: "1 July 2025", "1–6 July 2025", "30 June – 2 July 2025".
  function days(start, end) {
    if (start === NO_DAY || end === NO_DAY) return words().dayUnknown;
    if (start === end) return day(start);
    const [year1, month1, date1] = parts(start);
    const [year2, month2] = parts(end);
    if (year1 !== year2) return `${day(start)} – ${day(end)}`;
    if (month1 !== month2) return `${date1} ${words().months[month1]} – ${day(end)}`;
    return `${date1}–${day(end)}`;
  }

  // Metres in print. With an interval, no digit is shown that the interval does not allow.
  function distance(metres, min, max) {
    if (!Number.isFinite(metres)) return "";
    const spread = Number.isFinite(min) && Number.isFinite(max) ? (max - min) / 2 : 0;
    let step = spread > 0 ? 10 ** Math.floor(Math.log10(spread)) : 0;
    if (step < 1) step = metres < 10000 ? 1 : metres < 100000 ? 10 : 100;
    if (metres < 1000 && step < 100) return `${count(Math.round(metres / step) * step)} m`;
    const decimals = Math.max(0, 3 - Math.round(Math.log10(step)));
    const rounded = (Math.round(metres / step) * step) / 1000;
    const text = rounded.toLocaleString("en-GB", {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    return `${text} km`;
  }

  function bearing(azimuth_deg) {
    const degrees = Math.round((azimuth_deg + 360) % 360) % 360;
    return `${degrees}°`;
  }

  client.format = { NO_DAY, count, dayNumber, isoDay, day, days, distance, bearing };
})((window.MapperClient = window.MapperClient || {}));
