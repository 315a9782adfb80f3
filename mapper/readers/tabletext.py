"""Delimited text to a table of text, broken rows set aside."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from mapper.model.coded import decoded
from mapper.model.errors import InputError
from mapper.readers.tablearrow import parse_fast
from mapper.readers.tableopening import (
    CELL_CHARACTERS,
    OPENING_BYTES,
    Opening,
    columns_of,
    opening,
    opening_of_bytes,
)


@dataclass
class ParsedTable:
    """A table of text.

    Parameters
    ----------
    coded
        Every cell as text as it stands, columns that repeat a few texts as codes
        (`mapper.model.coded`); an absent cell is empty text.
    header
        The first record, whether it holds names or not.
    row_numbers
        1-based number of each row of the table among all data rows.
    broken
        Rows with too many cells: number and the cells put together.
    origin
        Of rows that an earlier import rejected: the file each came from, without its ending.
    """

    coded: pd.DataFrame
    header: list[str]
    row_numbers: pd.Index
    broken: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    origin: pd.Series | None = None

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The cells, all columns as plain text."""
        columns = {name: decoded(self.coded[name]) for name in self.coded.columns}
        return pd.DataFrame(columns, index=self.coded.index)


def parse_table(text: str, file: Path, names: list[str] | None = None) -> ParsedTable:
    """Return delimited text as a table.

    Parameters
    ----------
    names
        Column names of a table that has no header row.

    Raises
    ------
    InputError
        If no delimiter makes a table of the text, or a quotation mark is
        opened and never closed.
    """
    begin = opening(text, file)
    columns = columns_of(begin, names, file)
    text = text[begin.start :]
    frame = _parse_text(text, begin, columns, names is None)
    if frame is None:
        return _parse_with_care(text, begin, columns, names is None, file)
    return _whole(frame, begin)


def parse_stream(
    open_stream: Callable[[], BinaryIO],
    size: int,
    file: Path,
    names: list[str] | None = None,
    report: Callable[[float], None] | None = None,
) -> ParsedTable | None:
    """Return delimited text in UTF-8 as a table, or None if it needs `parse_table`'s care.

    Half a million rows are never in memory as they stand in the file.
    ``open_stream`` opens its bytes, several times at once, ``size`` of them in all;
    ``report`` is called with the share done.
    """
    with open_stream() as stream:
        head = stream.read(OPENING_BYTES)
    begin = opening_of_bytes(head, file, whole=len(head) == size)
    if begin is None:
        return None
    columns = columns_of(begin, names, file)
    start = len(head.decode("utf-8", "ignore")[: begin.start].encode("utf-8"))
    frame = parse_fast(open_stream, start, size, begin, columns, names is None, report)
    return None if frame is None else _whole(frame, begin)


def _parse_text(
    text: str, begin: Opening, columns: list[str], has_header: bool
) -> pd.DataFrame | None:
    # The bytes are gone before anything is done with care.
    content = text.encode("utf-8", "surrogatepass")
    return parse_fast(lambda: io.BytesIO(content), 0, len(content), begin, columns, has_header)


def _whole(frame: pd.DataFrame, begin: Opening) -> ParsedTable:
    said = [] if len(frame) else ["The table has a header and no rows."]
    return ParsedTable(frame, begin.header, pd.RangeIndex(1, len(frame) + 1), warnings=said)


def _parse_with_care(
    text: str, begin: Opening, columns: list[str], has_header: bool, file: Path
) -> ParsedTable:
    """Read row by row: short rows are filled with empty cells, long ones set aside."""
    previous = csv.field_size_limit(CELL_CHARACTERS)
    rows: list[list[str]] = []
    numbers: list[int] = []
    broken: list[tuple[int, str]] = []
    short = 0
    width = len(columns)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=begin.delimiter, strict=True)
        number = 0 if has_header else 1
        for record in reader:
            if not record:
                continue
            if number > 0:
                if len(record) > width and any(cell.strip() for cell in record[width:]):
                    broken.append((number, begin.delimiter.join(record)))
                else:
                    short += len(record) < width
                    rows.append((record + [""] * (width - len(record)))[:width])
                    numbers.append(number)
            number += 1
    except csv.Error as error:
        raise InputError(
            f"the table is broken after line {reader.line_num} ({error})", file=file
        ) from error
    finally:
        csv.field_size_limit(previous)
    warnings = []
    if short:
        warnings.append(f"Rows with fewer cells than the header, filled with empty ones: {short}.")
    frame = pd.DataFrame(rows, columns=pd.Index(columns), dtype="str")
    return ParsedTable(frame, begin.header, pd.Index(numbers, dtype="int64"), broken, warnings)
