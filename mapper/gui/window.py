"""The main window: puts the parts together and connects them, all in one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QCloseEvent, QKeyEvent
from PyQt6.QtWidgets import QMainWindow

from mapper.gui import guiding, layout, placing, settings
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
from mapper.gui.handlers import handlers
from mapper.gui.history_panel import HistoryPanel
from mapper.gui.history_work import HistoryReader
from mapper.gui.icons import icon
from mapper.gui.keeping import Keeping
from mapper.gui.kept_panel import KeptPanel
from mapper.gui.kept_work import KeptReader
from mapper.gui.labels import ElidedLabel
from mapper.gui.left_pages import LeftPages
from mapper.gui.listing import Listing
from mapper.gui.map_measure import MapMeasure
from mapper.gui.measure_bar import MeasureBar
from mapper.gui.menus import add_menus
from mapper.gui.merging import Merging
from mapper.gui.move_bar import MoveBar
from mapper.gui.moving import Moving
from mapper.gui.notices import NoticeBar
from mapper.gui.palette import Palette
from mapper.gui.palette_entries import Entries
from mapper.gui.problems import Presenter
from mapper.gui.reason_line import ReasonLine
from mapper.gui.selection import Selection
from mapper.gui.session import Session
from mapper.gui.settling import when_settled
from mapper.gui.showing import Showing
from mapper.gui.table_dock import TableDock
from mapper.gui.table_work import TableWork
from mapper.gui.task_area import TaskArea
from mapper.gui.tasks import Tasks
from mapper.gui.theme import Colours, ThemeKeeper
from mapper.gui.trail import Trail
from mapper.gui.translation import tr
from mapper.gui.undo_keys import UndoKeys
from mapper.gui.web import MapView
from mapper.gui.welcome import Welcome
from mapper.gui.wiring import connect


class MainWindow(QMainWindow):
    """Map in the centre, list on the left, what is known on the right."""

    def __init__(
        self, theme: ThemeKeeper, *, remember: bool = True, map_view: MapView | None = None
    ) -> None:
        super().__init__()
        self.theme = theme
        self.remember = remember
        colours = theme.colours
        self.tasks = Tasks(self)
        self.session = Session(self.tasks, self)
        self.map_view = MapView() if map_view is None else map_view
        self.events = EventList(colours)
        self.unit = settings.unit() if remember else "km"
        self.panel = DetailPanel(colours, self.unit)
        self.measure_bar = MeasureBar()
        self.notices = NoticeBar(colours)
        self.lock_notice = NoticeBar(colours)
        self.task_area = TaskArea(self.tasks)
        self.reason = ReasonLine(self.session)
        #: How many events are shown and what filters them, whatever stands over the list.
        self.count = ElidedLabel()
        self.front = ElidedLabel()
        self.focus_rings = FocusRings(self)
        self.problems = Presenter(self.notices, self)
        self.basemaps = Basemaps(self.tasks, self.map_view, self.problems, self, remember)
        self.drawing = Drawing(self.tasks, self.map_view, self)
        self.listing = Listing(self.tasks, self.session, self.events, self.map_view, self)
        self.selection = Selection(
            self.tasks,
            self.session,
            self.listing,
            self.events,
            self.map_view,
            self.panel,
            self,
        )
        self.commands = Commands(
            self.tasks, self.session, self.events, self.map_view, self.problems, self
        )
        self.copies = Copies(self.tasks, self.session, self.problems, self)
        undo = partial(self.commands.travel, "undo")
        self.editing = Editing(self.session, self.selection, self.panel, self.problems, undo, self)
        told = self.editing.tell_done
        self.attaching = Attaching(self.tasks, self.session, self.panel, self.problems, told, self)
        self.add_bar = AddBar()
        self.adding = Adding(
            self.tasks,
            self.session,
            self.map_view,
            self.add_bar,
            lambda: self.selection.shown_day,
            self,
        )
        self.move_bar = MoveBar()
        self.moving = Moving(
            self.tasks,
            self.session,
            self.map_view,
            self.move_bar,
            told,
            self,
        )
        self.merging = Merging(self.session, self.problems, undo, self)
        self.actions_table = Actions(self, handlers(self))
        self.welcome = Welcome(self.actions_table, colours, remember=remember)
        self.trail = Trail(self.show_event, self.actions_table, self)
        self.map_measure = MapMeasure(
            self.tasks, self.map_view, self.measure_bar, self.actions_table["measure"], self
        )
        self.aiming = Aiming(self.tasks, self.panel.distance.target, self)
        self.checker = Checker(self.tasks, self.session, self)
        self.checks = CheckPanel(self.checker, colours)
        self.finding_facet = FindingFacet(
            self.tasks, self.checker, self.listing, self.events.facets, self
        )
        self.past = HistoryReader(self.tasks, self.session, self)
        self.history = HistoryPanel(self.past, self.session, colours)
        self.front_reader = FrontsReader(
            self.tasks, self.session, lambda: self.selection.front_day, self
        )
        self.fronts = FrontPanel(self.front_reader, colours)
        self.kept_reader = KeptReader(self.tasks, self.session, self)
        self.kept = KeptPanel(self.kept_reader, colours)
        self.table_work = TableWork(self.tasks, self.listing, self)
        self.tables = TableDock(self.table_work, colours)
        self.showing = Showing(self)
        self._lay_out()
        connect(self)
        self.keeping = Keeping(self, undo)
        guiding.connect(self)
        self.take_colours(colours)
        self._take_unit(self.unit)
        self.actions_table.set_available(project=False, writable=False)
        self.drops = WindowDrops(self, self.centralWidget(), self.commands.take_dropped)
        self._undo_keys = UndoKeys(self)
        self.update_title()
        if remember:
            self.events.table.restore_layout()
            self.basemaps.restore()
            self.tables.restore(self)

    # Building

    def _lay_out(self) -> None:
        middle = layout.stacked(
            self.measure_bar, self.add_bar, self.move_bar, self.map_view, growing=self.map_view
        )
        self.left = LeftPages(
            self.actions_table,
            self.events,
            {
                "check": (self.checks, self.checker),
                "history": (self.history, self.past),
                "fronts": (self.fronts, self.front_reader),
                "measurements": (self.kept, self.kept_reader),
            },
        )
        self.events.add_below(self.welcome)
        self.splitter = layout.side_by_side(self.left, middle, self.panel)
        self.setCentralWidget(
            layout.stacked(self.lock_notice, self.notices, self.splitter, growing=self.splitter)
        )
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.tables)
        self.addToolBar(self.actions_table.toolbar)
        self._add_menus()
        self.palette_box = Palette(Entries(self), self.tasks, self)
        bar = self.statusBar()
        assert bar is not None
        bar.setSizeGripEnabled(False)
        # The map would be drawn anew each time the task area comes and goes.
        bar.setMinimumHeight(self.task_area.sizeHint().height() + 6)
        # What else there is to say never takes the number's room.
        self.count.setMinimumWidth(bar.fontMetrics().horizontalAdvance("0" * 16))
        bar.addWidget(self.count, 2)
        bar.addWidget(self.front, 3)
        bar.addPermanentWidget(self.reason)
        bar.addPermanentWidget(self.task_area)

    def _add_menus(self) -> None:
        self.recent, themes = add_menus(
            self.actions_table, self.theme, self.basemaps, self.map_view, self.problems, self
        )
        self._theme_button = layout.menu_button(tr("Theme"), tr("Light, dark or high contrast"))
        self._theme_button.setMenu(themes)
        layout.finish_toolbar(self.actions_table.toolbar, [self._theme_button])

    # The project

    def open_first(self, path: Path | None, select: str | None, day: dt.date | None) -> None:
        """Open a project (None: the last one, else the sample) and select an event."""
        self.showing.open_first(path, select, day)

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
        self.actions_table.set_colours(colours)
        self._theme_button.setIcon(icon("theme", colours.text))
        for part in (self.events, self.welcome, self.panel, self.tables):
            part.set_colours(colours)
        for panel in (self.checks, self.history, self.fronts, self.kept):
            panel.set_colours(colours)
        for bar in (self.notices, self.lock_notice):
            bar.set_colours(colours)
        self.focus_rings.set_colours(colours)
        self.map_view.set_theme(self.theme.in_force)

    def choose_unit(self, unit: str) -> None:
        """Measure in another unit from now on."""
        if self.remember:
            settings.set_unit(unit)
        self._take_unit(unit)

    def _take_unit(self, unit: str) -> None:
        parts = (self.selection, self.listing, self.map_measure, self.map_view)
        for part in (*parts, self.kept_reader, self.front_reader, self.tables):
            part.set_unit(unit)

    def update_title(self) -> None:
        """Name the project in the title."""
        data = self.session.data
        if data is None:
            self.setWindowTitle("Mapper")
            return
        state = tr(" (read-only)") if data.read_only_reason else ""
        self.setWindowTitle(tr("{name}{state} – Mapper", name=data.path.name, state=state))

    # Window events

    def when_settled(self, callback: Callable[[], object]) -> None:
        """Call back once everything asked for is done and the map is painted."""
        when_settled(self.tasks, self.map_view, lambda: self.showing.document_shown, callback)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        steps = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
        step = steps.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Backspace and self.map_measure.on:
            self.map_measure.undo()
            return
        if step is not None and not event.modifiers():
            self.left.step(step)
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        self._save_layout()
        self.commands.leave_export()
        self.table_work.close()
        self.session.close()
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
