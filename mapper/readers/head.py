"""The head of a large text file, cut where what is left is whole."""

from __future__ import annotations

import io
import re
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final

from mapper.readers.inputfile import InputFile

#: Files up to this size are taken whole.
HEAD_BYTES: Final = 1024 * 1024
_MOST_LINES_BACK: Final = 400
_JSON_TOKENS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_CLOSERS: Final = {b"[": b"]", b"{": b"}"}
_XML_TOKENS: Final = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>|<(/?)([A-Za-z_][\w:.-]*)[^<>]*?(/?)>", re.DOTALL
)


class HeadFile(InputFile):
    """A file of which only the head is read, if it is a large table, JSON or KML.

    ``cut`` tells whether anything was left out.
    """

    def __init__(self, path: str | Path, sheet: str | None = None) -> None:
        super().__init__(path, sheet)
        self.cut = False

    @cached_property
    def content(self) -> bytes:
        """All bytes of a small file, whole records of the head of a large one."""
        if self.size > HEAD_BYTES and not self.is_workbook and b"\x00" not in self.head:
            with self.path.open("rb") as stream:
                part = stream.read(HEAD_BYTES)
            kept = {"table": _whole_lines, "json": _whole_items, "xml": _whole_placemarks}.get(
                self.kind, _nothing
            )(part)
            if kept:
                self.cut = True
                return kept
        return self.path.read_bytes()

    def stream(self) -> BinaryIO:
        return io.BytesIO(self.content)


def _nothing(_part: bytes) -> bytes:
    return b""


def _whole_lines(part: bytes) -> bytes:
    """Return whole lines, none of them inside a quoted cell."""
    quotes = part.count(b'"')
    end = len(part)
    for _ in range(_MOST_LINES_BACK):
        start = part.rfind(b"\n", 0, max(end - 1, 0)) + 1
        quotes -= part.count(b'"', start, end)
        end = start
        if quotes % 2 == 0:
            return part[:end]
    return b""


def _whole_items(part: bytes) -> bytes:
    """Return JSON that ends after the last whole object of its outermost list of objects."""
    open_brackets: list[bytes] = []
    best = (0, b"")
    least = 0
    for token in _JSON_TOKENS.finditer(part):
        mark = token.group()
        if mark in _CLOSERS:
            open_brackets.append(mark)
        elif mark in (b"]", b"}") and open_brackets:
            opened = open_brackets.pop()
            in_list = opened == b"{" and open_brackets and open_brackets[-1] == b"["
            if in_list and (not least or len(open_brackets) <= least):
                least = len(open_brackets)
                best = (token.end(), b"".join(_CLOSERS[mark] for mark in reversed(open_brackets)))
    end, closers = best
    return part[:end] + closers if end else b""


def _whole_placemarks(part: bytes) -> bytes:
    """Return XML that ends after the last whole placemark, every element closed."""
    open_names: list[bytes] = []
    best = (0, b"")
    for tag in _XML_TOKENS.finditer(part):
        closing, name, empty = tag.group(1), tag.group(2), tag.group(3)
        if name is None or empty:
            continue
        if not closing:
            open_names.append(name)
        elif open_names and open_names[-1] == name:
            open_names.pop()
            if name.endswith(b"Placemark"):
                closers = b"".join(b"</" + left + b">" for left in reversed(open_names))
                best = (tag.end(), closers)
    end, closers = best
    return part[:end] + closers if end else b""
