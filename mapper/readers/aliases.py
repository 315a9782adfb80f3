"""Names that columns have in the wild, field by field; never their position."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from mapper.model import schema
from mapper.model.errors import InputError
from mapper.readers.text import fold

#: Answers that stand among the columns of `Options` and are no columns.
ANSWERS: Final = frozenset({"axis_order", "date_order", "crs", "sheet"})

#: Fields that are no columns of events: place, day, address of the source.
OTHER_FIELDS: Final = ("lat", "lon", "coordinates", "date", "url", "publisher", *sorted(ANSWERS))

#: Folded names by field, the likeliest first. A column of events by its own
#: name always comes before these.
ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "lat": (
        *("lat", "latitude", "latitudewgs84", "latdd", "decimallatitude", "geolat", "ycoord"),
        *("breite", "breitengrad", "широта", "шир", "y"),
    ),
    "lon": (
        *("lon", "lng", "long", "longitude", "longitudewgs84", "londd", "decimallongitude"),
        *("geolon", "geolng", "xcoord", "länge", "laenge", "längengrad", "довгота", "долгота"),
        *("дол", "x"),
    ),
    "date_start": (
        *("date", "eventdate", "startdate", "datestart", "timestart", "day", "incidentdate"),
        *("dateofevent", "verifieddate", "datetime", "datum", "дата", "датаподії", "датасобытия"),
    ),
    "date_end": ("enddate", "timeend", "dateuntil", "датакінця", "датаокончания"),
    "time_local": ("time", "timelocal", "localtime", "час", "время", "uhrzeit"),
    "external_id": ("id", "eventid", "entry", "slug", "uid", "uuid", "objectid", "ид", "номер"),
    "title": ("name", "headline", "event", "titel", "назва", "название", "заголовок"),
    "description": (
        *("details", "summary", "text", "briefdescription", "beschreibung", "опис", "описание"),
    ),
    "place_name": (
        *("place", "location", "settlement", "locality", "city", "town", "towncity", "village"),
        *("asciiname", "ort", "місце", "місто", "населенийпункт", "место", "город"),
    ),
    "admin1": (
        *("adm1", "adm1name", "oblast", "region", "province", "state", "область", "регион"),
    ),
    "country": ("countrycode", "land", "країна", "страна"),
    "killed_best": ("killed", "deaths", "dead", "fatalities", "tote", "загинуло", "погибло"),
    "injured_best": ("injured", "wounded", "verletzte", "поранено", "ранено"),
    "event_type": ("type", "category", "тип"),
    # Words of other lists (done, open) stay in the file's own column and are told.
    "verification_status": ("status", "verification", "статус", "верифікація", "верификация"),
    "weapon": ("weapontype", "munition", "armsmunition", "зброя", "оружие"),
    "url": (
        "url",
        "link",
        "sourceurl",
        "urls",
        "links",
        "source",
        "sources",
        "джерело",
        "источник",
    ),
    "publisher": ("publisher", "sourcename", "outlet", "media"),
}


def find_fields(
    names: Iterable[str], given: Mapping[str, str], file: Path
) -> tuple[dict[str, str], str | None]:
    """Return field to column of a table, and the order of its dates when given.

    Parameters
    ----------
    names
        Columns of the table.
    given
        Field to column as the person said; these stand above all guesses. An
        empty column means that none is to be read as the field.

    Raises
    ------
    InputError
        For a given field or column that there is not.
    """
    columns = list(names)
    wanted = {field: column for field, column in given.items() if field not in ANSWERS}
    order = given.get("date_order")
    if "date" in wanted:
        wanted["date_start"] = wanted.pop("date")
    fields: dict[str, str] = {}
    left_out = {field for field, column in wanted.items() if not column}
    for field, column in wanted.items():
        if field not in left_out:
            _check_given(field, column, columns, file)
            fields[field] = column
    by_fold: dict[str, str] = {}
    for column in columns:
        by_fold.setdefault(fold(column), column)
    taken = set(fields.values())
    own = {name: (fold(name),) for name in schema.EVENTS.names if name not in ("event_id", "feed")}
    for known in (own, ALIASES):
        for field, folds in known.items():
            if field in fields or field in left_out:
                continue
            for name in folds:
                match = by_fold.get(name)
                if match is not None and match not in taken:
                    fields[field] = match
                    taken.add(match)
                    break
    return fields, order


def names_events(names: Iterable[str]) -> bool:
    """Tell whether names of columns are those of events: a day, and a place or its name."""
    folded = {fold(name) for name in names}

    def named(field: str) -> bool:
        return not folded.isdisjoint((fold(field), *ALIASES[field]))

    placed = named("lat") and named("lon")
    return named("date_start") and (placed or named("place_name"))


def _check_given(field: str, column: str, columns: list[str], file: Path) -> None:
    known = [*OTHER_FIELDS, *(name for name in schema.EVENTS.names if name != "event_id")]
    if field != "date_start" and field not in known:
        near = difflib.get_close_matches(field, known, 1)
        raise InputError(
            "there is no such field to give a column for",
            file=file,
            found=field,
            expected=near[0] if near else "one of " + ", ".join(known[:12]) + ", ...",
        )
    if column not in columns:
        near = difflib.get_close_matches(column, columns, 1, 0.5)
        raise InputError(
            f"there is no column for '{field}'",
            file=file,
            found=column,
            expected=f"'{near[0]}'" if near else "one of " + ", ".join(columns[:12]),
        )
