"""The base map as the client gets it."""

from __future__ import annotations

import base64
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely

from mapper import basemap

UKRAINE_AND_RUSSIA = (22.0, 44.0, 60.0, 60.0)


@pytest.fixture(scope="module")
def theatre() -> dict[str, Any]:
    return basemap.drawing(UKRAINE_AND_RUSSIA)


def decoded(flat: list[int], scale: int) -> np.ndarray:
    return np.cumsum(np.reshape(flat, (-1, 2)), axis=0) / scale


def shapes(drawing: dict[str, Any], name: str, zoom: float) -> list[shapely.Geometry]:
    found = []
    for layer in drawing["layers"]:
        if layer["name"] != name or not layer["min_zoom"] <= zoom < layer["max_zoom"]:
            continue
        for feature in layer["features"]:
            rings = [decoded(flat, layer["scale"]) for flat in feature]
            if layer["kind"] == "polygon":
                found.append(shapely.make_valid(shapely.Polygon(rings[0], rings[1:])))
            else:
                assert len(rings) == 1
                found.append(shapely.LineString(rings[0]))
    return found


def covers(polygons: list[shapely.Geometry], lon: float, lat: float) -> bool:
    return bool(shapely.intersects(shapely.Point(lon, lat), np.array(polygons)).any())


