"""ZIP files: one thing inside is read; what could fill the disk or leave the folder is refused."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from mapper.model.errors import InputError
from mapper.readers.inputfile import EXPECTED, InputFile
from mapper.readers.zipguard import BROKEN, checked_members

#: What is looked for inside, the first kind found wins.
_ENDINGS: Final = (
    *(".kml", ".shp", ".gpkg", ".geojson", ".json", ".fgb", ".gpx", ".csv", ".tsv", ".txt"),
    *(".xlsx", ".ods"),
)
_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@contextmanager
def unpacked(file: InputFile) -> Iterator[InputFile]:
    """Give the file to read within an archive; anything else is given back.

    Raises
    ------
    InputError
        If the archive is broken, too large, holds nothing Mapper reads, or
        several tables or maps.
    """
    if file.kind != "zip":
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="mapper-") as folder:
        try:
            with zipfile.ZipFile(file.path) as archive:
                inner = _extract(archive, Path(folder), file)
        except (ValueError, *BROKEN) as error:
            raise InputError(f"the ZIP file cannot be read ({error})", file=file.path) from error
        yield InputFile(inner, file.sheet)


def _extract(archive: zipfile.ZipFile, folder: Path, file: InputFile) -> Path:
    members = checked_members(archive, file.path)
    chosen = _choose(members, file)
    wanted = [chosen]
    path = PurePosixPath(chosen.filename)
    if path.suffix.lower() == ".shp":
        wanted = [
            member
            for member in members
            if PurePosixPath(member.filename).with_suffix("") == path.with_suffix("")
            and PurePosixPath(member.filename).suffix.lower() in _PARTS
        ]
    # A KMZ's document is always called doc.kml; the archive's name says more.
    stem = file.stem if path.stem.lower() == "doc" else path.stem
    for member in wanted:
        target = folder / f"{stem}{PurePosixPath(member.filename).suffix.lower()}"
        with archive.open(member) as packed, target.open("wb") as out:
            shutil.copyfileobj(packed, out)
    return folder / f"{stem}{path.suffix.lower()}"


def _choose(members: list[zipfile.ZipInfo], file: InputFile) -> zipfile.ZipInfo:
    visible = [
        member
        for member in members
        if not PurePosixPath(member.filename).name.startswith((".", "_"))
        and not member.filename.startswith("__MACOSX/")
    ]
    for ending in _ENDINGS:
        found = [member for member in visible if member.filename.lower().endswith(ending)]
        if len(found) == 1 or (found and ending == ".kml" and _is_document(found[0])):
            return found[0]
        if found:
            raise InputError(
                "the ZIP file holds several files to read; unpack it and import them",
                file=file.path,
                found=", ".join(member.filename for member in found[:4]),
            )
    raise InputError("the ZIP file holds nothing to read", file=file.path, expected=EXPECTED)


def _is_document(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower() == "doc.kml"
