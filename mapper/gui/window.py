"""The main window: list, map and details beside each other, and what the window itself does.

It is there before most of its parts are, see `mapper.gui.starting`; `mapper.gui.parts` puts
these together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QKeyEvent
from PyQt6.QtWidgets import QMainWindow, QToolButton

from mapper.gui import placing
from mapper.gui.first_view import FirstView
from mapper.gui.icons import icon
from mapper.gui.theme import NEXT_TURN_MS
from mapper.gui.translation import tr
from mapper.gui.web import MapView

if TYPE_CHECKING:
    from mapper.gui.actions import Actions
    from mapper.gui.adding import AddBar, Adding
    from mapper.gui.aiming import Aiming
    from mapper.gui.attaching import Attaching
    from mapper.gui.basemaps import Basemaps
    from mapper.gui.check_panel import CheckPanel
    from mapper.gui.check_work import Checker
    from mapper.gui.commands import Commands
    from mapper.gui.copies import Copies
    from mapper.gui.detail_panel import DetailPanel
    from mapper.gui.drawing import Drawing
    from mapper.gui.dropping import WindowDrops
    from mapper.gui.editing import Editing
    from mapper.gui.event_list import EventList
    from mapper.gui.finding_facet import FindingFacet
    from mapper.gui.focus_ring import FocusRings
    from mapper.gui.front_panel import FrontPanel
    from mapper.gui.front_work import FrontsReader
    from mapper.gui.history_panel import HistoryPanel
    from mapper.gui.history_work import HistoryReader
    from mapper.gui.keeping import Keeping
    from mapper.gui.kept_panel import KeptPanel
    from mapper.gui.kept_start import KeptStart
    from mapper.gui.kept_work import KeptReader
    from mapper.gui.labels import ElidedLabel
    from mapper.gui.left_pages import LeftPages
    from mapper.gui.listing import Listing
    from mapper.gui.map_measure import MapMeasure
    from mapper.gui.measure_bar import MeasureBar
    from mapper.gui.menus import RecentMenu
    from mapper.gui.merging import Merging
    from mapper.gui.move_bar import MoveBar
    from mapper.gui.moving import Moving
    from mapper.gui.notices import NoticeBar
    from mapper.gui.palette import Palette
    from mapper.gui.problems import Presenter
    from mapper.gui.reason_line import ReasonLine
    from mapper.gui.selection import Selection
    from mapper.gui.session import Session
    from mapper.gui.showing import Showing
    from mapper.gui.start_keeping import StartKeeper
    from mapper.gui.table_dock import TableDock
    from mapper.gui.table_work import TableWork
    from mapper.gui.task_area import TaskArea
    from mapper.gui.tasks import Tasks
    from mapper.gui.theme import Colours, ThemeKeeper
    from mapper.gui.trail import Trail
    from mapper.gui.undo_keys import UndoKeys
    from mapper.gui.welcome import Welcome


class MainWindow(QMainWindow):
    """Map in the centre, list on the left, what is known on the right.

    Signals
    -------
    completed()
        All parts are there.
    """

    completed = pyqtSignal()

    # The parts, made by `mapper.gui.parts`.
    tasks: Tasks
    session: Session
    events: EventList
    panel: DetailPanel
    measure_bar: MeasureBar
    notices: NoticeBar
    lock_notice: NoticeBar
    task_area: TaskArea
    reason: ReasonLine
    count: ElidedLabel
    front: ElidedLabel
    focus_rings: FocusRings
    problems: Presenter
    basemaps: Basemaps
    drawing: Drawing
    listing: Listing
    selection: Selection
    commands: Commands
    copies: Copies
    editing: Editing
    attaching: Attaching
    add_bar: AddBar
    adding: Adding
    move_bar: MoveBar
    moving: Moving
    merging: Merging
    actions_table: Actions
    welcome: Welcome
    trail: Trail
    map_measure: MapMeasure
    aiming: Aiming
    checker: Checker
    checks: CheckPanel
    finding_facet: FindingFacet
    past: HistoryReader
    history: HistoryPanel
    front_reader: FrontsReader
    fronts: FrontPanel
    kept_reader: KeptReader
    kept: KeptPanel
    table_work: TableWork
    tables: TableDock
    showing: Showing
    left: LeftPages
    palette_box: Palette
    keeping: Keeping
    start_keeper: StartKeeper
    unit: str
    recent: RecentMenu
    theme_button: QToolButton
    undo_keys: UndoKeys
    drops: WindowDrops

    def __init__(
        self,
        theme: ThemeKeeper,
        *,
        remember: bool = True,
        map_view: MapView | None = None,
        kept: KeptStart | None = None,
        whole: bool = True,
    ) -> None:
        """Make the window; without ``whole`` its parts follow by `building`.

        ``kept`` is what it shows of a project meanwhile.
        """
        super().__init__()
        self.theme = theme
        self.remember = remember
        self.map_view = MapView() if map_view is None else map_view
        #: Whether all parts are there.
        self.whole = False
        self.closed = False
        self._to_open: tuple[Path | None, str | None, dt.date | None] | None = None
        self.first = FirstView(self.map_view, theme.colours, kept, remember=remember)
        self.splitter = self.first.splitter
        self.setCentralWidget(self.first.middle)
        self.first.take_edges(self)
        self.update_title()
        if whole:
            for _ in self.building():
                pass

    def building(self) -> Iterator[None]:
        """Make the parts one after another; the window may live in between."""
        from mapper.gui import parts

        yield from parts.build(self)
        self.whole = True
        self.completed.emit()
        if self._to_open is not None:
            self.open_first(*self._to_open)

    # The project

    def begin_keeping(self) -> None:
        """Keep what the next start shows; for a window that a person started."""
        self.start_keeper.begin()

    def open_first(self, path: Path | None, select: str | None, day: dt.date | None) -> None:
        """Open a project (None: the last one, else the sample) and select an event."""
        if self.whole:
            self.showing.open_first(path, select, day)
        else:
            self._to_open = (path, select, day)

    # Commands

    def select_named(self, event_id: str) -> None:
        """Select an event that a panel names, unless it is selected."""
        if event_id != self.selection.event_id:
            self.selection.select(event_id)

    def show_event(self, event_id: str) -> bool:
        """Select an event and bring it into view; say if there is one.

        A filter that hides it is cleared.
        """
        data = self.session.data
        if data is None or data.columns.row_of(event_id) is None:
            return False
        self.events.model.reveal(event_id)
        if self.events.model.position(event_id) is None:
            self.events.filter_bar.clear_filter()
        self.selection.frame_next = True
        return self.selection.select(event_id)

    def count_findings(self) -> None:
        """Say on the toolbar how many findings are open."""
        findings = self.checker.findings
        words = (
            tr("Check data")
            if findings is None
            else tr("Check data ({number:,})", number=findings.open_count)
        )
        self.actions_table["check"].setIconText(words)

    # Showing

    def say(self, words: str, *_: object) -> None:
        """Say something in the status bar for a moment."""
        bar = self.statusBar()
        assert bar is not None
        bar.showMessage(words, 3000)

    def take_colours(self, colours: Colours) -> None:
        """Draw every part in the colours of a theme."""
        if self.isVisible():
            # In a turn of its own: forty drawings take as long as all else here.
            QTimer.singleShot(NEXT_TURN_MS, self._take_icons)
        else:
            self._take_icons()
        self.theme_button.setIcon(icon("theme", colours.text))
        for part in (self.events, self.welcome, self.panel, self.tables):
            part.set_colours(colours)
        for panel in (self.checks, self.history, self.fronts, self.kept):
            panel.set_colours(colours)
        for bar in (self.notices, self.lock_notice):
            bar.set_colours(colours)
        self.focus_rings.set_colours(colours)
        self.map_view.set_theme(self.theme.in_force)

    def _take_icons(self) -> None:
        self.actions_table.set_colours(self.theme.colours)

    def choose_unit(self, unit: str) -> None:
        """Measure in another unit from now on."""
        if self.remember:
            from mapper.gui import settings

            settings.set_unit(unit)
        self.take_unit(unit)

    def take_unit(self, unit: str) -> None:
        """Tell all parts that measure."""
        parts = (self.selection, self.listing, self.map_measure, self.map_view)
        for part in (*parts, self.kept_reader, self.front_reader, self.tables):
            part.set_unit(unit)

    def update_title(self) -> None:
        """Name the project in the title."""
        data = self.session.data if self.whole else None
        if data is None:
            self.setWindowTitle("Mapper")
            return
        state = tr(" (read-only)") if data.read_only_reason else ""
        self.setWindowTitle(tr("{name}{state} – Mapper", name=data.path.name, state=state))

    # Window events

    def when_settled(self, callback: Callable[[], object]) -> None:
        """Call back once everything asked for is done and the map is painted."""
        if not self.whole:
            self.completed.connect(lambda: self.when_settled(callback))
            return
        from mapper.gui.settling import when_settled

        when_settled(self.tasks, self.map_view, lambda: self.showing.document_shown, callback)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
        step = steps.get(Qt.Key(event.key()))
        if not self.whole:
            if step is not None and not event.modifiers():
                self.first.step(step)
            return
        if event.key() == Qt.Key.Key_Backspace and self.map_measure.on:
            self.map_measure.undo()
            return
        if step is not None and not event.modifiers():
            self.left.step(step)
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        if self.whole:
            self._save_layout()
            self.commands.leave_export()
            self.start_keeper.stop()
            self.table_work.close()
            self.session.close(self.start_keeper.stamp_again)
        self.closed = True
        self.map_view.close_page()
        super().closeEvent(event)

    def place(self, size: QSize | None = None) -> None:
        """Take the size given, or the one remembered, and share out the width."""
        placing.place(self, self.splitter, size, remembered=self.remember)

    def _save_layout(self) -> None:
        if self.remember:
            placing.save(self, self.splitter)
            self.events.table.save_layout()
            self.tables.save(self)
