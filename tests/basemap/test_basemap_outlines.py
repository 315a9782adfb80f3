"""Outlines: the sea is outside, rivers inside, Crimea in Ukraine."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import shapely
from pyproj import Geod

from mapper import basemap
from mapper.model.errors import InputError

GEOD = Geod(ellps="WGS84")


@pytest.mark.parametrize(
    ("name", "lon", "lat"),
    [
        ("Kyiv", 30.5238, 50.4547),
        ("the Dnipro in Kyiv", 30.565, 50.45),
        ("Kremenchuk reservoir", 32.6, 49.3),
        ("Kakhovka reservoir", 34.6, 47.5),
        ("the Dnipro at Kherson", 32.60, 46.61),
        ("Dnipro-Bug estuary", 32.0, 46.6),
        ("Dniester lagoon", 30.35, 46.25),
        ("Simferopol", 34.10, 44.95),
        ("Sevastopol", 33.5254, 44.6166),
        ("Kerch", 36.47, 45.35),
        ("Chop, at the western end", 22.21, 48.43),
    ],
)
def test_inside_ukraine(name: str, lon: float, lat: float) -> None:
    assert shapely.contains_xy(basemap.country("UA"), lon, lat), name


@pytest.mark.parametrize(
    ("name", "lon", "lat"),
    [
        ("Black Sea off Odesa", 31.0, 46.3),
        ("Karkinit bay", 32.8, 45.9),
        ("Sea of Azov", 36.0, 46.2),
        ("Syvash", 34.9, 45.85),
        ("Kerch strait", 36.6, 45.2),
        ("Belgorod", 36.59, 50.60),
        ("Chisinau", 28.86, 47.01),
    ],
)
def test_outside_ukraine(name: str, lon: float, lat: float) -> None:
    assert not shapely.contains_xy(basemap.country("UA"), lon, lat), name


def test_crimea_is_not_in_russia() -> None:
    crimea = shapely.Point(34.1, 44.95)
    assert not basemap.country("RU").intersects(crimea)
    overlap = shapely.intersection(basemap.country("UA"), basemap.country("RU"))
    assert overlap.area * 111.2**2 < 1.0


def test_every_outline_is_valid_and_on_earth() -> None:
    for code in basemap.countries()["code"]:
        outline = basemap.country(code)
        assert outline.is_valid, code
        assert not outline.is_empty, code
        west, south, east, north = outline.bounds
        assert -180 <= west < east <= 180, code
        assert -90 <= south < north <= 90, code


@pytest.mark.parametrize(
    ("code", "km2", "tolerance"),
    [
        # Land area with inland waters; national statistics.
        ("UA", 603_550, 0.01),
        ("PL", 312_700, 0.01),
        ("MD", 33_850, 0.01),
        ("EE", 45_300, 0.06),
        ("FJ", 18_300, 0.03),
        ("RU", 17_070_000, 0.02),
        ("LS", 30_355, 0.02),
        ("NO", 324_000, 0.03),
    ],
)
def test_area(code: str, km2: float, tolerance: float) -> None:
    area_m2, _ = GEOD.geometry_area_perimeter(shapely.orient_polygons(basemap.country(code)))
    assert abs(area_m2) / 1e6 == pytest.approx(km2, rel=tolerance)


@pytest.mark.parametrize("code", ["RU", "FJ"])
def test_countries_across_the_antimeridian_are_cut_there(code: str) -> None:
    outline = basemap.country(code)
    assert outline.bounds[0] == -180.0
    assert outline.bounds[2] == 180.0
    widths = [part.bounds[2] - part.bounds[0] for part in outline.geoms]
    assert max(widths) < 170.0


def test_enclaves_are_holes() -> None:
    assert not basemap.country("ZA").intersects(shapely.Point(28.2, -29.6))
    assert basemap.country("LS").intersects(shapely.Point(28.2, -29.6))
    assert not basemap.country("IT").intersects(shapely.Point(12.46, 43.94))


def test_border_and_coast_of_ukraine() -> None:
    border, coast = basemap.state_border("UA"), basemap.coast("UA")
    # Official: 5,638 km by land and river (all neighbours), without the sea.
    assert GEOD.geometry_length(border) / 1e3 == pytest.approx(5_800, rel=0.12)
    boundary = shapely.union_all([border, coast])
    whole = GEOD.geometry_length(basemap.country("UA").boundary)
    assert GEOD.geometry_length(boundary) == pytest.approx(whole, rel=1e-6)
    odesa, kharkiv = shapely.Point(30.75, 46.48), shapely.Point(36.23, 49.99)
    assert odesa.distance(coast) < 0.05
    assert odesa.distance(border) > 0.2
    assert kharkiv.distance(border) < 0.5
    assert kharkiv.distance(coast) > 2.0
    # The lower Dnipro is no coast.
    assert shapely.Point(32.6, 46.62).distance(coast) > 0.25


def test_islands_have_no_land_border() -> None:
    for code in ("IS", "FJ", "SJ", "NZ"):
        assert basemap.state_border(code).is_empty, code
        assert not basemap.coast(code).is_empty, code
    assert basemap.coast("CZ").is_empty


def test_codes_and_names() -> None:
    assert basemap.country_name("ua") == "Ukraine"
    assert basemap.country(" ua ").equals(basemap.country("UA"))
    table = basemap.countries()
    assert len(table) == 250
    assert table["code"].is_unique
    assert set(table.columns) == {"code", "name"}
    for call in (basemap.country, basemap.country_name, basemap.coast, basemap.admin1):
        with pytest.raises(InputError, match="no country has this code"):
            call("ZZ")


def test_country_of_an_area() -> None:
    assert basemap.country_of(shapely.box(36.5, 47.0, 37.5, 47.6)) == "UA"
    assert basemap.country_of(shapely.box(33.5, 45.0, 35.0, 45.5)) == "UA"
    across = shapely.box(35.0, 50.0, 37.0, 50.6)
    assert basemap.country_of(across) in ("UA", "RU")
    with pytest.raises(InputError, match="no country"):
        basemap.country_of(shapely.box(-30.0, 30.0, -29.0, 31.0))


@pytest.mark.parametrize("north", np.linspace(50.2, 52.6, 9))
def test_most_of_an_area_counts_whatever_the_size_of_its_countries(north: float) -> None:
    area = shapely.box(34.5, 50.0, 36.0, float(north))
    shares = {code: area.intersection(basemap.country(code)).area for code in ("UA", "RU")}
    assert basemap.country_of(area) == max(shares, key=lambda code: shares[code])


def test_outlines_are_as_fine_as_stated() -> None:
    points = shapely.get_coordinates(basemap.country("UA").geoms[0])
    assert len(shapely.get_coordinates(basemap.country("UA"))) > 15_000
    assert np.allclose(points * 1e5, np.rint(points * 1e5), atol=1e-5)


def test_importing_reads_nothing() -> None:
    code = (
        "import builtins, io, sys; import pandas, geopandas, shapely\n"
        "real = io.open_code\n"
        "import mapper.basemap as b\n"
        "from mapper.basemap import stored\n"
        "sys.exit(stored._archive.cache_info().currsize + stored.table.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_country_of_a_place() -> None:
    assert basemap.country_at(34.1, 44.95) == "UA"
    assert basemap.country_at(53.2, 56.85) == "RU"
    assert basemap.country_at(32.0, 43.5) is None
