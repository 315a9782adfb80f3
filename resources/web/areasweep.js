// What two drawings of an area have in common and where they differ, in square metres.
//
// Both are cut into thin strips along the parallels; in the middle of each strip the stretches of
// longitude within them are compared, and weighed with the area of the strip on the WGS 84
// ellipsoid. No outlines are cut with each other, so none can be too crooked for it, and an edge
// that both share counts for nothing at all.
(function (client) {
  "use strict";

  const { A, F } = client.geodesic.ellipsoid;
  const E2 = F * (2 - F);
  const E = Math.sqrt(E2);
  const RADIANS = Math.PI / 180;
  const STRIP_DEG = 0.0002;
  const MOST_STRIPS = 60000;

  // Square metres between the equator and a parallel, per degree of longitude.
  function band(lat) {
    const sine = Math.sin(lat * RADIANS);
    const authalic = sine / (1 - E2 * sine * sine) + Math.atanh(E * sine) / E;
    return ((A * A * (1 - E2)) / 2) * authalic * RADIANS;
  }

  // before, after: lists of polygons, each a list of rings {lon, lat} (not closed); a point within
  // any of them is inside. Where nothing is wider than shift_m, by which drawing may have moved both
  // outlines, nothing is gained, or lost. Gives {gained_m2, lost_m2, box}, box around all that differs
  // or null.
  function compare(before, after, shift_m = 0) {
    const result = swept(before, after, ROWS, shift_m);
    // What lies flat is as wide along the parallels as it is long: it is looked at across them too.
    const wider = result.wider.some(Boolean) ? swept(before, after, COLUMNS, shift_m).wider : [];
    const [gained, lost] = [0, 1].map((i) => result.wider[i] && wider[i]);
    return {
      gained_m2: gained ? result.gained_m2 : 0,
      lost_m2: lost ? result.lost_m2 : 0,
      box: gained || lost ? result.box : null,
    };
  }

  // Strips along the parallels, and strips along the meridians.
  const ROWS = { x: "lon", y: "lat" };
  const COLUMNS = { x: "lat", y: "lon" };

  function swept(before, after, axes, shift_m) {
    const polygons = [...before, ...after];
    let [south, north] = [Infinity, -Infinity];
    for (const ring of polygons.flat()) {
      for (const value of ring[axes.y]) {
        if (value < south) south = value;
        if (value > north) north = value;
      }
    }
    const result = { gained_m2: 0, lost_m2: 0, box: null, wider: [false, false] };
    if (!(north > south)) return result;
    const count = Math.min(MOST_STRIPS, Math.max(64, Math.ceil((north - south) / STRIP_DEG)));
    const strips = { south, height: (north - south) / count, count };
    const { starts, ...crossed } = crossings(polygons, strips, axes);
    const inside = new Uint8Array(polygons.length);
    for (let strip = 0; strip < count; strip++) {
      const [begin, end] = [starts[strip], starts[strip + 1]];
      if (begin === end) continue;
      sort(crossed, begin, end);
      const low = south + strip * strips.height;
      sweep({ ...crossed, begin, end, inside, own: before.length, low, strips, shift_m }, result);
    }
    return result;
  }

  // Where edges cross the middle of each strip: x, polygon, and how many metres square to the edge a
  // degree along the strip is; those of a strip side by side.
  function crossings(polygons, { south, height, count }, { x, y }) {
    const starts = new Uint32Array(count + 1);
    const each = (callback) => {
      polygons.forEach((rings, polygon) => {
        for (const { [x]: lon, [y]: lat } of rings) {
          for (let i = 0, j = lat.length - 1; i < lat.length; j = i++) {
            const [low, high] = lat[i] < lat[j] ? [i, j] : [j, i];
            const first = Math.max(0, Math.ceil((lat[low] - south) / height - 0.5));
            const last = Math.min(count, Math.ceil((lat[high] - south) / height - 0.5));
            if (first < last) callback(polygon, lon, lat, low, high, first, last);
          }
        }
      });
    };
    each((polygon, lon, lat, low, high, first, last) => {
      for (let strip = first; strip < last; strip++) starts[strip + 1]++;
    });
    for (let strip = 0; strip < count; strip++) starts[strip + 1] += starts[strip];
    const next = starts.slice();
    const xs = new Float64Array(starts[count]);
    const owners = new Uint32Array(starts[count]);
    const widths = new Float32Array(starts[count]);
    each((polygon, lon, lat, low, high, first, last) => {
      const slope = (lon[high] - lon[low]) / (lat[high] - lat[low]);
      // A degree of longitude to one of latitude.
      const shrunk = Math.cos((x === "lon" ? lat[low] : lon[low]) * RADIANS);
      const [along, tilt] = x === "lon" ? [shrunk, slope * shrunk] : [1, slope / shrunk];
      const width_m = (A * RADIANS * along) / Math.hypot(1, tilt);
      for (let strip = first; strip < last; strip++) {
        const at = next[strip]++;
        xs[at] = lon[low] + slope * (south + (strip + 0.5) * height - lat[low]);
        owners[at] = polygon;
        widths[at] = width_m;
      }
    });
    return { starts, xs, owners, widths };
  }

  // A strip has few crossings: they are put in order as cards are.
  function sort({ xs, owners, widths }, begin, end) {
    for (let i = begin + 1; i < end; i++) {
      const [x, owner, width] = [xs[i], owners[i], widths[i]];
      let at = i;
      for (; at > begin && xs[at - 1] > x; at--) {
        xs[at] = xs[at - 1];
        owners[at] = owners[at - 1];
        widths[at] = widths[at - 1];
      }
      xs[at] = x;
      owners[at] = owner;
      widths[at] = width;
    }
  }

  function sweep(strip, result) {
    const { xs, owners, widths, begin, end, inside, own, low, strips, shift_m } = strip;
    let [inBefore, inAfter, gained, lost] = [0, 0, 0, 0];
    for (let i = begin; i < end; i++) {
      const wide = i > begin ? xs[i] - xs[i - 1] : 0;
      if (wide > 0 && (inBefore === 0) !== (inAfter === 0)) {
        if (inAfter) gained += wide;
        else lost += wide;
        // Square to the edge beside it that lies flatter.
        const width_m = wide * Math.min(widths[i], widths[i - 1]);
        if (width_m > shift_m) result.wider[inAfter ? 0 : 1] = true;
        result.box = grown(result.box, xs[i - 1], low, xs[i], low + strips.height);
      }
      const polygon = owners[i];
      const step = (inside[polygon] ^= 1) ? 1 : -1;
      if (polygon < own) inBefore += step;
      else inAfter += step;
    }
    if (!gained && !lost) return;
    const weight = band(low + strips.height) - band(low);
    result.gained_m2 += gained * weight;
    result.lost_m2 += lost * weight;
  }

  function grown(box, west, south, east, north) {
    if (box === null) return [west, south, east, north];
    box[0] = Math.min(box[0], west);
    box[1] = Math.min(box[1], south);
    box[2] = Math.max(box[2], east);
    box[3] = Math.max(box[3], north);
    return box;
  }

  client.areaSweep = { compare };
})((window.MapperClient = window.MapperClient || {}));
