// The area within geodesic sides on the WGS 84 ellipsoid.
//
// C. F. F. Karney, "Algorithms for geodesics", J. Geod. 87 (2013), section 6: the area between a
// side and the equator is c2 (alpha2 - alpha1) plus an integral (equations 58-63), here evaluated
// by quadrature.
(function (client) {
  "use strict";

  const { A, F, integrate, canonical, wrapDegrees } = client.geodesic.ellipsoid;
  const B = A * (1 - F);
  const E2 = F * (2 - F);
  const SECOND_E2 = E2 / (1 - E2);
  const E = Math.sqrt(E2);
  // The square of the radius of the sphere with the ellipsoid's area.
  const C2 = A ** 2 / 2 + (B ** 2 / 2) * (Math.atanh(E) / E);
  const WHOLE_M2 = 4 * Math.PI * C2;
  // Of t(x) = x + sqrt(1/x + 1) asinh(sqrt(x)) as powers of x from the first on: (2n-2)!!/(2n+1)!!
  // with changing signs, and the x. At x <= 0.0067 nine of them leave nothing to a double.
  const POWERS = [1 + 1 / 3, -2 / 15, 8 / 105, -16 / 315, 128 / 3465, -256 / 9009];
  for (let n = 7; n <= 9; n++) POWERS.push((-POWERS[n - 2] * (2 * n - 2)) / (2 * n + 1));

  // (t(X) - t(x)) / (X - x) for X = SECOND_E2, without its cancellation.
  function slopeOfT(x) {
    let sum = 0;
    let terms = 1;
    let power = 1;
    for (const factor of POWERS) {
      sum += factor * terms;
      power *= x;
      terms = SECOND_E2 * terms + power;
    }
    return sum;
  }

  // How far the direction turns along the side; from the longitudes where that is more precise.
  function turn(p1, p2, lambda, shot) {
    const omega = shot.meridian ? 0 : lambda + shot.lag;
    if (!shot.meridian && Math.cos(omega) > -0.7071 && p2.sine - p1.sine < 1.75) {
      const [d1, d2] = [1 + p1.cosine, 1 + p2.cosine];
      const above = Math.sin(omega) * (p1.sine * d2 + p2.sine * d1);
      return 2 * Math.atan2(above, (1 + Math.cos(omega)) * (p1.sine * p2.sine + d1 * d2));
    }
    const { sinAlpha1, cosAlpha1, sinAlpha2, cosAlpha2 } = shot;
    const sine = sinAlpha2 * cosAlpha1 - cosAlpha2 * sinAlpha1;
    const cosine = cosAlpha2 * cosAlpha1 + sinAlpha2 * sinAlpha1;
    // Right over a pole: half a turn, to the side of the way there.
    if (sine === 0 && cosine < 0) return Math.PI * Math.sign(cosAlpha1);
    return Math.atan2(sine, cosine);
  }

  // Square metres between a side and the equator, positive for a side eastward in the north.
  function underSide(lon1, lat1, lon2, lat2) {
    const { p1, p2, lambda, shot, eastward, southSign } = canonical(lon1, lat1, lon2, lat2);
    if (p1.sine === 0 && p2.sine === 0 && shot.lag === undefined && !shot.meridian) return 0;
    const { sinAlpha1, cosAlpha1, cosAlpha2 } = shot;
    const sinAlpha0 = shot.meridian ? 0 : sinAlpha1 * p1.cosine;
    let area = C2 * turn(p1, p2, lambda, shot);
    if (sinAlpha0 !== 0) {
      const cosAlpha0 = Math.hypot(cosAlpha1, sinAlpha1 * p1.sine);
      const k2 = SECOND_E2 * cosAlpha0 ** 2;
      const sigma1 = Math.atan2(p1.sine, cosAlpha1 * p1.cosine);
      const sigma2 = Math.max(sigma1, Math.atan2(p2.sine, cosAlpha2 * p2.cosine));
      const part = integrate(
        (s) => (slopeOfT(k2 * Math.sin(s) ** 2) * Math.sin(s)) / 2,
        sigma1,
        sigma2,
      );
      area -= A ** 2 * E2 * cosAlpha0 * sinAlpha0 * part;
    }
    return area * eastward * southSign;
  }

  // Square metres within corners [[lon, lat], ...]; the smaller of the outline's two sides.
  function area(corners) {
    let sum = 0;
    let turns = 0;
    corners.forEach((corner, i) => {
      const next = corners[(i + 1) % corners.length];
      sum += underSide(...corner, ...next);
      turns += wrapDegrees(next[0] - corner[0]);
    });
    // An outline around a pole leaves half the Earth uncounted.
    if (Math.abs(Math.round(turns / 360)) % 2) sum += (sum < 0 ? 1 : -1) * (WHOLE_M2 / 2);
    const one = Math.abs(sum) % WHOLE_M2;
    return Math.min(one, WHOLE_M2 - one);
  }

  // Whether two sides that do not meet at a corner cross.
  function crossesItself(corners) {
    let at = corners[0];
    const sides = corners.map((corner, i) => {
      const side = client.geodesic.line(...at, ...corners[(i + 1) % corners.length]);
      at = side[side.length - 1];
      return side;
    });
    for (let i = 0; i < sides.length; i++) {
      for (let j = i + 2; j < sides.length; j++) {
        if (i === 0 && j === sides.length - 1) continue;
        if ([-360, 0, 360].some((shift) => cross(sides[i], sides[j], shift))) return true;
      }
    }
    return false;
  }

  function cross(one, other, shift) {
    for (let i = 1; i < one.length; i++) {
      for (let j = 1; j < other.length; j++) {
        const [a, b] = [one[i - 1], one[i]];
        const [c, d] = [other[j - 1], other[j]];
        if (Math.max(a[1], b[1]) < Math.min(c[1], d[1])) continue;
        if (Math.min(a[1], b[1]) > Math.max(c[1], d[1])) continue;
        if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) + shift) continue;
        if (Math.min(a[0], b[0]) > Math.max(c[0], d[0]) + shift) continue;
        const [e, f] = [
          [c[0] + shift, c[1]],
          [d[0] + shift, d[1]],
        ];
        if (side(a, b, e) * side(a, b, f) < 0 && side(e, f, a) * side(e, f, b) < 0) return true;
      }
    }
    return false;
  }

  function side(a, b, c) {
    return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  }

  Object.assign(client.geodesic, { area, crossesItself });
})((window.MapperClient = window.MapperClient || {}));
