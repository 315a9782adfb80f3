"""The line of contact: what of a control area's edge is neither border nor coast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from shapely import MultiLineString, MultiPolygon
from shapely.geometry.base import BaseGeometry

from mapper.geodesy.ends import BESIDE_M, cut_ends
from mapper.geodesy.lines import densify
from mapper.geodesy.plane import WorkingPlane
from mapper.geodesy.repair import clean_area
from mapper.geodesy.sizes import length_m
from mapper.model.errors import GeometryError, InputError

#: Parts of the held land below this are slivers between two files' borders; in small
#: countries below this share of the land.
LEAST_HELD_M2: Final = 500e6
LEAST_HELD_SHARE: Final = 0.05
#: The control area's edge counts this many radii from the held land.
REACH: Final = 1.5
#: The country is looked at this far around the control area.
_WINDOW_M: Final = 75_000.0
#: Vertices of the country are thinned by at most this much.
_THINNING_M: Final = 10.0
_TOUCH_M: Final = 1.0
#: Edges of the control area are cut to this, about 5 km.
_LONGEST_DEG: Final = 0.05
#: Countries kept in a plane: a series of days lies in one.
_LANDS_KEPT: Final = 4
_LANDS: dict[tuple[object, ...], tuple[BaseGeometry, BaseGeometry, list[str]]] = {}


@dataclass(frozen=True)
class LineOfContact:
    """A line of contact and how it was derived.

    Attributes
    ----------
    line
        EPSG:4326, lon, lat; edges may be taken as geodesics (within 1 cm).
        Empty where the control area meets no held land.
    ends
        Stretches where the line would run on beside a border or coast, cut off
        (`BESIDE_M`); they count in the definition's own uncertainty.
    parameters
        Radius, thresholds, working projection, and the repairs made.
    """

    line: MultiLineString
    ends: MultiLineString = field(default_factory=MultiLineString)
    parameters: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def length_m(self) -> float:
        """Geodesic length of ``line``."""
        return length_m(self.line)


def line_of_contact(
    control: BaseGeometry, country: BaseGeometry, radius_m: float = 1000.0
) -> LineOfContact:
    """Return the line of contact of a control area inside a country.

    Held land is the country without the control area, opened (shrunk, then
    grown) by the radius, without parts up to 500 km2 (5 % of a small country):
    two files never agree on
    a border, and the plain difference leaves hundreds of slivers along it. The
    line is the edge of the control area within 1.5 radii of what is left, up to
    200 m before it meets the country's own border or coast.

    Parameters
    ----------
    control
        The area held by the other side, EPSG:4326 (lon, lat), edges straight in
        lon/lat. Several polygons, holes, islands and parts outside the country
        are fine; dirty rings are mended where that is certain.
    country
        Outline of the country's land, EPSG:4326.
    radius_m
        Radius of the definition in metres; 500 to 3,000 is sensible. How far
        the result moves over that range is the method's own uncertainty.

    Raises
    ------
    GeometryError
        If there is no area, or a ring cannot be mended with certainty.
    InputError
        If the radius is not above zero.

    Examples
    --------
    A country of four by four degrees whose eastern half is controlled: the
    line of contact is the meridian between the halves, not the border.

    >>> country = shapely.box(30, 48, 34, 52)
    >>> contact = line_of_contact(shapely.box(32, 47.9, 34.1, 52.1), country)
    >>> [round(float(value), 2) for value in contact.line.bounds]
    [32.0, 48.0, 32.0, 52.0]
    >>> round(contact.length_m / 1000)
    445
    """
    return lines_of_contact(control, country, (radius_m,))[0]


def lines_of_contact(
    control: BaseGeometry, country: BaseGeometry, radii_m: tuple[float, ...]
) -> list[LineOfContact]:
    """Return the line for several radii; what does not depend on them is done once.

    Parameters are those of `line_of_contact`.
    """
    for radius_m in radii_m:
        if not radius_m > 0.0:
            raise InputError("the radius must be above zero", found=radius_m)
    area, repairs = clean_area(control)
    plane = WorkingPlane.around(area)
    land, country_repairs = land_in(plane, country, _box_around(area))
    repairs = [f"control area: {text}" for text in repairs]
    repairs += [f"country: {text}" for text in country_repairs]
    # Areas cut at the antimeridian are one again in the plane.
    # A straight edge of the plane strays from the geodesic by 1 cm over some 8 km.
    edges = valid_in(plane.project(shapely.segmentize(densify(area), _LONGEST_DEG)))
    window = edges.envelope.buffer(_WINDOW_M, join_style="mitre")
    thin = shapely.intersection(land, window)
    held = shapely.difference(thin, edges)
    least_m2 = min(LEAST_HELD_M2, LEAST_HELD_SHARE * float(land.area))
    results = []
    for radius_m in radii_m:
        reach = _opened(held, window, radius_m, least_m2)
        whole = _merged(shapely.intersection(edges.boundary, reach))
        # An end can run on by the reach, and again where borders meet at a sharp angle.
        line, ends = cut_ends(whole, thin, 3.0 * REACH * radius_m + BESIDE_M)
        contact = plane.unproject(line)
        parameters: dict[str, object] = {
            "radius_m": float(radius_m),
            "reach_m": REACH * radius_m,
            "least_held_m2": least_m2,
            "beside_m": BESIDE_M,
            "projection": plane.proj,
            "repairs": repairs,
        }
        if contact.is_empty:
            parameters["why_empty"] = "no edge of the control area faces land held by the country"
        results.append(LineOfContact(contact, plane.unproject(ends), parameters))
    return results


def _opened(
    held: BaseGeometry, window: BaseGeometry, radius_m: float, least_m2: float
) -> BaseGeometry:
    """Return the held land's large parts, grown by the reach."""
    opened = held.buffer(-radius_m, quad_segs=8).buffer(radius_m, quad_segs=8)
    frame = window.exterior
    large = [
        part
        for part in shapely.get_parts(opened)
        # A part that leaves the window goes on: its size is not known here.
        if part.area > least_m2 or part.distance(frame) < _TOUCH_M
    ]
    if not large:
        return MultiPolygon()
    return shapely.union_all(large).buffer(REACH * radius_m, quad_segs=8)


