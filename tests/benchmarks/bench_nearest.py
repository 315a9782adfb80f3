"""Throughput, memory and accuracy of `nearest_on_line`; prints ratios, asserts nothing.

Run by hand: ``python tests/benchmarks/bench_nearest.py [--points N] [--runs N]``.
Every time is the median over runs that alternate with one `Geod.inv` per point.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

sys.path.insert(0, str(Path(__file__).parents[1] / "geodesy"))
from bruteforce import brute_force_m

from mapper.geodesy import GEOD, Edges, nearest_on_line

FloatArray = npt.NDArray[np.float64]


def front(vertices: int) -> shapely.LineString:
    """Return a winding line some 1,000 km long through eastern Ukraine."""
    rng = np.random.default_rng(1)
    share = np.linspace(0, 1, vertices)
    shake = 0.3 / np.sqrt(vertices)
    lon = 32 + 6 * share + 0.3 * np.sin(40 * share) + np.cumsum(rng.normal(0, shake, vertices))
    lat = 46.5 + 3.7 * share**3 + 0.2 * np.cos(60 * share)
    return shapely.LineString(
        np.column_stack([lon, lat + np.cumsum(rng.normal(0, shake, vertices))])
    )


def box(count: int, west: float, south: float, east: float, north: float) -> FloatArray:
    """Return random positions."""
    rng = np.random.default_rng(2)
    return np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])


def ring(vertices: int, radius_m: float) -> shapely.LineString:
    """Return a wavy ring around 30 E, 50 N."""
    turn = np.linspace(0, 360, vertices)
    away = radius_m * (1 + 0.02 * np.sin(np.radians(30 * turn)))
    lon, lat, _ = GEOD.fwd(np.full(vertices, 30.0), np.full(vertices, 50.0), turn, away)
    return shapely.LineString(np.column_stack([lon, lat]))


def inv_once(points: FloatArray) -> None:
    """The floor: one inverse geodesic per point."""
    GEOD.inv(points[:, 0], points[:, 1], np.full(len(points), 37.0), np.full(len(points), 48.0))


def compare(name: str, points: FloatArray, work: Callable[[], object], runs: int) -> None:
    """Print the median time of some work and its ratio to `inv_once`."""
    floor, times, ratios = [], [], []
    work()
    for _ in range(runs):
        begin = time.perf_counter()
        inv_once(points)
        middle = time.perf_counter()
        work()
        end = time.perf_counter()
        floor.append(middle - begin)
        times.append(end - middle)
        ratios.append(times[-1] / floor[-1])
    median = statistics.median(times)
    print(
        f"{name:<44}{median:9.3f} s {len(points) / median:12,.0f} points/s"
        f" {statistics.median(ratios):9.1f} x Geod.inv"
    )


def memory_mb(work: Callable[[], object]) -> float:
    """Return the peak beside what is already there."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def projected(points: FloatArray, line: shapely.LineString) -> FloatArray:
    """Return distances by shapely in EPSG:3035, as quick scripts do it."""
    to_plane = Transformer.from_crs("EPSG:4326", "EPSG:3035", always_xy=True).transform
    plane = shapely.transform(line, lambda c: np.column_stack(to_plane(c[:, 0], c[:, 1])))
    x, y = to_plane(points[:, 0], points[:, 1])
    edges = shapely.linestrings(
        np.stack([shapely.get_coordinates(plane)[:-1], shapely.get_coordinates(plane)[1:]], axis=1)
    )
    _, away = shapely.STRtree(edges).query_nearest(
        shapely.points(x, y), return_distance=True, all_matches=False
    )
    return np.asarray(away)


def postgis(points: FloatArray, line: shapely.LineString) -> str:
    """Return PostGIS's throughput over its own geography type, or why it was skipped."""
    if shutil.which("psql") is None:
        return "skipped: no psql on this machine"
    some = points[:20_000]
    rows = "".join(f"{lon} {lat}\n" for lon, lat in some.tolist())
    script = (
        "CREATE EXTENSION IF NOT EXISTS postgis;\n"
        "CREATE TEMP TABLE t (s text);\nCOPY t FROM STDIN;\n" + rows + "\\.\n"
        "CREATE TEMP TABLE p AS SELECT ST_GeogFromText('POINT(' || s || ')') g FROM t;\n"
        f"CREATE TEMP TABLE l AS SELECT ST_GeogFromText('{line.wkt}') g;\n"
        "\\timing on\nSELECT sum(ST_Distance(p.g, l.g)) FROM p, l;\n"
    )
    command = ["psql", "-X", "-q", "-h", "127.0.0.1", "-U", "postgres", "-w", "postgres"]
    try:
        done = subprocess.run(
            command, input=script, capture_output=True, text=True, timeout=300, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"skipped: {error}"
    times = [part for part in done.stdout.splitlines() if part.startswith("Time:")]
    if done.returncode or not times:
        reason = (done.stderr.strip().splitlines() or ["it does not answer"])[0]
        return f"skipped: {reason}"
    milliseconds = float(times[-1].split()[1])
    return f"{len(some) / milliseconds * 1000:,.0f} points/s"


def accuracy(name: str, points: FloatArray, line: shapely.LineString) -> None:
    """Print the worst difference from brute force."""
    edges = Edges.of(line)
    off = np.abs(nearest_on_line(points, edges).distance_m - brute_force_m(points, edges))
    print(f"{name:<44}{len(points):6} points, worst {off.max():.1e} m")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    count, runs = options.points, options.runs
    near = box(count, 28, 44, 46, 54)
    line = front(20_000)
    print(f"Throughput, {count:,} points")
    for vertices in (2_000, 20_000, 200_000):
        some = front(vertices)
        compare(f"near, {vertices:,} vertices", near, lambda s=some: nearest_on_line(near, s), runs)
    compare("shapely STRtree in EPSG:3035", near, lambda: projected(near, line), 3)
    far = box(count, 60, 20, 140, 60)
    compare("2,000 to 8,000 km away", far, lambda: nearest_on_line(far, line), 3)
    around = box(count, 20, 40, 40, 55)
    wide = ring(20_000, 9.9e6)
    compare("inside a ring 9,900 km away", around, lambda: nearest_on_line(around, wide), 1)
    print(f"{'PostGIS ST_Distance(geography)':<44}{postgis(near, line)}")
    peak = memory_mb(lambda: nearest_on_line(near, line))
    print(f"Peak memory beside the input: {peak:.0f} MB")
    print("Accuracy against brute force")
    accuracy("near", near[:500], line)
    accuracy("2,000 to 8,000 km away", far[:100], line)
    accuracy("inside a ring 9,900 km away", around[:50], wide)
    off = np.abs(projected(near, line) - nearest_on_line(near, line).distance_m)
    print(f"{'shapely in EPSG:3035, all points':<44}worst {off.max():.1f} m")


if __name__ == "__main__":
    main()
