"""The command palette: type a few letters, press Enter."""

from __future__ import annotations

from functools import partial
from typing import Final

from PyQt6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, QTimer
from PyQt6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPalette
from PyQt6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.edits import LeavableEdit, LeavableList
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.palette_entries import Entries, Entry, Looked, ranked
from mapper.gui.tasks import Tasks
from mapper.gui.translation import tr

_WIDTH: Final = 620
_ROWS_IN_VIEW: Final = 11
#: Typing is answered by what must be looked up once it pauses this long.
_PAUSE_MS: Final = 120
_ENTRY: Final = Qt.ItemDataRole.UserRole
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}


class Palette(QFrame):
    """A box over the window; it closes when something is chosen or it is left."""

    def __init__(self, entries: Entries, tasks: Tasks, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self._entries = entries
        self._tasks = tasks
        self._commands: list[Entry] = []
        self._found: list[Entry] = []
        self._before: QWidget | None = None
        self.edit = LeavableEdit()
        self.edit.setPlaceholderText(tr("Type a command, an event or a place"))
        self.edit.setAccessibleName(tr("Go to anything"))
        self.edit.installEventFilter(self)
        self.list = LeavableList()
        self.list.setAccessibleName(tr("Matches"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_RowDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = TextLabel(tr("Nothing of this name."), role="muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(8)
        for part in (self.edit, self.nothing, self.list):
            layout.addWidget(part)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.edit.textChanged.connect(self._type)
        self.edit.left.connect(self.leave)
        self.edit.returnPressed.connect(self._run)
        self.list.itemClicked.connect(self._run)
        self.hide()

    def open(self) -> None:
        """Ask what to do, or close if it is open."""
        if self.isVisible():
            self.leave()
            return
        window = self.window()
        self._before = None if window is None else window.focusWidget()
        self._commands = self._entries.commands()
        self._found = []
        self.edit.clear()
        self._show_rows()
        self._place()
        self.show()
        self.raise_()
        self.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Close; the keyboard goes back to where it was."""
        if not self.isVisible():
            return
        self._pause.stop()
        self._tasks.drop("palette")
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
            self._before = None

    def rows(self) -> list[Entry]:
        """Return the entries listed."""
        items = (self.list.item(number) for number in range(self.list.count()))
        return [item.data(_ENTRY) for item in items if item is not None]

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                self._step(step)
                return True
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                # The keyboard stays in the line; the arrows choose.
                return True
        elif (
            isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason() == Qt.FocusReason.MouseFocusReason
        ):
            # Who clicks elsewhere wants the keyboard there.
            self._before = None
            QTimer.singleShot(0, self.leave)
        return super().eventFilter(watched, event)

    def _type(self) -> None:
        self._found = []
        self._show_rows()
        self._pause.start()

    def _look(self) -> None:
        text = self.edit.text()
        self._tasks.run(
            self._entries.looker(text), done=partial(self._take, text), newest="palette"
        )

    def _take(self, text: str, looked: Looked) -> None:
        if self.isVisible() and text == self.edit.text():
            self._found = self._entries.found(looked, text)
            self._show_rows(keep=True)

    def _show_rows(self, *, keep: bool = False) -> None:
        row = self.list.currentRow() if keep else 0
        self.list.clear()
        text = self.edit.text()
        for entry in [*ranked(self._commands, text), *self._found]:
            item = QListWidgetItem(entry.text)
            item.setData(_ENTRY, entry)
            said = f"{entry.text}, {entry.reason or entry.kind}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            item.setToolTip(plain_tip(entry.tip or entry.text))
            self.list.addItem(item)
        count = self.list.count()
        self.list.setVisible(count > 0)
        self.nothing.setVisible(count == 0)
        self.list.setCurrentRow(max(row, 0) if count else -1)
        rows = min(count, _ROWS_IN_VIEW)
        self.list.setFixedHeight(rows * self.list.sizeHintForRow(0) + 8 if count else 0)
        self.adjustSize()

    def _step(self, by: int) -> None:
        count = self.list.count()
        if count:
            row = self.list.currentRow() + by
            # Single steps go round; pages stop at the ends.
            row = row % count if abs(by) == 1 else min(max(row, 0), count - 1)
            self.list.setCurrentRow(row)

    def _run(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            entry: Entry = item.data(_ENTRY)
            if entry.reason:
                # Beside it stands why not.
                return
            self.leave()
            entry.run()

    def _place(self) -> None:
        window = self.window()
        assert window is not None
        width = min(_WIDTH, window.width() - 32)
        self.setFixedWidth(width)
        self.move((window.width() - width) // 2, 64)


class _RowDelegate(QStyledItemDelegate):
    """Draws an entry: its text, and at the far end its kind and keys."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(100, option.fontMetrics.height() + 12)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        assert painter is not None
        self.initStyleOption(option, index)
        entry: Entry = index.data(_ENTRY)
        text, option.text = option.text or "", ""
        widget = option.widget
        style = None if widget is None else widget.style()
        if style is None:
            return
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        strong = option.palette.color(role)
        faint = QColor(strong)
        faint.setAlphaF(0.66)
        if entry.reason:
            strong = faint
        room = option.rect.adjusted(8, 0, -8, 0)
        told = (entry.reason,) if entry.reason else (entry.kind, entry.keys)
        beside = "   ".join(part for part in told if part)
        metrics = option.fontMetrics
        # Whole pixels are fewer than what some words need, which would then be cut.
        width = min(metrics.horizontalAdvance(beside) + 1, room.width() // 2)
        right = QRect(room.right() - width, room.top(), width + 1, room.height())
        left = QRect(room.left(), room.top(), room.width() - width - 16, room.height())
        flags = Qt.AlignmentFlag.AlignVCenter
        elide = Qt.TextElideMode.ElideRight
        painter.save()
        painter.setPen(strong)
        painter.drawText(left, flags, metrics.elidedText(text, elide, left.width()))
        painter.setPen(faint)
        painter.drawText(
            right, flags | Qt.AlignmentFlag.AlignRight, metrics.elidedText(beside, elide, width)
        )
        painter.restore()
