"""Delimited text in UTF-8 to a table, by Arrow, on as many cores as there are.

Large text is cut at line ends into parts that are parsed side by side. A part that
turns out to have been cut inside quotation marks sends the whole back to one part.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from mapper.model.coded import from_arrow
from mapper.model.texts import bytes_of, series
from mapper.readers.tableopening import Opening

#: Larger blocks leave the processor's cache, and take up to twice as long.
_BLOCK_BYTES: Final = 1024**2
#: So many blocks are held as one piece.
_JOINED: Final = 16
#: A part is at least this long, and there are at most so many.
_PART_BYTES: Final = 16 * 1024**2
_MOST_PARTS: Final = 4
_CODED: Final = pa.dictionary(pa.int32(), pa.large_string())


def parse_fast(
    open_stream: Callable[[], BinaryIO],
    start: int,
    size: int,
    begin: Opening,
    columns: list[str],
    has_header: bool,
    report: Callable[[float], None] | None = None,
) -> pd.DataFrame | None:
    """Return the cells, or None where a row or a quotation mark needs care.

    Parameters
    ----------
    open_stream
        Opens the bytes of the text; several may be open at a time.
    start, size
        Byte at which the header begins, and bytes in all.
    columns
        Names of the columns, all there are.
    report
        Called with the share done; what it raises ends the parsing.
    """
    most = min(os.cpu_count() or 1, _MOST_PARTS, (size - start) // _PART_BYTES)
    cuts = _cuts(open_stream, start, size, most)
    table = _parse_parts(open_stream, cuts, begin, len(columns), has_header, report)
    if table is None and len(cuts) > 2:
        table = _parse_parts(open_stream, [start, size], begin, len(columns), has_header, report)
    if table is None:
        return None
    index = pd.RangeIndex(table.num_rows)
    return pd.DataFrame(
        {name: _column(table.column(at), index) for at, name in enumerate(columns)}, index=index
    )


def _cuts(open_stream: Callable[[], BinaryIO], start: int, size: int, parts: int) -> list[int]:
    """Return where parts begin and the last one ends: at line ends, of equal size."""
    cuts = [start]
    with open_stream() as stream:
        for part in range(1, parts):
            stream.seek(start + (size - start) * part // parts)
            # A line longer than a block is no place to cut.
            if stream.readline(_BLOCK_BYTES).endswith(b"\n") and stream.tell() < size:
                cuts.append(stream.tell())
    return [*cuts, size]


class _Part(io.RawIOBase):
    """The bytes of one part, read by Arrow; we count what tells a broken table."""

    def __init__(self, stream: BinaryIO, start: int, end: int) -> None:
        super().__init__()
        self._stream = stream
        stream.seek(start)
        self._left = end - start
        self.quotes = 0
        self.done = 0
        self.has_nul = False

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        most = self._left if size is None or size < 0 else min(size, self._left)
        part = self._stream.read(most)
        self._left -= len(part)
        self.done += len(part)
        self.quotes += part.count(b'"')
        self.has_nul = self.has_nul or b"\x00" in part
        return part


def _parse_parts(
    open_stream: Callable[[], BinaryIO],
    cuts: list[int],
    begin: Opening,
    width: int,
    has_header: bool,
    report: Callable[[float], None] | None,
) -> pa.Table | None:
    watched: list[_Part] = []
    stopped: list[bool] = []

    def tell() -> None:
        if report is not None:
            report(min(sum(part.done for part in watched) / (cuts[-1] - cuts[0]), 1.0))

    def look() -> None:
        if stopped:
            raise _StoppedError

    def parse(at: int, told: Callable[[], None]) -> pa.Table | None:
        with open_stream() as stream:
            watched.append(part := _Part(stream, cuts[at], cuts[at + 1]))
            is_last = at == len(cuts) - 2
            table = _parse_part(part, begin, width, has_header and at == 0, told)
            fits = table is not None and (is_last or not _cut_inside(table))
            return table if fits and part.quotes % 2 == 0 and not part.has_nul else None

    with ThreadPoolExecutor(max(len(cuts) - 2, 1)) as pool:
        others = [pool.submit(parse, at, look) for at in range(1, len(cuts) - 1)]
        try:
            # What the report raises must leave the others' work soon.
            first = parse(0, tell)
        except BaseException:
            stopped.append(True)
            raise
        tables = [first, *(other.result() for other in others)]
    if any(table is None for table in tables):
        return None
    return pa.concat_tables(tables).unify_dictionaries()


class _StoppedError(Exception):
    pass


def _parse_part(
    part: _Part, begin: Opening, width: int, has_header: bool, told: Callable[[], None]
) -> pa.Table | None:
    """Return the rows of one part; None if Arrow refuses it or rows look swallowed."""
    names = [f"c{number}" for number in range(width)]
    types = {
        name: _CODED if number in begin.repeating else pa.large_string()
        for number, name in enumerate(names)
    }
    batches: list[pa.RecordBatch] = []
    pieces: list[Future[pa.Table | None]] = []
    try:
        with (
            ThreadPoolExecutor(1) as pool,
            pa.csv.open_csv(
                pa.PythonFile(part, "r"),
                read_options=pa.csv.ReadOptions(
                    column_names=names,
                    skip_rows_after_names=1 if has_header else 0,
                    block_size=_BLOCK_BYTES,
                    use_threads=False,
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
                told()
            pieces.append(pool.submit(_piece, batches, reader.schema, begin.delimiter))
    except pa.ArrowInvalid:
        return None
    joined = [piece.result() for piece in pieces]
    return None if any(piece is None for piece in joined) else pa.concat_tables(joined)


def _cut_inside(table: pa.Table) -> bool:
    """Tell whether the part's end cut a cell: Arrow closes it, and it ends with the line."""
    if not table.num_rows:
        return True
    last = table.column(table.num_columns - 1)[table.num_rows - 1].as_py()
    return str(last).endswith(("\n", "\r"))


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
