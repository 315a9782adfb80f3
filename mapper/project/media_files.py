"""Files that media stand for: where they are, and whether they are still as attached.

A project may come from a stranger, so what it names is looked at with care: only regular
files, none of another machine, and never the project's own file, whose locks SQLite would
lose if anything else in the process opened and closed it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final, Literal

from mapper.model.errors import InputError

_PIECE: Final = 2**20
#: Endings of what SQLite keeps beside a project.
_BESIDE: Final = ("", "-journal", "-wal", "-shm")

Kind = Literal["image", "video", "audio", "document", "other"]
_ENDINGS: Final[dict[Kind, frozenset[str]]] = {
    "image": frozenset(
        {"jpg", "jpeg", "jfif", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "avif"}
    ),
    "video": frozenset({"mp4", "m4v", "mov", "webm", "mkv", "avi", "mpg", "mpeg", "3gp", "ogv"}),
    "audio": frozenset({"mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac"}),
    "document": frozenset({"pdf", "txt"}),
}


def kind_of(name: str) -> Kind:
    """Return what kind of file or address a name stands for, by its ending."""
    ending = PurePosixPath(name.partition("?")[0]).suffix.lstrip(".").lower()
    return next((kind for kind, endings in _ENDINGS.items() if ending in endings), "other")


@dataclass(frozen=True)
class FileState:
    """What there is of a file: ``reason`` says why nothing, ``sha256`` is None if not read."""

    path: Path
    size: int = 0
    modified_ns: int = 0
    sha256: str | None = None
    reason: str = ""

    @property
    def there(self) -> bool:
        """Whether there is such a file that may be read."""
        return not self.reason


def written_path(file: Path, project: Path) -> str:
    """Return how a file is named in a project: from its folder, where they share a drive."""
    whole, folder = Path(os.path.abspath(file)), Path(os.path.abspath(project)).parent
    try:
        return Path(os.path.relpath(whole, folder)).as_posix()
    except ValueError:
        return whole.as_posix()


def place_of(written: str, project: Path) -> Path:
    """Return where a file is that a project names.

    Raises
    ------
    InputError
        If it is on another machine: asking for it would tell that machine who asks.
    """
    if written.startswith(("//", "\\\\")) or PureWindowsPath(written).drive.startswith("\\"):
        raise InputError("it is on another machine; copy it beside the project", found=written)
    return Path(os.path.abspath(project)).parent / written


def look(written: str, project: Path) -> FileState:
    """Return what there is of a file that a project names; it is not opened."""
    try:
        path = place_of(written, project)
    except InputError as error:
        return FileState(Path(written), reason=f"Not looked at: {error.problem}.")
    try:
        found = path.stat()
    except (OSError, ValueError):
        return FileState(path, reason="File not found.")
    if not stat.S_ISREG(found.st_mode):
        return FileState(path, reason="This is no file.")
    if _is_project(path, project):
        return FileState(path, reason="This is the project itself.")
    return FileState(path, found.st_size, found.st_mtime_ns)


def digest(state: FileState, progress: Callable[[float], object] | None = None) -> str:
    """Return the SHA-256 of a file that was looked at.

    Parameters
    ----------
    progress
        Called with the share read, 0 to 1; may raise to stop.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    if not state.there:
        raise InputError(f"{state.path.name} cannot be attached. {state.reason}")
    sha256, done = hashlib.sha256(), 0
    try:
        with state.path.open("rb") as file:
            while piece := file.read(_PIECE):
                sha256.update(piece)
                done += len(piece)
                if progress is not None:
                    progress(min(done / max(state.size, 1), 1.0))
    except OSError as error:
        raise InputError(f"{state.path.name} could not be read: {error.strerror}.") from error
    return sha256.hexdigest()


def _is_project(path: Path, project: Path) -> bool:
    for ending in _BESIDE:
        try:
            if os.path.samefile(path, f"{project}{ending}"):
                return True
        except OSError:
            continue
    return False
