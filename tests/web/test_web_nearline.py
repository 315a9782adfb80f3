"""The nearest point of a line in the page, against the engine and against brute force."""

import itertools
import json

import numpy as np
import pytest
import shapely

from mapper.geodesy import Edges, densify, nearest_on_line


def answers(browser, lines, points, offsets=None):
    given = "null" if offsets is None else json.dumps(offsets)
    return browser.run(
        f"((line, offsets) => {json.dumps(np.asarray(points).tolist())}.map((at) =>"
        f" line.nearest(...at, offsets)))(new MapperClient.NearLine({json.dumps(lines)}), {given})"
    )


def engine(lines, points):
    line = densify(shapely.MultiLineString(lines), 0.002)
    return nearest_on_line(points, Edges.of(line))


RANDOM = np.random.default_rng(11)
WANDERING = [
    np.cumsum(RANDOM.normal([0.09, 0.1], 0.02, (400, 2)), axis=0).round(6).tolist(),
    np.cumsum(RANDOM.normal([1, 1.5], 0.3, (30, 2)), axis=0).round(6).tolist(),
]
#: Edges that run on beside a parallel, over the antimeridian (cut, and not), near a pole.
LINES = {
    "a front": WANDERING,
    "long edges": [[[20, 60], [40, 60], [41, 50]]],
    "across the antimeridian": [[[175, 10], [-175, 20], [-170, 5]]],
    "cut at the antimeridian": [[[175, 10], [180, 12]], [[-180, 12], [-170, 5]]],
    "beside the pole": [[[-60, 88], [100, 89.5], [170, 87]]],
    "one edge": [[[30.5, 50.4], [30.5001, 50.4]]],
}


@pytest.mark.parametrize("name", LINES)
def test_the_nearest_point_agrees_with_the_engine(browser, name):
    browser.open(None)
    lines = LINES[name]
    middle = shapely.MultiLineString(lines).centroid
    random = np.random.default_rng(5)
    near = np.c_[random.normal(middle.x, 3, 40), np.clip(random.normal(middle.y, 2, 40), -89, 89)]
    far = np.c_[random.uniform(-180, 180, 8), random.uniform(-89, 89, 8)]
    points = np.vstack([near, far, lines[0][:1]])
    points[:, 0] = (points[:, 0] + 180) % 360 - 180
    theirs = engine(lines, points)
    ours = answers(browser, lines, points)
    np.testing.assert_allclose(
        [one["distance_m"] for one in ours], theirs.distance_m, rtol=0, atol=0.004
    )
    # What is called nearest lies as far as it is said to.
    ends = [[one["lon"], one["lat"]] for one in ours]
    ways = browser.run(
        f"{json.dumps([[*a, *b] for a, b in zip(points.tolist(), ends, strict=True)])}"
        ".map((way) => MapperClient.geodesic.inverse(...way).distance_m)"
    )
    np.testing.assert_allclose(ways, [one["distance_m"] for one in ours], rtol=0, atol=1e-3)
    turn = (np.array([one["azimuth_deg"] for one in ours]) - theirs.azimuth_deg + 180) % 360 - 180
    sure = (theirs.distance_m > 1000) & (theirs.distance_m < 15e6)
    apart = np.hypot(*(np.array(ends) - theirs.lonlat)[sure].T)
    # Where two points of the line are as near to within the tolerance, either may be named.
    assert np.abs(turn[sure][apart < 1e-4]).max() < 0.01


def test_brute_force_along_the_line_finds_nothing_nearer(browser):
    browser.open(None)
    points = [[30, 33.2], [20, 50], [45, 55], [-120, -30]]
    ours = answers(browser, WANDERING, points)
    samples = [
        [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
        for line in WANDERING
        for a, b in itertools.pairwise(line)
        for t in np.linspace(0, 1, 12)
    ]
    least = browser.run(
        f"((samples) => {points}.map((at) => Math.min(...samples.map((to) =>"
        f" MapperClient.geodesic.inverse(...at, ...to).distance_m))))({json.dumps(samples)})"
    )
    for one, best in zip(ours, least, strict=True):
        assert one["distance_m"] <= best + 1e-6
        assert one["distance_m"] > best - 3000


def test_offsets_of_edges_are_part_of_what_is_least(browser):
    browser.open(None)
    line = [[[30, 50], [31, 50], [32, 50], [33, 50]]]
    point = [[30.5, 50.1]]
    plain = answers(browser, line, point)[0]
    assert plain["edge"] == 0
    late = answers(browser, line, point, [60000, 0, 0])[0]
    assert late["edge"] == 1
    assert late["value_m"] == late["distance_m"] == pytest.approx(37_500, rel=0.02)
    nearer = answers(browser, line, point, [-100, -200_000, 0])[0]
    assert nearer["edge"] == 1
    assert nearer["value_m"] == pytest.approx(late["distance_m"] - 200_000)


def test_no_line_has_no_nearest_point(browser):
    browser.open(None)
    assert answers(browser, [], [[0, 0]]) == [None]
    assert answers(browser, [[[1, 2]]], [[0, 0]]) == [None]
