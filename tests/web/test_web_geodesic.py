"""Geodesics of the map client against pyproj."""

import json

import numpy as np
import pytest
from pyproj import Geod

GEOD = Geod(ellps="WGS84")


def pairs() -> np.ndarray:
    random = np.random.default_rng(20250701)

    def anywhere(count):
        lat = np.degrees(np.arcsin(random.uniform(-1, 1, count)))
        return np.c_[random.uniform(-180, 180, count), lat]

    start = anywhere(2000)
    parts = [np.c_[start, anywhere(2000)]]
    near = random.normal(0, 1, (1000, 2)) * 10 ** random.uniform(-7, 0, (1000, 1))
    parts.append(np.c_[start[:1000], start[:1000] + near])
    antipode = np.c_[start[:, 0] + 180, -start[:, 1]]
    off = random.normal(0, 1, (2000, 2)) * 10 ** random.uniform(-12, 0.3, (2000, 1))
    parts.append(np.c_[start, antipode + off])
    equator = np.c_[start[:500, 0], np.zeros(500)]
    far = np.c_[start[:500, 0] + 180 - 10 ** random.uniform(-12, 1, 500), np.zeros(500)]
    parts.append(np.c_[equator, far])
    lons = [-180.0, -90.0, 0.0, 179.5, 180.0]
    lats = [-90.0, -89.9999999, -1e-10, 0.0, 0.3, 45.0, 90.0]
    parts.append(np.array(np.meshgrid(lons, lats, lons, lats)).reshape(4, -1).T)
    together = np.vstack(parts)
    together[:, [1, 3]] = np.clip(together[:, [1, 3]], -90, 90)
    return together


@pytest.fixture(scope="module")
def cases():
    return pairs()


def run_all(browser, expression, rows):
    browser.open(None)
    return np.array(browser.run(f"{json.dumps(rows.tolist())}.map({expression})"), dtype=float)


def test_distance_agrees_with_pyproj_to_a_micrometre(browser, cases):
    ours = run_all(browser, "(p) => MapperClient.geodesic.inverse(...p).distance_m", cases)
    _, _, theirs = GEOD.inv(*cases.T)
    assert np.abs(ours - theirs).max() < 1e-6


def test_walking_the_bearing_for_the_distance_arrives(browser, cases):
    arrived = run_all(
        browser,
        "(p) => { const g = MapperClient.geodesic, r = g.inverse(...p);"
        " return g.direct(p[0], p[1], r.azimuth1_deg, r.distance_m); }",
        cases,
    )
    _, _, miss = GEOD.inv(cases[:, 2], cases[:, 3], arrived[:, 0], arrived[:, 1])
    assert np.abs(miss).max() < 1e-6


def test_line_follows_the_geodesic_across_the_antimeridian(browser):
    browser.open(None)
    line = np.array(browser.run("MapperClient.geodesic.line(170, 60, -150, 65, 50000)"))
    assert (np.diff(line[:, 0]) > 0).all()
    assert line[-1].tolist() == [210.0, 65.0]
    _, _, along = GEOD.inv(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1])
    _, _, whole = GEOD.inv(170, 60, -150, 65)
    assert along.sum() == pytest.approx(whole, abs=1e-3)
    assert along.max() <= 50_000


def test_measure_adds_the_legs(browser):
    browser.open(None)
    points = [[53.2045, 56.8498], [37.915, 50.015], [36.2304, 49.9935]]
    expected = GEOD.line_length(*np.array(points).T)
    assert browser.run(f"mapper.measure({points})") == pytest.approx(expected, abs=1e-3)
    assert browser.run("mapper.measure([])") == 0


def test_scale_bar_is_true_at_the_centre(browser):
    browser.open(None)
    for lat, zoom in [(0, 3), (50, 8), (-72, 11.5)]:
        length_m, width_px = browser.run(
            f"(mapper.setView({{lon: 30, lat: {lat}, zoom: {zoom}}}),"
            "[MapperClient.app.scaleBar.length_m, MapperClient.app.scaleBar.width_px])"
        )
        degrees = width_px * 360 / (256 * 2**zoom)
        steps = np.linspace(0, degrees, 400)
        along = GEOD.line_length(steps, np.full(400, float(lat)))
        assert along == pytest.approx(length_m, rel=1e-5)
