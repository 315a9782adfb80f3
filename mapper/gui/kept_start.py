"""What a start shows before a project is read: the map and the first rows of its list, kept.

One file per project in the cache folder. It is shown only while the project's file is the very
one it was made of, by the same Mapper with the same settings; whatever else it is, it is made
again, and nobody is told. Nothing is imported here that takes long.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import mapper
from mapper import paths
from mapper.gui.kept_file import put

if TYPE_CHECKING:
    from mapper.gui.kept_picture import KeptPicture

#: How many projects are kept, the largest document of one, and all of them, in bytes.
MOST_KEPT: Final = 8
LARGEST_BYTES: Final = 200_000_000
MOST_BYTES: Final = 400_000_000
#: So many rows are kept from the top of the list, and from its end.
FIRST_ROWS: Final = 400
LAST_ROWS: Final = 100

#: The parts of the window around list and map whose heights are kept.
HEIGHTS: Final = ("above", "below", "bars", "status")

_MAGIC: Final = b"MapStrt3"
#: The stamp with its check, for it is written anew alone; lengths and checks of the parts.
_STAMP: Final = struct.Struct("<4QI")
_PARTS: Final = struct.Struct("<IIQI")
_HEAD: Final = len(_MAGIC) + _STAMP.size + _PARTS.size
#: What a map document is made by and of, besides the project.
_MADE_BY: Final = ("mapdoc", "measure", "geodesy", "basemap", "model")
_BESIDE: Final = ("-journal", "-wal")
_PICTURE: Final = ".picture"


@dataclass(frozen=True)
class Stamp:
    """What tells a state of a file from all others, without opening it."""

    size: int
    modified_ns: int
    changed_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Stamp | None:
        """Return the stamp of a project's file; None where it is not at rest or not there."""
        try:
            if any(os.path.exists(f"{path}{end}") for end in _BESIDE):
                return None
            told = os.stat(path)
        except OSError:
            return None
        # The inode of some file systems has 128 bits.
        inode = told.st_ino & 0xFFFF_FFFF_FFFF_FFFF
        return cls(told.st_size, told.st_mtime_ns, told.st_ctime_ns, inode)


@dataclass(frozen=True)
class KeptRow:
    """One row of the list: its texts by column, and what they say where there is no room."""

    event_id: str
    status: str
    rough: str
    texts: Mapping[str, str]
    short: Mapping[str, str]


@dataclass(frozen=True)
class KeptRows:
    """The rows of the list that were kept, by their place among ``count``."""

    count: int
    rows: Mapping[int, KeptRow]


@dataclass(frozen=True)
class Look:
    """How the list and its words were when its rows were kept."""

    language: str
    unit: str
    columns: tuple[str, ...]
    sort: str
    descending: bool


@dataclass(frozen=True, eq=False)
class KeptStart:
    """What a start shows of a project; ``heights`` are those of `HEIGHTS`, which follow later."""

    stamp: Stamp
    look: Look
    rows: KeptRows
    document: bytes
    bounds: tuple[int, int, int, int] | None
    warnings: tuple[str, ...]
    heights: Mapping[str, int]
    #: The map as it was drawn before, where it was drawn just so.
    picture: KeptPicture | None = None


def read(project: Path, look: Look) -> KeptStart | None:
    """Return what was kept of a project as its file is now; None if there is nothing to show."""
    stamp = Stamp.of(project)
    if stamp is None:
        return None
    try:
        with open(_file_of(project), "rb") as file:
            kept = _read(file, project, stamp, look)
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return None
    # It was not changed while it was read either.
    return kept if Stamp.of(project) == stamp else None


def write(project: Path, kept: KeptStart) -> None:
    """Keep what a start shows of a project, in place of what was kept before.

    A folder that cannot be written keeps nothing: a start takes longer then.
    """
    if len(kept.document) > LARGEST_BYTES:
        forget(project)
        return
    file = _file_of(project)
    with contextlib.suppress(OSError):
        put(file, _header(project, kept), kept.document)
        _bound(file)


def stamp_again(project: Path, before: Stamp, now: Stamp) -> None:
    """Take note that a project's file is another, and what is shown of it the same."""
    if before == now:
        return
    with contextlib.suppress(OSError), open(_file_of(project), "r+b") as file:
        head = file.read(_HEAD)
        if len(head) == _HEAD and head == _MAGIC + _stamped(before) + head[-_PARTS.size :]:
            file.seek(len(_MAGIC))
            file.write(_stamped(now))


def forget(project: Path) -> None:
    """Keep nothing of a project any more."""
    _remove(_file_of(project))


def folder() -> Path:
    """Return the folder of what is kept."""
    return paths.cache_folder() / "starts"


