"""Records of what a step did to rows: read back from SQLite's changesets, and written.

A step keeps its way back, the inverse of what it did: what the changeset inserts, the
step had deleted. The bytes are those of SQLite's session extension
(https://sqlite.org/session/sqlite3changegroup_add.html and ``sqlite3session.c``).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from operator import is_not
from typing import Any, Final, Literal

import apsw

from mapper.model.errors import ProjectError

#: What SQLite stores in one cell.
Value = None | int | float | str | bytes
Row = Sequence[Value]
Kind = Literal["added", "changed", "deleted"]

_DELETE, _INSERT, _UPDATE = 9, 18, 23
_UNDEFINED: Final = b"\0"
#: How much is unpacked at once.
_PORTION: Final = 2**18


@dataclass(frozen=True)
class RowEdit:
    """What a step did to one row.

    Parameters
    ----------
    before, after
        The values by column, before and after the step: of a changed row only those that
        changed, and its number.
    """

    table: str
    kind: Kind
    before: Mapping[str, Value]
    after: Mapping[str, Value]

    @property
    def fid(self) -> int:
        """The number of the row."""
        value = (self.before if self.kind == "deleted" else self.after)["fid"]
        return value if isinstance(value, int) else -1


def unpacked(parts: Iterable[bytes]) -> Callable[[int], bytes]:
    """Return a function that reads on in a packed record, never holding it whole."""
    portions = _portions(parts)
    portion, start = b"", 0

    def read(size: int) -> bytes:
        nonlocal portion, start
        if start == len(portion):
            portion, start = next(portions, b""), 0
        found = portion[start : start + size]
        start += len(found)
        return found

    return read


def _portions(parts: Iterable[bytes]) -> Iterator[bytes]:
    stream = zlib.decompressobj()
    for part in parts:
        packed = part
        while packed:
            try:
                found = stream.decompress(packed, _PORTION)
            except zlib.error as error:
                raise ProjectError("What the project keeps of its steps is damaged.") from error
            packed = stream.unconsumed_tail
            if found:
                yield found


def row_edits(
    way_back: Callable[[int], bytes], columns: Mapping[str, Sequence[str]]
) -> Iterator[RowEdit]:
    """Return what a step did, row by row, from its way back.

    Parameters
    ----------
    columns
        The column names of the tables to tell of.
    """
    for change in apsw.Changeset.iter(way_back):
        names = columns.get(change.name)
        if names is None:
            continue
        # Inverted: what the record calls new stood there before the step.
        if change.op == "UPDATE":
            yield RowEdit(
                change.name,
                "changed",
                _known(names, change.new),
                _known(names, change.old),
            )
        elif change.op == "INSERT":
            yield RowEdit(change.name, "deleted", _known(names, change.new), {})
        else:
            yield RowEdit(change.name, "added", {}, _known(names, change.old))


def _known(names: Sequence[str], values: Any) -> dict[str, Value]:
    told = map(is_not, values, repeat(apsw.no_change))
    return dict(compress(zip(names, values, strict=False), told))


def tables_of(changeset: bytes) -> dict[str, int]:
    """Return the tables that a changeset is about, and how many columns it knows of each."""
    found: dict[str, int] = {}
    last = ""
    for change in apsw.Changeset.iter(changeset):
        if change.name != last:
            last = change.name
            found[last] = change.column_count
    return found


def way_back(table: str, key: int, rows: Sequence[tuple[Row | None, Row | None]]) -> bytes:
    """Return the changeset that turns rows back into what they were.

    Parameters
    ----------
    key
        Position of the primary key among the columns.
    rows
        Of each row all values before and after, in the order of the columns; None where
        there was no such row. Rows that are the same are left out.
    """
    parts = [part for before, after in rows for part in _record(before, after, key)]
    if not parts:
        return b""
    count = next(len(row) for pair in rows for row in pair if row is not None)
    marks = bytes(int(number == key) for number in range(count))
    return b"".join([b"T", _varint(count), marks, table.encode(), b"\0", *parts])


def _record(before: Row | None, after: Row | None, key: int) -> Iterator[bytes]:
    if after is None:
        if before is not None:
            yield bytes([_INSERT, 0]) + b"".join(map(_packed, before))
        return
    if before is None:
        yield bytes([_DELETE, 0]) + b"".join(map(_packed, after))
        return
    differs = [not same(one, other) for one, other in zip(before, after, strict=True)]
    if not any(differs):
        return
    yield bytes([_UPDATE, 0])
    for number, value in enumerate(after):
        yield _packed(value) if differs[number] or number == key else _UNDEFINED
    for number, value in enumerate(before):
        yield _packed(value) if differs[number] else _UNDEFINED


def same(one: Value, other: Value) -> bool:
    """Tell whether two cells hold the same; 1 and 1.0 are not."""
    return type(one) is type(other) and one == other


def _packed(value: Value) -> bytes:
    if value is None:
        return b"\5"
    if isinstance(value, int):
        return b"\1" + struct.pack(">q", value)
    if isinstance(value, float):
        return b"\2" + struct.pack(">d", value)
    content = value.encode() if isinstance(value, str) else value
    return (b"\3" if isinstance(value, str) else b"\4") + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    """Return a number below 2**56 as SQLite writes it, seven bits a byte, the high ones first."""
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(0x80 | (number & 0x7F))
    return bytes(reversed(digits))