def _merged(line: BaseGeometry) -> MultiLineString:
    lines = [
        part
        for part in shapely.get_parts(shapely.GeometryCollection(shapely.get_parts(line)))
        if part.geom_type == "LineString" and part.length > 0.0
    ]
    if not lines:
        return MultiLineString()
    merged = shapely.line_merge(MultiLineString(lines))
    return MultiLineString(list(shapely.get_parts(merged)))


def valid_in(geometry: BaseGeometry) -> BaseGeometry:
    """Return areas in a plane made valid and joined where they are not."""
    if shapely.is_valid(geometry):
        return geometry
    return shapely.union_all(shapely.make_valid(geometry, method="structure", keep_collapsed=False))


def land_in(
    plane: WorkingPlane,
    country: BaseGeometry,
    box: tuple[float, float, float, float] | None = None,
) -> tuple[BaseGeometry, list[str]]:
    """Return the country in a plane, thinned, and what was mended; kept for the next day.

    With a box (west, south, east, north in degrees) only what lies in it.
    """
    if country is None or country.is_empty:
        raise GeometryError("the country's outline is empty")
    key = (id(country), plane, box)
    kept = _LANDS.get(key)
    if kept is not None and kept[0] is country:
        return kept[1], kept[2]
    near = country if box is None else shapely.clip_by_rect(shapely.force_2d(country), *box)
    outline, repairs = clean_area(country if near.is_empty else near)
    land = valid_in(plane.project(densify(outline, _THINNING_M))).simplify(_THINNING_M)
    while len(_LANDS) >= _LANDS_KEPT:
        _LANDS.pop(next(iter(_LANDS)), None)
    # With the country itself, so that its id is not another's.
    _LANDS[key] = (country, land, repairs)
    return land, repairs


def _box_around(area: MultiPolygon) -> tuple[float, float, float, float] | None:
    """Return whole degrees generously around the area to clip the country to, for speed alone."""
    west, south, east, north = area.bounds
    furthest = max(abs(south), abs(north)) + 2.5
    if furthest > 85.0:
        return None
    margin = 2.0 * _WINDOW_M / 111_000.0
    across = margin / np.cos(np.radians(furthest))
    # The plane's window is a rectangle there, not here: allow for its corners.
    across += 0.25 * (east - west)
    margin += 0.25 * (north - south)
    if west - across < -180.0 or east + across > 180.0:
        return None
    return (
        float(np.floor(west - across)),
        float(np.floor(south - margin)),
        float(np.ceil(east + across)),
        float(np.ceil(north + margin)),
    )
