"""A picture of the map as a start draws it, kept beside what a start shows (`kept_start`).

It is of one document, page, theme and size of letters, told by its key, and stands for nothing
else. Nothing is imported here that takes long.
"""

from __future__ import annotations

import contextlib
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mapper.gui import kept_start
from mapper.gui.kept_file import put
from mapper.gui.translation import LANGUAGE
from mapper.gui.web import kept_page

#: Four bytes a pixel: blue, green, red and one that says nothing.
PIXEL_BYTES: Final = 4
#: More pixels are no screen's.
MOST_PIXELS: Final = 64_000_000


@dataclass(frozen=True, eq=False)
class KeptPicture:
    """A picture, and what it is of.

    Attributes
    ----------
    key
        What `key_of` gives.
    width, height
        In pixels of the screen.
    ratio
        So many pixels of the screen are one of the window's, across and down.
    pixels
        Row by row, `PIXEL_BYTES` each.
    """

    key: str
    width: int
    height: int
    ratio: float
    pixels: bytes


def key_of(document: bytes, theme: str, letters: float) -> str:
    """Return what a picture follows from besides its size.

    Parameters
    ----------
    document
        The document that is drawn.
    theme
        ``light``, ``dark`` or ``high-contrast``.
    letters
        How much larger than as written the page is shown.
    """
    drawn = f"{len(document)} {zlib.crc32(document)}"
    return f"{kept_page.made_of()} {LANGUAGE} {drawn} {theme} {letters:g}"


def read(project: Path, key: str) -> KeptPicture | None:
    """Return the picture kept of a project if it is the one wanted."""
    try:
        head, _, packed = kept_start.picture_of(project).read_bytes().partition(b"\n")
        told: dict[str, Any] = json.loads(head)
        if told["key"] != key:
            return None
        width, height, ratio = int(told["width"]), int(told["height"]), float(told["ratio"])
        if min(width, height) <= 0 or width * height > MOST_PIXELS:
            return None
        size = width * height * PIXEL_BYTES
        unpacking = zlib.decompressobj()
        # What it was packed from is told, so no more is unpacked than a picture takes.
        pixels = unpacking.decompress(packed, size + 1)
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None
    # At its end zlib has compared the pixels with a check of its own.
    if len(pixels) != size or not unpacking.eof:
        return None
    return KeptPicture(key, width, height, ratio, pixels)


def write(project: Path, picture: KeptPicture) -> None:
    """Keep a picture in place of the one before; where it cannot be kept there is none."""
    told = {
        "key": picture.key,
        "width": picture.width,
        "height": picture.height,
        "ratio": picture.ratio,
    }
    packed = zlib.compress(picture.pixels, 1)
    with contextlib.suppress(OSError):
        put(kept_start.picture_of(project), json.dumps(told).encode() + b"\n", packed)
