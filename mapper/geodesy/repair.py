"""Dirty areas made clean where the repair is certain, refused where it is not."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from mapper.geodesy.ellipsoid import FloatArray
from mapper.model.errors import GeometryError

#: Two ways to read crossing rings may differ by this share of the area.
_SURE_SHARE = 0.001


def clean_area(geometry: BaseGeometry | None) -> tuple[MultiPolygon, list[str]]:
    """Return an area as valid two-dimensional polygons, and what was mended.

    Rings that cross themselves can be read in two ways (inside by counting
    crossings, or by joining the loops). Where both give the same area within a
    thousandth the repair is certain; otherwise the area is refused.

    Parameters
    ----------
    geometry
        Polygons in EPSG:4326 (lon, lat); lines and points within a collection
        are left out. Rings may jump across the antimeridian.

    Returns
    -------
    area
        Valid polygons within -180 to 180 degrees.
    repairs
        One clause for each kind of repair, empty when there was none.

    Raises
    ------
    GeometryError
        If there is no area, a coordinate is no position on Earth, or the
        repair is not certain.
    """
    if geometry is None or geometry.is_empty:
        raise GeometryError("there is no area in it")
    repairs: list[str] = []
    if geometry.has_z:
        geometry = shapely.force_2d(geometry)
    polygons, others = _polygons(geometry)
    if others:
        repairs.append(f"left out {others} parts that are not areas")
    if not polygons:
        raise GeometryError("there is no area in it", found=geometry.geom_type)
    _check_positions(shapely.get_coordinates(polygons))
    crossing = sum(_jumps(polygon) for polygon in polygons)
    if crossing:
        polygons = [piece for polygon in polygons for piece in _cut_at_antimeridian(polygon)]
        repairs.append(f"cut {crossing} areas at the antimeridian")
    broken = np.flatnonzero(~shapely.is_valid(polygons))
    for index in broken:
        polygons[index] = _mend(polygons[index])
    if len(broken):
        repairs.append(f"mended {len(broken)} rings that cross or touch themselves")
    joined = shapely.MultiPolygon(_polygons(shapely.GeometryCollection(polygons))[0])
    if not joined.is_valid:
        joined = shapely.union_all(polygons)
        repairs.append("joined areas that overlap")
    parts = [part for part in _polygons(joined)[0] if part.area > 0.0]
    if not parts:
        raise GeometryError("its areas have no extent")
    return MultiPolygon(parts), repairs


def _polygons(geometry: BaseGeometry) -> tuple[list[Polygon], int]:
    """Return all polygons within nested collections, and how many parts are none."""
    found: list[Polygon] = []
    others = 0
    waiting = [geometry]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, Polygon):
            if not part.is_empty:
                found.append(part)
        elif part.geom_type.startswith(("Multi", "Geometry")):
            waiting = [*shapely.get_parts(part), *waiting]
        elif not part.is_empty:
            others += 1
    return found, others


def _check_positions(coordinates: FloatArray) -> None:
    good = (np.abs(coordinates[:, 0]) <= 360.0) & (np.abs(coordinates[:, 1]) <= 90.0)
    if not good.all():
        lon, lat = coordinates[int(np.argmin(good))]
        raise GeometryError(
            "a vertex is no position on Earth",
            found=f"{lon}, {lat}",
            expected="longitude -180 to 180, latitude -90 to 90",
        )


def _mend(polygon: Polygon) -> BaseGeometry:
    by_crossings = shapely.make_valid(polygon)
    by_rings = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
    size = max(by_crossings.area, by_rings.area)
    apart = shapely.symmetric_difference(by_crossings, by_rings).area
    if size > 0.0 and apart > _SURE_SHARE * size:
        raise GeometryError(
            "a ring crosses itself in a way that can be read as two different areas",
            found=f"{apart / size:.1%} of its area in doubt",
        )
    return by_rings


def _jumps(polygon: Polygon) -> bool:
    for ring in (polygon.exterior, *polygon.interiors):
        lon = shapely.get_coordinates(ring)[:, 0]
        jump = np.abs(np.diff(lon))
        if ((jump > 180.0) & (jump < 360.0)).any() or (np.abs(lon) > 180.0).any():
            return True
    return False


def _cut_at_antimeridian(polygon: Polygon) -> list[Polygon]:
    """Return the parts of a polygon whose rings jump across 180 degrees."""
    if not _jumps(polygon):
        return [polygon]
    start = shapely.get_coordinates(polygon.exterior)[0, 0]
    rings = [_unrolled(ring, start) for ring in (polygon.exterior, *polygon.interiors)]
    if any(abs(ring[0, 0] - ring[-1, 0]) > 1.0 for ring in rings):
        raise GeometryError("an area runs around a pole without closing there")
    unrolled: BaseGeometry = Polygon(rings[0], rings[1:])
    if not unrolled.is_valid:
        unrolled = _mend(Polygon(rings[0], rings[1:]))
    west, _, east, _ = unrolled.bounds
    pieces: list[Polygon] = []
    for turn in range(int(np.floor((west + 180) / 360)), int(np.floor((east + 180) / 360)) + 1):
        frame = shapely.box(turn * 360 - 180, -90, turn * 360 + 180, 90)
        piece = shapely.intersection(unrolled, frame)
        moved = shapely.transform(piece, lambda c, turn=turn: c - [turn * 360.0, 0.0])
        pieces += [part for part in _polygons(moved)[0] if part.area > 0.0]
    return pieces


def _unrolled(ring: BaseGeometry, near: float) -> FloatArray:
    points: FloatArray = shapely.get_coordinates(ring).copy()
    jump = np.diff(points[:, 0])
    turns = np.concatenate([[0.0], np.cumsum(-360.0 * np.round(jump / 360.0))])
    points[:, 0] += turns
    points[:, 0] += 360.0 * np.round((near - points[0, 0]) / 360.0)
    return points
