"""What a ZIP file says of its members, checked before anything is unpacked."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

from mapper.model.errors import InputError

MAX_FILES: Final = 2000
MAX_BYTES: Final = 2 * 1024**3
#: Text packs to about a tenth; a file that packs to a five-hundredth is a trap.
MAX_RATIO: Final = 500
SMALL: Final = 1024**2

_ENCRYPTED: Final = 0x1

#: What a damaged archive, or one packed in a way Python does not know, raises.
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)


def checked_members(archive: zipfile.ZipFile, file: Path) -> list[zipfile.ZipInfo]:
    """Return the files in an archive.

    Raises
    ------
    InputError
        If there are too many, one would be written outside the folder or is a
        link, one has a password, or they unpack to an absurd size.
    """
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MAX_FILES:
        raise InputError(
            "the ZIP file holds too many files",
            file=file,
            found=len(members),
            expected=f"at most {MAX_FILES}",
        )
    for member in members:
        _check(member, file)
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise InputError("the ZIP file unpacks to more than 2 GB", file=file)
    return members


def _check(member: zipfile.ZipInfo, file: Path) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0]:
        raise InputError(
            "the ZIP file would write outside its folder", file=file, found=member.filename
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise InputError(
            "the ZIP file holds a link to another file", file=file, found=member.filename
        )
    if member.flag_bits & _ENCRYPTED:
        raise InputError(
            "the ZIP file has a password", file=file, found=member.filename, expected="none"
        )
    if is_absurd(member.file_size, member.compress_size):
        raise InputError("the ZIP file unpacks to an absurd size", file=file, found=member.filename)


def is_absurd(unpacked: int, packed: int) -> bool:
    """Tell whether so many bytes from so few are no honest text."""
    return unpacked > SMALL and unpacked > MAX_RATIO * max(packed, 1)
