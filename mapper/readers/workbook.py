"""Sheets of XLSX and ODS workbooks, as the same table of text a CSV of them would give."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from mapper.model.errors import AnswerNeededError, InputError
from mapper.readers.aliases import names_events
from mapper.readers.sheetsize import check_workbook
from mapper.readers.tableopening import MAX_COLUMNS, unique_names
from mapper.readers.tabletext import ParsedTable
from mapper.readers.zipguard import BROKEN, checked_members

_SHEETS: Final = "application/vnd.oasis.opendocument.spreadsheet"
_HEADER_WITHIN: Final = 50
_ROWS_AT_ONCE: Final = 20_000
_EXACT: Final = 2**53


def is_workbook(path: Path) -> bool:
    """Tell an XLSX or ODS workbook by what the ZIP file holds.

    Raises
    ------
    InputError
        If it is another document of an office program.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = b""
            if "mimetype" in names:
                with archive.open("mimetype") as stream:
                    kind = stream.read(200)
    except (ValueError, *BROKEN):
        # Whatever is wrong is said when the archive is unpacked.
        return False
    for name, what in (
        ("xl/workbook.bin", "a binary Excel workbook; save it as XLSX"),
        ("word/document.xml", "a Word document"),
        ("ppt/presentation.xml", "a PowerPoint presentation"),
    ):
        if name in names:
            raise InputError(f"the file is {what}", file=path, expected="a workbook (XLSX, ODS)")
    if "xl/workbook.xml" in names:
        return True
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        if kind.decode("ascii", "replace").startswith(_SHEETS):
            return True
        raise InputError(
            "the file is an OpenDocument file without sheets",
            file=path,
            expected="a workbook (XLSX, ODS)",
        )
    return False


@dataclass(frozen=True)
class _Sheet:
    """A sheet with something in it: its name, first rows and which of them has the names."""

    name: str
    head: list[list[Any]]
    header: int


