"""Half a million events through every check, beside reading the same table with pandas.

Run: python tests/benchmarks/bench_checks.py [events]
"""

from __future__ import annotations

import io
import sys
import time

import geopandas as gpd
import numpy as np
import pandas as pd

from mapper import checks
from mapper.gazetteer import ensure_index, index
from mapper.model.schema import CRS, EVENTS, SOURCES, conform

TEXT = """
drone missile depot plant station bridge school hospital fire windows roof killed wounded
night morning air defence debris warehouse refinery oil storage tank block flats market
railway port ship workshop substation power grid garage forest field road checkpoint
"""
WORDS = TEXT.split()


def made(count: int) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return events at and about places of Ukraine, with sources, 1 % of them wrong."""
    random = np.random.default_rng(4)
    places = index.ask("SELECT name, lon, lat, admin1 FROM places WHERE country = 'UA'")
    chosen = random.zipf(1.3, count) % len(places)
    name, lon, lat, region = zip(*(places[at] for at in chosen), strict=True)
    lonlat = np.column_stack([lon, lat]) + random.normal(0, 0.01, (count, 2))
    wrong = random.random(count) < 0.01
    lonlat[wrong] = lonlat[wrong][:, ::-1]
    day = np.datetime64("2022-02-24") + random.integers(0, 1400, count).astype("timedelta64[D]")
    letters = random.choice(WORDS, (count, 14))
    text = pd.Series([" ".join(row) for row in letters], dtype="str")
    frame = pd.DataFrame(
        {
            "event_id": [f"made:{at}" for at in range(count)],
            "feed": "made",
            "title": text.str.slice(0, 60),
            "description": text,
            "date_start": day.astype(str),
            "date_end": day.astype(str),
            "place_name": name,
            "admin1": region,
            "country": "UA",
            "geo_precision": "settlement",
            "radius_m": 5_000.0,
            "killed_best": random.integers(0, 3, count),
            "extra": '{"deaths_a": "1", "deaths_b": "0"}',
        }
    )
    geometry = gpd.points_from_xy(*lonlat.T, crs=CRS)
    events = gpd.GeoDataFrame(frame, geometry=geometry).rename_geometry("geom")
    sources = pd.DataFrame(
        {
            "source_id": [f"s{at}" for at in range(count)],
            "event_id": frame["event_id"],
            "url": [f"https://example.org/{at}" for at in random.integers(0, count, count)],
        }
    )
    return gpd.GeoDataFrame(conform(events, EVENTS)), conform(sources, SOURCES)


def main(count: int) -> None:
    """Print the time of every rule, and the ratio of all to `pandas.read_csv`."""
    ensure_index()
    events, sources = made(count)
    text = events.drop(columns="geom").to_csv(index=False)
    start = time.perf_counter()
    pd.read_csv(io.StringIO(text))
    reading_s = time.perf_counter() - start
    checks.check(events.head(1000), sources.head(1000))
    for rule in checks.RULES:
        start = time.perf_counter()
        found = checks.check(events, sources, rules=[rule])
        print(f"{rule:20}{time.perf_counter() - start:7.2f} s {len(found):9,} findings")
    start = time.perf_counter()
    found = checks.check(events, sources)
    all_s = time.perf_counter() - start
    print(f"{'all':20}{all_s:7.2f} s {len(found):9,} findings in {count:,} events")
    print(f"pandas.read_csv of the same table {reading_s:.2f} s: ratio {all_s / reading_s:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
