"""Any table of events: columns known by their names, or as the person gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model.errors import AnswerNeededError
from mapper.readers import pairs
from mapper.readers.aliases import find_fields
from mapper.readers.countries import country_codes
from mapper.readers.eventtable import event_columns
from mapper.readers.inputfile import InputFile
from mapper.readers.numbers import missing
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows
from mapper.readers.text import BLANKS, fold, has, no_text, one_line

_ADDRESS: Final = r"https?://[^\s,;|<>\"']+(?:[,;](?!https?://)[^\s,;|<>\"']+)*"
#: A cell that is one such address; told by Arrow, which is fast.
_ONE_ADDRESS: Final = rf"^https?://[^{BLANKS},;|<>\"']+$"
#: An address that lacks its scheme, or has another than the web's.
_MEANT_ADDRESS: Final = (
    r"(?i)^(?:[a-z]+:/*\S+|www\.\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/\S*)$"
)
#: Names of columns, folded, that hold nothing but addresses.
_OF_ADDRESSES: Final = frozenset({"url", "urls", "link", "links", "sourceurl"})
_TITLE_CHARACTERS: Final = 100


def recognise(file: InputFile) -> bool:
    """Any delimited text is taken for a table; reading it says what it lacks."""
    return file.kind == "table"


def read(file: InputFile, options: Options) -> Reading:
    """Read a table of events with a place and a day in every row."""
    raw = file.parsed.coded
    placed: dict[str, str] = {}
    fields, _ = find_fields(raw.columns, options.columns, file.path)
    if "lat" not in fields or pairs.FIELD in fields:
        raw, placed = pairs.split(raw, options.columns, file)
        given = {name: text for name, text in options.columns.items() if name != pairs.FIELD}
        options = replace(options, columns={**placed, **given})
    rows = Rows(raw, file.parsed.row_numbers)
    rows.set_broken(file.parsed.broken, len(file.parsed.coded.columns))
    reading = read_rows(rows, file, options, "table")
    # Rejected rows are shown as they stand in the file.
    own = list(placed.values())
    reading.rejected = reading.rejected.drop(columns=own, errors="ignore")
    reading.waiting = tuple(
        replace(part, rejected=part.rejected.drop(columns=own, errors="ignore"))
        for part in reading.waiting
    )
    return reading


def read_rows(
    rows: Rows,
    file: InputFile,
    options: Options,
    feed: str,
    place: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None = None,
    ignored: npt.NDArray[np.bool_] | None = None,
) -> Reading:
    """Read rows by the names of their columns; places may come from geometries."""
    fields, order = find_fields(rows.raw.columns, options.columns, file.path)
    _check_needed(rows, fields, options, file, placed=place is not None)
    if place is not None:
        for name in ("lon", "lat", pairs.FIELD):
            fields.pop(name, None)
    read_events = event_columns(rows, fields, order=order, strict=False, place=place)
    columns = read_events.columns
    if "date_start" not in columns and options.date is not None:
        day = pd.Series(options.date.isoformat(), index=rows.raw.index, dtype="str")
        columns |= {"date_start": day, "date_end": day, "date_precision": "day"}
    options.report(0.5)
    _name_country(rows, fields, columns)
    external = columns.get("external_id")
    geometry = [] if place is None else [pd.Series(degrees).astype("str") for degrees in place]
    if external is None:
        keys = rows.content_ids(*geometry)
        rows.reject_repeats(keys, "the whole row")
    else:
        keys = external
        if external.isna().any():
            keys = external.fillna(rows.content_ids(*geometry))
        rows.reject_repeats(keys, fields["external_id"])
    columns["event_id"] = f"{feed}:" + (keys if external is None else _of_file(file) + keys)
    columns["feed"] = feed
    for name, default in (("verification_status", "reported"), ("workflow_status", "new")):
        if name in columns:
            columns[name] = columns[name].fillna(default)
    columns["title"] = _titles(columns, rows.raw.index)
    sources = _sources(rows, fields, columns["event_id"])
    columns["extra"] = rows.extra(options.between(0.6, 0.8))
    rows.warnings.append(_columns_read(fields))
    options.report(0.8)
    return rows.finish(columns, read_events.lon, read_events.lat, sources=sources, ignored=ignored)


def _of_file(file: InputFile) -> str | pd.Series:
    """Return what sets ids such as 1, 2, 3 apart from those of other files.

    Rows that were rejected, mended and read again keep the ids of the file they came from.
    """
    origin = file.parsed.origin if file.kind == "table" else None
    return f"{file.stem}:" if origin is None else origin + ":"


def _check_needed(
    rows: Rows, fields: Mapping[str, str], options: Options, file: InputFile, *, placed: bool
) -> None:
    names = ", ".join(str(name) for name in rows.raw.columns[:12])
    lacking = [name for name in ("lat", "lon") if name not in fields]
    # Said to have none: each row is to be placed by the words it has.
    without = all(options.columns.get(name) == "" for name in ("lat", "lon"))
    if lacking and not placed and not without:
        raise AnswerNeededError(
            "the table has no column of coordinates known by its name",
            asks=lacking[0],
            file=file.path,
            found=names,
            expected=f"columns such as lat and lon, one given as {lacking[0]}=COLUMN, or "
            "lat= and lon= for a table that only names its places",
        )
    if "date_start" not in fields and options.date is None:
        raise AnswerNeededError(
            "the table has no column of dates known by its name",
            asks="date_start",
            file=file.path,
            found=names,
            expected="a column such as date, one given as date=COLUMN, or the day given",
        )


def _name_country(rows: Rows, fields: Mapping[str, str], columns: dict[str, Any]) -> None:
    if "country" not in columns:
        return
    written = columns["country"]
    columns["country"] = country_codes(written)
    if (columns["country"].isna() & written.notna()).any():
        # A name we do not know stays readable in `extra`.
        rows.used.discard(fields["country"])


def _titles(columns: Mapping[str, Any], index: pd.Index) -> pd.Series:
    """Return titles: as written, else from the description, the kind and the place."""
    nothing = no_text(index)
    titles: pd.Series = one_line(columns.get("title", nothing))
    if not titles.isna().any():
        return titles
    place = columns.get("place_name", nothing)
    lines: pd.Series = one_line(columns.get("description", nothing))
    cut = lines.str.slice(0, _TITLE_CHARACTERS)
    cut = cut.where(lines.str.len() <= _TITLE_CHARACTERS, cut + "…")
    kind = columns.get("event_type", nothing).fillna("Event")
    titles = titles.fillna(cut).fillna(kind + ", " + place)
    return titles.fillna(kind)


def _sources(rows: Rows, fields: Mapping[str, str], event_ids: pd.Series) -> pd.DataFrame | None:
    """Return a source per address, or one by its name where there is none.

    What should be an address and is none stays one, for the data checks to tell.
    """
    if "url" not in fields and "publisher" not in fields:
        return None
    written = rows.text(fields.get("url"))
    publisher = rows.text(fields.get("publisher"))
    single = has(written, _ONE_ADDRESS)
    several = written[~single].fillna("").str.findall(_ADDRESS).explode().dropna().astype("str")
    addresses = pd.concat([written[single], several])
    listed = pd.DataFrame({"url": addresses, "publisher": publisher.loc[addresses.index]})
    without = ~written.index.isin(addresses.index)
    listed = pd.concat([listed, _unaddressed(written[without], publisher[without], fields)])
    listed = listed.sort_index(kind="stable")
    listed["event_id"] = event_ids.loc[listed.index]
    if listed.index.is_unique:
        listed["source_id"] = listed["event_id"] + "#1"
        return listed
    # Several events may come from one source; one event names it once.
    listed = listed.drop_duplicates()
    numbers = listed.groupby(level=0).cumcount() + 1
    listed["source_id"] = listed["event_id"] + "#" + numbers.astype("str")
    return listed


def _unaddressed(
    written: pd.Series, publisher: pd.Series, fields: Mapping[str, str]
) -> pd.DataFrame:
    """Return the sources of rows without a web address."""
    written = written.mask(missing(written))
    meant = has(written, _MEANT_ADDRESS)
    if fold(fields.get("url", "")) in _OF_ADDRESSES:
        meant = written.notna().to_numpy(bool)
    named = publisher.fillna(written.mask(meant))
    # Beside its publisher another name is the title.
    title = written.mask(meant | publisher.isna().to_numpy(bool))
    listed = pd.DataFrame({"url": written.where(meant), "publisher": named, "title": title})
    return listed[listed.notna().any(axis=1)]


def _columns_read(fields: Mapping[str, str]) -> str:
    if not fields:
        return "No column has a name that Mapper knows."
    return (
        "Columns read: "
        + ", ".join(f"{field} from '{name}'" for field, name in fields.items())
        + "."
    )


FEED: Final = Feed(
    "table",
    "Table of events",
    "events",
    recognise,
    read,
    mappable=True,
    forms="CSV, TSV, semicolons, XLSX, ODS",
    keeps="columns known by their names in English, Ukrainian, Russian or German, or as you say; "
    "all others in `extra`",
    drops="rows without a day, or with neither coordinates nor the name of a region: listed",
)
