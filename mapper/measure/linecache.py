"""Derived lines of contact kept between runs: in the cache folder, and with a project.

An entry is a SHA-256 of the rest, then, packed, the parameters as JSON and the
lines as WKB. Its key is a hash of everything the lines are derived from, so an
entry can be missing or damaged but never out of date.

Entries of the cache folder were made on this machine. Those of a project may be
anybody's: a hash inside them protects from damage, not from intent. What is read
from a project is therefore checked against the control area (each vertex lies on
its edge), never used where the cache folder has the same, and never put there.
That a project's line leaves out no stretch of the front could be told only by
deriving it again: it deserves as much trust as the areas that stand beside it.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import struct
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import shapely
from shapely import MultiLineString
from shapely.geometry.base import BaseGeometry

from mapper import paths
from mapper.geodesy import LineOfContact, lines_of_contact

#: Raised when the definition or the packing changes: older lines are not used.
_DEFINITION: Final = b"line of contact 3"
#: A day's lines take a tenth of a megabyte unpacked; no entry may fill the memory.
_MOST_BYTES: Final = 64 * 2**20
#: How far a vertex may lie from the control area's edge. Lines are cut on chords of
#: the working plane, which leave an edge of 200 km by 10 m.
_ON_EDGE_DEG: Final = 1e-3
_LONGEST_NOTE: Final = 300


class Kept(Protocol):
    """Entries kept elsewhere, such as with a project; used by several threads."""

    def get(self, key: str) -> bytes | None:
        """Return an entry, None where there is none."""

    def drop(self, key: str) -> None:
        """Hear that an entry is of no use."""

    def note(self, front_id: str, entries: Mapping[str, bytes]) -> None:
        """Hear which entries, by key, the line of a front is made of."""


class Deriving:
    """Gives the lines derived for one front, and remembers them as `entries` by key."""

    def __init__(self, kept: Kept | None = None) -> None:
        self.entries: dict[str, bytes] = {}
        self._kept = kept

    def __call__(
        self, control: BaseGeometry, country: BaseGeometry, radii_m: tuple[float, ...]
    ) -> list[LineOfContact]:
        """Return `mapper.geodesy.lines_of_contact`, derived only where it is not kept."""
        key = key_of(control, country, radii_m)
        path = paths.cache_folder() / "lines" / f"{key}.line"
        content = _read(path)
        lines = None if content is None else unpack(content, radii_m)
        if lines is None and self._kept is not None:
            content = self._kept.get(key)
            lines = None if content is None else unpack(content, radii_m)
            if content is not None and (lines is None or not lies_on_edge(lines, control)):
                self._kept.drop(key)
                lines = None
        if lines is None or content is None:
            lines = lines_of_contact(control, country, radii_m)
            content = pack(lines)
            _write(path, content)
        self.entries[key] = content
        return lines


def key_of(control: BaseGeometry, country: BaseGeometry, radii_m: tuple[float, ...]) -> str:
    """Return the hash of all that lines of contact are derived from."""
    content = hashlib.sha256(_DEFINITION)
    for geometry in (control, country):
        content.update(shapely.to_wkb(geometry, byte_order=1))
    content.update(repr(radii_m).encode())
    return content.hexdigest()


#: What bytes from anywhere can hold: no such packing, text, JSON or geometry, or one of curves.
_UNREADABLE: Final = (
    *(lzma.LZMAError, struct.error, ValueError, RecursionError),
    *(shapely.GEOSException, NotImplementedError),
)


def pack(lines: Sequence[LineOfContact]) -> bytes:
    """Return lines as one entry; the radii share most vertices, so it packs well."""
    notes = json.dumps([dict(line.parameters) for line in lines]).encode()
    pairs = [geometry for line in lines for geometry in (line.line, line.ends)]
    geometry = shapely.to_wkb(shapely.GeometryCollection(pairs), byte_order=1)
    packed = lzma.compress(struct.pack("<I", len(notes)) + notes + geometry, preset=0)
    return hashlib.sha256(packed).digest() + packed


def unpack(content: bytes, radii_m: tuple[float, ...]) -> list[LineOfContact] | None:
    """Return the lines of an entry for these radii, None where it is damaged."""
    if hashlib.sha256(content[32:]).digest() != content[:32]:
        return None
    try:
        reader = lzma.LZMADecompressor(memlimit=_MOST_BYTES)
        body = reader.decompress(content[32:], _MOST_BYTES)
        (size,) = struct.unpack_from("<I", body)
        notes = json.loads(body[4 : 4 + size])
        parts = shapely.get_parts(shapely.from_wkb(body[4 + size :])).tolist()
    except _UNREADABLE:
        return None
    if not reader.eof or not _as_asked(notes, parts, radii_m):
        return None
    return [
        LineOfContact(line, ends, note)
        for line, ends, note in zip(parts[::2], parts[1::2], notes, strict=True)
    ]


def _as_asked(notes: Any, parts: list[BaseGeometry], radii_m: tuple[float, ...]) -> bool:
    """Tell whether these are parameters and lines of so many radii."""
    return (
        isinstance(notes, list)
        and len(notes) == len(radii_m)
        and len(parts) == 2 * len(radii_m)
        and all(_is_note(note, radius) for note, radius in zip(notes, radii_m, strict=True))
        and all(isinstance(part, MultiLineString) for part in parts)
        and _is_position(shapely.get_coordinates(parts))
    )


def _is_note(note: Any, radius_m: float) -> bool:
    """Tell whether these are the parameters of a line: repairs are shown to people."""
    return (
        isinstance(note, dict)
        and note.get("radius_m") == radius_m
        and isinstance(note.get("repairs"), list)
        and all(
            isinstance(text, str) and len(text) <= _LONGEST_NOTE and text.isprintable()
            for text in note["repairs"]
        )
    )


def _is_position(lonlat: np.ndarray) -> bool:
    return bool((np.abs(lonlat) <= (180.0, 90.0)).all())


def lies_on_edge(lines: Sequence[LineOfContact], control: BaseGeometry) -> bool:
    """Tell whether every vertex lies on the edge of the control area."""
    rings = shapely.get_rings(shapely.get_parts(shapely.get_parts(control)))
    found = [geometry for line in lines for geometry in (line.line, line.ends)]
    points = shapely.get_coordinates(found)
    # The radii share most of them, and most are vertices of the edge themselves.
    wanted, first = np.unique(_as_numbers(points), return_index=True)
    corners = _as_numbers(shapely.get_coordinates(rings))
    rest = points[first[~np.isin(wanted, corners)]]
    if not len(rest):
        return True
    edge = MultiLineString([shapely.get_coordinates(ring) for ring in rings])
    shapely.prepare(edge)
    return bool(shapely.dwithin(edge, shapely.points(rest), _ON_EDGE_DEG).all())


def _as_numbers(lonlat: np.ndarray) -> np.ndarray:
    """Return positions (n, 2) as one number each, to a hundredth of a metre."""
    fixed = np.rint(lonlat * 1e7).astype(np.int64)
    numbers: np.ndarray = (fixed[:, 0] << 32) + fixed[:, 1]
    return numbers


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write(path: Path, content: bytes) -> None:
    # A full or read-only disk costs time the next time, nothing else.
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
