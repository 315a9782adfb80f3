"""Throughput and memory of `nearest_on_line`; prints ratios, asserts nothing.

Run ``python tests/benchmarks/bench_nearest.py`` (some ten minutes; ``--points
10000 --runs 3`` for one). Every figure is the median of runs that take turns
with one `Geod.inv` per point, the least that any ellipsoidal distance costs.
PostGIS takes part when it answers (`others.PostGIS` says how to have one).
Where NumPy's BLAS is slowed by variables such as OPENBLAS_CORETYPE, unset them.
"""

from __future__ import annotations

import argparse
import statistics

import made
import numpy as np
import others
import shapely
import timing
from others import FloatArray

from mapper.geodesy import GEOD, nearest_on_line


def inv_once(points: FloatArray) -> None:
    """The floor: one inverse geodesic per point."""
    GEOD.inv(points[:, 0], points[:, 1], np.full(len(points), 37.0), np.full(len(points), 48.0))


def row(name: str, count: int, seconds: float, ratio: float) -> None:
    """Print one line of a table."""
    print(f"{name:<44}{seconds:9.3f} s {count / seconds:12,.0f} points/s {ratio:8.1f} x Geod.inv")


def throughput(points: FloatArray, line: shapely.LineString, runs: int) -> None:
    """Print our time beside those of the alternatives."""
    print(f"\n{len(points):,} points within some 600 km, {len(line.coords):,} vertices")
    works: dict[str, timing.Work] = {
        "Geod.inv once per point": lambda: inv_once(points),
        "mapper nearest_on_line": lambda: nearest_on_line(points, line),
        "shapely STRtree in EPSG:3035": lambda: others.by_tree(points, line),
    }
    times = timing.alternated(works, runs)
    floor = times["Geod.inv once per point"]
    for name, seconds in times.items():
        ratio = timing.median_ratio(seconds, floor)
        row(name, len(points), statistics.median(seconds), ratio)
    some = points[:1000]
    alone = timing.alternated(
        {"inv": lambda: inv_once(some), "plane": lambda: others.by_distance(some, line)}, 3
    )
    ratio = timing.median_ratio(alone["plane"], alone["inv"])
    row("shapely.distance in EPSG:3035 (1,000)", 1000, statistics.median(alone["plane"]), ratio)
    with_postgis(points, line, runs)


def with_postgis(points: FloatArray, line: shapely.LineString, runs: int) -> None:
    """Print PostGIS's time, by its own clock, in turns with the floor and ours."""
    try:
        with others.PostGIS() as server:
            server.load(points, line)
            ours, theirs, floor = [], [], []
            server.seconds()
            for _ in range(runs):
                floor.append(timing.once(lambda: inv_once(points))[0])
                theirs.append(server.seconds())
                ours.append(timing.once(lambda: nearest_on_line(points, line))[0])
            ratio = timing.median_ratio(theirs, floor)
            median = statistics.median(theirs)
            row("PostGIS ST_Distance(geography)", len(points), median, ratio)
            slower = timing.median_ratio(theirs, ours)
            print(f"  {server.version()}, one process: {slower:.1f} times mapper's time beside it")
    except others.AbsentError as reason:
        print(f"{'PostGIS ST_Distance(geography)':<44}skipped: {reason}")


def growth(counts: tuple[int, ...], runs: int) -> None:
    """Print the ratio over vertices and points."""
    sizes = (2_000, 20_000, 200_000)
    print("\nGrowth: x Geod.inv, seconds (near points; whole call, preparation of the line too)")
    print(f"{'':14}" + "".join(f"{size:>20,} vertices" for size in sizes))
    lines = [shapely.LineString(made.winding(size)) for size in sizes]
    for count in counts:
        points = made.box(count, 28, 44, 46, 54)
        cells = []
        for line in lines:
            times = timing.alternated(
                {
                    "inv": lambda p=points: inv_once(p),
                    "ours": lambda p=points, s=line: nearest_on_line(p, s),
                },
                runs,
            )
            ratio = timing.median_ratio(times["ours"], times["inv"])
            cells.append(f"{ratio:16.1f} x {statistics.median(times['ours']):8.3f} s")
        print(f"{count:>14,}" + " ".join(cells))


def far_sets(count: int) -> list[tuple[str, FloatArray, FloatArray]]:
    """Return sets of points that are far from or thinly spread around a line."""
    line, whole = made.winding(20_000), made.around_the_world(20_000)
    antipode = line[::200] * [1, -1] - [180, 0]
    return [
        ("75 points over half a continent", made.box(75, 22, 44, 55, 58), made.winding(3_000)),
        ("1,000 points over half a continent", made.box(1_000, 22, 44, 55, 58), line),
        ("2,000 to 8,000 km away", made.box(count, 60, 20, 140, 60), line),
        ("over the whole Earth", made.globe(count), line),
        ("10,000 km away", made.away_from(line, count, 10e6), line),
        ("within 500 km of the antipodes", made.away_from(antipode, count, 250e3), line),
        ("inside a ring 9,900 km away", made.box(count, 20, 40, 40, 55), made.ring(20_000, 9.9e6)),
        ("over the whole Earth, line around it", made.globe(count), whole),
    ]


def far(count: int, runs: int) -> None:
    """Print the ratio for far and sparse sets."""
    print("\nFar and sparse sets, 20,000 vertices (75 points: 3,000)")
    for name, points, vertices in far_sets(count):
        line = shapely.LineString(vertices)
        times = timing.alternated(
            {
                "inv": lambda p=points: inv_once(p),
                "ours": lambda p=points, s=line: nearest_on_line(p, s),
            },
            runs,
        )
        ratio = timing.median_ratio(times["ours"], times["inv"])
        row(name, len(points), statistics.median(times["ours"]), ratio)


def memory(count: int) -> None:
    """Print what is needed beside the input."""
    print("\nPeak memory beside the input, MB (process; Python and NumPy alone)")
    near, line = made.box(count, 28, 44, 46, 54), made.winding(20_000)
    for name, points, vertices in [("near", near, line), *far_sets(count)[2:]]:
        path = shapely.LineString(vertices)
        whole = timing.process_peak_mb(lambda p=points, s=path: nearest_on_line(p, s))
        inner = timing.numpy_peak_mb(lambda p=points, s=path: nearest_on_line(p, s))
        print(f"{name:<44}{'unknown' if whole is None else f'{whole:7.0f}'} {inner:7.0f}")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    count, runs = options.points, options.runs
    print(timing.machine())
    memory(count)
    throughput(made.box(count, 28, 44, 46, 54), shapely.LineString(made.winding(20_000)), runs)
    growth((count // 10, count, count * 10), runs)
    far(count, max(runs // 2, 1))


if __name__ == "__main__":
    main()
