"""Keeps what the next start of the window shows, once it has come to rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PyQt6.QtCore import QByteArray, QObject, QTimer

from mapper.gui import kept_start
from mapper.gui.drawing import Whole
from mapper.gui.kept_rows import rows_of
from mapper.gui.kept_start import KeptRows, KeptStart, Look, Stamp
from mapper.gui.map_making import document
from mapper.gui.picture_keeping import PictureKeeper
from mapper.gui.session import ProjectData
from mapper.gui.tasks import Progress
from mapper.gui.translation import LANGUAGE
from mapper.project import Project

if TYPE_CHECKING:
    from mapper.gui.window import MainWindow

#: Nothing was done for so long before it is kept: people edit one thing after another.
_REST_MS: Final = 3_000


class StartKeeper(QObject):
    """Keeps map and list of the state of the project that is shown; `mapper.gui.kept_start`.

    It keeps nothing before `begin`.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        first = window.first.kept
        #: What is kept now, and the state that it is of; 0 until that is read.
        self._kept = None if first is None else (first.stamp, first.look)
        self._state = 0
        #: The picture of what is kept follows it.
        self.pictures = PictureKeeper(window)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Keep from now on what is shown."""
        window, again = self._window, self._timer.start
        window.listing.arranged.connect(again)
        window.listing.measured.connect(again)
        window.drawing.drawn.connect(lambda _document: self._note_drawn())
        window.session.changed.connect(lambda _data, _change: again())
        window.events.table.layout_of_columns.changed.connect(again)

    def keep_now(self) -> None:
        """Wait no longer (for tests)."""
        self._timer.stop()
        self._look()

    def keep_anew(self) -> None:
        """Keep what is shown though the window began with it: not all of it was known then."""
        self._kept = None

    def stop(self) -> None:
        """Keep no picture of what is kept any more, as the window closes."""
        self._timer.stop()
        self.pictures.stop()

    def stamp_again(self, project: Project) -> None:
        """Take note, before a project is closed, that its file was only added to by ourselves.

        Lines of contact are derived and written while somebody reads; no event is another.
        """
        data = self._window.session.data
        if data is None or self._kept is None or data.state != self._state:
            return
        now = _stamp(project, data)
        if now is not None:
            kept_start.stamp_again(data.path, self._kept[0], now)

    def _note_drawn(self) -> None:
        data = self._window.session.data
        if self._window.drawing.went_on and data is not None:
            self._state = data.state
        self._timer.start()

    def _look(self) -> None:
        window = self._window
        data, arrangement = window.session.data, window.listing.arrangement
        if data is None or arrangement is None or data is not window.listing.shown_data:
            return
        if not window.tasks.is_idle:
            self._timer.start()
            return
        sorting = arrangement.sorting
        # A start shows all events, without groups.
        if not arrangement.chosen.everything or sorting.group or not len(arrangement.rows):
            return
        columns = tuple(window.events.table.layout_of_columns.shown)
        look = Look(LANGUAGE, window.unit, columns, sorting.key, sorting.descending)
        kept = (Stamp.of(data.path), look)
        whole = window.drawing.whole(data)
        if data.state == self._state and self._kept == kept:
            if whole is not None:
                self.pictures.soon(whole.document)
            return
        heights = _heights(window)
        rows = partial(
            rows_of, data.columns, arrangement.rows, window.listing.distances, window.unit, columns
        )

        def make(progress: Progress) -> tuple[KeptRows, Whole]:
            shown = whole
            if shown is None:
                made = document(data, progress)
                shown = Whole(QByteArray(made.brief), made.bounds, made.warnings)
            return rows(), shown

        def write(made: tuple[KeptRows, Whole]) -> None:
            if window.session.data is data:
                work = partial(_write, data, look, *made, heights)
                take = partial(self._take, data, look, made[1].document)
                window.session.use(work, done=take)

        window.tasks.run(make, done=write, newest="start")

    def _take(
        self, data: ProjectData, look: Look, document: QByteArray, stamp: Stamp | None
    ) -> None:
        if stamp is not None:
            self._kept, self._state = (stamp, look), data.state
            self.pictures.soon(document)


def _heights(window: MainWindow) -> dict[str, int]:
    """Return how much room the parts take that follow list and map."""
    status = window.statusBar()
    bars = (window.menuBar(), window.actions_table.toolbar)
    shown = [bar.height() for bar in bars if bar is not None and bar.isVisible()]
    return {
        "above": window.events.filter_bar.height(),
        "below": window.welcome.height() if window.welcome.isVisible() else 0,
        "bars": sum(shown),
        "status": 0 if status is None else status.minimumHeight(),
    }


def _write(
    data: ProjectData,
    look: Look,
    rows: KeptRows,
    whole: Whole,
    heights: dict[str, int],
    project: Project,
    _progress: Progress,
) -> Stamp | None:
    """Keep a start if its project's file is as it was read; runs in the project's worker."""
    stamp = _stamp(project, data)
    if stamp is None:
        return None
    document = whole.document.data()
    shown = (document, whole.bounds, whole.warnings, heights)
    kept = KeptStart(stamp, look, rows, *shown)
    kept_start.write(data.path, kept)
    return stamp


def _stamp(project: Project, data: ProjectData) -> Stamp | None:
    """Return the stamp of a file that nobody else has written since; None if somebody did."""
    if project.file_version != data.seen_version:
        return None
    stamp = Stamp.of(data.path)
    # Asked again: what is written between the two questions counts, too.
    return stamp if project.file_version == data.seen_version else None
