"""Small pictures of attached images, made in a worker from files nobody has vouched for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QImage, QImageReader

#: Kinds of pictures that are decoded, told by their content: none that is a program or a page.
_FORMATS: Final = frozenset({b"jpeg", b"png", b"webp", b"gif", b"bmp"})
_MOST_BYTES: Final = 100 * 2**20
_MOST_PIXELS: Final = 100_000_000
#: Most memory one picture may take while it is decoded, in MB.
_MOST_MEMORY: Final = 256
#: Largest sides of a small picture; it is shown at half that, for screens of fine pixels.
_SIZE: Final = QSize(400, 300)


def thumbnail(path: Path, size: int) -> QImage | None:
    """Return a small picture of a file of ``size`` bytes, or None if none is made of it."""
    if size > _MOST_BYTES:
        return None
    QImageReader.setAllocationLimit(_MOST_MEMORY)
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if reader.format().data() not in _FORMATS:
        return None
    whole = reader.size()
    if not whole.isValid() or whole.width() * whole.height() > _MOST_PIXELS:
        return None
    if whole.width() > _SIZE.width() or whole.height() > _SIZE.height():
        # JPEG decodes no more than that needs.
        reader.setScaledSize(whole.scaled(_SIZE, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    return None if picture.isNull() else picture
