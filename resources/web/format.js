// Days, counts, distances and bearings in words.
(function (client) {
  "use strict";

  const NO_DAY = -2147483648;
  const MS_PER_DAY = 86400000;
  const words = () => client.words;

  function count(number) {
    return Math.round(number).toLocaleString(words().locale);
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

  // For a small mark: whole up to 9,999, then thousands.
  function short(number) {
    if (number < 9999.5) return count(number);
    if (number < 999500) return words().thousands(count(number / 1000));
    return words().millions(decimal(number / 1e6, 1));
  }

  // Metres in one unit; the unit in which everything is told.
  const UNITS = { km: 1000, mi: 1609.344, nmi: 1852 };
  let unit = "km";

  function setUnit(name) {
    unit = name;
  }

  // The last digit worth printing, as a power of ten of the unit: the rule of the Particle Data
  // Group for half the interval, as in mapper/measure/rounding.py, so that map and text agree.
  function lastDigit(size, half, whole) {
    const finest = whole ? 0 : size >= 10 ? -1 : -2;
    let power = finest;
    if (half > 0) {
      const leading = Math.floor(Math.log10(half));
      const few = half / 10 ** leading < 3.55;
      power = Math.max(few ? leading - 1 : leading, finest);
    }
    if (size > 1e-6) power = Math.min(power, Math.max(Math.floor(Math.log10(size)), finest));
    return power;
  }

  // Metres in print. With an interval, no digit is shown that the interval does not allow; whole
  // is for a place of unstated precision: no finer than a unit.
  function distance(metres, min, max, whole = false) {
    if (!Number.isFinite(metres)) return "";
    const spread = Number.isFinite(min) && Number.isFinite(max) ? Math.max(0, max - min) : 0;
    if (!spread && !whole && unit === "km" && metres < 1000) return `${count(metres)} ${words().units.m}`;
    const unit_m = UNITS[unit];
    const power = lastDigit(metres / unit_m, spread / 2 / unit_m, whole);
    // Whole millimetres and whole steps, so that halves are halves.
    const step = power < 0 ? (unit_m * 1000) / 10 ** -power : unit_m * 1000 * 10 ** power;
    const steps = roundedTo(step, metres * 1000);
    const value = power < 0 ? steps / 10 ** -power : steps * 10 ** power;
    return `${decimal(value, Math.max(0, -power))} ${words().units[unit]}`;
  }

  // The interval with the digits of the distance, rounded outwards; null where it is too narrow for
  // them. As in mapper/measure/rounding.py.
  function interval(metres, min, max, whole = false) {
    if (![metres, min, max].every(Number.isFinite)) return null;
    const unit_m = UNITS[unit];
    const power = lastDigit(metres / unit_m, Math.max(0, max - min) / 2 / unit_m, whole);
    const step_m = unit_m * 10 ** power;
    if (max - min < step_m / 2) return null;
    const decimals = Math.max(0, -power);
    const print = (steps) => decimal(power < 0 ? steps / 10 ** -power : steps * 10 ** power, decimals);
    // A hair that rounding in binary leaves is no step.
    const low = print(Math.floor(Math.max(min, 0) / step_m + 1e-9));
    const high = print(Math.ceil(max / step_m - 1e-9));
    return low === high ? null : client.words.interval(low, high, unit);
  }

  function decimal(value, decimals) {
    return value.toLocaleString(words().locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
  }

  // Square metres to four digits in the square of the unit, as in mapper/measure/rounding.py.
  function area(area_m2) {
    const value = area_m2 / UNITS[unit] ** 2;
    const name = words().units[unit];
    if (!(value > 0)) return `0 ${name}²`;
    const decimals = Math.min(Math.max(3 - Math.floor(Math.log10(value)), 0), 6);
    return `${decimal(value, decimals)} ${name}²`;
  }

  // How many steps whole millimetres are, halves to the even number.
  function roundedTo(step, millimetres) {
    const whole = Math.round(millimetres);
    const below = Math.floor(whole / step);
    const rest = 2 * (whole - below * step);
    const up = rest > step || (rest === step && below % 2 === 1);
    return below + (up ? 1 : 0);
  }

  function bearing(azimuth_deg) {
    const degrees = Math.round((azimuth_deg + 360) % 360) % 360;
    return `${degrees}°`;
  }

  client.format = {
    NO_DAY,
    UNITS,
    area,
    bearing,
    count,
    day,
    dayNumber,
    days,
    distance,
    interval,
    isoDay,
    setUnit,
    short,
    unit: () => unit,
  };
})((window.MapperClient = window.MapperClient || {}));
