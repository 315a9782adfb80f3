"""A small sheet on which the columns of the list and its groups are chosen."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QEvent, QPoint, QSignalBlocker, Qt, QTimer
from PyQt6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.event_model import EventModel
from mapper.gui.event_table import EventTable
from mapper.gui.labels import TextLabel
from mapper.gui.list_columns import GROUPS, LOOKS, SECTIONS
from mapper.gui.translation import tr

_KEY: Final = Qt.ItemDataRole.UserRole
#: Columns shown without scrolling.
_ROWS: Final = 12


class ColumnChooser(QFrame):
    """Changes the table as one ticks; closes with Esc or a click beside it."""

    def __init__(self, table: EventTable, events: EventModel, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._table = table
        self._events = events
        self._columns = table.layout_of_columns
        self.setObjectName("sheet")
        self.setAccessibleName(tr("Columns and groups"))
        self.groups = QComboBox()
        self.groups.setAccessibleName(tr("Group by"))
        for key, words in GROUPS.items():
            self.groups.addItem(words, key)
        self.groups.activated.connect(lambda _at: self._group())
        self.close_all = self._button(tr("Close all"), tr("Show the headings of groups only"))
        self.close_all.clicked.connect(lambda: self._turn_groups(closed=True))
        self.open_all = self._button(tr("Open all"), tr("Show the events of all groups"))
        self.open_all.clicked.connect(lambda: self._turn_groups(closed=False))
        self.columns = QListWidget()
        self.columns.setAccessibleName(tr("Columns, from left to right"))
        self.columns.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.columns.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.columns.itemChanged.connect(self._take_tick)
        model = self.columns.model()
        assert model is not None
        model.rowsMoved.connect(lambda *_: self._take_order())
        self.left = self._button(tr("Further left"), tr("Move the column left (Ctrl+Up)"))
        self.left.clicked.connect(lambda: self._move(-1))
        self.right = self._button(tr("Further right"), tr("Move the column right (Ctrl+Down)"))
        self.right.clicked.connect(lambda: self._move(1))
        for keys, by in (("Ctrl+Up", -1), ("Ctrl+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda by=by: self._move(by))
        self.usual = self._button(tr("Usual columns"), tr("Columns and widths as at first"))
        self.usual.clicked.connect(self._columns.reset)
        self._lay_out()
        # No row may be taken from the list while it tells of its tick.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fill)
        self._columns.changed.connect(self._later.start)
        self._fill()

    def open_at(self, place: QPoint) -> None:
        """Show it with its upper left corner at a place of the screen, or where it fits."""
        self._fill()
        self.adjustSize()
        screen = self.screen()
        if screen is not None:
            room = screen.availableGeometry()
            place = QPoint(
                max(min(place.x(), room.right() - self.width()), room.left()),
                max(min(place.y(), room.bottom() - self.height()), room.top()),
            )
        self.move(place)
        self.show()
        self.columns.setFocus(Qt.FocusReason.PopupFocusReason)

    def event(self, event: QEvent | None) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            # Else it would clear the filter of the list.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        label = QLabel(tr("&Group by"))
        label.setBuddy(self.groups)
        top = QHBoxLayout()
        top.addWidget(label)
        top.addWidget(self.groups, 1)
        turns = QHBoxLayout()
        turns.addWidget(self.close_all, 1)
        turns.addWidget(self.open_all, 1)
        moves = QHBoxLayout()
        moves.addWidget(self.left, 1)
        moves.addWidget(self.right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.setSpacing(8)
        whole.addLayout(top)
        whole.addLayout(turns)
        whole.addSpacing(4)
        whole.addWidget(TextLabel(tr("Columns"), bold=True))
        whole.addWidget(self.columns, 1)
        whole.addLayout(moves)
        whole.addWidget(self.usual)
        self.setTabOrder(self.groups, self.close_all)
        self.setTabOrder(self.close_all, self.open_all)
        self.setTabOrder(self.open_all, self.columns)

    def _fill(self) -> None:
        """Show the columns as they are."""
        current = self.columns.currentItem()
        at = None if current is None else current.data(_KEY)
        shown = self._columns.shown
        # Those that are shown stand together: where others lie among them nobody sees.
        order = [*shown, *(key for key in self._columns.all if key not in shown)]
        with QSignalBlocker(self.columns), QSignalBlocker(self.columns.model()):
            if [self._item(row).data(_KEY) for row in range(self.columns.count())] != order:
                self.columns.clear()
                for key in order:
                    self.columns.addItem(_row(key))
            for row, key in enumerate(order):
                ticked = Qt.CheckState.Checked if key in shown else Qt.CheckState.Unchecked
                self._item(row).setCheckState(ticked)
            self.columns.setCurrentRow(order.index(at) if at in order else 0)
        height = self.columns.sizeHintForRow(0) * _ROWS + 8
        self.columns.setFixedHeight(height)
        self.usual.setEnabled(not self._columns.usual)
        self._show_groups()

    def _show_groups(self) -> None:
        group = self._events.sorting.group
        self.groups.setCurrentIndex(self.groups.findData(group))
        for button in (self.close_all, self.open_all):
            button.setEnabled(bool(group))

    def _group(self) -> None:
        self._events.group_by(self.groups.currentData())
        self._show_groups()

    def _turn_groups(self, *, closed: bool) -> None:
        self._table.turn_groups(closed=closed)

    def _take_tick(self, item: QListWidgetItem) -> None:
        self._columns.turn(item.data(_KEY), shown=item.checkState() == Qt.CheckState.Checked)

    def _take_order(self) -> None:
        keys = [self._item(row).data(_KEY) for row in range(self.columns.count())]
        shown = set(self._columns.shown)
        self._columns.show([key for key in keys if key in shown], chosen=True)

    def _move(self, by: int) -> None:
        """Move the current column among those that are shown."""
        item = self.columns.currentItem()
        keys = self._columns.shown
        if item is None or item.data(_KEY) not in keys:
            return
        at = keys.index(item.data(_KEY))
        if 0 <= at + by < len(keys):
            keys.insert(at + by, keys.pop(at))
            self._columns.show(keys, chosen=True)

    def _item(self, row: int) -> QListWidgetItem:
        item = self.columns.item(row)
        assert item is not None
        return item

    @staticmethod
    def _button(words: str, tip: str) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("role", "small")
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button


def _row(key: str) -> QListWidgetItem:
    look = LOOKS[SECTIONS[key]]
    item = QListWidgetItem(look.header)
    item.setData(_KEY, key)
    item.setToolTip(look.tip)
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
    # A list without what is reported tells nothing.
    item.setFlags(flags if key == "title" else flags | Qt.ItemFlag.ItemIsUserCheckable)
    return item
