"""MGRS references and Plus Codes: every precision, zone and pole, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from mapper.geodesy import Position, distance_m, format_position, read_position
from mapper.model.errors import InputError, UnknownPlaceError

LON, LAT = 36.2304, 49.9935

lons = st.floats(-180, 180)


def metres(position: Position, lon: float, lat: float) -> float:
    return float(distance_m([position.lon, position.lat], [lon, lat])[0])


def read(text: str, **options) -> Position:
    position = read_position(text, **options)
    assert position is not None, text
    return position


@pytest.mark.parametrize(
    "text",
    [
        "37U CR 01497 41584",
        "37UCR0149741584",
        "37ucr 0149741584",
        "37 U CR 01497 41584",
        "37U CR 0149741584.",
    ],
)
def test_mgrs_is_read_with_and_without_spaces(text):
    position = read(text)
    assert position.form == "mgrs"
    assert metres(position, LON, LAT) < position.radius_m < 0.72


@pytest.mark.parametrize(
    ("text", "lon", "lat", "size_m"),
    [
        ("37U CR", LON, LAT, 100_000),
        ("37U CR 0 4", LON, LAT, 10_000),
        ("37U CR 01 41", LON, LAT, 1_000),
        ("37U CR 014 415", LON, LAT, 100),
        ("37U CR 0149 4158", LON, LAT, 10),
        # Worked examples published for MGRS: Honolulu, the zones of Norway and Svalbard, UPS.
        ("4QFJ12345678", -157.916861, 21.309444, 10),
        ("32V KM 76979 58157", 5.0, 60.0, 1),
        ("35X KV 93363 99233", 21.0, 72.0, 1),
        ("31C DM 41867 16915", 0.0, -80.0, 1),
        ("ZAH 00000 00000", 0.0, 90.0, 1),
        ("BAN0000000000", 0.0, -90.0, 1),
        ("01N AA 66021 00000", 180.0, 0.0, 1),
    ],
)
def test_mgrs_of_every_precision_and_zone(text, lon, lat, size_m):
    position = read(text)
    assert size_m * 0.70 < position.radius_m < size_m * 0.72
    assert metres(position, lon, lat) <= position.radius_m


@pytest.mark.parametrize(
    "text",
    ["37U CI 0149 4158", "37T CR 0149 4158", "61U CR 0149 4158", "37U CR 014 4158", "32X MG 00 00"],
)
def test_impossible_mgrs_is_refused(text):
    with pytest.raises(InputError, match="MGRS"):
        read_position(text)


@pytest.mark.parametrize("text", ["12JUN25", "12 JUN 2025", "24 jul 2025", "1DEC25", "7JAN2026"])
def test_a_day_that_is_also_a_reference_is_refused(text):
    with pytest.raises(InputError, match="a day or an MGRS"):
        read_position(text)


def test_a_reference_that_only_looks_like_a_day_is_read():
    assert read("12J UN 20 25").form == read("12JUN202025").form == "mgrs"
    assert read_position("12JUN") is None


@settings(deadline=None)
@given(st.floats(-180, 180), st.floats(-79.9, 83.9))
def test_references_agree_with_utm_computed_elsewhere(lon, lat):
    zone, _, east, north = format_position(lon, lat, "mgrs").split()
    utm = CRS.from_epsg((32600 if zone[-1] >= "N" else 32700) + int(zone[:-1]))
    x, y = Transformer.from_crs("EPSG:4326", utm, always_xy=True).transform(lon, lat)
    for written, metres_ in ((east, x), (north, y)):
        apart = (float(written) + 0.5 - metres_) % 100_000
        # Written may be the metre beside, where a reference would leave its zone.
        assert min(apart, 100_000 - apart) < 1.0


@settings(deadline=None)
@given(lons, st.floats(-89.9, 89.9), st.integers(0, 5))
def test_coarser_references_hold_the_position(lon, lat, digits):
    zone, square, east, north = format_position(lon, lat, "mgrs").rsplit(" ", 3)
    text = f"{zone} {square} {east[:digits]} {north[:digits]}".strip()
    if digits < 2 and text[0] in "ABYZ":
        assert read_position(text) is None
        return
    position = read(text)
    assert metres(position, lon, lat) <= position.radius_m + 0.001


@pytest.mark.parametrize("text", ["8GXRX6VJ+C5", "8gxrx6vj+c5", "8GXRX6VJ+C5 Kharkiv, Ukraine"])
def test_a_full_plus_code_is_read(text):
    position = read(text)
    assert (round(position.lon, 7), round(position.lat, 7)) == (36.2304375, 49.9935625)
    assert position.form == "plus-code"
    assert metres(position, LON, LAT) < position.radius_m < 9


def test_a_short_plus_code_takes_its_place_from_the_caller():
    asked = []

    def near(name):
        asked.append(name)
        return 36.25, 49.98

    full = read("8GXRX6VJ+C5")
    assert read("X6VJ+C5 Kharkiv", near=near) == full
    assert read("x6vj+c5, Харків", near=near) == full
    assert read("X6VJ+C5", near=(36.25, 49.98)) == full
    assert read("X6VJ+C5 Kharkiv", near=(36.25, 49.98)) == full
    assert asked == ["Kharkiv", "Харків"]
    assert read("36.2304,49.9935", near=near).form == "decimal"
    assert len(asked) == 2


def test_a_short_plus_code_without_a_place_asks_for_it():
    for text, options in [("X6VJ+C5 Kharkiv", {}), ("X6VJ+C5", {"near": lambda name: (0, 0)})]:
        with pytest.raises(InputError, match="needs the place it is near"):
            read_position(text, **options)


def test_what_the_search_for_the_place_says_is_passed_on():
    def near(name):
        raise UnknownPlaceError(name)

    with pytest.raises(UnknownPlaceError, match="Nowhere"):
        read_position("X6VJ+C5 Nowhere", near=near)
