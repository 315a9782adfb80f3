"""The parts of the window, put together one after another in one place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QVBoxLayout

from mapper.gui import guiding, layout, settings
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
from mapper.gui.showing import Showing
from mapper.gui.start_keeping import StartKeeper
from mapper.gui.table_dock import TableDock
from mapper.gui.table_work import TableWork
from mapper.gui.task_area import TaskArea
from mapper.gui.tasks import Tasks
from mapper.gui.trail import Trail
from mapper.gui.translation import tr
from mapper.gui.undo_keys import UndoKeys
from mapper.gui.welcome import Welcome
from mapper.gui.wiring import connect

if TYPE_CHECKING:
    from mapper.gui.window import MainWindow


def build(window: MainWindow) -> Iterator[None]:
    """Make the parts of a window that has its map, and maybe its list.

    In between, whoever asks for them may let the window live: each takes a moment only.
    """
    colours = window.theme.colours
    window.tasks = Tasks(window)
    window.session = Session(window.tasks, window)
    window.events = EventList(colours, window.first.table)
    yield
    window.unit = settings.unit() if window.remember else "km"
    window.panel = DetailPanel(colours, window.unit)
    yield
    window.measure_bar = MeasureBar()
    window.notices = NoticeBar(colours)
    window.lock_notice = NoticeBar(colours)
    window.task_area = TaskArea(window.tasks)
    window.reason = ReasonLine(window.session)
    #: How many events are shown and what filters them, whatever stands over the list.
    window.count = ElidedLabel()
    window.front = ElidedLabel()
    window.focus_rings = FocusRings(window)
    window.problems = Presenter(window.notices, window)
    window.basemaps = Basemaps(
        window.tasks, window.map_view, window.problems, window, window.remember
    )
    window.drawing = Drawing(window.tasks, window.map_view, window)
    window.drawing.first = window.first.kept
    window.listing = Listing(window.tasks, window.session, window.events, window.map_view, window)
    window.selection = Selection(
        window.tasks,
        window.session,
        window.listing,
        window.events,
        window.map_view,
        window.panel,
        window,
    )
    # What was selected before there was anything to know of it.
    event_id = window.first.hand_over()
    window.selection.event_id = window.listing.current = event_id
    yield
    window.commands = Commands(
        window.tasks, window.session, window.events, window.map_view, window.problems, window
    )
    window.copies = Copies(window.tasks, window.session, window.problems, window)
    undo = partial(window.commands.travel, "undo")
    window.editing = Editing(
        window.session, window.selection, window.panel, window.problems, undo, window
    )
    told = window.editing.tell_done
    window.attaching = Attaching(
        window.tasks, window.session, window.panel, window.problems, told, window
    )
    window.add_bar = AddBar()
    window.adding = Adding(
        window.tasks,
        window.session,
        window.map_view,
        window.add_bar,
        lambda: window.selection.shown_day,
        window,
    )
    window.move_bar = MoveBar()
    window.moving = Moving(
        window.tasks,
        window.session,
        window.map_view,
        window.move_bar,
        told,
        window,
    )
    window.merging = Merging(window.session, window.problems, undo, window)
    yield
    window.actions_table = Actions(window, handlers(window))
    window.first.make_room_for_menus(window)
    window.welcome = Welcome(window.actions_table, colours, remember=window.remember)
    window.trail = Trail(window.show_event, window.actions_table, window)
    window.map_measure = MapMeasure(
        window.tasks, window.map_view, window.measure_bar, window.actions_table["measure"], window
    )
    window.aiming = Aiming(window.tasks, window.panel.distance.target, window)
    window.checker = Checker(window.tasks, window.session, window)
    window.checks = CheckPanel(window.checker, colours)
    window.finding_facet = FindingFacet(
        window.tasks, window.checker, window.listing, window.events.facets, window
    )
    yield
    window.past = HistoryReader(window.tasks, window.session, window)
    window.history = HistoryPanel(window.past, window.session, colours)
    window.front_reader = FrontsReader(
        window.tasks, window.session, lambda: window.selection.front_day, window
    )
    window.fronts = FrontPanel(window.front_reader, colours)
    yield
    window.kept_reader = KeptReader(window.tasks, window.session, window)
    window.kept = KeptPanel(window.kept_reader, colours)
    window.table_work = TableWork(window.tasks, window.listing, window)
    window.tables = TableDock(window.table_work, colours)
    yield
    window.showing = Showing(window)
    yield from _lay_out(window)
    yield
    connect(window)
    window.keeping = Keeping(window, undo)
    window.start_keeper = StartKeeper(window)
    guiding.connect(window)
    yield
    window.take_colours(colours)
    window.take_unit(window.unit)
    window.actions_table.set_available(project=False, writable=False)
    middle = window.centralWidget()
    assert middle is not None
    window.drops = WindowDrops(window, middle, window.commands.take_dropped)
    window.undo_keys = UndoKeys(window)
    window.update_title()
    if window.remember:
        window.events.restore_layout()
        window.basemaps.restore()
        window.tables.restore(window)


def _lay_out(window: MainWindow) -> Iterator[None]:
    bars = window.first.beside_map.layout()
    assert isinstance(bars, QVBoxLayout)
    for place, bar in enumerate((window.measure_bar, window.add_bar, window.move_bar)):
        bars.insertWidget(place, bar)
    window.left = LeftPages(
        window.actions_table,
        window.events,
        {
            "check": (window.checks, window.checker),
            "history": (window.history, window.past),
            "fronts": (window.fronts, window.front_reader),
            "measurements": (window.kept, window.kept_reader),
        },
    )
    yield
    with window.first.keyboard_stays():
        window.events.add_below(window.welcome)
        window.events.take_table()
        window.first.give_way(0, window.left)
    yield
    window.first.give_way(2, window.panel)
    yield
    rows = window.first.middle.layout()
    assert isinstance(rows, QVBoxLayout)
    for place, notice in enumerate((window.lock_notice, window.notices)):
        rows.insertWidget(place, notice)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, window.tables)
    window.addToolBar(window.actions_table.toolbar)
    _add_menus(window)
    yield
    # Only once the other is shown: between the two the map would be drawn in other sizes.
    window.first.take_bar_away(window)
    window.palette_box = Palette(Entries(window), window.tasks, window)
    status = window.statusBar()
    assert status is not None
    status.setSizeGripEnabled(False)
    # The map would be drawn anew each time the task area comes and goes.
    status.setMinimumHeight(window.task_area.sizeHint().height() + 6)
    # What else there is to say never takes the number's room.
    window.count.setMinimumWidth(status.fontMetrics().horizontalAdvance("0" * 16))
    status.addWidget(window.count, 2)
    status.addWidget(window.front, 3)
    status.addPermanentWidget(window.reason)
    status.addPermanentWidget(window.task_area)


def _add_menus(window: MainWindow) -> None:
    window.recent, themes = add_menus(
        window.actions_table,
        window.theme,
        window.basemaps,
        window.map_view,
        window.problems,
        window,
    )
    window.theme_button = layout.menu_button(tr("Theme"), tr("Light, dark or high contrast"))
    window.theme_button.setMenu(themes)
    layout.finish_toolbar(window.actions_table.toolbar, [window.theme_button])
