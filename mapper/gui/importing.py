"""Importing files: read them, add them to the project, say what came of every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd
from PyQt6.QtCore import QObject, pyqtSignal

from mapper import readers
from mapper.gui.session import Session
from mapper.gui.tasks import Progress, Tasks
from mapper.model.errors import CancelledError, MapperError, ProjectError
from mapper.project import Change, Counts, Project, refuse_open_project


@dataclass(frozen=True, eq=False)
class FileReport:
    """What came of one file; ``error`` says why nothing did."""

    file: Path
    feed: str = ""
    kind: str = ""
    rows: int = 0
    accepted: int = 0
    updated: int = 0
    unchanged: int = 0
    ignored: int = 0
    rejected: pd.DataFrame | None = None
    warnings: tuple[str, ...] = ()
    error: str = ""

    @property
    def rejections(self) -> int:
        """Number of rejected rows."""
        return 0 if self.rejected is None else len(self.rejected)


@dataclass(frozen=True, eq=False)
class _Read:
    """The files of one import, read: a result or an error for each."""

    results: tuple[readers.ImportResult | FileReport, ...]


class Importer(QObject):
    """Reads files in a free worker and adds them in the project's.

    Signals
    -------
    reported(object)
        A tuple of `FileReport`, one per file.
    """

    reported = pyqtSignal(object)

    def __init__(self, tasks: Tasks, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._session = session

    def start(self, files: Sequence[Path]) -> None:
        """Import files; the report follows."""
        data = self._session.data
        if files and data is not None:
            name = f"Importing {files[0].name}" if len(files) == 1 else "Importing files"
            self._tasks.run(
                partial(_read_files, tuple(files), data.path),
                done=partial(self._add, data.path),
                name=name,
                stoppable=True,
            )

    def _add(self, target: Path, read: _Read) -> None:
        if self._session.data is None or self._session.data.path != target:
            problem = "Another project was opened meanwhile; nothing was imported."
            self._tasks.failed.emit(ProjectError(problem))
            return
        reports: list[FileReport] = []

        def add(project: Project, progress: Progress) -> Change | None:
            last: Change | None = None
            for number, result in enumerate(read.results):
                if isinstance(result, FileReport):
                    reports.append(result)
                    continue
                progress(number / len(read.results), result.file.name)
                try:
                    change = project.add(result)
                except MapperError as error:
                    reports.append(FileReport(result.file, result.feed, error=str(error)))
                    continue
                last = change
                reports.append(_report(result, change))
            return last

        self._session.edit(
            add, name="Saving", done=lambda _change: self.reported.emit(tuple(reports))
        )


def _read_files(files: tuple[Path, ...], project: Path, progress: Progress) -> _Read:
    results: list[readers.ImportResult | FileReport] = []
    for number, file in enumerate(files):
        step = _part(progress, number, len(files), file.name)
        step(0.0)
        try:
            refuse_open_project(file, project)
            results.append(readers.read(file, progress=step))
        except CancelledError:
            raise
        except MapperError as error:
            results.append(FileReport(file, error=str(error)))
    return _Read(tuple(results))


def _part(progress: Progress, number: int, of: int, words: str) -> Callable[[float], bool]:
    return lambda fraction: progress((number + min(max(fraction, 0.0), 1.0)) / of, words)


def _report(result: readers.ImportResult, change: Change) -> FileReport:
    kinds = [name for name, counts in change.counts.items() if counts != Counts()]
    return FileReport(
        file=result.file,
        feed=result.feed,
        kind=" and ".join(kinds) or "nothing",
        rows=result.rows,
        accepted=change.accepted,
        updated=change.updated,
        unchanged=change.unchanged,
        ignored=result.ignored,
        rejected=result.rejected,
        warnings=(*result.warnings, *change.warnings),
    )
