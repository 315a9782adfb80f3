// Web Mercator (EPSG:3857) as world coordinates: x and y from 0 to 1, y downwards.
// Doubles hold them to a hundredth of a micrometre, so no local origin is needed.
(function (client) {
  "use strict";

  const MAX_LATITUDE = 85.0511287798066;
  const RADIANS = Math.PI / 180;

  function x(lon) {
    return lon / 360 + 0.5;
  }

  function y(lat) {
    const clamped = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat));
    return 0.5 - Math.asinh(Math.tan(clamped * RADIANS)) / (2 * Math.PI);
  }

  function lon(worldX) {
    return (worldX - 0.5) * 360;
  }

  function lat(worldY) {
    return Math.atan(Math.sinh((0.5 - worldY) * 2 * Math.PI)) / RADIANS;
  }

  function size(zoom) {
    return 256 * 2 ** zoom;
  }

  client.projection = { x, y, lon, lat, size };
})((window.MapperClient = window.MapperClient || {}));
