"""Derived lines of contact kept on disk, so that opening a project again is instant.

Each file holds a SHA-256 of the rest, the parameters as JSON, and the lines as
WKB. A file that does not match its own hash is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import tempfile
from pathlib import Path
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from mapper import paths
from mapper.geodesy import LineOfContact, lines_of_contact

#: Raised when the definition changes: lines of an older one are not used.
_DEFINITION: Final = b"line of contact 2"


def derived_lines(
    control: BaseGeometry, country: BaseGeometry, radii_m: tuple[float, ...]
) -> list[LineOfContact]:
    """Return `lines_of_contact`, from the cache folder when they are there."""
    content = hashlib.sha256(_DEFINITION)
    for geometry in (control, country):
        content.update(shapely.to_wkb(geometry, byte_order=1))
    content.update(repr(radii_m).encode())
    path = paths.cache_folder() / "lines" / f"{content.hexdigest()}.line"
    stored = _read(path, len(radii_m))
    if stored is not None:
        return stored
    lines = lines_of_contact(control, country, radii_m)
    _write(path, lines)
    return lines


def _read(path: Path, expected: int) -> list[LineOfContact] | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if len(content) < 36 or hashlib.sha256(content[32:]).digest() != content[:32]:
        return None
    (size,) = struct.unpack("<I", content[32:36])
    notes = json.loads(content[36 : 36 + size])
    lines = shapely.get_parts(shapely.from_wkb(content[36 + size :]))
    if len(lines) != 2 * expected:
        return None
    return [
        LineOfContact(line, note["length_m"], ends, note["parameters"])
        for line, ends, note in zip(lines[::2], lines[1::2], notes, strict=True)
    ]


def _write(path: Path, lines: list[LineOfContact]) -> None:
    notes = json.dumps(
        [{"length_m": line.length_m, "parameters": dict(line.parameters)} for line in lines]
    ).encode()
    pairs = [geometry for line in lines for geometry in (line.line, line.ends)]
    geometry = shapely.to_wkb(shapely.GeometryCollection(pairs))
    content = struct.pack("<I", len(notes)) + notes + geometry
    # A full or read-only disk costs time the next time, nothing else.
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
