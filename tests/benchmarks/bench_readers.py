"""Reading half a million rows against ``pandas.read_csv`` and making the points.

Run ``python tests/benchmarks/bench_readers.py [--rows 500000] [--runs 3]``. The
tables are made from a seed: one of nine columns as people keep them (read by
the names of its columns), one of UCDP GED's 49 columns, half of whose articles
stand in one row only. The alternative gives a GeoDataFrame of the columns as
they are; ours also reads days, counts and codes, gives sources a table of
their own, keeps what has no column, and accounts for every row.

Times are medians of runs that take turns in one process, after one uncounted
run of each; then of first readings, each in a process of its own, where fresh
memory costs much of the time. Memory is that by which such a process grows.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import timing

from mapper import readers
from mapper.readers.ucdp import COLUMNS

_PLACES = ("Kharkiv", "Izium", "Huliaipole", "Nikopol", "Bakhmut", "Orikhiv", "Kupiansk")
_OFFICES = ("Reuters News", "Agence France Presse", "BBC Monitoring", "Interfax", "Suspilne")
_WORDS = (
    *("strike", "shelling", "drone", "officials", "wounded", "residential", "river", "village"),
    *("reported", "overnight", "building", "civilians", "regional", "governor", "says", "after"),
)
Chosen = npt.NDArray[np.str_]


def days(rng: np.random.Generator, count: int) -> Chosen:
    """Return random ISO days."""
    found = np.datetime64("2022-02-24") + rng.integers(0, 1200, count).astype("timedelta64[D]")
    return found.astype(str)


def sentences(rng: np.random.Generator, count: int, length: int) -> list[str]:
    """Return sentences of random words."""
    picked = rng.choice(_WORDS, (count, length))
    return [" ".join(words).capitalize() for words in picked]


def simple(path: Path, count: int) -> tuple[str, str]:
    """Write a table as people keep them; return its columns of coordinates."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "id": np.arange(count),
            "date": days(rng, count),
            "title": [f"Strike on site {number} near the river" for number in range(count)],
            "lat": rng.uniform(44, 52, count).round(5),
            "lon": rng.uniform(22, 40, count).round(5),
            "place": rng.choice(_PLACES, count),
            "killed": rng.integers(0, 9, count),
            "url": [f"https://example.org/{number}" for number in range(count)],
            "notes": "Reported by local officials, not verified",
        }
    )
    frame.to_csv(path, index=False)
    return "lon", "lat"