def test_size_in_an_exported_file(theatre: dict[str, Any]) -> None:
    text = json.dumps(theatre, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(base64.b64encode(gzip.compress(text, 9))) <= 1_500_000


def test_same_bounds_same_bytes(theatre: dict[str, Any]) -> None:
    assert json.dumps(basemap.drawing(UKRAINE_AND_RUSSIA)) == json.dumps(theatre)


@pytest.mark.parametrize(
    "bounds",
    [None, UKRAINE_AND_RUSSIA, (177.0, -20.0, -178.0, -15.0), (30.2, 50.4, 30.2, 50.4)],
)
def test_coordinates_are_on_earth_and_rings_are_rings(bounds: Any) -> None:
    drawing = basemap.drawing(bounds)
    names = {layer["name"] for layer in drawing["layers"]}
    assert names >= {"land", "lakes", "rivers", "country_borders"}
    for layer in drawing["layers"]:
        assert layer["kind"] in ("polygon", "line")
        assert layer["min_zoom"] < layer["max_zoom"]
        assert layer["features"] or layer["name"] == "admin1_borders"
        for feature in layer["features"]:
            for flat in feature:
                assert all(type(value) is int for value in flat[:4])
                points = decoded(flat, layer["scale"])
                assert len(points) >= (3 if layer["kind"] == "polygon" else 2)
                assert np.abs(points[:, 0]).max() <= 180.0
                assert np.abs(points[:, 1]).max() <= 90.0
                if layer["kind"] == "polygon":
                    assert not np.array_equal(points[0], points[-1])


def test_land_and_sea(theatre: dict[str, Any]) -> None:
    for zoom in (3, 8):
        land = shapes(theatre, "land", zoom)
        for lon, lat in ((30.5, 50.45), (34.1, 44.95), (53.2, 56.85), (-100.0, 40.0), (0.0, 48.0)):
            assert covers(land, lon, lat), (zoom, lon, lat)
        for lon, lat in ((31.5, 43.5), (36.5, 46.2), (-30.0, 30.0), (20.0, 58.5)):
            assert not covers(land, lon, lat), (zoom, lon, lat)


def test_the_dnipro_is_water_close_up(theatre: dict[str, Any]) -> None:
    lakes = shapes(theatre, "lakes", 8)
    assert covers(lakes, 32.6, 49.3)
    assert covers(lakes, 34.2, 47.5)
    assert not covers(lakes, 36.23, 49.99)
    # The estuary is sea on the picture though it is Ukraine's in `country`.
    assert not covers(shapes(theatre, "land", 8), 32.0, 46.6)


def test_borders_are_where_the_outlines_end(theatre: dict[str, Any]) -> None:
    borders = shapely.union_all(shapes(theatre, "country_borders", 8))
    ukraine = basemap.state_border("UA")
    for part in np.linspace(0.02, 0.98, 25):
        point = shapely.line_interpolate_point(ukraine.geoms[0], part, normalized=True)
        assert borders.distance(point) < 0.03
    # No border is drawn between Crimea and the rest of Ukraine.
    assert borders.distance(shapely.Point(33.7, 46.1)) > 1.0


def test_region_borders_reach_the_country_border(theatre: dict[str, Any]) -> None:
    lines = shapes(theatre, "admin1_borders", 8)
    ukraine = basemap.country("UA")
    inside = [line for line in lines if ukraine.contains(line.centroid)]
    assert len(inside) > 40
    joined = shapely.union_all(inside)
    assert joined.distance(shapely.Point(36.2, 48.9)) < 0.6


def test_region_borders_are_not_drawn_where_they_are_seen_to_be_off(
    theatre: dict[str, Any],
) -> None:
    last = {layer["max_zoom"] for layer in theatre["layers"] if layer["name"] == "admin1_borders"}
    assert max(last) == 11


def test_detail_only_inside_the_bounds(theatre: dict[str, Any]) -> None:
    assert not any(layer["min_zoom"] >= 5 for layer in basemap.drawing(None)["layers"])
    small = basemap.drawing((32.0, 46.0, 34.0, 47.5))
    assert len(json.dumps(small)) < 0.6 * len(json.dumps(theatre))


def test_one_level_at_a_zoom(theatre: dict[str, Any]) -> None:
    for name in ("land", "lakes", "country_borders"):
        ranges = sorted(
            (layer["min_zoom"], layer["max_zoom"])
            for layer in theatre["layers"]
            if layer["name"] == name
        )
        assert len(ranges) == 2
        assert all(before[1] == after[0] for before, after in pairwise(ranges))


def test_places(theatre: dict[str, Any]) -> None:
    places = theatre["places"]
    columns = {"name", "local", "lon", "lat", "population", "min_zoom", "kind"}
    assert set(places) == columns
    assert len({len(values) for values in places.values()}) == 1
    rows = {
        (name, kind): at
        for at, (name, kind) in enumerate(zip(places["name"], places["kind"], strict=True))
    }
    for name, kind, local in (
        ("Ukraine", "country", "Україна"),
        ("Kharkiv oblast", "region", "Харківська область"),
        ("Kyiv", "city", "Київ"),
        ("Moscow", "city", "Москва"),
        ("Izhevsk", "city", "Ижевск"),
        ("Huliaipole", "town", "Гуляйполе"),
    ):
        assert places["local"][rows[name, kind]] == local
    at = rows["Izhevsk", "city"]
    assert (places["lon"][at] / 1e4, places["lat"][at] / 1e4) == pytest.approx(
        (53.2, 56.85), abs=0.05
    )
    assert places["min_zoom"][rows["Kyiv", "city"]] < places["min_zoom"][rows["Huliaipole", "town"]]
    assert set(places["kind"]) == {"country", "region", "city", "town"}
    assert ("Saltivka", "city") not in rows


def test_attribution(theatre: dict[str, Any]) -> None:
    assert {entry["licence"] for entry in theatre["attribution"]} >= {"ODbL 1.0", "CC BY 4.0"}


# Near events


@pytest.fixture(scope="module")
def sudan() -> dict[str, Any]:
    return basemap.drawing((21.0, 8.0, 39.0, 23.0), basemap.cells_of([(32.53, 15.6)]))


@pytest.fixture(scope="module")
def gaza() -> dict[str, Any]:
    return basemap.drawing((34.0, 29.0, 36.0, 34.0), basemap.cells_of([(34.45, 31.5)]))


def test_cells_are_those_with_most_points_first() -> None:
    points = [(34.4, 31.4), *[(-0.1, -0.1)] * 5, (np.nan, 3.0)]
    assert basemap.cells_of(points) == ((-1, -1), (68, 62))
    assert basemap.cells_of([]) == ()


def test_large_lakes_have_their_shores_near_events_anywhere(gaza: dict[str, Any]) -> None:
    lakes = shapes(gaza, "lakes", 10)
    assert covers(lakes, 35.48, 31.60)
    # The Dead Sea's western shore at Ein Gedi, a kilometre either way.
    assert not covers(lakes, 35.375, 31.46)
    assert covers(lakes, 35.41, 31.46)


def test_the_coast_is_at_its_place_near_events_anywhere(gaza: dict[str, Any]) -> None:
    land = shapely.union_all(shapes(gaza, "land", 12))
    exact = basemap.country("PS")
    coast = shapely.union_all([line for line in basemap.coast("PS").geoms if line.bounds[0] < 34.6])
    assert not exact.is_empty
    points = shapely.line_interpolate_point(coast, np.linspace(0.05, 0.95, 20), normalized=True)
    # `coast` is thinned to 560 m itself.
    assert shapely.distance(shapely.boundary(land), points).max() < 0.008
    assert covers([land], 34.46, 31.50)
    assert not covers([land], 34.38, 31.52)


def test_towns_near_events_have_names(gaza: dict[str, Any], sudan: dict[str, Any]) -> None:
    places = dict(zip(gaza["places"]["name"], gaza["places"]["local"], strict=True))
    assert places["Gaza"] == "غزة"
    assert places["Khan Yunis"] == "خان يونس"
    assert places["Sderot"] == "שדרות"
    near = [p for p in gaza["places"]["population"] if 0 < p < 5_000]
    assert len(near) > 20
    assert "Khartoum" in sudan["places"]["name"]


def test_as_much_of_the_near_level_as_there_is_room_for() -> None:
    rng = np.random.default_rng(1)
    # Along the coasts of the Black Sea, and all over.
    sea = np.column_stack([rng.uniform(29, 40, 4_000), rng.uniform(44.5, 47, 4_000)])
    land = np.column_stack([rng.uniform(22, 41, 1_000), rng.uniform(44.5, 52, 1_000)])
    points = np.vstack([sea, land])
    full = basemap.drawing(UKRAINE_AND_RUSSIA, basemap.cells_of(points))
    text = json.dumps(full, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(base64.b64encode(gzip.compress(text, 6))) <= 1_500_000


def test_near_events_there_is_more_detail(gaza: dict[str, Any]) -> None:
    def vertices(drawing: dict[str, Any]) -> int:
        land = shapely.intersection(shapes(drawing, "land", 8), shapely.box(34, 31, 35, 32))
        return int(shapely.get_num_coordinates(land).sum())

    assert vertices(gaza) > 2 * vertices(basemap.drawing((34.0, 29.0, 36.0, 34.0)))


def test_drawings_made_at_once_are_the_same() -> None:
    made_of = ((32.0, 46.0, 36.0, 50.0), ((66, 94), (70, 98)))
    with ThreadPoolExecutor(4) as workers:
        made = list(workers.map(lambda _: json.dumps(basemap.drawing(*made_of)), range(4)))
    assert len(set(made)) == 1
