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
_LONGEST_TAG: Final = 1024**2
_CELL: Final = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
#: Cells and rows that say where they stand, in the way that spreadsheets write it.
_PLACED: Final = re.compile(rb"<(?:[\w.-]+:)?c\s+r=[\"']([A-Za-z]{1,8})([0-9]{1,12})[\"']")
_NUMBERED: Final = re.compile(rb"<(?:[\w.-]+:)?row\s+r=[\"']([0-9]{1,12})[\"']")
_SHEET: Final = re.compile(rb"<(?:[\w.-]+:)?sheetData[\s/>]")
_SHARED: Final = re.compile(rb"<(?:[\w.-]+:)?sst\b")
#: Parts that are held whole whatever stands in them, and the most of honest ones.
_WHOLE: Final = ("workbook.xml", "styles.xml", "workbook.xml.rels")
_MOST_WHOLE: Final = 64 * 1024**2


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
            name = member.filename.lower()
            if name == "content.xml":
                _check_size(_measure_ods(archive, member), file)
                continue
            if name.endswith(_WHOLE) and member.file_size > _MOST_WHOLE:
                raise InputError("a part of the workbook is too large", file=file, found=name)
            rough = _rough_size(archive, member)
            if rough.is_sheet:
                parts.append((member, rough))
            if rough.shares_texts:
                shared.append(member)
        if len(shared) > 1:
            raise InputError("the workbook has two tables of shared texts", file=file)
        lengths = _shared_lengths(archive, shared, file)
        longest = int(lengths.max()) if len(lengths) else 0
        for member, rough in parts:
            if rough.cells > MAX_CELLS:
                _check_size(_Size(rough.rows, rough.columns, rough.cells, 0), file)
            large = rough.rows * rough.columns > MAX_CELLS or rough.cells * longest > MAX_TEXT
            if large or not rough.certain:
                _check_size(_measure_xlsx(archive, member, lengths), file)
    except (expat.ExpatError, _OddError) as error:
        raise InputError(f"the workbook's XML is broken ({error})", file=file) from error


class _OddError(Exception):
    """The XML says what no workbook does."""


@dataclass(frozen=True)
class _Size:
    """What a reader holds of a sheet, or of all sheets: a rectangle, its cells and their text."""

    rows: int
    columns: int
    cells: int
    text: int


def _check_size(size: _Size, file: Path) -> None:
    if size.cells > MAX_CELLS or size.columns > _MAX_COLUMNS:
        raise InputError(
            "the sheet is too large",
            file=file,
            found=f"{size.rows:,} rows, {size.columns:,} columns, {size.cells:,} cells",
            expected=f"at most {MAX_CELLS:,} cells",
        )
    if size.text > MAX_TEXT:
        raise InputError(
            "the sheet holds too much text",
            file=file,
            found=f"{size.text / 1024**2:,.0f} MB",
            expected=f"at most {MAX_TEXT / 1024**2:,.0f} MB",
        )


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


@dataclass(frozen=True)
class _Rough:
    """What a part of an XLSX file holds; ``certain`` if every row and cell says where it stands."""

    rows: int
    columns: int
    cells: int
    certain: bool
    is_sheet: bool
    shares_texts: bool


def _rough_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> _Rough:
    """Return the size by the tags alone, of bytes that need be no XML."""
    rows = columns = cells = 0
    certain, is_sheet, shares = True, False, False
    for text in _whole_tags(archive, member):
        placed, numbered = _PLACED.findall(text), _NUMBERED.findall(text)
        found = len(_CELL.findall(text))
        cells += found
        certain = certain and found == len(placed)
        certain = certain and _rows_in(text) == len(numbered)
        rows = max(rows, max((int(row) for _, row in placed), default=0))
        rows = max(rows, max(map(int, numbered), default=0))
        columns = max(columns, max((_column(name) for name in {c for c, _ in placed}), default=0))
        is_sheet = is_sheet or (b"sheetData" in text and _SHEET.search(text) is not None)
        shares = shares or (b"sst" in text and _SHARED.search(text) is not None)
    return _Rough(rows, columns, cells, certain, is_sheet, shares)


