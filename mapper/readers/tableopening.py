"""How delimited text begins: its delimiter, its header, columns that repeat a few texts."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mapper.model.errors import InputError

DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE_RECORDS: Final = 100
_SAMPLE_CHARACTERS: Final = 256 * 1024
MAX_COLUMNS: Final = 2000
#: This many bytes hold the characters that `opening` looks at.
OPENING_BYTES: Final = 4 * 2 * _SAMPLE_CHARACTERS
#: A column is held as codes if so few of its first rows' texts differ.
_REPEATING: Final = 0.5
_REPEATING_ROWS: Final = 1000
_FEWEST_ROWS: Final = 100
CELL_CHARACTERS: Final = 16 * 1024**2


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


def columns_of(begin: Opening, names: list[str] | None, file: Path) -> list[str]:
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
    previous = csv.field_size_limit(CELL_CHARACTERS)
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
