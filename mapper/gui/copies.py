"""Copies of the project: saved when asked, made daily, and what is left of a damaged one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mapper.gui import dialogs
from mapper.gui.day_words import write_day
from mapper.gui.labels import TextLabel
from mapper.gui.problems import Presenter
from mapper.gui.session import ProjectData, Session
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.translation import tr, trn
from mapper.model.errors import (
    CancelledError,
    DamagedProjectError,
    MapperError,
    UnreadableChangeError,
)
from mapper.project import Project, UnreadableRow, copy_project
from mapper.project.backups import Backup, back_up, backups, open_copy
from mapper.project.copying import megabytes
from mapper.project.outside import STEP
from mapper.project.rescue import Report, rescue

_KIND: Final = tr("Mapper project (*.gpkg)")
#: A backup and the number of events in it, None if it cannot be read.
_Listed = tuple[Backup, int | None]


class Copies(QObject):
    """Makes copies and backups beside other work; ``dialog`` lists the backups.

    Signals
    -------
    saved(str)
        Words for a copy that was saved.
    """

    saved = pyqtSignal(str)

    def __init__(
        self, tasks: Tasks, session: Session, problems: Presenter, window: QWidget
    ) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._session = session
        self._problems = problems
        self._window = window
        self.dialog: BackupsDialog | None = None
        #: The project that was to be opened last.
        self._wanted: Path | None = None
        #: What is told once a project was opened.
        self._to_tell = ""
        #: Rows that cannot be read of which it was told.
        self._told: tuple[UnreadableRow, ...] = ()
        session.opening.connect(self._note)
        session.changed.connect(lambda data, _change: self._tell_unreadable(data))

    def save_copy(self) -> None:
        """Ask where and save a copy of the project as it is."""
        data = self._session.data
        if data is None:
            return
        path = dialogs.ask_save(self._window, tr("Save a copy"), f"{data.title} copy.gpkg", _KIND)
        if path is None:
            return

        def work(project: Project, progress: Progress) -> int:
            return copy_project(project, path, progress=progress)

        self._session.beside(
            work,
            done=lambda _size: self.saved.emit(tr("Saved {name}.", name=path.name)),
            name=tr("Saving a copy"),
        )

    def take_opened(self, data: ProjectData) -> None:
        """Make today's backup of a project that was opened, and tell how it was mended."""
        if self._to_tell:
            self._problems.tell(self._to_tell, {})
            self._to_tell = ""
        self._told = ()
        self._tell_unreadable(data)
        if data.read_only_reason is None:
            self._session.beside(
                lambda project, progress: back_up(project, progress=progress),
                done=lambda _backup: None,
                failed=self._fail_backup,
            )

    def _tell_unreadable(self, data: ProjectData) -> None:
        """Tell of rows that were left out, once, with what can be done about them."""
        if data.unreadable == self._told:
            return
        self._told = data.unreadable
        if not data.unreadable:
            return
        offers: dict[str, Callable[[], object]] = {}
        if data.undo_name == STEP and data.read_only_reason is None:
            offers[tr("Undo that change")] = self._undo
        offers[tr("Rescue…")] = partial(self.rescue, data.path)
        offers[tr("Backups…")] = partial(self._read, data.path)
        words = left_out_words(data.path.name, data.unreadable)
        self._problems.warn(words, offers)

    def _undo(self) -> None:
        told = tr("What another program changed was undone. The history says what it was.")
        self._session.edit(
            lambda project, _progress: project.undo(),
            done=lambda _change: self._problems.tell(told, {}),
        )

    def show_backups(self) -> None:
        """List the backups of the open project."""
        if self._session.data is not None:
            self._read(self._session.data.path)

    def offers(self, error: BaseException) -> dict[str, Callable[[], object]]:
        """Return what can be done about a project that cannot be opened."""
        path = self._wanted
        if not isinstance(error, DamagedProjectError) or path is None:
            return {}
        offers: dict[str, Callable[[], object]] = {}
        if isinstance(error, UnreadableChangeError):
            offers[tr("Undo that change")] = partial(self._undo_elsewhere, path)
        offers["Rescue…"] = partial(self.rescue, path)
        offers["Backups…"] = partial(self._read, path)
        return offers

    def _undo_elsewhere(self, path: Path) -> None:
        self._to_tell = tr("What another program changed was undone. The history says what it was.")
        self._session.open_undoing(path)

    def rescue(self, damaged: Path) -> None:
        """Ask where, write what can be read of a damaged project there, and open it."""
        name = f"{damaged.stem} rescued.gpkg"
        target = dialogs.ask_save(self._window, tr("Rescue into a new project"), name, _KIND)
        if target is None:
            return

        def done(report: Report) -> None:
            self._to_tell = " ".join([report.words, *report.warnings])
            self._session.open(report.file)

        self._tasks.run(
            lambda progress: rescue(damaged, target, progress=progress),
            done=done,
            name=tr("Rescuing"),
            stoppable=True,
        )

    def _note(self, path: Path) -> None:
        self._wanted = path

    def _read(self, path: Path) -> None:
        def work(_progress: Progress) -> list[_Listed]:
            return [(backup, backup.events) for backup in backups(path)]

        self._tasks.run(work, done=partial(self._list, path))

    def _fail_backup(self, error: BaseException) -> None:
        if isinstance(error, CancelledError):
            return
        if isinstance(error, MapperError):
            self._problems.tell(tr("Today's backup could not be made. {error}", error=error), {})
        else:
            self._problems.show(error)

    def _list(self, path: Path, listed: Sequence[_Listed]) -> None:
        self.dialog = BackupsDialog(path, listed, self._window)
        self.dialog.chosen.connect(partial(self._open_copy, path))
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def _open_copy(self, path: Path, backup: Backup) -> None:
        self._tasks.run(
            lambda progress: open_copy(backup, path, progress=progress),
            done=self._session.open,
            name=tr("Copying the backup"),
            stoppable=True,
        )


