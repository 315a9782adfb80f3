// Geodesics on the WGS 84 ellipsoid: distance, bearing, and points along the way.
//
// The relations between the ellipsoid and its auxiliary sphere are those of C. F. F. Karney,
// "Algorithms for geodesics", J. Geod. 87 (2013), equations 5-11 and 23-45. His two integrals are
// evaluated by Gauss-Legendre quadrature instead of series: over half a turn, sixteen nodes leave
// an error below the rounding of a double.
(function (client) {
  "use strict";

  const A = 6378137;
  const F = 1 / 298.257223563;
  const B = A * (1 - F);
  const SECOND_ECCENTRICITY2 = (F * (2 - F)) / (1 - F) ** 2;
  const DEGREE = Math.PI / 180;
  const TINY = 1e-150;

  const { nodes, weights } = gaussLegendre(16);

  function gaussLegendre(count) {
    const nodes = new Float64Array(count);
    const weights = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
      let slope = 1;
      for (let step = 0; step < 20; step++) {
        let previous = 1;
        let value = x;
        for (let k = 2; k <= count; k++) {
          [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
        }
        slope = (count * (x * value - previous)) / (x * x - 1);
        x -= value / slope;
      }
      nodes[i] = x;
      weights[i] = 2 / ((1 - x * x) * slope * slope);
    }
    return { nodes, weights };
  }

  function integrate(f, from, to) {
    const half = (to - from) / 2;
    const middle = (to + from) / 2;
    let sum = 0;
    for (let i = 0; i < nodes.length; i++) sum += weights[i] * f(middle + half * nodes[i]);
    return sum * half;
  }

  // Metres between two arcs (radians) of the auxiliary sphere of a geodesic with that k2.
  function arcLength(k2, from, to) {
    return B * integrate((s) => Math.sqrt(1 + k2 * Math.sin(s) ** 2), from, to);
  }

  // How much the longitude on the ellipsoid falls behind that on the sphere.
  function longitudeLag(sinAlpha0, k2, from, to) {
    if (sinAlpha0 === 0) return 0;
    const integrand = (s) => (2 - F) / (1 + (1 - F) * Math.sqrt(1 + k2 * Math.sin(s) ** 2));
    return F * sinAlpha0 * integrate(integrand, from, to);
  }

  // Sine and cosine of the reduced latitude.
  function reduced(lat) {
    let sine = (1 - F) * Math.sin(lat * DEGREE);
    let cosine = Math.abs(lat) === 90 ? TINY : Math.cos(lat * DEGREE);
    const length = Math.hypot(sine, cosine);
    sine /= length;
    cosine /= length;
    return { sine, cosine, atPole: Math.abs(lat) === 90 };
  }

  // The geodesic leaving point 1 at azimuth pi/2 + gamma, up to the latitude of point 2.
  // gamma keeps its precision where it matters most, near the equator.
  function shoot(p1, p2, gamma) {
    const sinAlpha1 = Math.cos(gamma);
    const cosAlpha1 = -Math.sin(gamma);
    const sinAlpha0 = sinAlpha1 * p1.cosine;
    const cosAlpha0 = Math.hypot(cosAlpha1, sinAlpha1 * p1.sine);
    const sinAlpha2 = p2.cosine === p1.cosine ? sinAlpha1 : sinAlpha0 / p2.cosine;
    const cosAlpha2 =
      p2.cosine === p1.cosine && Math.abs(p2.sine) === -p1.sine
        ? Math.abs(cosAlpha1)
        : Math.sqrt(
            Math.max(0, (cosAlpha1 * p1.cosine) ** 2 + (p1.sine - p2.sine) * (p1.sine + p2.sine)),
          ) / p2.cosine;
    const sigma1 = Math.atan2(p1.sine, cosAlpha1 * p1.cosine);
    let sigma2 = Math.atan2(p2.sine, cosAlpha2 * p2.cosine);
    if (sigma2 < sigma1) sigma2 = sigma1;
    const k2 = SECOND_ECCENTRICITY2 * cosAlpha0 ** 2;
    const omega1 = Math.atan2(sinAlpha0 * p1.sine, cosAlpha1 * p1.cosine);
    const omega2 = Math.atan2(sinAlpha0 * p2.sine, cosAlpha2 * p2.cosine);
    const omega = Math.max(0, omega2 - omega1);
    const lag = longitudeLag(sinAlpha0, k2, sigma1, sigma2);
    return {
      lambda: omega - lag,
      lag,
      length: () => arcLength(k2, sigma1, sigma2),
      sinAlpha1,
      cosAlpha1,
      sinAlpha2,
      cosAlpha2,
    };
  }

  // Finds the shot that gains the longitude lambda: bisection, quickened by the secant (Illinois).
  function solve(p1, p2, lambda) {
    let low = -Math.PI / 2;
    let high = Math.PI / 2;
    let lowMiss = -lambda;
    let highMiss = Math.PI - lambda;
    let side = 0;
    for (let step = 0; step < 200; step++) {
      let gamma = low + ((high - low) * lowMiss) / (lowMiss - highMiss);
      if (step % 3 === 2 || !(gamma > low && gamma < high)) gamma = (low + high) / 2;
      if (gamma === low || gamma === high) break;
      const shot = shoot(p1, p2, gamma);
      const miss = shot.lambda - lambda;
      if (Math.abs(miss) < 1e-16) return shot;
      if (miss < 0) {
        low = gamma;
        lowMiss = miss;
        if (side === -1) highMiss /= 2;
        side = -1;
      } else {
        high = gamma;
        highMiss = miss;
        if (side === 1) lowMiss /= 2;
        side = 1;
      }
    }
    return shoot(p1, p2, (low + high) / 2);
  }

  function alongMeridian(p1, p2, overThePole) {
    const beta1 = Math.atan2(p1.sine, p1.cosine);
    const from = overThePole ? -Math.PI - beta1 : beta1;
    const to = Math.atan2(p2.sine, p2.cosine);
    return {
      length: () => arcLength(SECOND_ECCENTRICITY2, from, to),
      meridian: true,
      sinAlpha1: 0,
      cosAlpha1: overThePole ? -1 : 1,
      sinAlpha2: 0,
      cosAlpha2: 1,
    };
  }

  // Point 1 is south of the equator and at least as far from it as point 2; lambda in [0, pi].
  function solveCanonical(p1, p2, lambda) {
    if (lambda === 0) return alongMeridian(p1, p2, false);
    if (p1.sine === 0 && lambda <= Math.PI * (1 - F)) {
      const eastward = { sinAlpha1: 1, cosAlpha1: 0, sinAlpha2: 1, cosAlpha2: 0 };
      return { length: () => A * lambda, ...eastward };
    }
    if (p1.atPole) {
      const meridian = alongMeridian(p1, p2, false);
      // From the pole every way is a meridian; its bearing is told from the longitude of point 1.
      return { ...meridian, sinAlpha1: Math.sin(lambda), cosAlpha1: Math.cos(lambda) };
    }
    if (Math.PI - lambda < 1e-15) {
      const meridian = alongMeridian(p1, p2, true);
      const near = shoot(p1, p2, Math.PI / 2 - 1e-7);
      if (near.lambda <= Math.PI) return meridian;
      const around = solve(p1, p2, lambda);
      return around.length() < meridian.length() ? around : meridian;
    }
    return solve(p1, p2, lambda);
  }

  function wrapDegrees(angle) {
    const wrapped = ((((angle + 180) % 360) + 360) % 360) - 180;
    return wrapped === -180 && angle > 0 ? 180 : wrapped;
  }

  // The geodesic between two points, mirrored to where solveCanonical is at home, and the mirrors.
  function canonical(lon1, lat1, lon2, lat2) {
    let lon12 = wrapDegrees(lon2 - lon1);
    const eastward = lon12 >= 0 ? 1 : -1;
    lon12 = Math.abs(lon12);
    const swapped = Math.abs(lat1) < Math.abs(lat2);
    let [a, b] = swapped ? [lat2, lat1] : [lat1, lat2];
    const southSign = a < 0 ? 1 : -1;
    a *= southSign;
    b *= southSign;
    const [p1, p2, lambda] = [reduced(a), reduced(b), lon12 * DEGREE];
    const shot = solveCanonical(p1, p2, lambda);
    return { p1, p2, lambda, shot, eastward, southSign, swapped };
  }

  // Distance in metres and bearings in degrees clockwise from north.
  // Azimuth 1 leaves point 1 towards point 2; azimuth 2 goes on beyond point 2.
  function inverse(lon1, lat1, lon2, lat2) {
    const { shot, eastward, southSign, swapped } = canonical(lon1, lat1, lon2, lat2);
    let { sinAlpha1, cosAlpha1, sinAlpha2, cosAlpha2 } = shot;
    if (swapped) {
      [sinAlpha1, sinAlpha2] = [sinAlpha2, sinAlpha1];
      [cosAlpha1, cosAlpha2] = [cosAlpha2, cosAlpha1];
    }
    const turn = swapped ? -1 : 1;
    const sineSign = eastward;
    const cosineSign = southSign * turn;
    return {
      distance_m: shot.length(),
      azimuth1_deg: Math.atan2(sinAlpha1 * sineSign, cosAlpha1 * cosineSign) / DEGREE,
      azimuth2_deg: Math.atan2(sinAlpha2 * sineSign, cosAlpha2 * cosineSign) / DEGREE,
    };
  }

  // A way of walking the geodesic that leaves a point at a bearing: distance_m -> [lon, lat].
  // The longitude is not wrapped, so that a line across the antimeridian stays whole.
  function walker(lon, lat, azimuth_deg) {
    const p1 = reduced(lat);
    const sinAlpha1 = Math.sin(azimuth_deg * DEGREE);
    const cosAlpha1 = Math.abs(azimuth_deg) === 90 ? 0 : Math.cos(azimuth_deg * DEGREE);
    const sinAlpha0 = sinAlpha1 * p1.cosine;
    const cosAlpha0 = Math.hypot(cosAlpha1, sinAlpha1 * p1.sine);
    const k2 = SECOND_ECCENTRICITY2 * cosAlpha0 ** 2;
    const onEquator = p1.sine === 0 && cosAlpha1 === 0;
    const sigma1 = onEquator ? 0 : Math.atan2(p1.sine, cosAlpha1 * p1.cosine);
    const omegaAt = (sigma) => Math.atan2(sinAlpha0 * Math.sin(sigma), Math.cos(sigma));
    // Not omegaAt(sigma1): at a pole the quarter turn that sigma1 stands for is lost in rounding.
    const omega1 = onEquator ? 0 : Math.atan2(sinAlpha0 * p1.sine, cosAlpha1 * p1.cosine);
    return function (distance_m) {
      let sigma12 = distance_m / (B * (1 + k2 / 4));
      for (let step = 0; step < 8; step++) {
        const miss = arcLength(k2, sigma1, sigma1 + sigma12) - distance_m;
        sigma12 -= miss / (B * Math.sqrt(1 + k2 * Math.sin(sigma1 + sigma12) ** 2));
        if (Math.abs(miss) < 1e-9) break;
      }
      const sigma2 = sigma1 + sigma12;
      const sinBeta2 = cosAlpha0 * Math.sin(sigma2);
      const cosBeta2 = Math.hypot(sinAlpha0, cosAlpha0 * Math.cos(sigma2));
      let omega = omegaAt(sigma2) - omega1;
      if (sinAlpha0 > 0 && omega < -1e-12) omega += 2 * Math.PI;
      if (sinAlpha0 < 0 && omega > 1e-12) omega -= 2 * Math.PI;
      const lambda = omega - longitudeLag(sinAlpha0, k2, sigma1, sigma2);
      return [lon + lambda / DEGREE, Math.atan2(sinBeta2, (1 - F) * cosBeta2) / DEGREE];
    };
  }

  function direct(lon, lat, azimuth_deg, distance_m) {
    const [lon2, lat2] = walker(lon, lat, azimuth_deg)(distance_m);
    return [wrapDegrees(lon2), lat2];
  }

  // Points along the geodesic between two points, at most step_m apart, longitudes not wrapped.
  function line(lon1, lat1, lon2, lat2, step_m = 20000) {
    const { distance_m, azimuth1_deg } = inverse(lon1, lat1, lon2, lat2);
    const pieces = Math.min(1000, Math.max(1, Math.ceil(distance_m / step_m)));
    const walk = walker(lon1, lat1, azimuth1_deg);
    const points = [[lon1, lat1]];
    for (let i = 1; i < pieces; i++) points.push(walk((distance_m * i) / pieces));
    const before = points[points.length - 1][0];
    points.push([lon2 + 360 * Math.round((before - lon2) / 360), lat2]);
    return points;
  }

  // The points at a distance from a point, as a closed ring, longitudes not wrapped.
  function circle(lon, lat, radius_m, corners = 96) {
    const ring = [];
    for (let i = 0; i < corners; i++) {
      ring.push(walker(lon, lat, (360 * i) / corners - 180)(radius_m));
    }
    ring.push(ring[0]);
    return ring;
  }

  // Metres per degree of longitude along the parallel.
  function degreeOfLongitude(lat) {
    return DEGREE * A * reduced(lat).cosine;
  }

  function length(points) {
    let sum = 0;
    for (let i = 1; i < points.length; i++) {
      sum += inverse(...points[i - 1], ...points[i]).distance_m;
    }
    return sum;
  }

  const ellipsoid = { A, F, integrate, canonical, wrapDegrees };
  client.geodesic = { inverse, direct, line, circle, length, degreeOfLongitude, ellipsoid };
})((window.MapperClient = window.MapperClient || {}));
