"""Files appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from mapper.model.errors import ExportError
from mapper.project import is_project


def write_whole(path: Path, content: bytes | Callable[[Path], None]) -> None:
    """Write a file beside its place and move it there once it is complete.

    Parameters
    ----------
    path
        Where the file is to stand; one that is there is replaced.
    content
        The bytes, or a function that writes the file whose path it is given
        (same folder and suffix).

    Raises
    ------
    ExportError
        If the folder is missing, nothing can be written there, or a project
        of Mapper stands there: a project is not replaced by what comes out of one.
    """
    if is_project(path):
        raise ExportError(f"{path} is a project of Mapper; give another file to write.")
    part = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        if path.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        if not path.parent.is_dir():
            raise NotADirectoryError(None, "its folder does not exist")
        if callable(content):
            # GDAL gives no reason a person could use; the system does.
            part.touch()
            part.unlink()
            content(part)
        else:
            part.write_bytes(content)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except OSError as error:
        reason = (error.strerror or str(error)).rstrip(".")
        raise ExportError(f"{path} cannot be written: {reason[:1].lower()}{reason[1:]}.") from error
    finally:
        part.unlink(missing_ok=True)