def read_sheet(path: Path, wanted: str | None, names: list[str] | None = None) -> ParsedTable:
    """Return one sheet of a workbook as a table of text.

    Days are ISO text, numbers are written plainly (``3``, ``37.74``).

    Parameters
    ----------
    wanted
        Name of the sheet; None takes the only one with events.
    names
        Column names of a sheet that has no header row.

    Raises
    ------
    AnswerNeededError
        If there are several sheets to choose from, or not the one asked for.
    InputError
        If the workbook is broken, too large, has a password or is empty.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            check_workbook(archive, checked_members(archive, path), path)
    except (ValueError, *BROKEN) as error:
        raise InputError(f"the workbook cannot be read ({error})", file=path) from error
    with _opened(path) as book:
        sheet, said = _choose(_sheets(book, wanted), wanted, path)
        width, columns = _columns(book.get_sheet_by_name(sheet.name).iter_rows())
    return _table(sheet, width, columns, names, said, path)


@contextmanager
def _opened(path: Path) -> Iterator[CalamineWorkbook]:
    """Open a workbook; what goes wrong in it is said in a sentence."""
    try:
        with path.open("rb") as stream, CalamineWorkbook.from_filelike(stream) as book:
            yield book
    except InputError:
        raise
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise InputError(f"the workbook cannot be read ({error})", file=path) from error
    except BaseException as error:
        # Rust's panics are no Exception; a broken workbook causes them.
        if type(error).__name__ != "PanicException":
            raise
        raise InputError("the workbook is broken and cannot be read", file=path) from error


def _sheets(book: CalamineWorkbook, wanted: str | None) -> list[_Sheet]:
    """Return the sheets with anything in them; hidden ones only by their name."""
    listed = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    chosen = [meta for meta in listed if meta.name == wanted] or [
        meta for meta in listed if meta.visible == SheetVisibleEnum.Visible
    ]
    found = []
    for meta in chosen or listed:
        head = list(islice(book.get_sheet_by_name(meta.name).iter_rows(), _HEADER_WITHIN))
        if any(cell_text(cell).strip() for row in head for cell in row):
            found.append(_Sheet(meta.name, head, _header(head)))
    return found


def _header(head: Sequence[Sequence[Any]]) -> int:
    """Return the row of names: the first of texts alone, at least half as wide as the widest."""
    filled = [[cell for cell in row if cell_text(cell).strip()] for row in head]
    widest = max(len(row) for row in filled)
    for number, row in enumerate(filled[:-1] or filled):
        if len(row) >= max(2, widest / 2) and all(isinstance(cell, str) for cell in row):
            return number
    return next(number for number, row in enumerate(filled) if row)


def _choose(sheets: list[_Sheet], wanted: str | None, path: Path) -> tuple[_Sheet, list[str]]:
    names = [sheet.name for sheet in sheets]
    if wanted is not None:
        for sheet in sheets:
            if sheet.name == wanted:
                return sheet, []
        raise AnswerNeededError(
            "the workbook has no such sheet, or it is empty",
            asks="sheet",
            choices=names,
            file=path,
            found=wanted,
            expected="one of " + ", ".join(names),
        )
    if not sheets:
        raise InputError("the workbook is empty", file=path)
    if len(sheets) == 1:
        return sheets[0], []
    likely = [
        sheet
        for sheet in sheets
        if names_events([cell_text(cell) for cell in sheet.head[sheet.header]])
    ]
    if len(likely) != 1:
        raise AnswerNeededError(
            "the workbook has several sheets",
            asks="sheet",
            choices=[sheet.name for sheet in likely] or names,
            file=path,
            found=", ".join(names[:8]),
            expected="the name of one, given as sheet=NAME",
        )
    others = ", ".join(f"'{name}'" for name in names if name != likely[0].name)
    said = f"The sheet '{likely[0].name}' was read; not read: {others}."
    return likely[0], [said]


def _columns(rows: Iterator[list[Any]]) -> tuple[int, list[pa.ChunkedArray]]:
    """Return the width of a sheet and its columns as text, some thousand rows at a time."""
    parts: list[list[pa.Array]] = []
    while block := list(islice(rows, _ROWS_AT_ONCE)):
        parts = parts or [[] for _ in block[0]]
        for number, part in enumerate(parts):
            texts = [cell_text(row[number]) for row in block]
            part.append(pa.array(texts, pa.large_string()))
    return len(parts), [pa.chunked_array(part, pa.large_string()) for part in parts]


def _table(
    sheet: _Sheet,
    width: int,
    columns: list[pa.ChunkedArray],
    names: list[str] | None,
    said: list[str],
    path: Path,
) -> ParsedTable:
    """Return what stands below the header, without blank rows and columns at the end."""
    header = [cell_text(cell) for cell in sheet.head[sheet.header]]
    first = sheet.header + (names is None)
    if sheet.header and names is None:
        said = [*said, f"The names of the columns were found in row {first} of the sheet."]
    filled = [pc.not_equal(pc.utf8_trim_whitespace(column), "") for column in columns]
    while width > 1 and not header[width - 1].strip() and not pc.any(filled[width - 1]).as_py():
        width -= 1
    if width > MAX_COLUMNS:
        raise InputError(
            "the table has too many columns",
            file=path,
            found=width,
            expected=f"at most {MAX_COLUMNS}",
        )
    used = np.logical_or.reduce([column.to_numpy() for column in filled])
    end = int(np.flatnonzero(used)[-1]) + 1
    unique = unique_names([*(names or header), *[""] * width][:width])
    frame = pd.DataFrame(
        {
            name: pd.Series(column.slice(first, max(end - first, 0)).to_pandas(), dtype="str")
            for name, column in zip(unique, columns[:width], strict=True)
        }
    )
    if not len(frame):
        said = [*said, "The table has a header and no rows."]
    return ParsedTable(frame, header[:width], pd.RangeIndex(1, len(frame) + 1), warnings=said)


def cell_text(value: Any) -> str:
    """Return the text a CSV would have for a cell's value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date().isoformat()
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return "" if value is None else str(value)


def _number_text(value: float) -> str:
    """Return a number with the fifteen digits spreadsheets show, never in powers of ten."""
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    shown = float(f"{value:.15g}")
    return str(np.format_float_positional(shown, trim="-"))
