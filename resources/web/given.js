// What window.mapper is given is looked at before anything is done with it: a wrong value is a
// RangeError that names it, and leaves all as it was.
(function (client) {
  "use strict";

  const { words } = client;

  function refuse(name, value) {
    let written = String(value);
    try {
      if (typeof value !== "number" && value !== undefined) written = JSON.stringify(value) ?? written;
    } catch {
      // What no JSON can hold is named as it is.
    }
    throw new RangeError(words.cannotBe(name, written.slice(0, 80)));
  }

  function number(name, value, low = -Infinity, high = Infinity) {
    const right = Number.isFinite(value) && value >= low && value <= high;
    return right ? value : refuse(name, value);
  }

  // Where null and what is left out mean something of their own.
  const optional = (check) => (name, value, ...more) =>
    value === null || value === undefined ? value : check(name, value, ...more);

  function object(name, value) {
    const right = typeof value === "object" && value !== null && !Array.isArray(value);
    return right ? value : refuse(name, value);
  }

  function list(name, value) {
    return Array.isArray(value) ? value : refuse(name, value);
  }

  function oneOf(name, value, known) {
    return known.includes(value) ? value : refuse(name, value);
  }

  function text(name, value) {
    return typeof value === "string" && value ? value : refuse(name, value);
  }

  function callback(name, value) {
    return typeof value === "function" ? value : refuse(name, value);
  }

  const lat = (value) => number("lat", value, -90, 90);
  const lon = (value) => number("lon", value);

  // [lon, lat] in degrees.
  function place(value) {
    if (list("[lon, lat]", value).length !== 2) refuse("[lon, lat]", value);
    return [lon(value[0]), lat(value[1])];
  }

  const places = (value) => list("[[lon, lat], ...]", value).map(place);

  // A day number, or null for none.
  function day(value) {
    if (value === null || value === undefined || value === "") return null;
    const found = client.format.dayNumber(value);
    if (found === null) throw new RangeError(words.badRange);
    return found;
  }

  // Both ends; order: whether the first must be before the second, or may be it.
  function days(from, until, { mustDiffer = false } = {}) {
    const range = [day(from), day(until)];
    const wrong = mustDiffer
      ? range.includes(null) || range[0] >= range[1]
      : !range.includes(null) && range[0] > range[1];
    if (wrong) throw new RangeError(words.badRange);
    return range;
  }

  function geodesic(data) {
    if (data === null || data === undefined) return null;
    object("showGeodesic", data);
    list("line", data.line).forEach(places);
    if (data.end) {
      lon(object("end", data.end).lon);
      lat(data.end.lat);
    }
    return data;
  }

  function tiles(data) {
    if (data === null || data === undefined) return null;
    text("url", object("setTiles", data).url);
    number("min_zoom", data.min_zoom, 0, 40);
    number("max_zoom", data.max_zoom, data.min_zoom, 40);
    if (data.bounds) {
      if (list("bounds", data.bounds).length !== 4) refuse("bounds", data.bounds);
      for (const degrees of data.bounds) number("bounds", degrees);
    }
    return data;
  }

  function playing(options) {
    const { speed, mode, windowDays } = optional(object)("play", options) ?? {};
    optional(number)("speed", speed, 1e-6, 1e6);
    optional(oneOf)("mode", mode, ["window", "cumulative"]);
    optional(number)("windowDays", windowDays, 1, 1e7);
    return { speed, mode, windowDays: windowDays ? Math.round(windowDays) : windowDays };
  }

  // A mask of events by one bit each, lowest first, in base64.
  function bits(name, value) {
    const written = text("bits", object(name, value).bits);
    try {
      return atob(written);
    } catch {
      return refuse("bits", written);
    }
  }

  client.given = {
    ...{ bits, callback, day, days, geodesic, lat, list, lon, number, object, oneOf },
    ...{ optional, place, places, playing, tiles },
  };
})((window.MapperClient = window.MapperClient || {}));
