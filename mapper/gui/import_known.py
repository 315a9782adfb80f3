"""What can be told of a file that cannot be read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from mapper.gui.day_words import write_day
from mapper.gui.translation import tr
from mapper.gui.wording import size_words

_FIRST_BYTES: Final = 300
_FEW_BYTES: Final = 12
#: Control characters that texts have; others say that it is none.
_BREAKS: Final = "\t\n\r\f\ufeff"


def known_of(path: Path) -> str:
    """Return, line by line, where a file is, how large, how old and how it begins."""
    lines = [tr("Folder: {folder}", folder=path.parent)]
    try:
        about = path.stat()
        with path.open("rb") as file:
            first = file.read(_FIRST_BYTES)
    except OSError:
        # Why it cannot be opened is told above.
        return "\n".join(lines)
    changed = dt.datetime.fromtimestamp(about.st_mtime).astimezone()
    lines += [
        tr("Size: {size}", size=size_words(about.st_size) if about.st_size else tr("empty")),
        tr("Last changed: {day}, {time:%H:%M}", day=write_day(changed.date()), time=changed),
    ]
    if first:
        lines.append(_beginning(first))
    lines += [
        "",
        tr(
            "Mapper reads tables (CSV, XLSX, ODS), GeoJSON, GeoPackage, Shapefile, KML, KMZ, GPX "
            "and ZIP files of these. Get it again, or save it as one of them, and drop it here."
        ),
    ]
    return "\n".join(lines)


def _beginning(first: bytes) -> str:
    # A character may be cut in two at the end.
    text = first.decode("utf-8", "ignore" if len(first) == _FIRST_BYTES else "replace")
    if any(not one.isprintable() and one not in _BREAKS for one in text) or "\ufffd" in text:
        return tr(
            "It begins with bytes that are no text: {bytes}", bytes=first[:_FEW_BYTES].hex(" ")
        )
    return tr("It begins with: {text}", text=" ".join(text.split()))
