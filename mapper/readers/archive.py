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
from mapper.readers.zipnames import name_of, short_stem, told_apart

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
    """The files to read within one file, and what was left out of it, in words.

    ``names`` are those of ``files`` within the archive; ``bad`` names files of it that
    cannot be opened, with the reason.
    """

    files: tuple[InputFile, ...]
    names: tuple[str, ...]
    bad: tuple[tuple[str, InputError], ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def several(self) -> bool:
        """Whether there is more than one file to read."""
        return len(self.files) + len(self.bad) > 1


@contextmanager
def unpacked(file: InputFile) -> Iterator[Unpacked]:
    """Give the files to read within an archive; anything else is given back alone.

    Raises
    ------
    InputError
        If the archive is broken, too large, or holds nothing Mapper reads.
    """
    if file.kind not in ("zip", "gzip"):
        yield Unpacked((file,), (file.path.name,))
        return
    with tempfile.TemporaryDirectory(prefix="mapper-") as name:
        folder = Path(name)
        if file.kind == "gzip":
            yield Unpacked((_gunzip(file, folder),), (file.path.name,))
            return
        try:
            with zipfile.ZipFile(file.path) as archive:
                paths, names, left = _extract(archive, folder, file)
        except (ValueError, *BROKEN) as error:
            raise InputError(f"the ZIP file cannot be read ({error})", file=file.path) from error
        yield _checked(file, paths, names, left, folder)


def names_in(path: str | Path) -> tuple[str, ...]:
    """Return the names of the files that would be read of a ZIP; none of any other file."""
    try:
        if not zipfile.is_zipfile(path):
            return ()
        with zipfile.ZipFile(path) as archive:
            chosen = _choose([one for one in archive.infolist() if not one.is_dir()])
    except (ValueError, *BROKEN):
        # What is wrong is said when it is read.
        return ()
    return tuple(told_apart([name_of(member) for member in chosen]))


def _checked(
    file: InputFile, paths: list[Path], names: list[str], left: list[str], folder: Path
) -> Unpacked:
    """Open the unpacked files; of several, a bad one is told and left out."""
    if len(paths) == 1:
        only = _whole(InputFile(paths[0], file.sheet), folder)
        return Unpacked((only,), tuple(names), warnings=_told(left))
    files: list[InputFile] = []
    good: list[str] = []
    bad: list[tuple[str, InputError]] = []
    for path, name in zip(paths, names, strict=True):
        try:
            files.append(_whole(InputFile(path, file.sheet), folder))
            good.append(name)
        except InputError as error:
            bad.append((name, error))
    if not files:
        found = f"Not read: {bad[0][1]}"
        raise InputError("no file in the ZIP file can be read", file=file.path, found=found)
    told = (*_told(left), *(f"Not read: {error}" for _, error in bad))
    return Unpacked(tuple(files), tuple(good), tuple(bad), told)


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
) -> tuple[list[Path], list[str], list[str]]:
    """Unpack what may be read; return it with its names, and the names of what was left."""
    members = checked_members(archive, file.path)
    chosen = _choose(members)
    if not chosen:
        raise InputError("the ZIP file holds nothing to read", file=file.path, expected=EXPECTED)
    paths, taken = [], set()
    for number, member in enumerate(chosen):
        path = PurePosixPath(name_of(member))
        wanted = [member]
        if path.suffix.lower() == ".shp":
            wanted = [part for part in members if _is_part(PurePosixPath(name_of(part)), path)]
        # A KMZ's document is always called doc.kml; the archive's name says more.
        alone = path.stem.lower() == "doc" and len(chosen) == 1
        stem = short_stem(file.stem if alone else path.stem)
        # Two folders may hold files of one name.
        own = folder / str(number)
        own.mkdir()
        for part in wanted:
            taken.add(part.filename)
            target = own / f"{stem}{PurePosixPath(name_of(part)).suffix.lower()}"
            with archive.open(part) as packed, target.open("wb") as out:
                shutil.copyfileobj(packed, out)
        paths.append(own / f"{stem}{path.suffix.lower()}")
    # The pictures that a KMZ draws its marks with are no part anybody misses.
    is_kmz = len(chosen) == 1 and _is_document(chosen[0])
    left = [] if is_kmz else [name_of(m) for m in _visible(members) if m.filename not in taken]
    return paths, told_apart([name_of(member) for member in chosen]), left


def _is_part(part: PurePosixPath, shape: PurePosixPath) -> bool:
    return part.with_suffix("") == shape.with_suffix("") and part.suffix.lower() in _PARTS


def _visible(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return [
        member
        for member in members
        if not PurePosixPath(name_of(member)).name.startswith((".", "_"))
        and not member.filename.startswith("__MACOSX/")
    ]


def _choose(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return what may be read, in the order of the names."""
    visible = _visible(members)
    document = [member for member in visible if _is_document(member)]
    if document:
        return document[:1]
    ordered = sorted(visible, key=name_of)
    found = [member for member in ordered if member.filename.lower().endswith(_ENDINGS)]
    return found or [member for member in ordered if member.filename.lower().endswith(_TEXT)]


def _is_document(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower() == "doc.kml"
