"""Years of daily fronts against many events in one call of `measure.distances`.

Run ``python tests/benchmarks/bench_days.py [--days 1300] [--events 100000]``:
at full size a matter of many minutes, ``--days 40 --events 3000`` is the same
load per day in seconds. Lines are kept in a folder of their own, so the first
run derives all and the second none. The fronts are real daily files, or made-up
areas where there are none, bent so that every day differs (`made.daily_fronts`).

The alternatives are loops over the days as people write them, in EPSG:3035:
to the edge of the control area with `geopandas.sjoin_nearest`, and with
`shapely.distance` to the very lines of contact that Mapper derived. They give
one number per event: no interval, no nearest point, no inside.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from pathlib import Path
from unittest import mock

import geopandas as gpd
import made
import numpy as np
import others
import pandas as pd
import shapely
import timing
from others import FloatArray

from mapper import paths
from mapper.measure import Fronts, distances


def ours(events: gpd.GeoDataFrame, table: gpd.GeoDataFrame, days: int) -> pd.DataFrame:
    """Print time and memory of a first and a second run; return the distances."""
    for name in ("first run, lines derived", "second run, lines from the cache"):
        found: list[pd.DataFrame] = []
        begin = time.perf_counter()
        peak = timing.process_peak_mb(lambda f=found: f.append(distances(events, Fronts(table))))
        seconds = time.perf_counter() - begin
        grown = "memory unknown" if peak is None else f"process grows by at most {peak:.0f} MB"
        print(f"mapper, {name:<36}{seconds:8.1f} s {seconds / days * 1000:8.0f} ms a day, {grown}")
    return found[0]


def by_edges(events: gpd.GeoDataFrame, table: gpd.GeoDataFrame) -> FloatArray:
    """Return metres to the nearest edge of the day's control area, by geopandas."""
    plane = events.to_crs("EPSG:3035")
    edges = table.to_crs("EPSG:3035").set_index("as_of").geometry.boundary
    away = np.full(len(events), np.nan)
    for day, some in plane.groupby("date_start"):
        line = gpd.GeoDataFrame(geometry=edges.loc[[day]], crs=plane.crs)
        joined = gpd.sjoin_nearest(some[["geom"]], line, distance_col="away_m")
        away[joined.index] = joined["away_m"]
    return away


def by_lines(events: gpd.GeoDataFrame, lines: dict[str, shapely.MultiLineString]) -> FloatArray:
    """Return metres to the day's line of contact, by shapely."""
    points = events.geometry.to_crs("EPSG:3035").to_numpy()
    away = np.full(len(events), np.nan)
    for day, some in events.groupby("date_start"):
        rows = some.index.to_numpy()
        away[rows] = shapely.distance(points[rows], others.in_europe(lines[str(day)]))
    return away


def compare(name: str, seconds: float, away: FloatArray, exact: FloatArray) -> None:
    """Print the time of an alternative and how far it is from ours."""
    off = np.abs(away - exact)
    print(
        f"{name:<44}{seconds:8.1f} s; differs by {np.median(off):,.0f} m in the median,"
        f" {off.max():,.0f} m at most; by over 1 km for {np.mean(off > 1000):.0%}"
    )


def main() -> None:
    """Print times, memory and differences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=1_300)
    parser.add_argument("--events", type=int, default=100_000)
    options = parser.parse_args()
    days = options.days
    print(timing.machine())
    table, events = made.daily_fronts(days), made.events(options.events, days)
    vertices = shapely.get_num_coordinates(table.geometry.to_numpy())
    print(
        f"{days:,} daily control areas of {vertices.min():,} to {vertices.max():,} vertices"
        f" (from {made.origin()}), {len(events):,} events"
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(paths, "cache_folder", return_value=Path(folder)),
    ):
        result = ours(events, table, days)
        fronts = Fronts(table)
        lines = {one.as_of.isoformat(): fronts.front(one).line for one in fronts.snapshots}
    refused = int(result["refused"].notna().sum())
    print(f"refused: {refused:,}; inside the control area: {result['inside_control_area'].sum():,}")
    exact = result["distance_m"].to_numpy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        seconds, away = timing.once(lambda: by_edges(events, table))
    compare("geopandas.sjoin_nearest to the area's edge", seconds, away, exact)
    seconds, away = timing.once(lambda: by_lines(events, lines))
    compare("shapely.distance to the same lines", seconds, away, exact)


if __name__ == "__main__":
    main()
