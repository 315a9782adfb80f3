"""Lines of contact on made-up countries anywhere on Earth, and dirty input."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from mapper.geodesy import clean_area, densify, inside, line_of_contact, nearest_on_line
from mapper.model.errors import GeometryError, InputError


def bounds(contact):
    return [round(float(value), 1) for value in contact.line.bounds]


def test_border_and_coast_are_left_out():
    contact = line_of_contact(shapely.box(32, 47, 35, 53), shapely.box(30, 48, 34, 52))
    assert bounds(contact) == [32.0, 48.0, 32.0, 52.0]
    assert contact.parameters["radius_m"] == 1000.0
    assert "+proj=laea" in contact.parameters["projection"]


def test_two_files_that_disagree_on_the_border():
    # The control area's border wiggles 300 m around the country's.
    lat = np.linspace(48, 52, 400)
    wiggle = 34 + 0.004 * np.sin(40 * lat)
    control = shapely.Polygon([(32, 48), *zip(wiggle, lat, strict=True), (32, 52)])
    contact = line_of_contact(control, shapely.box(30, 48, 34, 52))
    assert bounds(contact) == [32.0, 48.0, 32.0, 52.0]


@pytest.mark.parametrize("lon", [-60.0, 0.0, 179.5, -179.9])
@pytest.mark.parametrize("lat", [-75.0, 0.0, 60.0, 84.0])
def test_anywhere_on_earth(lon, lat):
    def box(west, east):
        ring = [(west, lat - 1), (east, lat - 1), (east, lat + 1), (west, lat + 1)]
        return clean_area(shapely.Polygon([((x + 180) % 360 - 180, y) for x, y in ring]))[0]

    contact = line_of_contact(box(lon, lon + 4), box(lon - 4, lon + 4))
    near = nearest_on_line([[(lon + 178) % 360 - 180, lat]], contact.line)
    middle = nearest_on_line([[lon, lat]], contact.line)
    assert middle.distance_m[0] < 1.0
    # Each end stops 200 m before the border.
    assert 220.7e3 < contact.length_m < 231e3
    assert near.distance_m[0] > 10e3


def test_islands_holes_and_several_sides():
    country = shapely.box(30, 48, 34, 52)
    pocket = shapely.box(32.5, 49.5, 33.0, 50.0)
    control = shapely.box(32, 48, 34, 52).difference(pocket)
    bridgehead = shapely.box(30.5, 49, 30.8, 49.3)
    contact = line_of_contact(control.union(bridgehead), country)
    for point in [(32.5, 49.75), (33.0, 49.75), (30.5, 49.1), (32.0, 50.0)]:
        assert nearest_on_line([point], contact.line).distance_m[0] < 1.0
    assert nearest_on_line([(34.0, 50.0)], contact.line).distance_m[0] > 50e3


def test_small_pockets_are_slivers():
    country = shapely.box(30, 48, 34, 52)
    pocket = shapely.box(33.0, 50.0, 33.2, 50.1)  # 160 km2
    contact = line_of_contact(shapely.box(32, 48, 34, 52).difference(pocket), country)
    assert nearest_on_line([(33.0, 50.05)], contact.line).distance_m[0] > 50e3


def test_nothing_held_gives_an_empty_line():
    contact = line_of_contact(shapely.box(29, 47, 35, 53), shapely.box(30, 48, 34, 52))
    assert contact.line.is_empty
    assert contact.length_m == 0.0


def test_an_incursion_outside_the_country_is_left_out():
    control = shapely.union_all([shapely.box(32, 48, 34, 52), shapely.box(34, 49, 35, 50)])
    contact = line_of_contact(control, shapely.box(30, 48, 34, 52))
    assert bounds(contact) == [32.0, 48.0, 32.0, 52.0]


def test_repairs_are_certain_or_refused():
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    mended, repairs = clean_area(bow)
    assert mended.is_valid
    assert repairs == ["mended 1 rings that cross or touch themselves"]
    twice = shapely.Polygon([(0, 0), (4, 0), (4, 4), (1, 4), (1, 1), (3, 1), (3, 3), (0, 3)])
    with pytest.raises(GeometryError, match="two different areas"):
        clean_area(twice)


def test_dirt_is_reported():
    heights = shapely.Polygon([(0, 0, 5), (1, 0, 5), (1, 1, 5)])
    mixed = shapely.GeometryCollection([heights, shapely.Point(0, 0)])
    area, repairs = clean_area(mixed)
    assert not area.has_z
    assert repairs == ["left out 1 parts that are not areas"]
    overlapping = shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)])
    area, repairs = clean_area(overlapping)
    assert area.area == pytest.approx(7)
    assert repairs == ["joined areas that overlap"]


@pytest.mark.parametrize(
    "geometry",
    [None, shapely.Polygon(), shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 10, 536)],
)
def test_refused(geometry):
    with pytest.raises(GeometryError):
        clean_area(geometry)


def test_bad_radius():
    with pytest.raises(InputError, match="radius"):
        line_of_contact(shapely.box(0, 0, 1, 1), shapely.box(0, 0, 2, 2), 0.0)


def test_a_ring_across_the_antimeridian_is_cut():
    area, repairs = clean_area(shapely.Polygon([(179, 0), (-179, 0), (-179, 1), (179, 1)]))
    assert repairs == ["cut 1 areas at the antimeridian"]
    assert inside([[179.5, 0.5], [-179.5, 0.5], [0, 0.5]], area).tolist() == [True, True, False]


def test_the_line_stops_where_it_would_run_on_along_the_border():
    country = shapely.box(30, 48, 34, 52)
    # The two files' borders are 50 m apart, so the edge along it is within reach of held land.
    contact = line_of_contact(shapely.box(32, 47.9995, 34.1, 52.1), country)
    outline = densify(country.boundary)
    border = nearest_on_line(shapely.get_coordinates(contact.line), outline)
    assert border.distance_m.min() == pytest.approx(200.0, abs=3.0)
    beside = nearest_on_line(shapely.get_coordinates(contact.ends), outline)
    outer = ~inside(shapely.get_coordinates(contact.ends), country)
    assert beside.distance_m[~outer].max() < 201.0
    assert contact.ends.length > 0
    # Nothing is lost: the ends take up where the line stops.
    for end in (contact.line.geoms[0].coords[0], contact.line.geoms[0].coords[-1]):
        assert nearest_on_line([end], contact.ends).distance_m[0] < 1.0


def test_a_front_that_passes_near_the_border_stays_whole():
    country = shapely.Polygon(
        [
            (30, 48),
            (34, 48),
            (34, 52),
            (32.001, 52),
            (32.001, 50),
            (31.999, 50),
            (31.999, 52),
            (30, 52),
        ]
    )
    notch = shapely.box(31.999, 50, 32.001, 52)
    control = shapely.Polygon([(30, 48), (34, 48), (34, 49.999), (30, 49.999)])
    contact = line_of_contact(control, country)
    assert nearest_on_line([[32.0, 49.999]], contact.line).distance_m[0] < 1.0
    assert nearest_on_line([[32.0, 50.0]], notch.boundary).distance_m[0] < 1.0


def test_a_small_country_has_a_line_of_contact_too():
    country = shapely.box(34.2, 31.2, 34.5, 31.5)
    contact = line_of_contact(shapely.box(34.35, 31.19, 34.51, 31.51), country)
    assert nearest_on_line([[34.35, 31.35]], contact.line).distance_m[0] < 1.0
    assert contact.parameters["least_held_m2"] < 100e6


def test_an_empty_line_says_why():
    contact = line_of_contact(shapely.box(29, 47, 35, 53), shapely.box(30, 48, 34, 52))
    assert contact.line.is_empty
    assert "faces land held" in contact.parameters["why_empty"]


def test_a_line_cut_from_a_long_edge_lies_on_it():
    contact = line_of_contact(shapely.box(32, 48, 34, 50), shapely.box(30, 48, 34, 50))
    lon = shapely.get_coordinates(contact.line)[:, 0]
    # The meridian is a geodesic; a degree is 71 km here, and 1 cm is allowed.
    assert np.abs(lon - 32.0).max() * 71_000 < 0.01
