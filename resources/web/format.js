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

  // The last digit worth printing, as a power of ten of a kilometre: the rule of the Particle Data
  // Group for half the interval, as in mapper/measure/rounding.py, so that map and text agree.
  function lastDigit(km, half_km, whole) {
    const finest = whole ? 0 : km >= 10 ? -1 : -2;
    let power = finest;
    if (half_km > 0) {
      const leading = Math.floor(Math.log10(half_km));
      const few = half_km / 10 ** leading < 3.55;
      power = Math.max(few ? leading - 1 : leading, finest);
    }
    if (km > 1e-6) power = Math.min(power, Math.max(Math.floor(Math.log10(km)), finest));
    return power;
  }

  // Metres in print. With an interval, no digit is shown that the interval does not allow; whole
  // is for a place of unstated precision: no finer than a kilometre.
  function distance(metres, min, max, whole = false) {
    if (!Number.isFinite(metres)) return "";
    const spread = Number.isFinite(min) && Number.isFinite(max) ? Math.max(0, max - min) : 0;
    if (!spread && !whole && metres < 1000) return `${count(metres)} m`;
    const power = lastDigit(metres / 1000, spread / 2000, whole);
    const decimals = Math.max(0, -power);
    const text = (roundedTo(10 ** (6 + power), metres * 1000) / 1e6).toLocaleString("en-GB", {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    return `${text} km`;
  }

  // Whole millimetres to a multiple of step, halves to the even one.
  function roundedTo(step, millimetres) {
    const whole = Math.round(millimetres);
    const below = Math.floor(whole / step);
    const rest = 2 * (whole - below * step);
    const up = rest > step || (rest === step && below % 2 === 1);
    return (below + (up ? 1 : 0)) * step;
  }

  function bearing(azimuth_deg) {
    const degrees = Math.round((azimuth_deg + 360) % 360) % 360;
    return `${degrees}°`;
  }

  client.format = { NO_DAY, count, dayNumber, isoDay, day, days, distance, bearing };
})((window.MapperClient = window.MapperClient || {}));
