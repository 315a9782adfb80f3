"""Which files a person means who drops files and folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: Endings of files that are read; files dropped one by one may have any.
ENDINGS: Final = frozenset(
    (
        *(".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"),
        *(".geojson", ".json", ".kml", ".kmz", ".gpx", ".gpkg", ".shp", ".fgb", ".zip"),
    )
)
#: Endings under which letters and notes are common too.
DOUBTFUL: Final = frozenset((".txt", ".json"))
_PARTS: Final = frozenset((".dbf", ".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qmd"))
MOST_FILES: Final = 5_000


@dataclass(frozen=True)
class Found:
    """Files to read: those dropped themselves, and those in folders.

    ``hidden`` and ``unknown`` count what was passed over in folders; ``more``
    tells that there were more than `MOST_FILES`.
    """

    dropped: tuple[Path, ...] = ()
    in_folders: tuple[Path, ...] = ()
    hidden: int = 0
    unknown: int = 0
    more: bool = False


def find_files(paths: Iterable[Path], check: Callable[[], object]) -> Found:
    """Return the files meant, in order; ``check`` is called now and then and may raise."""
    dropped: list[Path] = []
    inside: list[Path] = []
    hidden = unknown = 0
    more = False
    for path in paths:
        if not path.is_dir():
            dropped.append(path)
            continue
        for folder, folders, names in os.walk(path):
            check()
            shown = [name for name in folders if not _is_hidden(name)]
            hidden += len(folders) - len(shown)
            folders[:] = sorted(shown)
            shapes = {Path(name).stem for name in names if name.lower().endswith(".shp")}
            for name in sorted(names):
                ending = Path(name).suffix.lower()
                if _is_hidden(name):
                    hidden += 1
                elif ending in _PARTS and Path(name).stem in shapes:
                    continue
                elif ending not in ENDINGS:
                    unknown += 1
                elif len(inside) < MOST_FILES:
                    inside.append(Path(folder) / name)
                else:
                    more = True
    return Found(tuple(dropped), tuple(inside), hidden, unknown, more)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$", "__MACOSX")) or name.lower() in ("thumbs.db", "desktop.ini")
