"""The left panel: filter bar, event table, and words where the table is empty."""

from __future__ import annotations

from PyQt6.QtCore import QPoint, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.column_chooser import ColumnChooser
from mapper.gui.columns import Arrangement, EventColumns
from mapper.gui.distance_column import DistanceColumn
from mapper.gui.event_model import EventModel
from mapper.gui.event_table import EventTable
from mapper.gui.facet_panel import FacetPanel
from mapper.gui.filter_bar import FilterBar
from mapper.gui.labels import TextLabel
from mapper.gui.saved_filters import SavedFilters
from mapper.gui.theme import Colours
from mapper.gui.translation import tr


class EmptyPage(QWidget):
    """A sentence that says why there is nothing here, and a way on."""

    def __init__(self, title: str, words: str, *buttons: QPushButton) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 12, 28, 12)
        layout.setSpacing(8)
        layout.addStretch(2)
        for label in (TextLabel(title, bold=True, larger=1.15), TextLabel(words, role="muted")):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addSpacing(8)
        for button in buttons:
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)


class EventList(QWidget):
    """Filter bar above the table of events.

    Signals
    -------
    new_wanted(), open_wanted(), import_wanted(), add_wanted(), sample_wanted()
        A button of an empty page was pressed.
    """

    new_wanted = pyqtSignal()
    open_wanted = pyqtSignal()
    import_wanted = pyqtSignal()
    add_wanted = pyqtSignal()
    sample_wanted = pyqtSignal()

    def __init__(self, colours: Colours, table: EventTable | None = None) -> None:
        """Make the list; a ``table`` that shows something already is taken by `take_table`."""
        super().__init__()
        self.filter_bar = FilterBar(colours)
        self.facets = FacetPanel(colours)
        saved = SavedFilters(
            lambda: self.filter_bar.chosen, self.filter_bar.set_filter, self.facets.saved
        )
        self.facets.saved.setMenu(saved)
        self.filter_bar.facets.toggled.connect(self.facets.open)
        self.facets.changed.connect(self.filter_bar.set_rest)
        self.filter_bar.changed.connect(self.facets.take_filter)
        self.model = EventModel(colours)
        self.table = EventTable(self.model) if table is None else table
        self._chooser = ColumnChooser(self.table, self.model, self)
        self.table.columns_wanted.connect(self._chooser.open_at)
        self.filter_bar.columns.clicked.connect(self.choose_columns)
        import_button = QPushButton(tr("Import files…"))
        import_button.setProperty("role", "primary")
        import_button.clicked.connect(self.import_wanted)
        open_button = QPushButton(tr("Open a project…"))
        open_button.setProperty("role", "primary")
        open_button.clicked.connect(self.open_wanted)
        new_button = QPushButton(tr("New project…"))
        new_button.clicked.connect(self.new_wanted)
        add_button = QPushButton(tr("Add an event"))
        add_button.clicked.connect(self.add_wanted)
        #: What changes the project; of no use where it cannot be changed.
        self.changing = (import_button, add_button)
        self._no_project = EmptyPage(
            tr("No project is open"),
            tr("Open a project, start a new one, or look at the sample."),
            open_button,
            new_button,
            self._sample_button(),
        )
        self._no_events = EmptyPage(
            tr("No events yet"),
            tr(
                "Import tables of events (from UCDP, ACLED and others) and files of fronts, or "
                "drop them on this window."
            ),
            import_button,
            add_button,
            self._sample_button(),
        )
        clear_button = QPushButton(tr("Clear filter"))
        clear_button.clicked.connect(self.filter_bar.clear_filter)
        self._no_match = EmptyPage(
            tr("Nothing matches"), tr("No event passes the filter above."), clear_button
        )
        self._loading = EmptyPage(tr("Opening…"), tr("The project is being read."))
        self._pages = QStackedWidget()
        for page in (self._loading, self._no_events, self._no_match, self._no_project):
            self._pages.addWidget(page)
        if table is None:
            self._pages.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filter_bar)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.facets)
        parts.addWidget(self._pages)
        parts.setStretchFactor(1, 1)
        # It takes what is left by what stands below it.
        parts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        layout.addWidget(parts, 1)
        self._rows = layout

    def take_table(self) -> None:
        """Take a table that is shown elsewhere so far, and go on showing it."""
        if self._pages.indexOf(self.table) < 0:
            self._pages.addWidget(self.table)
            self._pages.setCurrentWidget(self.table)

    def restore_layout(self) -> None:
        """Take the remembered columns, order and grouping."""
        self.table.restore_layout(self.model)

    def add_below(self, widget: QWidget) -> None:
        """Put a widget below the table."""
        self._rows.addWidget(widget)

    def show_events(
        self,
        columns: EventColumns,
        arrangement: Arrangement,
        distances: DistanceColumn | None,
        current: str | None,
        *,
        stay: bool = False,
    ) -> None:
        """List the events of an arrangement and keep the current one current.

        With ``stay`` the list stays where it is scrolled to, else it goes to the current one.
        """
        # Rows that were kept are replaced by the same ones: see `mapper.gui.starting`.
        first = self.table.events is not self.model
        place = self.table.place() if stay or first else None
        several = None if first else self.table.selected()
        self.model.show(columns, arrangement, distances)
        if first:
            self.table.take(self.model)
        if several is not None:
            self.table.reselect(several)
        if place is not None:
            self.table.go_back(place)
        scroll = place is None or place.current_seen
        self.table.show_event(current, scroll=scroll, keep_several=True, reveal=False)
        self.filter_bar.set_count(len(arrangement.rows), len(columns))
        if len(arrangement.rows):
            waited = self._pages.currentWidget() is self._loading
            self._pages.setCurrentWidget(self.table)
            if waited:
                self.table.setFocus()
        else:
            self._pages.setCurrentWidget(self._no_match if len(columns) else self._no_events)

    def choose_columns(self) -> None:
        """Open the sheet on which columns and groups are chosen."""
        button = self.filter_bar.columns
        self._chooser.open_at(button.mapToGlobal(QPoint(0, button.height())))

    def show_no_project(self) -> None:
        """Say that there is nothing to list."""
        self._pages.setCurrentWidget(self._no_project)

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self.filter_bar.set_colours(colours)
        self.facets.set_colours(colours)
        self.model.set_colours(colours)

    def _sample_button(self) -> QPushButton:
        button = QPushButton(tr("Open the sample"))
        button.clicked.connect(self.sample_wanted)
        return button
