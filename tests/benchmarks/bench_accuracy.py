"""Errors of `nearest_on_line` and of what is used instead, against brute force.

Run ``python tests/benchmarks/bench_accuracy.py`` (a few minutes; ``--points 20``
for less). Brute force minimises the ellipsoidal distance along every edge to
convergence (`tests/geodesy/bruteforce.py`). PostGIS takes part when it answers
(`others.PostGIS` says how to have one).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import made
import numpy as np
import others
import shapely
import timing
from others import FloatArray

from mapper.geodesy import Edges, nearest_on_line

sys.path.insert(0, str(Path(__file__).parents[1] / "geodesy"))
from bruteforce import brute_force_m

WAYS: dict[str, Callable[[FloatArray, shapely.LineString], FloatArray]] = {
    "mapper nearest_on_line": lambda points, line: nearest_on_line(points, line).distance_m,
    "shapely in EPSG:3035": others.by_tree,
}


def main() -> None:
    """Print the tables of errors, for a front and for a line of long edges."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=200, help="of each distance")
    parser.add_argument("--vertices", type=int, default=20_000)
    options = parser.parse_args()
    print(timing.machine())
    # Of a front's fine teeth the nearest point is mostly a vertex, of long edges a foot.
    for vertices in (made.winding(options.vertices), made.winding(8)):
        print(f"\nError in metres, median and largest: {len(vertices):,} vertices")
        table(vertices, options.points)


def table(vertices: FloatArray, count: int) -> None:
    """Print the errors of every way to measure against one line."""
    line = shapely.LineString(vertices)
    edges = Edges.of(line)
    antipodes = vertices * [1, -1] - [180, 0]
    sets = {
        "near": made.away_from(vertices, count, 2_000),
        "about 100 km": made.away_from(vertices, count, 100e3),
        "about 1,000 km": made.away_from(vertices, count, 1_000e3),
        "about 10,000 km": made.away_from(vertices, count, 10_000e3),
        "around the antipodes": made.away_from(antipodes, count, 250e3),
        "the whole Earth": made.globe(count),
    }
    true = {name: brute_force_m(points, edges) for name, points in sets.items()}
    print(f"{count} points each, distance in the median:")
    for name, exact in true.items():
        print(f"  {name:<24}{np.median(exact) / 1000:12,.1f} km")
    for way, measure in WAYS.items():
        show(way, {name: measure(points, line) for name, points in sets.items()}, true)
    try:
        with others.PostGIS() as server:
            found = {}
            for name, points in sets.items():
                server.load(points, line)
                found[name] = server.distances_m()
            show("PostGIS ST_Distance(geography)", found, true)
    except others.AbsentError as reason:
        print(f"PostGIS: skipped, {reason}")


def show(way: str, found: dict[str, FloatArray], true: dict[str, FloatArray]) -> None:
    """Print the errors of one way to measure."""
    print(way)
    for name, distances in found.items():
        off = np.abs(distances - true[name])
        print(f"  {name:<24}{np.median(off):12.2g}{off.max():12.2g}")


if __name__ == "__main__":
    main()
