"""Positions made coarse for publication, so that exact ones cannot be found from the file.

Everything that follows from a position is made again from the coarse one:
radius, precision, distance. Positions that texts and links give away are taken
out, and so are event ids: those of rows without an id of their own are made of
their content, by which a guessed position could be tried.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.export.tables import Tables
from mapper.export.withholding import REMOVED, neutral_ids, without_positions
from mapper.model import schema
from mapper.model import vocabulary as words
from mapper.model.errors import ExportError

Floats = npt.NDArray[np.float64]

#: Metres of a degree of latitude where it is shortest, and of longitude at the equator.
_LATITUDE_M: Final = 110_574.0
_LONGITUDE_M: Final = 111_320.0

#: Half the diagonal of a field in its sides, with what fields vary by on the ellipsoid.
_REACH: Final = 0.75

#: Side of a field in metres: finer hides nothing, coarser is no place.
_FINEST_M, _COARSEST_M = 100.0, 100_000.0

#: Claims about these give the position away.
_PLACES: Final = (
    "geom",
    "geometry",
    "longitude",
    "latitude",
    "lon",
    "lat",
    "coordinates",
    "radius_m",
)


def generalised(tables: Tables, grid_m: float) -> Tables:
    """Return the tables with each event in the middle of its field of a grid.

    Parameters
    ----------
    tables
        What is to be exported.
    grid_m
        Side of a field in metres, 100 to 100,000.

    Raises
    ------
    ExportError
        If it is not.
    """
    if not _FINEST_M <= grid_m <= _COARSEST_M:
        raise ExportError(
            f"Positions are generalised to {_FINEST_M:g} to {_COARSEST_M:,.0f} m, not {grid_m:g}."
        )
    tables = tables.with_ids(neutral_ids(len(tables.events)))
    events = without_positions(_snapped(tables.events, grid_m), grid_m)
    sources, claims = (
        without_positions(table, grid_m) for table in (tables.sources, tables.claims)
    )
    for column in ("url", "archive_url"):
        given_away = sources[column].str.contains(REMOVED, regex=False).fillna(False)
        sources = sources.assign(**{column: sources[column].where(~given_away.astype(bool))})
    claims = claims[~claims["field"].isin(_PLACES)].reset_index(drop=True)
    return replace(tables, events=events, sources=sources, claims=claims)


def _snapped(events: gpd.GeoDataFrame, grid_m: float) -> gpd.GeoDataFrame:
    points = events[schema.GEOMETRY]
    placed = (points.notna() & ~points.is_empty).to_numpy()
    coarse = points.copy()
    lonlat = middles(np.column_stack([points[placed].x, points[placed].y]), grid_m)
    coarse[placed] = gpd.points_from_xy(*lonlat.T, crs=schema.CRS)
    precision = events["geo_precision"]
    stated = events["radius_m"].fillna(precision.map(words.DEFAULT_RADIUS_M).astype("float64"))
    radius_m = _rounded_up(stated.fillna(0.0).to_numpy() + _REACH * grid_m)
    # An area is drawn, and measured to, as a whole: its point stands for nothing.
    rough = precision.isin(("region", "country")).to_numpy(bool)
    changed = placed & ~rough
    radii = events["radius_m"].mask(changed, pd.Series(radius_m, events.index))
    coarser = pd.Series(_precision_of(radius_m), events.index, dtype="str")
    worse = changed & (_rank(coarser) > _rank(precision))
    framed: Any = events.assign(radius_m=radii, geo_precision=precision.mask(worse, coarser))
    framed[schema.GEOMETRY] = coarse
    return framed


def middles(lonlat: Floats, grid_m: float) -> Floats:
    """Return the middle of the field each position lies in.

    Parameters
    ----------
    lonlat
        WGS 84 degrees, shape (n, 2), lon before lat.
    grid_m
        Side of a field in metres; none is smaller.
    """
    rows = max(1, int(np.floor(180.0 * _LATITUDE_M / grid_m)))
    height = 180.0 / rows
    row = np.clip(np.floor((lonlat[:, 1] + 90.0) / height), 0, rows - 1)
    lat = (row + 0.5) * height - 90.0
    around_m = 360.0 * _LONGITUDE_M * np.cos(np.radians(lat))
    columns = np.maximum(1.0, np.floor(around_m / grid_m))
    width = 360.0 / columns
    column = np.floor((lonlat[:, 0] + 180.0) / width) % columns
    lon = (column + 0.5) * width - 180.0
    middle: Floats = np.column_stack([lon, lat]).round(5)
    return middle


def _rounded_up(metres: Floats) -> Floats:
    """Return lengths to two digits, never shorter."""
    power = 10.0 ** (np.floor(np.log10(metres)) - 1.0)
    rounded: Floats = np.ceil(metres / power - 1e-9) * power
    return rounded


def _precision_of(radius_m: Floats) -> npt.NDArray[Any]:
    """Return the finest word of `GEO_PRECISIONS` that does not say more than a radius.

    Never a region: that is drawn and measured as one.
    """
    names = np.array(["exact", "vicinity", "settlement", "area"], dtype=object)
    sizes = np.array([words.DEFAULT_RADIUS_M[name] for name in names], dtype=float)
    found: npt.NDArray[Any] = names[np.minimum(np.searchsorted(sizes, radius_m), 3)]
    return found


def _rank(precision: pd.Series) -> npt.NDArray[Any]:
    """Return how coarse each precision is; one that nobody states is never made one."""
    order = {name: place for place, name in enumerate(words.GEO_PRECISIONS)}
    ranks: npt.NDArray[Any] = precision.map(order).fillna(len(order)).to_numpy("int64")
    return ranks
