"""Delimited text to a table of text: delimiter, header, broken rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from mapper.model.coded import decoded, from_arrow
from mapper.model.errors import InputError
from mapper.model.texts import bytes_of, series

DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE_RECORDS: Final = 100
_SAMPLE_CHARACTERS: Final = 256 * 1024
MAX_COLUMNS: Final = 2000
#: This many bytes hold the characters that `opening` looks at.
OPENING_BYTES: Final = 4 * 2 * _SAMPLE_CHARACTERS
#: Larger blocks leave the processor's cache, and take up to twice as long.
_BLOCK_BYTES: Final = 1024**2
#: So many blocks are held as one piece.
_JOINED: Final = 16
#: A column is held as codes if so few of its first rows' texts differ.
_REPEATING: Final = 0.5
_REPEATING_ROWS: Final = 1000
_FEWEST_ROWS: Final = 100
_CODED: Final = pa.dictionary(pa.int32(), pa.large_string())
_CELL_CHARACTERS: Final = 16 * 1024**2


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


@dataclass(frozen=True)
class Opening:
    """How delimited text begins: ``start`` characters stand before the header.

    ``repeating`` are the places of columns whose first rows repeat a few texts.
    """

    delimiter: str
    header: list[str]
    start: int
    repeating: frozenset[int] = frozenset()


def opening(text: str, file: Path) -> Opening:
    """Return how delimited text begins, of which the first half million characters are enough.

    Raises
    ------
    InputError
        If no delimiter makes a table of the text.
    """
    head = text[: 2 * _SAMPLE_CHARACTERS]
    rest = head.lstrip("\ufeff")
    first_line, _, following = rest.partition("\n")
    delimiter = None
    if first_line.strip().lower().startswith("sep=") and len(first_line.strip()) == 5:
        delimiter, rest = first_line.strip()[4], following
    rest = rest.lstrip("\r\n")
    if not rest.strip() and not text[len(head) :].strip():
        raise InputError("the table is empty", file=file)
    sample = rest[:_SAMPLE_CHARACTERS]
    delimiter = delimiter or _delimiter(sample, file)
    records = _records(sample, delimiter, _REPEATING_ROWS)
    return Opening(delimiter, records[0], len(head) - len(rest), _repeating(records))


def _repeating(records: list[list[str]]) -> frozenset[int]:
    """Return the places of columns of which it pays to hold each distinct text once."""
    rows = records[1:]
    if len(rows) < _FEWEST_ROWS:
        return frozenset()
    columns = zip(*(row for row in rows if len(row) == len(records[0])), strict=True)
    return frozenset(
        at for at, cells in enumerate(columns) if len(set(cells)) < _REPEATING * len(cells)
    )


def opening_of_bytes(head: bytes, file: Path, *, whole: bool) -> Opening | None:
    """Return how UTF-8 text begins; None where the bytes are not in UTF-8.

    ``head`` is the first `OPENING_BYTES` of it, or the ``whole``.
    """
    try:
        # The last character of a part may be cut.
        text = codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else opening(text, file)


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
    columns = _columns(begin, names, file)
    text = text[begin.start :]
    content = text.encode("utf-8", "surrogatepass")
    parsed = _parse_fast(io.BytesIO(content), len(content), begin, columns, names is None)
    del content
    if parsed is None:
        parsed = _parse_with_care(text, begin, columns, names is None, file)
    return parsed


def parse_stream(
    stream: BinaryIO,
    size: int,
    file: Path,
    names: list[str] | None = None,
    report: Callable[[float], None] | None = None,
) -> ParsedTable | None:
    """Return delimited text in UTF-8 as a table, or None if it needs `parse_table`'s care.

    Half a million rows are never in memory as they stand in the file. ``size`` is
    that of the whole text in bytes; ``report`` is called with the share done.
    """
    head = stream.read(OPENING_BYTES)
    begin = opening_of_bytes(head, file, whole=len(head) == size)
    if begin is None:
        return None
    columns = _columns(begin, names, file)
    stream.seek(len(head.decode("utf-8", "ignore")[: begin.start].encode("utf-8")))
    return _parse_fast(stream, size, begin, columns, names is None, report)


def _columns(begin: Opening, names: list[str] | None, file: Path) -> list[str]:
    columns = unique_names(names or begin.header)
    if len(columns) > MAX_COLUMNS:
        raise InputError(
            "the table has too many columns",
            file=file,
            found=len(columns),
            expected=f"at most {MAX_COLUMNS}",
        )
    return columns


def _delimiter(text: str, file: Path) -> str:
    """Return the delimiter under which the first records have one width."""
    best: tuple[float, int] = (0.0, 1)
    chosen = None
    for delimiter in DELIMITERS:
        records = _records(text, delimiter, _SAMPLE_RECORDS)
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


class _Watched(io.RawIOBase):
    """A stream read by Arrow, of which we count what tells a broken table."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self.quotes = 0
        self.done = 0
        self.has_nul = False

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        part = self._stream.read(-1 if size is None else size)
        self.done += len(part)
        self.quotes += part.count(b'"')
        self.has_nul = self.has_nul or b"\x00" in part
        return part


