"""What a set of map tiles says of itself, and what of it is believed."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Final, Protocol

#: West, south, east, north, degrees.
Box = tuple[float, float, float, float]

#: Zooms of Web Mercator tiles that are taken.
DEEPEST_ZOOM: Final = 24
#: A tile of more bytes is not shown; usual ones have some ten thousand.
LARGEST_TILE: Final = 4_000_000
#: What a file or a service says of itself is cut here.
_LONGEST_TEXT: Final = 300

_SIGNATURES: Final = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))


@dataclass(frozen=True)
class TileSet:
    """Tiles in the grid of Web Mercator (EPSG:3857).

    Parameters
    ----------
    name, attribution, licence
        Plain texts; empty where the source does not say.
    min_zoom, max_zoom
        First and last zoom there are tiles for.
    bounds
        Where there are tiles, EPSG:4326; None for the whole Earth.
    names
        Whether the pictures are maps that have place names of their own.
    """

    name: str
    attribution: str
    licence: str
    min_zoom: int
    max_zoom: int
    bounds: Box | None = None
    names: bool = True


class TileFile(Protocol):
    """A file of tiles, open for reading; used by one thread at a time."""

    tiles: TileSet

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return the picture in column x and row y (from the north), or None.

        Raises
        ------
        InputError
            If the file is damaged, or answers with what is no picture.
        """

    def close(self) -> None:
        """Let go of the file."""


def picture_kind(data: bytes) -> str | None:
    """Return ``png``, ``jpeg`` or ``webp`` by the first bytes, None for anything else."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def described(
    said: Mapping[str, Any], fallback: str, zooms: tuple[int, int], bounds: Box | None, photo: bool
) -> TileSet:
    """Return the description of a file from its metadata (keys as in MBTiles)."""
    texts = {key: value for key, value in said.items() if isinstance(value, str)}
    first, last = sorted(max(0, min(DEEPEST_ZOOM, zoom)) for zoom in zooms)
    return TileSet(
        name=plain(texts.get("name", "")) or fallback,
        attribution=plain(texts.get("attribution", "")),
        licence=plain(texts.get("license", "") or texts.get("licence", "")),
        min_zoom=first,
        max_zoom=last,
        bounds=usable(bounds),
        names=not photo,
    )


def usable(bounds: Box | None) -> Box | None:
    """Return bounds that lie on Earth the right way round, else None."""
    if bounds is None or not all(map(math.isfinite, bounds)):
        return None
    west, south, east, north = bounds
    west, east = max(west, -180.0), min(east, 180.0)
    south, north = max(south, -90.0), min(north, 90.0)
    return (west, south, east, north) if west < east and south < north else None


def plain(text: str) -> str:
    """Return the words of a text that may be HTML, in one line."""
    reader = _Words()
    reader.feed(text[: 10 * _LONGEST_TEXT])
    reader.close()
    words = re.sub(r"\s+", " ", html.unescape("".join(reader.parts))).strip()
    return words if len(words) <= _LONGEST_TEXT else words[: _LONGEST_TEXT - 1] + "…"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in ("script", "style"):
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.parts.append(data)
