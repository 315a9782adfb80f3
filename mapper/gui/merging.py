"""Merging a colleague's copy: asks for it, compares, shows, takes, and tells."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from mapper.gui import dialogs
from mapper.gui.problems import Presenter
from mapper.gui.session import ProjectData, Session
from mapper.gui.tasks import Progress
from mapper.gui.translation import tr, trn
from mapper.project import Change, CopyComparison, Project
from mapper.project.threeway import Conflict

if TYPE_CHECKING:
    from mapper.gui.merge_dialog import MergeDialog


class Merging(QObject):
    """Takes what a colleague changed; ``dialog`` shows it before."""

    def __init__(
        self,
        session: Session,
        problems: Presenter,
        undo: Callable[[], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._problems = problems
        self._undo = undo
        self._window = window
        self.dialog: MergeDialog | None = None
        self._told = ""
        session.changed.connect(self._withdraw_after)
        session.opened.connect(self._withdraw)

    def ask(self) -> None:
        """Ask for a copy and show what it has that is new."""
        path = dialogs.ask_copy(self._window)
        if path is not None:
            self._session.beside(
                lambda project, progress: project.compare_copy(path, progress=progress),
                done=self._show,
                name=tr("Comparing"),
            )

    def _show(self, told: CopyComparison) -> None:
        if not told.is_new:
            self._problems.tell(" ".join([told.words, *told.warnings]), {})
            return
        # Not imported with the window: it brings the readers.
        from mapper.gui.merge_dialog import MergeDialog

        self.dialog = MergeDialog(told, self._window)
        self.dialog.decided.connect(partial(self._take, told))
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _take(self, told: CopyComparison, theirs: tuple[Conflict, ...]) -> None:
        path = told.file

        def work(project: Project, progress: Progress) -> Change | None:
            change = project.take_copy(path, theirs=theirs, told=told, progress=progress)
            return change if change.tables else None

        def done(change: Change | None) -> None:
            if change is not None:
                self._told = _words(path, change)
                self._problems.tell(self._told, {tr("Undo"): self._undo})

        self._session.edit(work, done=done, name=tr("Merging"), stoppable=True)

    def _withdraw_after(self, _data: ProjectData, change: Change) -> None:
        # A reason for the merge is no other step.
        if change.tables:
            self._withdraw()

    def _withdraw(self, *_: object) -> None:
        """Take back the notice of a merge once Undo would undo another step."""
        self._problems.withdraw(self._told)

    def _forget(self) -> None:
        self.dialog = None


def _words(path: Path, change: Change) -> str:
    words = [tr("Merged {name}.", name=path.name)]
    ids = change.event_ids
    if ids is None:
        words.append(tr("Many events changed."))
    elif ids:
        words.append(trn("{number:,} event changed.", "{number:,} events changed.", len(ids)))
    if change.kept:
        words.append(
            trn(
                "{number:,} conflict stays as here.",
                "{number:,} conflicts stay as here.",
                change.kept,
            )
        )
    return " ".join([*words, *change.warnings])
