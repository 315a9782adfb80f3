"""The closest level: coasts and large lakes of the whole Earth, land cut along a grid.

Cut, because a map shows a few degrees of it: whoever draws takes the pieces near
its events and leaves the rest unread.
"""

from __future__ import annotations

import numpy as np
import shapely
from derive import outlines

#: Pieces of land have this size, degrees; a power of two of it makes 512.
CELL_DEG = 2.0

#: Pieces of water in the source this small are not looked at, and where lakes are
#: countless (the far north, Canada, Siberia) those smaller than the second.
PIECE_KM2, PIECE_NORTH_KM2 = 0.01, 5.0
#: Joined, they are kept from this size: rivers and small lakes are mangled in the source.
LAKE_KM2 = 20.0
LAKE_DEG = 0.0015
#: The source is cut along tiles: pieces this near to each other are one water.
_SEAM_DEG = 1e-4
#: Joined first within such squares, then across them: all at once takes hours.
_SQUARE_DEG = 1.0


def lakes(raw: dict[str, shapely.Geometry]) -> np.ndarray:
    """Return large lakes, joined across the tiles of the source."""
    parts = np.concatenate([outlines.polygons_of(geometry) for geometry in raw.values()])
    rings, owner = shapely.get_rings(parts, return_index=True)
    holes = shapely.make_valid(shapely.polygons(rings[np.diff(owner, prepend=-1) == 0]))
    west, south, east, north = shapely.bounds(holes).T
    lon, lat = (west + east) / 2, (south + north) / 2
    countless = (lat > 60) | ((lon < -50) & (lat > 44)) | ((lon > 70) & (lat > 54))
    least = np.where(countless, PIECE_NORTH_KM2, PIECE_KM2)
    pieces = holes[outlines.area_km2(holes) > least]
    grown = shapely.buffer(pieces, _SEAM_DEG, join_style="mitre", quad_segs=1)
    joined = _joined(grown)
    shrunk = shapely.buffer(joined, -_SEAM_DEG, join_style="mitre", quad_segs=1)
    parts = shapely.get_parts(shapely.get_parts(shrunk))
    kept = parts[(outlines.area_km2(parts) > LAKE_KM2) & ~shapely.is_empty(parts)]
    return shapely.simplify(kept, LAKE_DEG)


def _joined(grown: np.ndarray) -> np.ndarray:
    west, south, east, north = shapely.bounds(grown).T
    column, row = ((west + east) / 2 // _SQUARE_DEG, (south + north) / 2 // _SQUARE_DEG)
    order = np.lexsort((row, column))
    turns = np.diff(column[order], prepend=np.nan) != 0
    turns |= np.diff(row[order], prepend=np.nan) != 0
    squares = np.split(order, np.flatnonzero(turns)[1:])
    within = np.concatenate(
        [outlines.polygons_of(shapely.union_all(grown[square])) for square in squares]
    )
    west, south, east, north = (
        (edge + off) // _SQUARE_DEG
        for edge, off in zip(shapely.bounds(within).T, (-2e-4, -2e-4, 2e-4, 2e-4), strict=True)
    )
    across = (west != east) | (south != north)
    touching, _ = shapely.STRtree(within[across]).query(within, predicate="intersects")
    across[np.unique(touching)] = True
    return np.concatenate(
        [within[~across], outlines.polygons_of(shapely.union_all(within[across]))]
    )


def cut(polygons: np.ndarray) -> np.ndarray:
    """Return polygons cut along the grid, in its order from the west."""
    result: list[shapely.Polygon] = []
    _split(polygons, (-256.0, -256.0, 256.0, 256.0), result)
    return np.array(result)


def _split(
    polygons: np.ndarray, box: tuple[float, float, float, float], result: list[shapely.Polygon]
) -> None:
    if not len(polygons):
        return
    west, south, east, north = box
    if max(east - west, north - south) <= CELL_DEG:
        result.extend(polygons)
        return
    if east - west >= north - south:
        middle = (west + east) / 2
        halves = ((west, south, middle, north), (middle, south, east, north))
    else:
        middle = (south + north) / 2
        halves = ((west, south, east, middle), (west, middle, east, north))
    for half in halves:
        bounds = shapely.bounds(polygons)
        inside = (
            (bounds[:, 0] >= half[0])
            & (bounds[:, 1] >= half[1])
            & (bounds[:, 2] <= half[2])
            & (bounds[:, 3] <= half[3])
        )
        across = ~inside & (
            (bounds[:, 0] < half[2])
            & (bounds[:, 1] < half[3])
            & (bounds[:, 2] > half[0])
            & (bounds[:, 3] > half[1])
        )
        pieces = outlines.polygons_of(
            shapely.GeometryCollection(list(shapely.clip_by_rect(polygons[across], *half)))
        )
        _split(np.concatenate([polygons[inside], pieces]), half, result)


def on_grid(features: np.ndarray, grid_deg: float) -> np.ndarray:
    """Return polygons or lines with rounded coordinates, without what shrinks to nothing."""
    rounded = shapely.transform(features, lambda points: np.round(points / grid_deg) * grid_deg)
    if shapely.get_type_id(features[0]) == shapely.GeometryType.LINESTRING:
        return rounded[shapely.length(rounded) > 0]
    return rounded[shapely.area(rounded) > 0]
