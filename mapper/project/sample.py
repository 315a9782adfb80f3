"""The sample project, made from the files that ship with Mapper."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from mapper import paths, readers
from mapper.project.opening import create_project

#: In the order they are read; each is an ordinary import.
FILES: Final = ("events.csv", "front_pairs_2025-07-01.csv")


def sample_project(path: str | Path) -> Path:
    """Make the sample project as a new file and return its path.

    Raises
    ------
    ProjectError
        If the file exists or cannot be written.
    """
    path = Path(path)
    with create_project(path) as project, project.transaction():
        for name in FILES:
            project.add(readers.read(paths.data("sample", name)))
    return path
