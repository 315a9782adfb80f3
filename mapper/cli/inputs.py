"""What may not be read as an input."""

from __future__ import annotations

from pathlib import Path

from mapper.model.errors import InputError


def refuse_project(file: Path, project: Path | None) -> None:
    """Refuse to read an open project as an input: that would drop its locks."""
    if project is not None and file.exists() and file.samefile(project):
        raise InputError("this is the project itself", file=file)