def _parse_fast(
    stream: BinaryIO,
    size: int,
    begin: Opening,
    columns: list[str],
    has_header: bool,
    report: Callable[[float], None] | None = None,
) -> ParsedTable | None:
    """Return the table, or None where a row or a quotation mark needs care."""
    arrow_columns = [f"c{number}" for number in range(len(columns))]
    types = {
        name: _CODED if number in begin.repeating else pa.large_string()
        for number, name in enumerate(arrow_columns)
    }
    watched = _Watched(stream)
    batches: list[pa.RecordBatch] = []
    pieces: list[Future[pa.Table | None]] = []
    try:
        with (
            ThreadPoolExecutor(1) as pool,
            pa.csv.open_csv(
                pa.PythonFile(watched, "r"),
                read_options=pa.csv.ReadOptions(
                    column_names=arrow_columns,
                    skip_rows_after_names=1 if has_header else 0,
                    block_size=_BLOCK_BYTES,
                ),
                parse_options=pa.csv.ParseOptions(
                    delimiter=begin.delimiter, newlines_in_values=True
                ),
                convert_options=pa.csv.ConvertOptions(
                    column_types=types,
                    strings_can_be_null=False,
                ),
            ) as reader,
        ):
            for batch in reader:
                batches.append(batch)
                if len(batches) == _JOINED:
                    pieces.append(pool.submit(_piece, batches, reader.schema, begin.delimiter))
                    batches = []
                if report is not None:
                    report(min(watched.done / size, 1.0))
            pieces.append(pool.submit(_piece, batches, reader.schema, begin.delimiter))
    except pa.ArrowInvalid:
        return None
    joined = [piece.result() for piece in pieces]
    if watched.quotes % 2 or watched.has_nul or any(piece is None for piece in joined):
        return None
    table = pa.concat_tables(joined).unify_dictionaries()
    index = pd.RangeIndex(table.num_rows)
    frame = pd.DataFrame(
        {name: _column(table.column(at), index) for at, name in enumerate(columns)}, index=index
    )
    said = [] if len(frame) else ["The table has a header and no rows."]
    return ParsedTable(frame, begin.header, pd.RangeIndex(1, len(frame) + 1), warnings=said)


def _piece(batches: list[pa.RecordBatch], schema: pa.Schema, delimiter: str) -> pa.Table | None:
    """Return rows as one piece; None if an unclosed quotation mark may have swallowed some.

    What is done to a column piece by piece is then done less often.
    """
    table = pa.Table.from_batches(batches, schema).combine_chunks()
    return None if _swallowed(table, delimiter) else table


def _column(values: pa.ChunkedArray, index: pd.Index) -> pd.Series:
    if not pa.types.is_dictionary(values.type):
        return series(values, index)
    if values.num_chunks and len(values.chunk(0).dictionary) > len(values) / 2:
        # The first rows promised repetitions that the others do not keep.
        return series(values.cast(pa.large_string()), index)
    return from_arrow(values, index)


def _swallowed(table: pa.Table, delimiter: str) -> bool:
    """Tell whether a cell looks like rows swallowed by an unclosed quotation mark."""
    least = max(table.num_columns - 1, 2)
    for chunk in (chunk for column in table.columns for chunk in column.chunks):
        column = chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk
        if not (bytes_of(column) == ord("\n")).any():
            continue
        broken = column.filter(pc.match_substring(column, "\n"))
        if pc.any(pc.greater_equal(pc.count_substring(broken, delimiter), least)).as_py():
            return True
    return False


def _parse_with_care(
    text: str, begin: Opening, columns: list[str], has_header: bool, file: Path
) -> ParsedTable:
    """Read row by row: short rows are filled with empty cells, long ones set aside."""
    previous = csv.field_size_limit(_CELL_CHARACTERS)
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
