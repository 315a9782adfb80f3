"""First-order regions, and which country and region positions lie in.

Countries are OpenStreetMap's outlines, regions Natural Earth's: a region's edge
inside a country may be some kilometres off, a country's edge is not.
"""

from __future__ import annotations

import functools
import threading

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely import MultiPolygon

from mapper.basemap import outlines, stored
from mapper.model.schema import CRS

_ARCHIVE = "regions.npz"

#: A position this near to land (degrees, about 3 km) counts as being on it:
#: piers, small islands and the banks of border rivers are not on every outline.
_SHORE_DEG = 0.03


@functools.cache
def admin1(code: str) -> gpd.GeoDataFrame:
    """Return the regions of a country.

    Parameters
    ----------
    code
        ISO 3166-1 alpha-2.

    Returns
    -------
    GeoDataFrame
        ``name`` (plain English, "Kharkiv"), ``name_local`` ("" if not in
        Cyrillic), ``kind`` ("oblast", "krai", "city" or ""), ``geom``
        (MultiPolygon, EPSG:4326). No rows for a country without regions.

    Raises
    ------
    InputError
        If no country has that code.
    """
    outlines.country_name(code)
    found = _described().get(code.strip().upper(), [])
    shapes = list(_shapes(code.strip().upper())) if found else []
    frame = pd.DataFrame(
        [row[:3] for row in found], columns=["name", "name_local", "kind"], dtype="str"
    )
    return gpd.GeoDataFrame(frame.assign(geom=shapes), geometry="geom", crs=CRS)


def region_label(code: str, name: str) -> str:
    """Return a region's name for print: ``Kharkiv oblast``, ``Crimea``."""
    kinds = {row[0]: row[2] for row in _described().get(code, [])}
    kind = kinds.get(name, "")
    return f"{name} {kind}" if kind in ("oblast", "krai") else name


def region_names() -> list[tuple[str, str, str, str]]:
    """Return country code, name, local name and kind of every region, as in `admin1`."""
    described = _described().items()
    return [(code, row[0], row[1], row[2]) for code, found in described for row in found]


def region_codes() -> dict[str, str]:
    """Return region names by GeoNames code (``UA.26``), where one region bears it."""
    names: dict[str, list[str]] = {}
    for code, found in _described().items():
        for row in found:
            if row[3].startswith(code) and not row[3].endswith("."):
                names.setdefault(row[3], []).append(row[0])
    return {key: values[0] for key, values in names.items() if len(values) == 1}


#: A prepared geometry makes its index when it is first asked, and GEOS lets only one
#: thread do so at a time.
_ASKING = threading.RLock()


def locate(lonlat: npt.ArrayLike) -> pd.DataFrame:
    """Return the country and region of positions.

    Parameters
    ----------
    lonlat
        Shape (n, 2), EPSG:4326, degrees. Positions that are not finite lie nowhere.

    Returns
    -------
    DataFrame
        ``country`` (alpha-2) and ``admin1`` (plain name), both "" at sea, with a
        fresh index. Within about 3 km of a shore the nearest land counts. Where
        the source has two claims the smaller country's stands; Crimea is in UA.
    """
    points = np.asarray(lonlat, dtype=np.float64).reshape(-1, 2)
    codes = np.full(len(points), "", dtype="U2")
    regions = np.full(len(points), "", dtype=object)
    sound: npt.NDArray[np.bool_] = np.asarray(np.isfinite(points).all(axis=1))
    with _ASKING:
        for code in _about(points, sound, 0.0):
            rows = _near(code, points, sound & (codes == ""), 0.0)
            if rows.size:
                rows = rows[shapely.contains_xy(_prepared(code), points[rows])]
                codes[rows] = code
        _snap(points, codes, sound)
        for code in np.unique(codes[codes != ""]):
            rows = np.flatnonzero(codes == code)
            regions[rows] = _region_of(str(code), points[rows])
    return pd.DataFrame({"country": codes, "admin1": regions}, dtype="str")


def _snap(
    points: npt.NDArray[np.float64], codes: npt.NDArray[np.str_], sound: npt.NDArray[np.bool_]
) -> None:
    """Give positions just off a shore to the country of the nearest one."""
    open_water = sound & (codes == "")
    best = np.full(len(points), np.inf)
    for code in _about(points, open_water, _SHORE_DEG):
        rows = _near(code, points, open_water, _SHORE_DEG)
        if not rows.size:
            continue
        (hit, _), gaps = _shore(code).query_nearest(
            shapely.points(points[rows]),
            max_distance=_SHORE_DEG,
            return_distance=True,
            all_matches=False,
        )
        nearer = gaps < best[rows[hit]]
        best[rows[hit[nearer]]] = gaps[nearer]
        codes[rows[hit[nearer]]] = code


