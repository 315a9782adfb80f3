"""What each column of a table is read as: a row of choices above the cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PyQt6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QWidget,
)

from mapper.gui.import_file import FIELD_WORDS, field_words
from mapper.gui.import_table import NO_PARENT, PlainTable
from mapper.gui.labels import plain_tip
from mapper.gui.translation import tr

NOT_READ: Final = tr("not read")
_NOT_READ_TIP: Final = tr("Not read as a field; kept with the event under the file's own name")


class ColumnsModel(QAbstractTableModel):
    """One row: the field each column of the file is read as.

    Signals
    -------
    chosen(str, str)
        A column of the file, and the field it is to be read as ("" for none).
    """

    chosen = pyqtSignal(str, str)

    def __init__(self, columns: tuple[str, ...], fields: Mapping[str, str]) -> None:
        super().__init__()
        self._columns = columns
        self._field_of = {column: field for field, column in fields.items()}

    def rowCount(self, parent: QModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else 1

    def columnCount(self, parent: QModelIndex = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and section < len(self._columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._columns[section])
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def field(self, column: int) -> str:
        """Return the field a column is read as, "" for none."""
        return self._field_of.get(self._columns[column], "")

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        name = self.field(index.column())
        words = field_words(name) if name else NOT_READ
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr(
                "{column}, read as: {words}", column=self._columns[index.column()], words=words
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(tr("Read as: {words}", words=words) if name else _NOT_READ_TIP)
        return name if role == Qt.ItemDataRole.EditRole else None

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or value == self.field(index.column()):
            return False
        self.chosen.emit(self._columns[index.column()], str(value))
        return True


class ChoiceDelegate(QStyledItemDelegate):
    """Draws cells as combo boxes, and opens one where it is edited."""

    def options(self, index: QModelIndex) -> list[tuple[str, Any]]:
        """Return words and value of what can be chosen in a cell."""
        raise NotImplementedError

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        assert painter is not None
        widget = option.widget
        style = None if widget is None else widget.style()
        if style is None or widget is None:
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, option.palette.highlight())
        box = QStyleOptionComboBox()
        box.initFrom(widget)
        box.rect = option.rect.adjusted(2, 2, -2, -2)
        box.state = QStyle.StateFlag.State_Enabled
        if option.state & QStyle.StateFlag.State_HasFocus:
            box.state |= QStyle.StateFlag.State_HasFocus
        box.currentText = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(colour, QColor):
            box.palette.setColor(box.palette.ColorRole.ButtonText, colour)
            box.palette.setColor(box.palette.ColorRole.Text, colour)
        elif not index.data(Qt.ItemDataRole.EditRole):
            muted = box.palette.color(box.palette.ColorRole.PlaceholderText)
            box.palette.setColor(box.palette.ColorRole.ButtonText, muted)
        room = box.rect.width() - 26
        metrics = box.fontMetrics
        box.currentText = metrics.elidedText(box.currentText, Qt.TextElideMode.ElideRight, room)
        style.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, box, painter, None)
        style.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, box, painter, None)

    def createEditor(
        self, parent: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> QWidget | None:
        box = QComboBox(parent)
        box.setMaxVisibleItems(18)
        for words, value in self.options(index):
            box.addItem(words, value)
        box.activated.connect(lambda _row: self._take(box))
        view = box.view()
        if view is not None:
            view.setMinimumWidth(view.sizeHintForColumn(0) + 30)
        return box

    def setEditorData(self, editor: QWidget | None, index: QModelIndex) -> None:
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(editor.findData(index.data(Qt.ItemDataRole.EditRole)))
        editor.showPopup()

    def setModelData(
        self, editor: QWidget | None, model: QAbstractItemModel | None, index: QModelIndex
    ) -> None:
        assert isinstance(editor, QComboBox)
        assert model is not None
        if editor.currentIndex() >= 0:
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        assert editor is not None
        editor.setGeometry(option.rect.adjusted(2, 2, -2, -2))

    def _take(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)


class FieldDelegate(ChoiceDelegate):
    """Chooses the field a column is read as."""

    def options(self, index: QModelIndex) -> list[tuple[str, Any]]:
        fields = [(words, name) for name, words in FIELD_WORDS.items()]
        current = index.data(Qt.ItemDataRole.EditRole)
        if current and current not in FIELD_WORDS:
            fields.append((field_words(current), current))
        return [(NOT_READ, ""), *fields]


class ColumnsRow(PlainTable):
    """The row of choices; its header holds the names of the columns."""

    def __init__(self) -> None:
        super().__init__(tr("What the columns are read as"))
        self.setItemDelegate(FieldDelegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        assert rows is not None
        rows.setDefaultSectionSize(self.row_height + 6)
        self.clicked.connect(self.edit)
