"""The pages of a SQLite file, read without SQLite: as far as they can be, of a damaged file.

From "Database File Format" of the SQLite project. A tree is walked from its root; what
cannot be read of it is passed over and told. Leaves that no tree leads to any more are
found among all pages of the file.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

#: Kinds of pages that are part of a tree.
TABLE_LEAF, TABLE_NODE = 0x0D, 0x05
INDEX_LEAF, INDEX_NODE = 0x0A, 0x02
_NODES: Final = (TABLE_NODE, INDEX_NODE)
#: What Mapper and GDAL write; assumed where the file's header says nothing sensible.
_PAGE_BYTES: Final = 4096
_MAGIC: Final = b"SQLite format 3\0"
_INTEGER_BYTES: Final = (0, 1, 2, 3, 4, 6, 8)


class Damaged:
    """In place of a value that cannot be read."""


DAMAGED: Final = Damaged()

#: A row's number and its values as stored.
Record = tuple[int, list[Any]]


class _UnreadableError(Exception):
    """A page or a cell is not what it should be."""


@dataclass
class Walk:
    """What was met on the way through a tree."""

    pages: set[int] = field(default_factory=set)
    #: Pages and rows that could not be read.
    damaged: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing was missed."""
        return self.damaged == 0


class Pages:
    """The pages of a file, numbered from 1.

    Parameters
    ----------
    read
        Gives so many bytes from a position; fewer, or an `OSError`, where it cannot.
    size
        Size of the file in bytes.
    """

    def __init__(self, read: Callable[[int, int], bytes], size: int) -> None:
        self._read = read
        head = self._bytes(0, 100)
        has_header = head.startswith(_MAGIC)
        stated = int.from_bytes(head[16:18]) if len(head) == 100 else 0
        stated = 65536 if stated == 1 else stated
        sensible = 512 <= stated <= 65536 and stated & (stated - 1) == 0
        self.page_bytes = stated if has_header and sensible else _PAGE_BYTES
        spare = head[20] if has_header and sensible else 0
        self._usable = self.page_bytes - (spare if self.page_bytes - spare >= 480 else 0)
        self.count = -(-size // self.page_bytes)
        self._first_free = int.from_bytes(head[32:36]) if has_header else 0

    def kind(self, number: int) -> int:
        """Return what kind of page it is, 0 where it cannot be read."""
        found = self._bytes((number - 1) * self.page_bytes + _start(number), 1)
        return found[0] if found else 0

    def lost_leaves(self, known: set[int]) -> list[int]:
        """Return leaves of tables that are neither among the known pages nor known as free."""
        seen = known | self._free()
        numbers = (n for n in range(2, self.count + 1) if n not in seen)
        return [n for n in numbers if self.kind(n) == TABLE_LEAF]

    def _free(self) -> set[int]:
        """Return the pages not in use, as far as they are listed."""
        found: set[int] = set()
        trunk = self._first_free
        while trunk and trunk <= self.count and trunk not in found:
            found.add(trunk)
            page = self._bytes((trunk - 1) * self.page_bytes, self.page_bytes)
            if len(page) < self.page_bytes:
                break
            trunk, count = struct.unpack_from(">II", page)
            count = min(count, self._usable // 4 - 2)
            found.update(struct.unpack_from(f">{count}I", page, 8))
        return found

    def table(self, root: int, walk: Walk) -> Iterator[Record]:
        """Return the rows of a table, in the order of their numbers."""
        for number in self.leaves(root, walk):
            yield from self.rows_of(number, walk)

    def leaves(self, root: int, walk: Walk) -> Iterator[int]:
        """Return the leaves of a table, in order."""
        return self._leaves(root, walk, TABLE_NODE, TABLE_LEAF)

    def index(self, root: int, walk: Walk) -> Iterator[list[Any]]:
        """Return the entries of an index, or of a table without row numbers."""
        for number in self._leaves(root, walk, INDEX_NODE, INDEX_LEAF, nodes_too=True):
            page = self._page(number)
            node = page[_start(number)] == INDEX_NODE
            for at in _cells(page, number, walk):
                try:
                    yield self._record(*self._payload(page, at + 4 if node else at, table=False))
                except (_UnreadableError, IndexError, struct.error):
                    walk.damaged += 1

    def rows_of(self, number: int, walk: Walk) -> Iterator[Record]:
        """Return the rows on one leaf of a table."""
        page = self._page(number)
        for at in _cells(page, number, walk):
            try:
                yield self._row(page, at)
            except (_UnreadableError, IndexError, struct.error):
                walk.damaged += 1

    def _row(self, page: bytes, at: int) -> Record:
        size, at = _varint(page, at)
        rowid, at = _varint(page, at)
        rowid -= (rowid >> 63) << 64
        return rowid, self._record(*self._local(page, at, size, table=True))

    def _payload(self, page: bytes, at: int, *, table: bool) -> tuple[bytes, int]:
        size, at = _varint(page, at)
        return self._local(page, at, size, table=table)

    def _local(self, page: bytes, at: int, size: int, *, table: bool) -> tuple[bytes, int]:
        """Return the bytes of a cell, from further pages too, and how many there should be."""
        usable = self._usable
        most = usable - 35 if table else (usable - 12) * 64 // 255 - 23
        if size <= most:
            return page[at : at + size], size
        if size > self.count * self.page_bytes:
            raise _UnreadableError
        least = (usable - 12) * 32 // 255 - 23
        here = least + (size - least) % (usable - 4)
        here = here if here <= most else least
        parts = [page[at : at + here]]
        following = int.from_bytes(page[at + here : at + here + 4])
        left = size - here
        while left > 0:
            if not 1 < following <= self.count:
                raise _UnreadableError
            beyond = self._bytes((following - 1) * self.page_bytes, self.page_bytes)
            if len(beyond) < 4 + min(left, usable - 4):
                raise _UnreadableError
            parts.append(beyond[4 : 4 + min(left, usable - 4)])
            left -= usable - 4
            following = int.from_bytes(beyond[:4])
        return b"".join(parts), size

    @staticmethod
    def _record(data: bytes, size: int) -> list[Any]:
        if len(data) != size:
            raise _UnreadableError
        head, at = _varint(data, 0)
        if head > size:
            raise _UnreadableError
        body, values = head, []
        while at < head:
            code, at = _varint(data, at)
            if code >= 12:
                end = body + (code - 12) // 2
            elif code in (10, 11):
                raise _UnreadableError
            else:
                end = body + (8 if code == 7 else _INTEGER_BYTES[code] if code < 7 else 0)
            if end > size:
                raise _UnreadableError
            values.append(_value(code, data[body:end]))
            body = end
        if at != head or body != size:
            raise _UnreadableError
        return values

    def _leaves(
        self, root: int, walk: Walk, node: int, leaf: int, *, nodes_too: bool = False
    ) -> Iterator[int]:
        """Return the leaves below a page, in order."""
        waiting = [root]
        while waiting:
            number = waiting.pop()
            kind = self.kind(number) if 0 < number <= self.count else 0
            if number in walk.pages or kind not in (node, leaf):
                walk.damaged += 1
                continue
            walk.pages.add(number)
            if kind == leaf:
                yield number
                continue
            page = self._page(number)
            cells = list(_cells(page, number, walk))
            below = [int.from_bytes(page[at : at + 4]) for at in cells]
            start = _start(number)
            below.append(int.from_bytes(page[start + 8 : start + 12]))
            waiting += reversed(below)
            if nodes_too:
                yield number

    def _page(self, number: int) -> bytes:
        """Return a page, as long as it should be."""
        page = self._bytes((number - 1) * self.page_bytes, self.page_bytes)
        page += bytes(self.page_bytes - len(page))
        return page

    def _bytes(self, start: int, count: int) -> bytes:
        try:
            return self._read(start, count)
        except OSError:
            return b""


def _cells(page: bytes, number: int, walk: Walk) -> Iterator[int]:
    """Return where the cells of a page begin."""
    start = _start(number)
    node = page[start] in _NODES
    (count,) = struct.unpack_from(">H", page, start + 3)
    first = start + (12 if node else 8)
    if first + 2 * count > len(page):
        walk.damaged += 1
        count = (len(page) - first) // 2
    for at in struct.unpack_from(f">{count}H", page, first):
        if at < first + 2 * count:
            walk.damaged += 1
        else:
            yield at


def _start(number: int) -> int:
    """Return where a page's own header begins: on the first page after the file's."""
    return 100 if number == 1 else 0


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of up to 64 bits and where the next one begins."""
    value = data[at]
    if value < 0x80:
        return value, at + 1
    value &= 0x7F
    for step in range(1, 8):
        byte = data[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    return value << 8 | data[at + 8], at + 9


def _value(code: int, data: bytes) -> Any:
    if code == 0:
        return None
    if code >= 12:
        if code % 2 == 0:
            return data
        try:
            return data.decode()
        except UnicodeDecodeError:
            return DAMAGED
    if code == 7:
        return struct.unpack(">d", data)[0]
    if code in (8, 9):
        return code - 8
    return int.from_bytes(data, signed=True)
