// Positions in words: decimal and in degrees, minutes and seconds, latitude first and named.
(function (client) {
  "use strict";

  const { geodesic, projection, words } = client;
  // Units of the last place in a degree, and how it is split; finest last.
  const SPLITS = [60, 3600, 36000, 360000];

  // Decimals of a degree that tell neighbouring pixels apart.
  function decimalsAt(zoom) {
    const pixel = 360 / projection.size(zoom);
    return Math.max(0, Math.min(6, Math.ceil(-Math.log10(pixel))));
  }

  function decimal({ lat, lng }, zoom) {
    const decimals = decimalsAt(zoom);
    const text = (degrees) => `${Math.abs(degrees).toFixed(decimals)}°`;
    return sided(text, lat, lng);
  }

  function dms({ lat, lng }, zoom) {
    const pixel = 360 / projection.size(zoom);
    const units = SPLITS.find((each) => pixel >= 1 / each) ?? SPLITS[SPLITS.length - 1];
    return sided((degrees) => split(Math.abs(degrees), units), lat, lng);
  }

  function sided(text, lat, lng) {
    const lon = geodesic.ellipsoid.wrapDegrees(lng);
    return words.position(text(lat), lat >= 0, text(lon), lon >= 0);
  }

  // Rounded before it is split, so that no 60 comes out.
  function split(degrees, units) {
    const whole = Math.round(degrees * units);
    const two = (number) => String(number).padStart(2, "0");
    const perMinute = units / 60;
    const [d, m] = [Math.floor(whole / units), Math.floor((whole % units) / perMinute)];
    if (units === 60) return `${d}°${two(m)}′`;
    const decimals = Math.round(Math.log10(units / 3600));
    const seconds = ((whole % perMinute) / (perMinute / 60)).toFixed(decimals);
    return `${d}°${two(m)}′${seconds.padStart(decimals ? decimals + 3 : 2, "0")}″`;
  }

  // Plain numbers for other programs; "first" says which comes first.
  function plain({ lat, lng }, zoom, first) {
    const decimals = decimalsAt(zoom);
    const pair = [lat, geodesic.ellipsoid.wrapDegrees(lng)].map((one) => fixed(one, decimals));
    return (first === "lon" ? pair.reverse() : pair).join(", ");
  }

  // Without a minus before zero.
  function fixed(degrees, decimals) {
    const text = degrees.toFixed(decimals);
    return Number(text) === 0 ? (0).toFixed(decimals) : text;
  }

  client.coordinates = { decimal, dms, plain, decimalsAt, fixed };
})((window.MapperClient = window.MapperClient || {}));
