"""What the menus and buttons do: asks for files, starts the work, shows the outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PyQt6.QtCore import QObject, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QDialog, QWidget

from mapper import export, readers
from mapper.gui import dialogs
from mapper.gui.chosen import Chosen
from mapper.gui.dropping import all_media
from mapper.gui.event_list import EventList
from mapper.gui.export_choice import DATA, KINDS, MAPS, Kind
from mapper.gui.export_work import ExportWork
from mapper.gui.problems import Presenter
from mapper.gui.session import ProjectData, Session
from mapper.gui.tasks import Progress, Tasks
from mapper.gui.translation import LANGUAGE, tr, trn
from mapper.gui.web import MapView
from mapper.gui.wording import size_words
from mapper.measure import Shape
from mapper.model.errors import ChangedElsewhereError, ExportError, ProjectError
from mapper.model.filters import EventFilter
from mapper.model.schema import TABLES
from mapper.project import Change, Project, refuse_open_project

if TYPE_CHECKING:
    # Dialogs are imported when they are first asked for, or beside all else: `warming`.
    import pandas as pd

    from mapper.gui.export_dialog import ExportDialog
    from mapper.gui.import_dialog import ImportDialog
    from mapper.gui.import_report import FileReport
    from mapper.gui.importing import Importer
    from mapper.gui.taken import Taken

#: The most selected events that a figure shows the way to the front from.
_MOST_MEASURED: Final = 12


class Commands(QObject):
    """The commands that ask, work and answer; ``dialog`` is the last one shown.

    Signals
    -------
    exported()
        A file was written.
    """

    exported = pyqtSignal()

    def __init__(
        self,
        tasks: Tasks,
        session: Session,
        events: EventList,
        map_view: MapView,
        problems: Presenter,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._events = events
        self._map = map_view
        self._problems = problems
        self._window = window
        self._tasks = tasks
        self._export_work = ExportWork(session, self)
        self.dialog: QDialog | None = None
        self._import_dialog: ImportDialog | None = None
        self._export_dialog: ExportDialog | None = None
        self._imported = ""
        map_view.hung.connect(self._tell_hung)
        session.changed.connect(self._withdraw_after)
        session.opened.connect(self._withdraw)
        session.opened.connect(self.leave_export)
        self._export_work.saved.connect(self._tell_export)
        self._export_work.not_saved.connect(self._tell_not_saved)

    def _tell_hung(self, hung: bool) -> None:
        words = tr("The map does not answer. What it was doing may still end; reloading ends it.")
        if hung:
            self._problems.tell(words, {tr("Reload the map"): self._map.restart})
        else:
            self._problems.withdraw(words)

    def new_project(self) -> None:
        """Ask where, create an empty project there and open it."""
        path = dialogs.ask_new_project(self._window)
        if path is None:
            return
        if path.exists():
            words = tr("{name} exists already; nothing was changed.", name=path.name)
            open_it = {tr("Open it"): partial(self._session.open, path)}
            another = {tr("Another name…"): self.new_project}
            self._problems.show(ProjectError(words), {**open_it, **another})
        else:
            self._session.create(path)

    def open_project(self) -> None:
        """Ask for a project and open it."""
        path = dialogs.ask_open_project(self._window)
        if path is not None:
            self._session.open(path)

    def ask_and_import(self) -> None:
        """Ask for files and import them."""
        self.import_files(dialogs.ask_imports(self._window))

    def ask_and_import_folder(self) -> None:
        """Ask for a folder and import its files."""
        self.import_files(dialogs.ask_import_folder(self._window))

    def import_files(self, files: Sequence[Path]) -> None:
        """Show what importing files and folders would do; the person decides."""
        data = self._session.data
        if not files:
            return
        if data is None:
            words = tr("Open or create a project first, then import.")
            offers = {tr("New…"): self.new_project, tr("Open…"): self.open_project}
            self._problems.show(ProjectError(words), offers)
        elif data.read_only_reason:
            self._problems.show(
                ProjectError(tr("This project is read-only; nothing was imported."))
            )
        elif self._import_dialog is not None:
            self._import_dialog.importer.add(files)
        else:
            from mapper.gui.import_dialog import ImportDialog
            from mapper.gui.importing import Importer

            importer = Importer(self._tasks, self._session, self)
            dialog = ImportDialog(importer, self._save_rejected, self._window)
            dialog.imported.connect(partial(self._tell_import, importer))
            self._import_dialog = dialog
            self._open(dialog)
            importer.add(files)

    def take_dropped(self, files: Sequence[Path]) -> None:
        """Open a dropped project, import anything else."""
        if all_media(files):
            self._problems.tell(
                tr("Pictures and recordings belong to an event: drop them on its details."), {}
            )
        elif len(files) == 1 and files[0].suffix.lower() == ".gpkg":
            # A GeoPackage that is no project is a table of events or fronts.
            self._session.open(files[0], otherwise=lambda: self.import_files(files))
        else:
            self.import_files(files)

    def travel(self, direction: str) -> None:
        """Undo or redo one step."""

        def work(project: Project, progress: Progress) -> Change:
            try:
                if direction == "undo":
                    return project.undo(progress=progress)
                return project.redo(progress=progress)
            except ChangedElsewhereError as error:
                # Nothing was undone, but what is shown is not the newest any more.
                return Change("", frozenset(TABLES), None, warnings=(str(error),))

        def done(change: Change | None) -> None:
            if change is not None and change.warnings:
                self._problems.tell(" ".join(change.warnings), {})

        name = tr("Undoing") if direction == "undo" else tr("Redoing")
        self._session.edit(work, done=done, name=name, stoppable=True)

    def choose_boundary(self) -> None:
        """Ask for the country's boundary and measure with it."""
        path = dialogs.ask_boundary(self._window)
        if path is not None:
            self.set_boundary(path)

    def set_boundary(self, path: Path | None) -> None:
        """Measure with the country's boundary in a file, or with the base map's."""

        def work(project: Project, _progress: Progress) -> Change | None:
            if path is None:
                change = project.set_boundary(None)
            else:
                refuse_open_project(path, project.path)
                file = readers.read_shape(path)
                change = project.set_boundary(Shape(file.name, file.geometry, file.inputs))
            return change if change.tables else None

        self._session.edit(work, name=tr("Setting the boundary"))

    def export_map(self) -> None:
        """Show the dialog of exports, on the interactive map."""
        self._export(MAPS)

    def export_table(self) -> None:
        """Show the dialog of exports, on the tables."""
        self._export(DATA)

    def leave_export(self) -> None:
        """Close the dialog of exports, if it is open."""
        if self._export_dialog is not None:
            self._export_dialog.reject()

    def about(self) -> None:
        """Show version and licences."""
        from mapper.gui.about import AboutDialog

        self._open(AboutDialog(self._session.data, self._window))

    def _export(self, kinds: Sequence[Kind]) -> None:
        data = self._session.data
        if data is None:
            return
        if self._export_dialog is None:
            from mapper.gui.export_dialog import ExportDialog

            filters = self._events.filter_bar
            dialog = ExportDialog(
                self._export_work,
                data,
                lambda: filters.chosen,
                lambda: self._map.box,
                self._selected_ids,
                self._window,
            )
            dialog.bug_met.connect(self._problems.show)
            filters.changed.connect(dialog.refresh)
            self._events.table.selection_changed.connect(dialog.follow_selection)
            self._session.changed.connect(dialog.take)
            self._export_dialog = dialog
            self._open(dialog, modal=False)
        self._export_dialog.show_one_of(kinds)
        self._export_dialog.activateWindow()

    def _selected_ids(self) -> list[str]:
        """Return the first of the selected events: a figure of more lines tells nothing."""
        selected = self._events.table.selected()
        return Chosen(selected.of, selected.rows[:_MOST_MEASURED]).ids()

    def _tell_export(self, report: export.ExportReport) -> None:

        file = report.file.resolve()
        told = {
            "name": file.name,
            "events": trn("{number:,} event", "{number:,} events", report.events),
            "left_out": report.left_out,
            "size": size_words(file.stat().st_size),
        }
        words = (
            tr("Saved {name}: {events}; {left_out:,} left out, {size}.", **told)
            if report.left_out
            else tr("Saved {name}: {events}, {size}.", **told)
        )
        page = file.suffix.lower() == ".html"
        offers = {
            tr("Open in browser") if page else tr("Open"): partial(_open_file, file),
            tr("Show in folder"): partial(_open_file, file.parent),
        }
        self._problems.tell(" ".join((words, *report.said(LANGUAGE))), offers)
        self.exported.emit()

    def _tell_not_saved(self, error: BaseException) -> None:
        # What was chosen is remembered: only the place, or what was in the way, is another.
        self._problems.show(error, {tr("Export again…"): partial(self._export, tuple(KINDS))})

    def tell_saved(self, file: Path, warnings: tuple[str, ...]) -> None:
        """Tell that a table was saved, with what should be known about it."""
        words = tr("Saved {name}, {size}.", name=file.name, size=size_words(file.stat().st_size))
        offers = {
            tr("Open"): partial(_open_file, file.resolve()),
            tr("Show in folder"): partial(_open_file, file.resolve().parent),
        }
        self._problems.tell(" ".join((words, *warnings)), offers)

    def _tell_import(self, importer: Importer, reports: tuple[FileReport, ...]) -> None:
        from mapper.gui.import_report import ImportReport, summary

        words = tr("Imported: {what}", what=summary(reports))
        self._imported = words
        offers: dict[str, Callable[[], object]] = {
            tr("Undo"): lambda: self.travel("undo"),
            tr("Report"): lambda: self._open(
                ImportReport(reports, self._save_rejected, self._window)
            ),
        }
        taken = importer.what_was_taken
        if taken.unplaced:
            unplaced = EventFilter(places=("none",))
            show = partial(self._events.filter_bar.set_filter, unplaced)
            offers = {tr("Show those without a place"): show, **offers}
        if taken.ids is not None:
            offers = {tr("Show them"): partial(self._show_taken, taken), **offers}
        self._problems.tell(words, offers)

    def _show_taken(self, taken: Taken) -> None:
        """Narrow list and map to the events of an import; clearing the filter shows all again."""
        chosen = EventFilter(ids=taken.ids, ids_words=tr("the events of the import"))
        self._events.filter_bar.set_filter(chosen)
        if taken.box is not None and not self._map.holds(taken.box):
            self._map.show_box(taken.box)

    def _withdraw_after(self, _data: ProjectData, change: Change) -> None:
        # A reason for the import is no other step.
        if change.tables:
            self._withdraw()

    def _withdraw(self, *_: object) -> None:
        """Take back the notice of an import once Undo would undo another step."""
        self._problems.withdraw(self._imported)

    def _save_rejected(self, rejected: pd.DataFrame) -> None:
        path = dialogs.ask_save(
            self._window, tr("Save rejected rows"), "rejected.csv", tr("CSV table (*.csv)")
        )
        if path is None:
            return
        from mapper.gui.import_report import save_rejected

        try:
            save_rejected(rejected, path)
        except ExportError as error:
            self._problems.show(error)

    def _open(self, dialog: QDialog, *, modal: bool = True) -> None:
        self.dialog = dialog
        dialog.finished.connect(partial(self._forget, dialog))
        if modal:
            dialog.open()
        else:
            dialog.show()

    def _forget(self, dialog: QDialog, _result: int) -> None:
        if self.dialog is dialog:
            self.dialog = None
        if self._import_dialog is dialog:
            self._import_dialog = None
        if self._export_dialog is dialog:
            self._export_dialog = None


def _open_file(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
