"""A file from outside, looked at before anything in it is trusted."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

from mapper.model.errors import InputError
from mapper.readers.mended import as_it_was
from mapper.readers.tableopening import OPENING_BYTES, opening_of_bytes, unique_names
from mapper.readers.tabletext import ParsedTable, parse_stream, parse_table
from mapper.readers.text import decode
from mapper.readers.workbook import is_workbook, read_sheet

Kind = Literal["table", "json", "xml", "zip", "gzip", "geopackage", "shapefile", "flatgeobuf"]

#: Above these sizes a file is refused instead of filling the memory.
MAX_BYTES: Final[dict[Kind, int]] = {
    "table": 2 * 1024**3,
    "json": 512 * 1024**2,
    "xml": 256 * 1024**2,
    "zip": 1024**3,
    "gzip": 1024**3,
}

_SIGNATURES: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"SQLite format 3\x00", "geopackage"),
    (b"\x00\x00\x27\x0a", "shapefile"),
    (b"fgb\x03fgb", "flatgeobuf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
)

_REFUSED: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office document"),
    (b"{\\rtf", "a rich text document"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"PAR1", "a Parquet file"),
)

EXPECTED: Final = "a table (CSV, XLSX, ODS), GeoJSON, KML, GPX, GeoPackage or Shapefile"
GEOMETRY_TYPES: Final = frozenset(
    {
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    }
)
#: Stands before each text of a GeoJSON text sequence.
_SEPARATOR: Final = "\x1e"
_HEAD_BYTES: Final = 64 * 1024
#: Each may take a hundred bytes of memory; positions are the most of an honest file.
_MOST_BRACKETS: Final = 40_000_000


class InputFile:
    """A file as the feeds see it; each way of reading it happens once.

    A table is delimited text or a sheet of a workbook; feeds see no difference.

    Parameters
    ----------
    path
        A regular file.
    sheet
        Name of the sheet to read of a workbook; None takes the only one with
        events.

    Raises
    ------
    InputError
        If there is no such file, it is a folder, empty, unreadable, too large
        or of a kind that Mapper does not read.
    """

    def __init__(self, path: str | Path, sheet: str | None = None) -> None:
        self.path = Path(path)
        self.sheet = sheet
        self.warnings: list[str] = []
        #: Told the share of the file read, 0 to 1; what it raises ends the reading.
        self.report: Callable[[float], None] | None = None
        try:
            if self.path.is_dir():
                raise InputError("this is a folder", file=self.path, expected="a file")
            if not self.path.exists():
                raise InputError("there is no such file", file=self.path)
            if not self.path.is_file():
                raise InputError("this is not a regular file", file=self.path)
            self.size = self.path.stat().st_size
            with self.path.open("rb") as stream:
                self.head = stream.read(_HEAD_BYTES)
        except (OSError, ValueError) as error:
            raise InputError(f"the file cannot be opened ({error})", file=self.path) from error
        if not self.head:
            raise InputError("the file is empty", file=self.path, expected=EXPECTED)
        self.kind = self._kind()
        self.is_workbook = self.kind == "zip" and is_workbook(self.path)
        if self.is_workbook:
            self.kind = "table"
        limit = MAX_BYTES.get(self.kind)
        if limit is not None and self.size > limit:
            raise InputError(
                "the file is too large",
                file=self.path,
                found=f"{self.size / 1024**2:,.0f} MB",
                expected=f"at most {limit / 1024**2:,.0f} MB",
            )

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @cached_property
    def sha256(self) -> str:
        """Hash of the whole file, in hexadecimal."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def stream(self) -> BinaryIO:
        """Open the bytes of the file."""
        return self.path.open("rb")

    @cached_property
    def content(self) -> bytes:
        """All bytes of the file."""
        return self.path.read_bytes()

    @cached_property
    def text(self) -> str:
        """The file as text; another encoding than UTF-8 is stated in `warnings`."""
        text, encoding = decode(self.content, self.path)
        if encoding != "UTF-8":
            self.warnings.append(f"The text was read as {encoding}.")
        return text

    @cached_property
    def parsed(self) -> ParsedTable:
        """The file as a table of text with the header it has."""
        parsed = self.table()
        self.warnings.extend(parsed.warnings)
        return parsed

    def table(self, names: list[str] | None = None) -> ParsedTable:
        """Return the file as a table of text, with these names when it has no header."""
        return as_it_was(self._table(names))

    def _table(self, names: list[str] | None) -> ParsedTable:
        if self.is_workbook:
            return read_sheet(self.path, self.sheet, names)
        with self.stream() as stream:
            size = stream.seek(0, os.SEEK_END)
        parsed = parse_stream(self.stream, size, self.path, names, self.report)
        return parse_table(self.text, self.path, names) if parsed is None else parsed

    @cached_property
    def header(self) -> list[str]:
        """The first record of a table, whether it holds names or not."""
        if not self.is_workbook:
            with self.path.open("rb") as stream:
                head = stream.read(OPENING_BYTES)
            begin = opening_of_bytes(head, self.path, whole=len(head) == self.size)
            if begin is not None:
                return begin.header
        return self.parsed.header

    @cached_property
    def json(self) -> Any:
        """The file as parsed JSON; a feature per line is a collection of them."""
        brackets = self.text.count("{") + self.text.count("[")
        if brackets > _MOST_BRACKETS:
            raise InputError(
                "the JSON has too many parts",
                file=self.path,
                found=f"{brackets:,}",
                expected=f"at most {_MOST_BRACKETS:,} brackets",
            )
        try:
            return json.loads(self.text.lstrip(_SEPARATOR))
        except json.JSONDecodeError as error:
            if error.msg == "Extra data":
                lines = self._json_lines()
                if lines is not None:
                    return lines
            where = f"line {error.lineno}, character {error.colno}"
            cut = error.pos >= len(self.text.rstrip()) - 1 or "Unterminated" in error.msg
            problem = "the JSON ends too early" if cut else "the JSON is broken"
            raise InputError(f"{problem} at {where}", file=self.path) from error
        except (RecursionError, ValueError) as error:
            raise InputError("the JSON cannot be read", file=self.path, found=error) from error

    def _json_lines(self) -> Any:
        """Return what stands as one JSON text per line (RFC 8142 too); None if it does not."""
        texts = [line.strip(_SEPARATOR + " \t\r") for line in self.text.split("\n")]
        try:
            values = [json.loads(text) for text in texts if text]
        except ValueError:
            return None
        if all(isinstance(value, dict) and value.get("type") == "Feature" for value in values):
            return {"type": "FeatureCollection", "features": values}
        return values

    @property
    def columns(self) -> frozenset[str]:
        """Column names of a table in lower case; empty for any other kind."""
        if self.kind != "table":
            return frozenset()
        if self.is_workbook:
            return frozenset(name.lower() for name in self.parsed.frame.columns)
        return frozenset(name.lower() for name in unique_names(self.header))

    @cached_property
    def features(self) -> list[Any] | None:
        """Features of a GeoJSON, also of one wrapped in ``map`` or bare; else None."""
        if self.kind != "json" or not isinstance(self.json, dict):
            return None
        holder = self.json
        if "features" not in holder and isinstance(holder.get("map"), dict):
            holder = holder["map"]
        if holder.get("type") == "Feature":
            return [holder]
        if holder.get("type") in GEOMETRY_TYPES:
            return [{"type": "Feature", "properties": {}, "geometry": holder}]
        found = holder.get("features")
        return found if isinstance(found, list) else None

    @property
    def collection_name(self) -> str:
        """The name a GeoJSON gives itself, else empty."""
        name = (
            self.json.get("name") if self.kind == "json" and isinstance(self.json, dict) else None
        )
        return name if isinstance(name, str) else ""

    @cached_property
    def property_names(self) -> frozenset[str]:
        """Names of the properties of the first features."""
        names: set[str] = set()
        for feature in (self.features or [])[:50]:
            properties = feature.get("properties") if isinstance(feature, dict) else None
            if isinstance(properties, dict):
                names.update(str(name) for name in properties)
        return frozenset(names)

    def _kind(self) -> Kind:
        for signature, kind in _SIGNATURES:
            if self.head.startswith(signature):
                return kind
        for signature, what in _REFUSED:
            if self.head.startswith(signature):
                raise InputError(f"the file is {what}", file=self.path, expected=EXPECTED)
        start = _ascii_start(self.head)
        if start[:1] in (b"{", b"["):
            return "json"
        if start[:1] == b"<":
            if start[:200].lower().startswith((b"<!doctype html", b"<html")):
                raise InputError("the file is a web page", file=self.path, expected=EXPECTED)
            return "xml"
        return "table"


def _ascii_start(head: bytes) -> bytes:
    """Return the first characters without byte order mark, NULs and blanks."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:]
    return head.removeprefix(b"\xef\xbb\xbf")[:512].replace(b"\x00", b"").lstrip(b"\x1e \t\n\r\v\f")