def picture_of(project: Path) -> Path:
    """Return the file of the picture that is kept of a project (`mapper.gui.kept_picture`)."""
    return _file_of(project).with_suffix(_PICTURE)


def _remove(file: Path) -> None:
    """Remove what is kept of a project, and the picture that is of it."""
    for one in _both(file):
        with contextlib.suppress(OSError):
            one.unlink(missing_ok=True)


def _both(file: Path) -> tuple[Path, Path]:
    return file, file.with_suffix(_PICTURE)


def _file_of(project: Path) -> Path:
    name = zlib.crc32(os.fsencode(os.path.abspath(project)))
    return folder() / f"{project.stem[:60]}-{name:08x}.start"


def _stamped(stamp: Stamp) -> bytes:
    numbers = (stamp.size, stamp.modified_ns, stamp.changed_ns, stamp.inode)
    return _STAMP.pack(*numbers, zlib.crc32(struct.pack("<4Q", *numbers)))


def _header(project: Path, kept: KeptStart) -> bytes:
    """Return what stands before the document in a file."""
    told = {
        "made_by": made_by(),
        "project": os.path.abspath(project),
        "look": asdict(kept.look),
        "count": kept.rows.count,
        "rows": [
            [at, row.event_id, row.status, row.rough, dict(row.texts), dict(row.short)]
            for at, row in kept.rows.rows.items()
        ],
        "bounds": kept.bounds,
        "warnings": kept.warnings,
        "heights": dict(kept.heights),
    }
    header = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
    parts = (header, kept.document)
    sizes = [number for part in parts for number in (len(part), zlib.crc32(part))]
    return b"".join((_MAGIC, _stamped(kept.stamp), _PARTS.pack(*sizes), header))


def _read(file: BinaryIO, project: Path, stamp: Stamp, look: Look) -> KeptStart | None:
    """Return what a file holds; ValueError where it is damaged, None where it is not wanted."""
    head = file.read(_HEAD)
    if head[: -_PARTS.size] != _MAGIC + _stamped(stamp):
        return None
    length, check, size, document_check = _PARTS.unpack_from(head, _HEAD - _PARTS.size)
    if os.fstat(file.fileno()).st_size != _HEAD + length + size:
        raise ValueError("damaged")
    header = file.read(length)
    if zlib.crc32(header) != check:
        raise ValueError("damaged")
    told: dict[str, Any] = json.loads(header.decode("utf-8", "surrogatepass"))
    kept_look = Look(**told["look"] | {"columns": tuple(told["look"]["columns"])})
    if (
        (told["made_by"], told["project"]) != (made_by(), os.path.abspath(project))
        or not set(look.columns) <= set(kept_look.columns)
        or replace(kept_look, columns=look.columns) != look
    ):
        return None
    document = file.read(size)
    if zlib.crc32(document) != document_check:
        raise ValueError("damaged")
    bounds = told["bounds"]
    return KeptStart(
        stamp=stamp,
        look=kept_look,
        rows=KeptRows(told["count"], {row[0]: KeptRow(*row[1:]) for row in told["rows"]}),
        document=document,
        bounds=None if bounds is None else (bounds[0], bounds[1], bounds[2], bounds[3]),
        warnings=tuple(told["warnings"]),
        heights={name: int(told["heights"][name]) for name in HEIGHTS},
    )


def made_by() -> str:
    """Return what a document is made by: this Mapper, its code and its base map as they are."""
    newest = 0
    here = Path(mapper.__file__).parent
    drawn = paths.resource("basemap")
    for folder in (*(here / name for name in _MADE_BY), drawn):
        with os.scandir(folder) as files:
            for file in files:
                if file.is_file():
                    newest = max(newest, file.stat().st_mtime_ns)
    return f"{mapper.__version__} {newest}"


def _bound(newest: Path) -> None:
    """Keep the newest few, not too large together, and none of a project that is gone."""
    room = MOST_BYTES
    files = sorted(
        newest.parent.glob("*.start"), key=lambda file: file.stat().st_mtime_ns, reverse=True
    )
    for place, file in enumerate(files):
        room -= sum(one.stat().st_size for one in _both(file) if one.exists())
        if place >= MOST_KEPT or room < 0 or not _is_wanted(file):
            _remove(file)


def _is_wanted(file: Path) -> bool:
    """Whether the project of a kept file is still there."""
    try:
        with open(file, "rb") as content:
            head = content.read(_HEAD)
            length = _PARTS.unpack_from(head, len(_MAGIC) + _STAMP.size)[0]
            told = json.loads(content.read(length).decode("utf-8", "surrogatepass"))
        return os.path.exists(told["project"])
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return False
