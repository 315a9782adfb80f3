// The nearest point of lines on the WGS 84 ellipsoid, exact to a millimetre, in milliseconds.
//
// Edges are straight in lon/lat, as files and documents have them. They are cut into short pieces;
// straight chords through the Earth bound what the geodesic distance to a piece can be, and only
// the few pieces that can still be nearest are measured along the ellipsoid.
(function (client) {
  "use strict";

  const { geodesic } = client;
  const { A, F } = geodesic.ellipsoid;
  const E2 = F * (2 - F);
  const DEGREE = Math.PI / 180;
  const PIECE_M = 600;
  // The least and greatest radius of curvature there is.
  const LEAST_RADIUS_M = (A * (1 - F) ** 2) / (1 - F);
  const GREATEST_RADIUS_M = A / (1 - F);
  const LONGEST_M = 1.02 * PIECE_M;
  const STEPS = 60;

  class NearLine {
    // lines: arrays of [lon, lat]. Edges are numbered through all lines, in order.
    constructor(lines) {
      const lons = [];
      const lats = [];
      const starts = [];
      const edges = [];
      const shares = [];
      let edge = 0;
      for (const line of lines) {
        for (let i = 0; i + 1 < line.length; i++, edge++) {
          const [lon1, lat1] = line[i];
          let step = line[i + 1][0] - lon1;
          // A jump of more than half a turn crosses the antimeridian the short way.
          if (Math.abs(step) > 180 && Math.abs(step) < 360) step -= Math.sign(step) * 360;
          const lat2 = line[i + 1][1];
          const pieces = piecesOf(lat1, step, lat2 - lat1);
          for (let k = 0; k < pieces; k++) {
            starts.push(lons.length);
            edges.push(edge);
            shares.push(pieces);
            lons.push(lon1 + (step * k) / pieces);
            lats.push(lat1 + ((lat2 - lat1) * k) / pieces);
          }
          if (i + 2 === line.length) {
            lons.push(lon1 + step);
            lats.push(lat2);
          } else if (Math.abs(line[i + 1][0] - lon1 - step) > 1e-9) {
            // The next edge starts a turn away; this one needs an end of its own.
            lons.push(lon1 + step);
            lats.push(lat2);
          }
        }
      }
      this.edgeCount = edge;
      this.starts = Uint32Array.from(starts);
      this.edges = Uint32Array.from(edges);
      this.lons = Float64Array.from(lons);
      this.lats = Float64Array.from(lats);
      this.corners = new Float64Array(3 * lons.length);
      for (let i = 0; i < lons.length; i++) this.corners.set(ecef(lons[i], lats[i]), 3 * i);
      this.slack_m = this.strays();
    }

    get isEmpty() {
      return !this.starts.length;
    }

    // How far a piece may lie off its chord, with some in hand.
    strays() {
      let worst = 0;
      for (const a of this.starts) {
        const middle = ecef((this.lons[a] + this.lons[a + 1]) / 2, (this.lats[a] + this.lats[a + 1]) / 2);
        let square = 0;
        for (let k = 0; k < 3; k++) {
          square += (middle[k] - (this.corners[3 * a + k] + this.corners[3 * a + 3 + k]) / 2) ** 2;
        }
        worst = Math.max(worst, square);
      }
      return 2 * Math.sqrt(worst) + 0.01;
    }

    // The least of distance + offset: {distance_m, lon, lat, azimuth_deg, edge, value_m}, or null
    // without any edge. offsets (metres) are by edge; without them it is the nearest point.
    nearest(lon, lat, offsets = null) {
      if (this.isEmpty) return null;
      const at = ecef(lon, lat);
      const count = this.starts.length;
      const chords = new Float64Array(count);
      let first = 0;
      let least = Infinity;
      for (let i = 0; i < count; i++) {
        chords[i] = Math.sqrt(this.chord2(i, at));
        const value = chords[i] + (offsets ? offsets[this.edges[i]] : 0);
        if (value < least) {
          least = value;
          first = i;
        }
      }
      const search = new Search(this, lon, lat, offsets);
      search.take(first);
      // What a piece measured before says of those that follow it on the line.
      let reach = -Infinity;
      for (let i = 0; i < count; i++) {
        const off = offsets ? offsets[this.edges[i]] : 0;
        const most = search.best.value_m - off;
        const follows = i > 0 && this.starts[i] === this.starts[i - 1] + 1;
        reach = follows ? reach - LONGEST_M : -Infinity;
        if (reach > most || chords[i] - this.slack_m > most) continue;
        if (leastGeodesic(chords[i] - this.slack_m) <= most) reach = search.take(i);
      }
      return search.best;
    }

    // The squared chord from a point to a piece's own.
    chord2(piece, [x, y, z]) {
      const { corners } = this;
      const a = 3 * this.starts[piece];
      const ux = corners[a + 3] - corners[a];
      const uy = corners[a + 4] - corners[a + 1];
      const uz = corners[a + 5] - corners[a + 2];
      const px = x - corners[a];
      const py = y - corners[a + 1];
      const pz = z - corners[a + 2];
      const length2 = ux * ux + uy * uy + uz * uz;
      const share = length2 ? (px * ux + py * uy + pz * uz) / length2 : 0;
      const t = share < 0 ? 0 : share > 1 ? 1 : share;
      return (px - t * ux) ** 2 + (py - t * uy) ** 2 + (pz - t * uz) ** 2;
    }
  }

  // Measures pieces one by one and keeps the best.
  class Search {
    constructor(line, lon, lat, offsets) {
      Object.assign(this, { line, lon, lat, offsets });
      this.known = new Map();
      this.best = { value_m: Infinity };
    }

    // Returns how far its far end is.
    take(piece) {
      const { line } = this;
      const a = line.starts[piece];
      const edge = line.edges[piece];
      const off = this.offsets ? this.offsets[edge] : 0;
      const [from, to] = [this.corner(a), this.corner(a + 1)];
      this.offer(from, off, edge);
      this.offer(to, off, edge);
      const low = Math.max((from.distance_m + to.distance_m - LONGEST_M) / 2, 0);
      if (low + off <= this.best.value_m) this.offer(this.between(a, from, to), off, edge);
      return to.distance_m;
    }

    offer(found, off, edge) {
      if (found === null || found.distance_m + off >= this.best.value_m) return;
      const { distance_m, lon, lat, azimuth1_deg } = found;
      const value_m = distance_m + off;
      const turned = Math.abs(lon) > 180 ? geodesic.ellipsoid.wrapDegrees(lon) : lon;
      const azimuth_deg = (azimuth1_deg + 360) % 360;
      this.best = { distance_m, lon: turned, lat, azimuth_deg, edge, value_m };
    }

    corner(index) {
      if (!this.known.has(index)) {
        this.known.set(index, this.way(this.line.lons[index], this.line.lats[index]));
      }
      return this.known.get(index);
    }

    way(lon, lat) {
      return { lon, lat, ...geodesic.inverse(this.lon, this.lat, lon, lat) };
    }

    // Where the way meets the piece at a right angle, or null: then an end is nearest.
    between(a, from, to) {
      const { lons, lats } = this.line;
      const [lon, lat] = [lons[a], lats[a]];
      const [dLon, dLat] = [lons[a + 1] - lon, lats[a + 1] - lat];
      // How the distance changes along the piece: falling before the foot, rising after it.
      const slope = (way) => {
        const east = dLon * geodesic.degreeOfLongitude(way.lat);
        const north = dLat * degreeOfLatitude(way.lat);
        const azimuth = way.azimuth2_deg * DEGREE;
        return (east * Math.sin(azimuth) + north * Math.cos(azimuth)) / (Math.hypot(east, north) || 1);
      };
      let [low, high] = [0, 1];
      let [lowSlope, highSlope] = [slope(from), slope(to)];
      if (!(lowSlope < 0 && highSlope > 0)) return null;
      let best = null;
      let side = 0;
      for (let step = 0; step < STEPS && high - low > 1e-10; step++) {
        let t = (low * highSlope - high * lowSlope) / (highSlope - lowSlope);
        if (step % 3 === 2 || !(t > low && t < high)) t = (low + high) / 2;
        const way = this.way(lon + t * dLon, lat + t * dLat);
        if (best === null || way.distance_m < best.distance_m) best = way;
        const s = slope(way);
        if (Math.abs(s) < 1e-11) break;
        if (s < 0) {
          [low, lowSlope] = [t, s];
          if (side === -1) highSlope /= 2;
          side = -1;
        } else {
          [high, highSlope] = [t, s];
          if (side === 1) lowSlope /= 2;
          side = 1;
        }
      }
      return best;
    }
  }

  function piecesOf(lat, dLon, dLat) {
    const widest = Math.cos(Math.max(0, Math.min(Math.abs(lat), Math.abs(lat + dLat))) * DEGREE);
    const across = lat * (lat + dLat) < 0 ? 1 : widest;
    const length_m = Math.hypot(dLon * across, dLat) * 111700;
    return Math.max(1, Math.ceil(length_m / PIECE_M));
  }

  function ecef(lon, lat) {
    const sine = Math.sin(lat * DEGREE);
    const cosine = Math.cos(lat * DEGREE);
    const normal = A / Math.sqrt(1 - E2 * sine * sine);
    return [
      normal * cosine * Math.cos(lon * DEGREE),
      normal * cosine * Math.sin(lon * DEGREE),
      normal * (1 - E2) * sine,
    ];
  }

  function degreeOfLatitude(lat) {
    return (DEGREE * A * (1 - E2)) / (1 - E2 * Math.sin(lat * DEGREE) ** 2) ** 1.5;
  }

  // No geodesic over this chord is shorter: one of the flattest curvature there is, and a little
  // less, because geodesics wind slightly.
  function leastGeodesic(chord_m) {
    if (chord_m <= 0) return 0;
    const half = Math.min(chord_m / (2 * GREATEST_RADIUS_M), 1);
    return 2 * GREATEST_RADIUS_M * Math.asin(half) * (1 - 1e-5 * half ** 4) - 1e-3;
  }

  client.NearLine = NearLine;
})((window.MapperClient = window.MapperClient || {}));