def _rows_in(text: bytes) -> int:
    """Return how many rows begin, or more: counting is faster than looking for tags."""
    breaks = text.count(b"<rowBreaks")
    return text.count(b"<row") - breaks + text.count(b":row")


def _whole_tags(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give the bytes of a part in pieces that end before a tag, if that is not too far."""
    rest = b""
    for chunk in _chunks(archive, member):
        text = rest + chunk
        end = max(text.rfind(b"<"), 0)
        if len(text) - end > _LONGEST_TAG:
            end = len(text)
        rest = text[end:]
        yield text[:end]
    yield rest


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
        raise _OddError("it declares entities")

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
            if len(lengths) > MAX_CELLS:
                raise InputError("the workbook holds an absurd number of texts", file=file)
            lengths.append(0)

    def text(part: str) -> None:
        if lengths:
            lengths[-1] += len(part)

    for member in shared:
        _parse(archive, member, start=start, end=lambda _: None, text=text)
    return np.array(lengths, dtype=np.int64)


def _measure_xlsx(archive: zipfile.ZipFile, member: zipfile.ZipInfo, lengths: np.ndarray) -> _Size:
    """Return the size of a sheet, read as a spreadsheet reads it."""
    rows = columns = cells = volume = row = column = 0
    shared = False
    in_value = False
    written: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal rows, columns, cells, row, column, shared, in_value
        if name == "row":
            row, column = _number(attributes.get("r"), row + 1), 0
        elif name == "c":
            cells += 1
            shared = attributes.get("t") == "s"
            column += 1
            match = re.fullmatch(r"([A-Za-z]{1,8})([0-9]{1,12})", attributes.get("r", ""))
            if match is not None:
                row, column = int(match[2]), _column(match[1])
            columns, rows = max(columns, column), max(rows, row)
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
    return _Size(rows, columns, max(cells, rows * columns), volume)


def _measure_ods(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> _Size:
    """Return the size of all sheets, which are held at once, by the rectangles with values."""
    longest = widest = cells = characters_of_all = 0
    rows = columns = waiting = volume = 0
    width = repeat = row_repeat = characters = row_volume = 0
    gap = depth = 0
    filled = in_row = False

    def close() -> None:
        nonlocal longest, widest, cells, characters_of_all, rows, columns, waiting, volume
        longest, widest = max(longest, rows), max(widest, columns)
        cells += rows * columns
        characters_of_all += volume
        rows = columns = waiting = volume = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal rows, columns, waiting, volume, width, repeat, row_repeat
        nonlocal characters, row_volume, gap, filled, depth, in_row
        if name == "table":
            depth += 1
        elif name == "s":
            # Blanks stand as their number.
            characters += _number(attributes.get("c"), 1)
            filled = True
        elif name == "table-row":
            if in_row:
                raise _OddError("a row stands within a row")
            in_row = True
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
        nonlocal rows, columns, waiting, volume, width, gap, row_volume, depth, in_row
        if name in ("table-cell", "covered-table-cell"):
            if filled:
                width += gap + repeat
                gap = 0
                row_volume += characters * repeat
            else:
                gap += repeat
        elif name == "table-row":
            in_row = False
            if not width:
                waiting += row_repeat
                return
            rows += waiting + row_repeat
            waiting = 0
            columns = max(columns, width)
            volume += row_volume * row_repeat
        elif name == "table":
            depth -= 1
            # Some end a table with one within it, some do not: its rows count with it.
            if not depth:
                close()

    _parse(archive, member, start=start, end=end, text=text)
    return _Size(longest, widest, cells, characters_of_all)


def _repeat(written: str | None) -> int:
    if written is None:
        return 1
    return int(written) if written.isdecimal() and len(written) < 10 else MAX_CELLS + 1


def _number(written: str | None, otherwise: int) -> int:
    """Return a number as it is written, of absurd ones the first digits; another where none is."""
    return int(written[:18]) if written and written.isdecimal() else otherwise