def _about(
    points: npt.NDArray[np.float64], wanted: npt.NDArray[np.bool_], margin: float
) -> list[str]:
    """Return the countries, the smallest first, whose box meets the box of all points wanted."""
    if not wanted.any():
        return []
    low, high = points[wanted].min(axis=0) - margin, points[wanted].max(axis=0) + margin
    west, south, east, north = outlines.bounds().T
    meets = (west <= high[0]) & (east >= low[0]) & (south <= high[1]) & (north >= low[1])
    return [code for code in _by_size() if meets[_rows()[code]]]


def _near(
    code: str, points: npt.NDArray[np.float64], wanted: npt.NDArray[np.bool_], margin: float
) -> npt.NDArray[np.intp]:
    """Return rows inside the box of a country's outline, grown by a margin in degrees."""
    west, south, east, north = outlines.bounds()[_rows()[code]]
    inside = wanted & (points[:, 0] >= west - margin) & (points[:, 0] <= east + margin)
    inside &= (points[:, 1] >= south - margin) & (points[:, 1] <= north + margin)
    return np.flatnonzero(inside)


def _region_of(code: str, points: npt.NDArray[np.float64]) -> npt.NDArray[np.object_]:
    """Return the region each point is in, or the nearest one of the country."""
    found = _described().get(code, [])
    names = np.full(len(points), "", dtype=object)
    left = np.ones(len(points), dtype=bool)
    for row, shape in zip(found, _shapes(code) if found else (), strict=True):
        west, south, east, north = shape.bounds
        near = left & (points[:, 0] >= west) & (points[:, 0] <= east)
        near &= (points[:, 1] >= south) & (points[:, 1] <= north)
        rows = np.flatnonzero(near)
        rows = rows[shapely.contains_xy(shape, points[rows])]
        names[rows] = row[0]
        left[rows] = False
    if found and left.any():
        tree, owner = _region_edges(code)
        _, nearest = tree.query_nearest(shapely.points(points[left]), all_matches=False)
        names[left] = np.array([row[0] for row in found], dtype=object)[owner[nearest]]
    return names


@functools.cache
def _shore(code: str) -> shapely.STRtree:
    return shapely.STRtree(_pieces(outlines.country(code)))


@functools.cache
def _region_edges(code: str) -> tuple[shapely.STRtree, npt.NDArray[np.intp]]:
    pieces = [_pieces(shape) for shape in _shapes(code)]
    owner = np.repeat(np.arange(len(pieces)), [len(own) for own in pieces])
    return shapely.STRtree(np.concatenate(pieces)), owner


def _pieces(shape: MultiPolygon, size: int = 24) -> npt.NDArray[np.object_]:
    """Return the boundary cut into short lines, which an index can tell apart."""
    lines = []
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        vertices = shapely.get_coordinates(ring)
        starts = range(0, len(vertices) - 1, size)
        lines += [shapely.LineString(vertices[at : at + size + 1]) for at in starts]
    return np.array(lines, dtype=object)


@functools.cache
def _shapes(code: str) -> npt.NDArray[np.object_]:
    parts = stored.polygons(_ARCHIVE, code)
    ends = np.cumsum(stored.array(_ARCHIVE, f"{code}.regions"))
    pieces = np.split(parts, ends[:-1])
    shapes = np.array([MultiPolygon(list(piece)) for piece in pieces], dtype=object)
    shapely.prepare(shapes)
    return shapes


@functools.cache
def _prepared(code: str) -> MultiPolygon:
    outline = outlines.country(code)
    shapely.prepare(outline)
    return outline


@functools.cache
def _rows() -> dict[str, int]:
    return {code: row for row, code in enumerate(outlines.countries()["code"])}


@functools.cache
def _by_size() -> tuple[str, ...]:
    """Return the codes, smallest box first."""
    boxes = outlines.bounds()
    sizes = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    codes = outlines.countries()["code"].to_numpy()
    return tuple(str(code) for code in codes[np.argsort(sizes, kind="stable")])


def _described() -> dict[str, list[list[str]]]:
    described: dict[str, list[list[str]]] = stored.table("regions.json")
    return described
