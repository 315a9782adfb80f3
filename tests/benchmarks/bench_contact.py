"""Time and memory of the line of contact, and what the naive way gets wrong.

Run ``python tests/benchmarks/bench_contact.py [--runs 7]``. Areas are the real
daily files, or made-up ones of 3,000 and 10,000 vertices where there are none.

The naive way is the one quick scripts take: the edge of the control area
without what lies within some kilometres of the country's edge, in EPSG:3035. A
narrow band leaves stretches of the border as front, a wide one deletes the
front where it runs beside the border.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path
from unittest import mock

import geopandas as gpd
import made
import others
import shapely
import timing
from shapely.geometry.base import BaseGeometry

from mapper import basemap, paths
from mapper.geodesy import densify, length_m, line_of_contact, lines_of_contact, nearest_on_line
from mapper.measure import Fronts
from mapper.measure.frontline import FrontLine

PLACES = {
    "Izhevsk": (53.2045, 56.8498),
    "Kharkiv": (36.2304, 49.9935),
    "Sevastopol": (33.5254, 44.6166),
}
BANDS_M = (1_000.0, 5_000.0)
RADII_M = (1_000.0, 500.0, 3_000.0)


def naive(control: BaseGeometry, country: BaseGeometry, band_m: float) -> BaseGeometry:
    """Return the control area's edge less a band along the country's edge, EPSG:3035."""
    band = others.in_europe(country).boundary.buffer(band_m)
    return others.in_europe(control).boundary.difference(band)


def contact(runs: int) -> None:
    """Print times, lengths and distances of every fourth area."""
    ukraine = basemap.country("UA")
    for name, area in list(made.control_areas().items())[::4]:
        print(f"\nControl area {name}, {shapely.get_num_coordinates(area):,} vertices")
        works: dict[str, timing.Work] = {
            # The country in the plane is kept by object: a copy is a first time.
            "line_of_contact": lambda a=area: line_of_contact(a, shapely.force_2d(ukraine)),
            "the same on a further day": lambda a=area: line_of_contact(a, ukraine),
            "three radii on a further day": lambda a=area: lines_of_contact(a, ukraine, RADII_M),
        }
        for band_m in BANDS_M:
            works[f"naive, band of {band_m / 1000:.0f} km"] = lambda a=area, b=band_m: naive(
                a, ukraine, b
            )
        times = timing.alternated(works, runs)
        for work, seconds in times.items():
            ratio = timing.median_ratio(seconds, times["line_of_contact"])
            line = lines[0] if isinstance(lines := works[work](), list) else lines
            kept = line if isinstance(line, BaseGeometry) else line.line
            if work.startswith("naive"):
                kept = densify(in_degrees(kept))
            away = [f"{place} {away_km(kept, *at):8.1f}" for place, at in PLACES.items()]
            print(
                f"{work:<32}{statistics.median(seconds):7.3f} s {ratio:5.2f} x"
                f"{length_m(kept) / 1000:8,.0f} km long in {len(kept.geoms):4} parts;"
                f" km to it: {', '.join(away)}"
            )


def in_degrees(line: BaseGeometry) -> BaseGeometry:
    """Return a line of EPSG:3035 in lon, lat."""
    return gpd.GeoSeries([line], crs="EPSG:3035").to_crs("EPSG:4326").iloc[0]


def away_km(line: BaseGeometry, lon: float, lat: float) -> float:
    """Return the geodesic distance, so that only the line differs."""
    return float(nearest_on_line([[lon, lat]], line).distance_m[0]) / 1000


def interval() -> None:
    """Print the time of a front with its variants, first and from the cache."""
    print("\nFronts.front: the line, its interval's variants, prepared for searching")
    for name, table in made.front_tables().items():
        with (
            tempfile.TemporaryDirectory() as folder,
            mock.patch.object(paths, "cache_folder", return_value=Path(folder)),
        ):
            first, _ = timing.once(lambda t=table: front_of(t))
            again, front = timing.once(lambda t=table: front_of(t))
        print(
            f"{name:<16}{first:7.3f} s first, {again:7.3f} s from the cache;"
            f" {len(front.variants)} variants, {len(front.edges.start):,} edges"
        )


def front_of(table: gpd.GeoDataFrame) -> FrontLine:
    """Return the newest front of a table, as opening a project does."""
    fronts = Fronts(table)
    return fronts.front(fronts.of_day(None))


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    print(timing.machine())
    ukraine, area = basemap.country("UA"), next(iter(made.control_areas().values()))
    peak = timing.process_peak_mb(lambda: line_of_contact(area, ukraine))
    print(f"country: {shapely.get_num_coordinates(ukraine):,} vertices; memory: ", end="")
    print("unknown" if peak is None else f"the process grows by at most {peak:.0f} MB")
    contact(options.runs)
    interval()


if __name__ == "__main__":
    main()
