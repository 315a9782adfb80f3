"""ZIP and gzip files: all that can be read inside, in a folder that is gone afterwards.

What could fill the disk or leave the folder is refused.
"""

from __future__ import annotations

import gzip
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from mapper.model.errors import InputError
from mapper.readers.inputfile import EXPECTED, InputFile
from mapper.readers.zipguard import BROKEN, MAX_BYTES, checked_members, is_absurd

_ENDINGS: Final = (
    *(".kml", ".shp", ".gpkg", ".geojson", ".json", ".fgb", ".gpx", ".csv", ".tsv"),
    *(".xlsx", ".ods", ".gz"),
)
#: As often a note about the others as a table: read only where nothing else is.
_TEXT: Final = ".txt"
_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_PIECE: Final = 1024**2


@dataclass(frozen=True)
class Unpacked:
    """The files to read within one file, and what was left out of it, in words."""

    files: tuple[InputFile, ...]
    warnings: tuple[str, ...] = ()


@contextmanager
def unpacked(file: InputFile) -> Iterator[Unpacked]:
    """Give the files to read within an archive; anything else is given back alone.

    Raises
    ------
    InputError
        If the archive is broken, too large, or holds nothing Mapper reads.
    """
    if file.kind not in ("zip", "gzip"):
        yield Unpacked((file,))
        return
    with tempfile.TemporaryDirectory(prefix="mapper-") as name:
        folder = Path(name)
        if file.kind == "gzip":
            yield Unpacked((_gunzip(file, folder),))
            return
        try:
            with zipfile.ZipFile(file.path) as archive:
                paths, left = _extract(archive, folder, file)
        except (ValueError, *BROKEN) as error:
            raise InputError(f"the ZIP file cannot be read ({error})", file=file.path) from error
        yield _checked(file, paths, left, folder)


def _checked(file: InputFile, paths: list[Path], left: list[str], folder: Path) -> Unpacked:
    """Open the unpacked files; of several, a bad one is told and left out."""
    if len(paths) == 1:
        return Unpacked((_whole(InputFile(paths[0], file.sheet), folder),), _told(left))
    files: list[InputFile] = []
    bad: list[str] = []
    for path in paths:
        try:
            files.append(_whole(InputFile(path, file.sheet), folder))
        except InputError as error:
            bad.append(f"Not read: {error}")
    if not files:
        raise InputError("no file in the ZIP file can be read", file=file.path, found=bad[0])
    return Unpacked(tuple(files), (*_told(left), *bad))


def _whole(file: InputFile, folder: Path) -> InputFile:
    """Return a file of the archive, unpacked once more if it is packed by itself."""
    return _gunzip(file, folder) if file.kind == "gzip" else file


def _told(left: list[str]) -> tuple[str, ...]:
    if not left:
        return ()
    names = ", ".join(left[:4]) + (" and more" if len(left) > 4 else "")
    files = "1 file" if len(left) == 1 else f"{len(left):,} files"
    return (f"{files} in the ZIP file are of no kind that is read: {names}.",)


def _gunzip(file: InputFile, folder: Path) -> InputFile:
    inner = folder / Path(file.path.name).with_suffix("").name
    if inner.exists() or inner == folder:
        inner = folder / f"{file.path.name}.unpacked"
    # What was unpacked before counts too: many small archives in one fill the disk as well.
    room = MAX_BYTES - sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    written = 0
    try:
        with gzip.open(file.path) as packed, inner.open("xb") as out:
            while piece := packed.read(_PIECE):
                written += len(piece)
                if written > room:
                    raise InputError("the file unpacks to more than 2 GB", file=file.path)
                if is_absurd(written, file.size):
                    raise InputError("the gzip file unpacks to an absurd size", file=file.path)
                out.write(piece)
    except BROKEN as error:
        raise InputError(f"the gzip file cannot be read ({error})", file=file.path) from error
    return InputFile(inner, file.sheet)


def _extract(
    archive: zipfile.ZipFile, folder: Path, file: InputFile
) -> tuple[list[Path], list[str]]:
    """Unpack what may be read; return it, and the names of what was left."""
    members = checked_members(archive, file.path)
    chosen = _choose(members)
    if not chosen:
        raise InputError("the ZIP file holds nothing to read", file=file.path, expected=EXPECTED)
    paths, taken = [], set()
    for number, member in enumerate(chosen):
        path = PurePosixPath(member.filename)
        wanted = [member]
        if path.suffix.lower() == ".shp":
            wanted = [part for part in members if _is_part(PurePosixPath(part.filename), path)]
        # A KMZ's document is always called doc.kml; the archive's name says more.
        stem = file.stem if path.stem.lower() == "doc" and len(chosen) == 1 else path.stem
        # Two folders may hold files of one name.
        own = folder / str(number)
        own.mkdir()
        for part in wanted:
            taken.add(part.filename)
            target = own / f"{stem}{PurePosixPath(part.filename).suffix.lower()}"
            with archive.open(part) as packed, target.open("wb") as out:
                shutil.copyfileobj(packed, out)
        paths.append(own / f"{stem}{path.suffix.lower()}")
    # The pictures that a KMZ draws its marks with are no part anybody misses.
    is_kmz = len(chosen) == 1 and _is_document(chosen[0])
    left = [] if is_kmz else [m.filename for m in _visible(members) if m.filename not in taken]
    return paths, left


def _is_part(part: PurePosixPath, shape: PurePosixPath) -> bool:
    return part.with_suffix("") == shape.with_suffix("") and part.suffix.lower() in _PARTS


def _visible(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return [
        member
        for member in members
        if not PurePosixPath(member.filename).name.startswith((".", "_"))
        and not member.filename.startswith("__MACOSX/")
    ]


def _choose(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return what may be read, in the order of the names."""
    visible = _visible(members)
    document = [member for member in visible if _is_document(member)]
    if document:
        return document[:1]
    ordered = sorted(visible, key=lambda member: member.filename)
    found = [member for member in ordered if member.filename.lower().endswith(_ENDINGS)]
    return found or [member for member in ordered if member.filename.lower().endswith(_TEXT)]


def _is_document(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower() == "doc.kml"
