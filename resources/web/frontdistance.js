// Distances to the line of contact of the shown day, with their interval.
//
// The parts of the interval are those of mapper/measure/interval.py: the place, the source's
// accuracy, other readings of the definition and the days between. The line in the document is
// simplified for drawing; how far that may shift it ("drawn_m") is added.
(function (client) {
  "use strict";

  const { format, geodesic, NearLine } = client;
  // As in mapper/measure: an older front is refused, not bridged in silence.
  const MAX_GAP_DAYS = 7;
  const HELD = [null, undefined, "", "occupied", "pre_2022_occupied"];
  const prepared = new WeakMap();

  function prepare(front) {
    if (!prepared.has(front)) {
      const lines = front.points.lines(front.runs);
      const line = new NearLine(lines);
      prepared.set(front, {
        line,
        others: new NearLine(front.points.lines(front.others)),
        accuracies: accuraciesOf(front, lines),
        late: lateOf(front, lines, line.edgeCount),
      });
    }
    return prepared.get(front);
  }

  // Metres by edge: the worse of its ends, the worst stated where one states none; null for none.
  function accuraciesOf(front, lines) {
    const stated = front.vertex_accuracy_m;
    const whole = Number.isFinite(front.accuracy_m) ? front.accuracy_m : null;
    const every = (stated || []).flat().filter(Number.isFinite);
    if (!every.length) {
      return whole === null ? null : new Float64Array(edgesIn(lines)).fill(whole);
    }
    const worst = every.reduce((most, metres) => Math.max(most, metres), whole ?? 0);
    const found = [];
    lines.forEach((line, at) => {
      const metres = line.map((_, i) => (stated[at] && stated[at][i]) ?? whole ?? worst);
      for (let i = 0; i + 1 < line.length; i++) found.push(Math.max(metres[i], metres[i + 1]));
    });
    return Float64Array.from(found);
  }

  // Metres by edge to the reading that is farthest from it; null where there are no others.
  function lateOf(front, lines, edgeCount) {
    if (!front.late || !front.late.length) return null;
    const first = [0];
    for (const line of lines) first.push(first[first.length - 1] + Math.max(0, line.length - 1));
    const late = new Float64Array(edgeCount);
    for (const [line, edge, metres] of front.late) late[first[line] + edge] = metres;
    return late;
  }

  function edgesIn(lines) {
    return lines.reduce((sum, line) => sum + Math.max(0, line.length - 1), 0);
  }

  // Of each source whose line is in force, the nearest first.
  function toFronts(fronts, place) {
    const bySource = new Map();
    for (const front of fronts.shown) {
      if (!front.isLine) continue;
      const key = `${front.source}\u0000${Boolean(front.derived)}`;
      bySource.set(key, [...(bySource.get(key) || []), front]);
    }
    return [...bySource.values()]
      .map((lines) => toSource(fronts, lines, place))
      .sort((a, b) => Number(a.refused) - Number(b.refused) || a.distance_m - b.distance_m);
  }

  // place: {lon, lat, radius_m (null: not stated)}; lines: all of one source and day.
  function toSource(fronts, lines, place) {
    const [front] = lines;
    const gap_days = fronts.day === null ? 0 : fronts.day - front.day;
    const answer = { front, gap_days, source: front.source, day: front.day, refused: gap_days > MAX_GAP_DAYS };
    if (answer.refused) return answer;
    const { lon, lat } = place;
    const near = least(lines, ({ line }) => line.nearest(lon, lat));
    if (near === null) return { ...answer, refused: true };
    const best = near.distance_m;
    const [below, above] = bounds(lines, place, best);
    const moved = gap_days ? movement(fronts, front, place, best) * gap_days : 0;
    const off = (place.radius_m ?? 0) + (moved || 0);
    return {
      ...answer,
      distance_m: best,
      min_m: Math.max(best - below - off, 0),
      max_m: best + above + off,
      azimuth_deg: near.azimuth_deg,
      end: { lon: near.lon, lat: near.lat },
      inside: isInside(fronts, front, lon, lat),
      accuracyStated: lines.every((one) => prepare(one).accuracies !== null),
      movementKnown: !Number.isNaN(moved),
    };
  }

  function least(lines, find) {
    let best = null;
    for (const front of lines) {
      const found = find(prepare(front));
      if (found && (best === null || found.value_m < best.value_m)) best = found;
    }
    return best;
  }

  // What drawing, source and other readings can take away from the distance and add to it.
  function bounds(lines, { lon, lat }, best) {
    const value = (find) => least(lines, find)?.value_m ?? Infinity;
    const drawn = Math.max(...lines.map((front) => front.drawn_m ?? 0));
    const nearer = value(({ others }) => others.nearest(lon, lat));
    const later = value(({ line, late }) => line.nearest(lon, lat, late));
    const minus = (accuracies) => accuracies && accuracies.map((metres) => -metres);
    const low = value(({ line, accuracies }) => line.nearest(lon, lat, minus(accuracies)));
    const high = value(({ line, accuracies }) => line.nearest(lon, lat, accuracies));
    const below = Math.max(best - nearer, 0) + Math.max(best - low, 0);
    const above = Math.max(later - best, 0) + Math.max(high - best, 0);
    return [below + drawn, above + drawn];
  }

  // Metres a day by which this distance changes between the front and its neighbours; NaN where
  // there is none.
  function movement(fronts, front, { lon, lat }, best) {
    const same = fronts.entries.filter(
      (other) =>
        other.isLine &&
        other.source === front.source &&
        Boolean(other.derived) === Boolean(front.derived),
    );
    const days = [...new Set(same.map((other) => other.day))].sort((a, b) => a - b);
    const at = days.indexOf(front.day);
    const rates = [days[at - 1], days[at + 1]]
      .filter((day) => day !== undefined)
      .map((day) => {
        const lines = same.filter((other) => other.day === day);
        const there = least(lines, ({ line }) => line.nearest(lon, lat));
        return there && Math.abs(there.distance_m - best) / Math.abs(day - front.day);
      })
      .filter((rate) => rate !== null);
    return rates.length ? Math.max(...rates) : NaN;
  }

  // Whether the place is in the source's control area; null where it gives none.
  function isInside(fronts, front, lon, lat) {
    if (front.area) return encloses([front], "area", lon, lat);
    let areas = fronts.shown.filter(
      (one) => !one.isLine && one.source === front.source && HELD.includes(one.control_status),
    );
    const assessed = areas.filter((one) => !one.assessment || one.assessment === "assessed");
    if (assessed.length) areas = assessed;
    return areas.length ? encloses(areas, "runs", lon, lat) : null;
  }

  function encloses(areas, key, lon, lat) {
    const at = geodesic.ellipsoid.wrapDegrees(lon);
    return areas.some((area) => {
      let inside = false;
      for (const ring of area.points.lines(area[key])) {
        for (let i = 0, k = ring.length - 1; i < ring.length; k = i++) {
          const [x1, y1] = ring[i];
          const [x2, y2] = ring[k];
          if (y1 > lat !== y2 > lat && at < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
        }
      }
      return inside;
    });
  }

  // An answer in words: distance, interval and what belongs with them.
  function inWords(answer, whole) {
    const span = [answer.distance_m, answer.min_m, answer.max_m];
    return {
      distance: format.distance(...span, whole),
      interval: format.interval(...span, whole),
    };
  }

  client.frontDistance = { toFronts, inWords, MAX_GAP_DAYS };
})((window.MapperClient = window.MapperClient || {}));
