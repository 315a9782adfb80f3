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
  // any of them is inside. Gives {gained_m2, lost_m2, box}, box around all that differs or null.
  function compare(before, after) {
    const polygons = [...before, ...after];
    let [south, north] = [Infinity, -Infinity];
    for (const { lat } of polygons.flat()) {
      for (const value of lat) {
        if (value < south) south = value;
        if (value > north) north = value;
      }
    }
    const result = { gained_m2: 0, lost_m2: 0, box: null };
    if (!(north > south)) return result;
    const count = Math.min(MOST_STRIPS, Math.max(64, Math.ceil((north - south) / STRIP_DEG)));
    const strips = { south, height: (north - south) / count, count };
    const { starts, xs, owners } = crossings(polygons, strips);
    const inside = new Uint8Array(polygons.length);
    for (let strip = 0; strip < count; strip++) {
      const [begin, end] = [starts[strip], starts[strip + 1]];
      if (begin === end) continue;
      sort(xs, owners, begin, end);
      const low = south + strip * strips.height;
      sweep({ xs, owners, begin, end, inside, own: before.length, low, strips }, result);
    }
    return result;
  }

  // Where edges cross the middle of each strip: x and polygon, those of a strip side by side.
  function crossings(polygons, { south, height, count }) {
    const starts = new Uint32Array(count + 1);
    const each = (callback) => {
      polygons.forEach((rings, polygon) => {
        for (const { lon, lat } of rings) {
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
    each((polygon, lon, lat, low, high, first, last) => {
      const slope = (lon[high] - lon[low]) / (lat[high] - lat[low]);
      for (let strip = first; strip < last; strip++) {
        const at = next[strip]++;
        xs[at] = lon[low] + slope * (south + (strip + 0.5) * height - lat[low]);
        owners[at] = polygon;
      }
    });
    return { starts, xs, owners };
  }

  // A strip has few crossings: they are put in order as cards are.
  function sort(xs, owners, begin, end) {
    for (let i = begin + 1; i < end; i++) {
      const x = xs[i];
      const owner = owners[i];
      let at = i;
      for (; at > begin && xs[at - 1] > x; at--) {
        xs[at] = xs[at - 1];
        owners[at] = owners[at - 1];
      }
      xs[at] = x;
      owners[at] = owner;
    }
  }

  function sweep({ xs, owners, begin, end, inside, own, low, strips }, result) {
    let [inBefore, inAfter, gained, lost] = [0, 0, 0, 0];
    for (let i = begin; i < end; i++) {
      const wide = i > begin ? xs[i] - xs[i - 1] : 0;
      if (wide > 0 && (inBefore === 0) !== (inAfter === 0)) {
        if (inAfter) gained += wide;
        else lost += wide;
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
