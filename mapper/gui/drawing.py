"""Keeps the window's map as the project is; all is packed off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PyQt6.QtCore import QByteArray, QObject, pyqtSignal

from mapper import mapdoc
from mapper.gui.kept_start import KeptStart, Stamp
from mapper.gui.map_making import document, empty_document, update
from mapper.gui.project_data import ProjectData
from mapper.gui.tasks import Tasks
from mapper.gui.translation import tr
from mapper.gui.web import MapView


@dataclass(frozen=True)
class Whole:
    """A document as the page has it, and what is known of it here.

    Its bytes are shared until somebody takes them, which for many events is better done in a
    worker.
    """

    document: QByteArray
    bounds: mapdoc.Bounds | None
    warnings: tuple[str, ...]


def is_of(kept: KeptStart, data: ProjectData) -> bool:
    """Whether what was kept shows a project that was just read: its file is the same still."""
    return data.elsewhere is None and Stamp.of(data.path) == kept.stamp


class Drawing(QObject):
    """Gives the map whole documents, and after a change of few events only these.

    Signals
    -------
    drawn(MapDocument)
        The map was given another document, or has the `KeptStart` it began with for good.
    """

    drawn = pyqtSignal(object)

    def __init__(self, tasks: Tasks, map_view: MapView, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._map = map_view
        #: What the map shows, and what it will show once all under way has arrived.
        self._shown: ProjectData | None = None
        self._asked: ProjectData | None = None
        self._bounds: mapdoc.Bounds | None = None
        self._warnings: tuple[str, ...] = ()
        #: What the map began with, until a project is read.
        self.first: KeptStart | None = None
        #: Whether what is shown is what the map began with: nobody's view is to change then.
        self.went_on = False
        #: The state that the document itself, without updates, is of.
        self._whole = 0
        #: Updates that came before what they build on, by the number of its state.
        self._early: dict[int, tuple[ProjectData, mapdoc.MapUpdate]] = {}

    def show_data(self, data: ProjectData) -> None:
        """Draw a project, or a newer state of it."""
        before, self._asked = self._asked, data
        first, self.first = self.first, None
        self.went_on = first is not None and is_of(first, data)
        if first is not None and self.went_on:
            self._shown, self._bounds, self._warnings = data, first.bounds, first.warnings
            self._whole = data.state
            self._map.adopt(data.columns.ids)
            self.drawn.emit(first)
            return
        if (
            before is None
            or not data.follows(before)
            or data.fronts is not before.fronts
            # The map says so when it is empty, and is fitted when it is no more.
            or not (len(before.columns) and len(data.columns))
        ):
            self._draw(data)
            return
        self._tasks.run(
            partial(update, data), done=partial(self._take_update, data), failed=self._fail
        )

    def show_nothing(self) -> None:
        """Empty the map if it shows what was kept of a project that cannot be read now."""
        if self.first is not None:
            self.first = None
            self._tasks.run(empty_document, done=self._map.load, newest="document")

    def whole(self, data: ProjectData) -> Whole | None:
        """Return the document that shows a state; None if it is another, or updated since."""
        if self._shown is not data or self._whole != data.state:
            return None
        return Whole(self._map.document, self._bounds, self._warnings)

    def _draw(self, data: ProjectData) -> None:
        self._early.clear()
        self._tasks.run(
            partial(document, data),
            done=partial(self._take_document, data),
            failed=self._fail,
            newest="document",
            name=tr("Drawing the map"),
        )

    def _take_document(self, data: ProjectData, made: mapdoc.MapDocument) -> None:
        self._shown, self._bounds, self._warnings = data, made.bounds, made.warnings
        self._whole = data.state
        self._map.load(made, data.columns.ids)
        self.drawn.emit(made)
        self._go_on()

    def _take_update(self, data: ProjectData, made: mapdoc.MapUpdate) -> None:
        assert data.touched is not None
        self._early[data.touched.since] = (data, made)
        self._go_on()

    def _go_on(self) -> None:
        while self._shown is not None and self._shown.state in self._early:
            data, made = self._early.pop(self._shown.state)
            if not made.fits(self._bounds):
                assert self._asked is not None
                self._draw(self._asked)
                return
            self._shown = data
            self._map.amend(made)

    def _fail(self, error: BaseException) -> None:
        # Nothing can build on it: the next change is drawn whole.
        self._asked = None
        self._tasks.failed.emit(error)