def ucdp(path: Path, count: int) -> tuple[str, str]:
    """Write a table like UCDP GED; return its columns of coordinates."""
    rng = np.random.default_rng(2)
    lon, lat = rng.uniform(22, 40, count).round(6), rng.uniform(44, 52, count).round(6)
    day, office = days(rng, count), rng.choice(_OFFICES, count)
    pool = np.array(sentences(rng, count // 2 + 1, 9), dtype=object)
    # Half of the headlines stand once, the others come from a tenth as many.
    once = rng.random(count) < 0.5
    picked = np.where(once, np.arange(count) % len(pool), rng.integers(0, len(pool) // 10, count))
    headline = pool[picked]
    killed = rng.integers(0, 6, count)
    values: dict[str, object] = dict.fromkeys(COLUMNS, "")
    values |= {
        "id": np.arange(count),
        "relid": [f"UKR-2022-1-14085-{number}" for number in range(count)],
        "year": [one[:4] for one in day],
        "active_year": "True",
        "code_status": "Clear",
        "type_of_violence": rng.choice(["1", "1", "1", "3"], count),
        "conflict_name": "Ukraine: Government",
        "dyad_name": "Government of Russia - Government of Ukraine",
        "side_a": "Government of Russia",
        "side_b": rng.choice(["Government of Ukraine", "Civilians"], count),
        "number_of_sources": "1",
        "source_article": [f'"{a},{b},{c}"' for a, b, c in zip(office, day, headline, strict=True)],
        "source_office": office,
        "source_date": day,
        "source_headline": headline,
        "source_original": rng.choice(["officials", "police", "army", ""], count),
        "where_prec": rng.choice(["1", "2", "3", "5"], count),
        "where_coordinates": rng.choice(_PLACES, count),
        "where_description": np.array(sentences(rng, 5000, 12))[rng.integers(0, 5000, count)],
        "adm_1": rng.choice(["Kharkiv oblast", "Donetsk oblast", "Zaporizhzhia oblast"], count),
        "adm_2": rng.choice(["Izium raion", "Bakhmut raion", ""], count),
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": [f"POINT ({x} {y})" for x, y in zip(lon, lat, strict=True)],
        "priogrid_gid": rng.integers(190_000, 203_000, count),
        "country": "Ukraine",
        "country_id": "369",
        "region": "Europe",
        "event_clarity": "1",
        "date_prec": rng.choice(["1", "1", "2"], count),
        "date_start": day,
        "date_end": day,
        "deaths_civilians": killed,
        "best": killed,
        "high": killed + rng.integers(0, 3, count),
        "low": killed,
        "gwnoa": "365",
    }
    for name in ("conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id"):
        values[name] = "13219"
    pd.DataFrame(values, index=pd.RangeIndex(count)).to_csv(path, index=False)
    return "longitude", "latitude"


def by_pandas(path: Path, lon: str, lat: str) -> gpd.GeoDataFrame:
    """Return the table as it is, with points."""
    frame = pd.read_csv(path)
    points = gpd.points_from_xy(frame[lon], frame[lat])
    return gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")


def first_reading(program: str, path: Path, *columns: str) -> tuple[float, float]:
    """Return seconds and MB by which a process grows that reads a file once, its first."""
    command = [sys.executable, __file__, "--first", program, str(path), *columns]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, grown = (float(word) for word in done.stdout.split())
    return seconds, grown


def print_first(program: str, path: Path, *columns: str) -> None:
    """Print seconds and by how many MB this process grows at most."""
    work: Callable[[], object] = lambda: gpd.read_file(path)  # noqa: E731
    if program == "mapper":
        work = lambda: readers.read(path)  # noqa: E731
    elif columns:
        work = lambda: by_pandas(path, *columns)  # noqa: E731
    seconds: list[float] = []
    grown = timing.process_peak_mb(lambda: seconds.append(timing.once(work)[0]))
    print(seconds[0], "nan" if grown is None else grown)


def compare(name: str, path: Path, other: str, work: Callable[[], object], runs: int) -> None:
    """Print times of both and their ratio."""
    times = timing.alternated({"other": work, "mapper": lambda: readers.read(path)}, runs)
    ratio = timing.median_ratio(times["mapper"], times["other"])
    print(
        f"{name}, {path.stat().st_size / 1e6:.0f} MB: {other}"
        f" {statistics.median(times['other']):.2f} s, mapper"
        f" {statistics.median(times['mapper']):.2f} s, ratio {ratio:.2f}"
    )


def main() -> None:
    """Print ratios and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--first", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.first:
        program, path, *columns = options.first
        print_first(program, Path(path), *columns)
        return
    print(timing.machine())
    with tempfile.TemporaryDirectory() as folder:
        for name, write in (("nine columns", simple), ("UCDP's 49 columns", ucdp)):
            path = Path(folder) / f"{write.__name__}.csv"
            columns = write(path, options.rows)
            measure(f"{options.rows:,} rows, {name}", path, columns, options.runs)
        points = Path(folder) / "points.geojson"
        table = by_pandas(Path(folder) / "simple.csv", "lon", "lat").head(options.points)
        table.to_file(points, driver="GeoJSON")
        measure(f"{len(table):,} points of GeoJSON", points, (), options.runs)


def measure(name: str, path: Path, columns: tuple[str, ...], runs: int) -> None:
    """Print times and memory of reading one file."""
    if columns:
        other = "pandas and points"
        compare(name, path, other, lambda: by_pandas(path, *columns), runs)
    else:
        other = "geopandas.read_file"
        compare(name, path, other, lambda: gpd.read_file(path), runs)
    for program in ("mapper", other):
        firsts = [first_reading(program, path, *columns) for _ in range(runs)]
        seconds, grown = (statistics.median(values) for values in zip(*firsts, strict=True))
        times = grown * 1e6 / path.stat().st_size
        print(
            f"    first reading of a process, {program}: {seconds:.2f} s, it grows by at most"
            f" {grown:.0f} MB, {times:.1f} times the file"
        )


if __name__ == "__main__":
    main()
