"""Delimited text to a table of text: delimiter, header, broken rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from mapper.model.errors import InputError

DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE_RECORDS: Final = 100
_SAMPLE_CHARACTERS: Final = 256 * 1024
MAX_COLUMNS: Final = 2000
_CELL_CHARACTERS: Final = 16 * 1024**2


@dataclass
class ParsedTable:
    """A table of text.

    Parameters
    ----------
    frame
        Every cell as text as it stands; an absent cell is empty text.
    header
        The first record, whether it holds names or not.
    row_numbers
        1-based number of each row of ``frame`` among all data rows.
    broken
        Rows with too many cells: number and the cells put together.
    """

    frame: pd.DataFrame
    header: list[str]
    row_numbers: pd.Index
    broken: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


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
    text = text.lstrip("\ufeff")
    first_line, _, rest = text.partition("\n")
    delimiter = None
    if first_line.strip().lower().startswith("sep=") and len(first_line.strip()) == 5:
        delimiter, text = first_line.strip()[4], rest
    text = text.lstrip("\r\n")
    if not text.strip():
        raise InputError("the table is empty", file=file)
    delimiter = delimiter or _delimiter(text, file)
    header = _records(text[:_SAMPLE_CHARACTERS], delimiter, 1)[0]
    columns = unique_names(names or header)
    if len(columns) > MAX_COLUMNS:
        raise InputError(
            "the table has too many columns",
            file=file,
            found=len(columns),
            expected=f"at most {MAX_COLUMNS}",
        )
    frame = _parse_fast(text, delimiter, columns, skip_header=names is None)
    if frame is None or text.count('"') % 2 or _swallowed(frame, delimiter):
        return _parse_with_care(text, delimiter, columns, header, names is None, file)
    said = [] if len(frame) else ["The table has a header and no rows."]
    return ParsedTable(frame, header, pd.RangeIndex(1, len(frame) + 1), warnings=said)


def _delimiter(text: str, file: Path) -> str:
    """Return the delimiter under which the first records have one width."""
    best: tuple[float, int] = (0.0, 1)
    chosen = None
    for delimiter in DELIMITERS:
        records = _records(text[:_SAMPLE_CHARACTERS], delimiter, _SAMPLE_RECORDS)
        width = len(records[0])
        if width < 2:
            continue
        # The last record of the sample may be cut.
        body = records[1:-1] or records[1:]
        same = sum(len(record) == width for record in body) / len(body) if body else 1.0
        if (round(same, 1), width) > best:
            best, chosen = (round(same, 1), width), delimiter
    if chosen is None:
        raise InputError(
            "the text is not a table",
            file=file,
            found=text[:200].splitlines()[0],
            expected="a header row with columns set apart by comma, semicolon, tab or |",
        )
    return chosen


def _records(text: str, delimiter: str, limit: int) -> list[list[str]]:
    previous = csv.field_size_limit(_CELL_CHARACTERS)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        records = []
        for record in reader:
            if any(cell.strip() for cell in record):
                records.append(record)
            if len(records) == limit:
                break
        return records or [[""]]
    finally:
        csv.field_size_limit(previous)


def unique_names(names: list[str]) -> list[str]:
    """Return names of columns made plain and, whatever their case, told apart."""
    seen: Counter[str] = Counter()
    result = []
    taken = set()
    for position, name in enumerate(names, start=1):
        plain = " ".join(name.replace("\ufeff", "").replace("\u00a0", " ").split())
        plain = plain or f"column {position}"
        candidate = plain
        # Feeds compare names in lower case.
        while candidate.lower() in taken:
            seen[plain] += 1
            candidate = f"{plain} ({seen[plain] + 1})"
        taken.add(candidate.lower())
        result.append(candidate)
    return result


def _parse_fast(
    text: str, delimiter: str, columns: list[str], *, skip_header: bool
) -> pd.DataFrame | None:
    """Return the table, or None where a row has another number of cells."""
    arrow_columns = [f"c{number}" for number in range(len(columns))]
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(text.encode("utf-8", "surrogatepass")),
            read_options=pa.csv.ReadOptions(
                column_names=arrow_columns,
                skip_rows_after_names=1 if skip_header else 0,
                block_size=16 * 1024**2,
            ),
            parse_options=pa.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(arrow_columns, pa.large_string()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    frame: pd.DataFrame = table.to_pandas()
    frame.columns = pd.Index(columns)
    return frame


def _swallowed(frame: pd.DataFrame, delimiter: str) -> bool:
    """Tell whether a cell looks like rows swallowed by an unclosed quotation mark."""
    least = max(len(frame.columns) - 1, 2)
    for name in frame.columns:
        broken = frame[name][frame[name].str.contains("\n", regex=False)]
        if (broken.str.count(re.escape(delimiter)) >= least).any():
            return True
    return False


def _parse_with_care(
    text: str, delimiter: str, columns: list[str], header: list[str], skip_header: bool, file: Path
) -> ParsedTable:
    """Read row by row: short rows are filled with empty cells, long ones set aside."""
    previous = csv.field_size_limit(_CELL_CHARACTERS)
    rows: list[list[str]] = []
    numbers: list[int] = []
    broken: list[tuple[int, str]] = []
    short = 0
    width = len(columns)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        number = 0 if skip_header else 1
        for record in reader:
            if not record:
                continue
            if number > 0:
                if len(record) > width and any(cell.strip() for cell in record[width:]):
                    broken.append((number, delimiter.join(record)))
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
    return ParsedTable(frame, header, pd.Index(numbers, dtype="int64"), broken, warnings)