class BackupsDialog(QDialog):
    """The backups of a project, the newest first.

    Signals
    -------
    chosen(Backup)
        A copy of it is to be opened.
    """

    chosen = pyqtSignal(object)

    def __init__(self, project: Path, listed: Sequence[_Listed], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Backups"))
        self.resize(460, 340)
        if listed:
            words = tr(
                "{name} as it was before each day's work. A copy is written beside the project "
                "and opened; the project stays as it is.",
                name=project.name,
            )
        else:
            words = tr(
                "There are no backups of {name} yet. One is made every day, before the first "
                "change.",
                name=project.name,
            )
        self.words = TextLabel(words)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Backups, the newest first"))
        self._backups = [backup for backup, _ in listed]
        for backup, events in listed:
            item = QListWidgetItem(_line(backup, events))
            if events is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setVisible(bool(listed))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        open_button = buttons.addButton(tr("Open a copy"), QDialogButtonBox.ButtonRole.AcceptRole)
        assert open_button is not None
        self.open_button = open_button
        readable = [row for row, (_, events) in enumerate(listed) if events is not None]
        self.open_button.setEnabled(bool(readable))
        self.list.setCurrentRow(readable[0] if readable else -1)
        buttons.accepted.connect(self._choose)
        self.list.itemActivated.connect(lambda _item: self._choose())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self.words)
        layout.addWidget(self.list, 1)
        if not listed:
            layout.addStretch(1)
        layout.addWidget(buttons)

    def _choose(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.chosen.emit(self._backups[row])
            self.accept()


def _line(backup: Backup, events: int | None) -> str:
    """Return a backup in words: day, events, size."""
    held = tr("damaged") if events is None else trn("{number:,} event", "{number:,} events", events)
    words = f"{write_day(backup.day)}   {held}, {megabytes(backup.size_bytes)}"
    return words + (tr("   before a change of format") if backup.before_migration else "")


def left_out_words(file: str, rows: Sequence[UnreadableRow]) -> str:
    """Return what is told of rows that cannot be read: the first by name, of others how many."""
    told = trn(
        "{number:,} row of {file} cannot be read and was left out; the file keeps it.",
        "{number:,} rows of {file} cannot be read and were left out; the file keeps them.",
        len(rows),
        file=file,
    )
    parts = [told, rows[0].sentence]
    if len(rows) > 1:
        parts.append(trn("And {number:,} more.", "And {number:,} more.", len(rows) - 1))
    return " ".join(parts)
