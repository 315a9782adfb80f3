"""How much memory a workbook would take, measured before it is opened.

A sheet is held as a full rectangle: two cells in opposite corners of a file of
a few bytes would fill any memory, as would one long text that many cells share.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

import numpy as np

from mapper.model.errors import InputError

MAX_CELLS: Final = 30_000_000
MAX_TEXT: Final = 1024**3
_MAX_COLUMNS: Final = 16_384
_CHUNK: Final = 4 * 1024**2
_REFERENCE: Final = re.compile(rb"[\"']([A-Za-z]{1,8})([0-9]{1,12})[\"']")
_SHARED: Final = re.compile(rb"<(?:[\w.-]+:)?sst\b")


def check_workbook(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], file: Path) -> None:
    """Refuse a workbook whose sheets would not fit the memory.

    Parameters
    ----------
    members
        What `zipguard.checked_members` let through.

    Raises
    ------
    InputError
        If a sheet or its text is too large, or its XML is broken or declares
        entities.
    """
    try:
        parts = []
        shared = []
        for member in members:
            if member.filename.lower() == "content.xml":
                _check_size(_measure_ods(archive, member), file)
                continue
            rough = _rough_size(archive, member)
            parts.append((member, rough))
            if rough.shares_texts:
                shared.append(member)
        if len(shared) > 1:
            raise InputError("the workbook has two tables of shared texts", file=file)
        lengths = _shared_lengths(archive, shared, file)
        longest = int(lengths.max()) if len(lengths) else 0
        for member, rough in parts:
            if rough.rows * rough.columns > MAX_CELLS or rough.cells * longest > MAX_TEXT:
                _check_size(_measure_xlsx(archive, member, lengths), file)
    except (expat.ExpatError, _DeclaresEntitiesError) as error:
        raise InputError(f"the workbook's XML is broken ({error})", file=file) from error


class _DeclaresEntitiesError(Exception):
    """The XML declares entities, which no workbook does."""


def _check_size(size: tuple[int, int, int], file: Path) -> None:
    rows, columns, text = size
    if rows * columns > MAX_CELLS or columns > _MAX_COLUMNS:
        raise InputError(
            "the sheet is too large",
            file=file,
            found=f"{rows:,} rows, {columns:,} columns",
            expected=f"at most {MAX_CELLS:,} cells",
        )
    if text > MAX_TEXT:
        raise InputError(
            "the sheet holds too much text",
            file=file,
            found=f"{text / 1024**2:,.0f} MB",
            expected=f"at most {MAX_TEXT / 1024**2:,.0f} MB",
        )


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


@dataclass(frozen=True)
class _Rough:
    """An upper bound of what a part of an XLSX file holds."""

    rows: int
    columns: int
    cells: int
    shares_texts: bool


def _rough_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> _Rough:
    """Return an upper bound: whatever stands in quotes and looks like a cell is one."""
    rows = columns = cells = 0
    shares = False
    tail = b""
    for chunk in _chunks(archive, member):
        found = _REFERENCE.findall(tail + chunk)
        cells += len(found)
        rows = max(rows, max((int(row) for _, row in found), default=0))
        columns = max(columns, max((_column(name) for name in {c for c, _ in found}), default=0))
        shares = shares or _SHARED.search(tail + chunk) is not None
        tail = chunk[-64:]
    return _Rough(rows, columns, cells, shares)


def _column(name: bytes | str) -> int:
    """Return the 1-based number of a column such as ``AB``."""
    number = 0
    for letter in name.upper():
        code = letter if isinstance(letter, int) else ord(letter)
        number = number * 26 + code - 64
    return number


def _parse(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    *,
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any],
    text: Callable[[str], Any],
) -> None:
    """Run through a part; element and attribute names come without prefix."""

    def local(name: str) -> str:
        return name.rsplit(":", 1)[-1]

    def refuse(*_: Any) -> None:
        raise _DeclaresEntitiesError("it declares entities")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(
        local(name), {local(key): value for key, value in attributes.items()}
    )
    parser.EndElementHandler = lambda name: end(local(name))
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = refuse
    for chunk in _chunks(archive, member):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _shared_lengths(
    archive: zipfile.ZipFile, shared: list[zipfile.ZipInfo], file: Path
) -> np.ndarray:
    """Return the number of characters of every shared text of an XLSX file."""
    lengths: list[int] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        # The parser sets memory aside for as many texts as are announced.
        if any(_repeat(attributes.get(key)) > MAX_CELLS for key in ("count", "uniqueCount")):
            raise InputError("the workbook announces an absurd number of texts", file=file)
        if name == "si":
            lengths.append(0)

    def text(part: str) -> None:
        if lengths:
            lengths[-1] += len(part)

    for member in shared:
        _parse(archive, member, start=start, end=lambda _: None, text=text)
    return np.array(lengths, dtype=np.int64)


def _measure_xlsx(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, lengths: np.ndarray
) -> tuple[int, int, int]:
    """Return rows, columns and characters of a sheet."""
    rows = columns = volume = 0
    shared = False
    in_value = False
    written: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal rows, columns, shared, in_value
        if name == "c":
            shared = attributes.get("t") == "s"
            match = re.fullmatch(r"([A-Za-z]{1,8})([0-9]{1,12})", attributes.get("r", ""))
            if match is not None:
                columns = max(columns, _column(match[1]))
                rows = max(rows, int(match[2]))
        in_value = name == "v"

    def text(part: str) -> None:
        nonlocal volume
        volume += len(part)
        if in_value and shared:
            written.append(part)

    def end(name: str) -> None:
        nonlocal volume, in_value
        if name == "v" and written:
            index = "".join(written)
            if index.isdecimal() and len(index) < 12 and int(index) < len(lengths):
                volume += int(lengths[int(index)])
        written.clear()
        in_value = False

    _parse(archive, member, start=start, end=end, text=text)
    return rows, columns, volume


def _measure_ods(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[int, int, int]:
    """Return rows, columns and characters of the largest rectangle that holds a value."""
    largest = (0, 0, 0)
    rows = columns = waiting = volume = 0
    width = repeat = row_repeat = characters = row_volume = 0
    gap = 0
    filled = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal rows, columns, waiting, volume, width, repeat, row_repeat
        nonlocal characters, row_volume, gap, filled
        if name == "table":
            rows = columns = waiting = volume = 0
        elif name == "table-row":
            row_repeat = _repeat(attributes.get("number-rows-repeated"))
            width = gap = row_volume = 0
        elif name in ("table-cell", "covered-table-cell"):
            repeat = _repeat(attributes.get("number-columns-repeated"))
            filled = "value-type" in attributes or "formula" in attributes
            characters = sum(len(value) for value in attributes.values())

    def text(part: str) -> None:
        nonlocal characters, filled
        characters += len(part)
        filled = filled or bool(part.strip())

    def end(name: str) -> None:
        nonlocal rows, columns, waiting, volume, width, gap, row_volume, largest
        if name in ("table-cell", "covered-table-cell"):
            if filled:
                width += gap + repeat
                gap = 0
                row_volume += characters * repeat
            else:
                gap += repeat
        elif name == "table-row":
            if not width:
                waiting += row_repeat
                return
            rows += waiting + row_repeat
            waiting = 0
            columns = max(columns, width)
            volume += row_volume * row_repeat
        elif name == "table":
            largest = max(largest, (rows, columns, volume), key=lambda size: size[0] * size[1])
            largest = (*largest[:2], max(largest[2], volume))

    _parse(archive, member, start=start, end=end, text=text)
    return largest


def _repeat(written: str | None) -> int:
    if written is None:
        return 1
    return int(written) if written.isdecimal() and len(written) < 10 else MAX_CELLS + 1
