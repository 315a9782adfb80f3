"""Events as a workbook: texts stay texts, days are dates, numbers are numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pyarrow as pa

from mapper.export.credits import Credit, event_credits
from mapper.export.csvfile import unmistaken
from mapper.mapdoc.language import Note
from mapper.model import schema
from mapper.model import vocabulary as words
from mapper.model.dates import parse_day
from mapper.model.errors import ExportError

if TYPE_CHECKING:
    # What the window's tables need of this file stands without the exporters.
    from mapper.export.tables import Tables

#: What Excel holds in one sheet and in one cell.
MOST_ROWS: Final = 1_048_575
MOST_CHARACTERS: Final = 32_767

_WIDTHS: Final = {"title": 44, "description": 50, "place_name": 22, "url": 44, "event_id": 22}
_WIDTH: Final = 14
#: Before this day Excel's own calendar is wrong.
_FIRST_DATE: Final = dt.date(1900, 3, 1)
#: No project is that old: the day that stands where the last change is not known.
_NO_MOMENT: Final = dt.datetime(2000, 1, 1)


def write_xlsx(tables: Tables, path: Path) -> None:
    """Write sheets ``events``, ``sources``, ``claims`` and ``about``; see `mapper.export.table`."""
    frames = _frames(tables)
    days = {name: _day_columns(name) for name in frames}
    write_book(path, frames, days, about(tables), tables.data_date)


def write_book(
    path: Path,
    frames: Mapping[str, pd.DataFrame],
    days: Mapping[str, Set[str]],
    said: Sequence[tuple[str, str]],
    data_date: str,
) -> None:
    """Write a workbook: a sheet per frame, and one with what is said beside them.

    Parameters
    ----------
    frames
        Columns of text, numbers and truth by the name of their sheet.
    days
        Names of the columns of ISO days by sheet.
    said
        Names and texts of the sheet ``about``.
    data_date
        Last change of the data, the date of the file.
    """
    import xlsxwriter

    for name, frame in frames.items():
        if len(frame) > MOST_ROWS:
            raise ExportError(
                f"{len(frame):,} {name} do not fit into a workbook, "
                f"which holds {MOST_ROWS:,} rows; write csv or gpkg."
            )
    options = {
        # Rows go to the disk one by one, and no text becomes a formula, a link or a number.
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _moment(data_date)})
        kinds = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        }
        for name, frame in frames.items():
            _write_sheet(book.add_worksheet(name), frame, days.get(name, set()), kinds)
        _write_about(book.add_worksheet("about"), said, kinds)


def cut_texts(tables: Tables) -> tuple[Note, ...]:
    """Return a note where texts are longer than a cell of a workbook holds."""
    cut = 0
    for frame in _frames(tables).values():
        for name in frame.columns[frame.dtypes == "str"]:
            cut += int((frame[name].str.len() > MOST_CHARACTERS).sum())
    if not cut:
        return ()
    return (Note("cut_texts", {"count": cut, "most": MOST_CHARACTERS}),)


def about(tables: Tables) -> list[tuple[str, str]]:
    """Return what is said of a table beside its rows: filter, date, credits and licences."""
    lines = [
        ("Events", f"{len(tables.events):,}"),
        ("Filter", tables.filter_text or "none"),
        *(("Note", note) for note in tables.sentences),
        ("Data of", tables.data_date or "not known"),
    ]
    return [*lines, *credit_lines(event_credits(tables.events))]


def credit_lines(credits: Iterable[Credit]) -> list[tuple[str, str]]:
    """Return a line per credit with its licence and terms."""
    lines = []
    for credit in credits:
        terms = words.REDISTRIBUTIONS[credit["redistribution"]].label
        parts = [credit["text"], credit["licence"] or "no licence stated", terms, credit["url"]]
        lines.append(("Source", "; ".join(part for part in parts if part)))
    return lines


def _frames(tables: Tables) -> dict[str, pd.DataFrame]:
    events = pd.DataFrame(tables.events.drop(columns=schema.GEOMETRY))
    place = list(events.columns).index("geo_precision")
    points = tables.events[schema.GEOMETRY]
    events.insert(place, "longitude", points.x)
    events.insert(place + 1, "latitude", points.y)
    for name in events.columns[events.dtypes == "str"]:
        events[name] = unmistaken(events[name])
    frames = {"events": events, "sources": tables.sources, "claims": tables.claims}
    if len(tables.measurements):
        frames["measurements"] = pd.DataFrame(tables.measurements.drop(columns=schema.GEOMETRY))
    return frames


def _day_columns(name: str) -> set[str]:
    return {column.name for column in schema.TABLES[name].columns if column.kind == "day"}


def _write_sheet(sheet: Any, frame: pd.DataFrame, days: Set[str], kinds: dict[str, Any]) -> None:
    for place, name in enumerate(frame.columns):
        sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH))
        sheet.write_string(0, place, name, kinds["head"])
    sheet.freeze_panes(1, 0)
    if not len(frame):
        return
    sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
    # Columns without a value would only be looked at half a million times.
    used = [(place, name) for place, name in enumerate(frame.columns) if frame[name].notna().any()]
    values = [_values(frame[name]) for _, name in used]
    written: list[tuple[int, bool]] = [(place, name in days) for place, name in used]
    for number, row in enumerate(zip(*values, strict=True), start=1):
        for (place, is_day), value in zip(written, row, strict=True):
            if value is None:
                continue
            if isinstance(value, bool):
                sheet.write_boolean(number, place, value)
            elif not isinstance(value, str):
                sheet.write_number(number, place, value)
            elif is_day and (day := parse_day(value)) >= _FIRST_DATE:
                sheet.write_datetime(number, place, day, kinds["day"])
            else:
                sheet.write_string(number, place, value[:MOST_CHARACTERS])


def _values(column: pd.Series) -> list[Any]:
    listed: list[Any] = pa.array(column, from_pandas=True).to_pylist()
    return listed


def _write_about(sheet: Any, lines: Sequence[tuple[str, str]], kinds: dict[str, Any]) -> None:
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 1, 100)
    for number, (name, text) in enumerate(lines):
        sheet.write_string(number, 0, name, kinds["head"] if number == 0 else None)
        sheet.write_string(number, 1, text[:MOST_CHARACTERS])


def _moment(data_date: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(data_date).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return _NO_MOMENT
