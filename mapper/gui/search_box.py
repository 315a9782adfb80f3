"""A line to write in, and below it what the words may mean: the person chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PyQt6.QtCore import QRect, Qt, pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from mapper.gui.edits import LeavableEdit, LeavableList, mark_wrong
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.translation import tr

_LONGEST_TEXT: Final = 300


class SearchBox(QWidget):
    """Asks for words; what they may mean is looked up by the owner.

    Parameters
    ----------
    tallest
        Most height of the list of matches, in pixels.

    Signals
    -------
    written(str, bool)
        Text, and whether it was entered or is still being written; answered by
        `show_rows`.
    chosen(int)
        One of the rows was chosen.
    left()
        Escape was pressed.
    """

    written = pyqtSignal(str, bool)
    chosen = pyqtSignal(int)
    left = pyqtSignal()

    def __init__(self, tallest: int = 180) -> None:
        super().__init__()
        self._tallest = tallest
        self._rows: tuple[str, ...] = ()
        self.edit = LeavableEdit()
        self.edit.setMaxLength(_LONGEST_TEXT)
        self.edit.textEdited.connect(lambda text: self.written.emit(text, False))
        self.edit.returnPressed.connect(self._enter)
        self.edit.left.connect(self.left)
        self.edit.down.connect(self._to_list)
        self.options = LeavableList()
        self.options.setAccessibleName(tr("Matches"))
        self.options.setWordWrap(True)
        self.options.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.options.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.options.left.connect(self.left)
        self.options.itemActivated.connect(lambda _item: self._take())
        self.options.itemClicked.connect(lambda _item: self._take())
        self.message = TextLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for part in (self.edit, self.message, self.options):
            layout.addWidget(part)
        self.close_search()

    @property
    def searching(self) -> bool:
        """Whether the keyboard is in it."""
        return self.edit.hasFocus() or self.options.hasFocus()

    def open(self, name: str, placeholder: str, text: str = "") -> None:
        """Show the line, ready to write; what stands there first is searched at once."""
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setText(text)
        self.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()
        if text:
            self.written.emit(text, True)

    def close_search(self) -> None:
        """Ask for nothing any more."""
        self.hide()
        self.edit.clear()
        self.show_rows("", ())

    def show_rows(
        self, text: str, rows: Sequence[str], message: str = "", *, wrong: bool = False
    ) -> bool:
        """Show what the text may mean; False if another is written by now."""
        if text != self.edit.text():
            return False
        self._rows = tuple(rows)
        self.options.clear()
        self.options.addItems(self._rows)
        for number, words in enumerate(self._rows):
            item = self.options.item(number)
            assert item is not None
            item.setToolTip(plain_tip(words))
        self.options.setVisible(bool(self._rows))
        self.options.setFixedHeight(self._list_height())
        mark_wrong(self.edit, self.message, wrong)
        self.message.set_text(message)
        self.message.setVisible(bool(message))
        return True

    def _list_height(self) -> int:
        # The list itself knows only once it is shown.
        room = QRect(0, 0, max(self.edit.width() - 34, 80), 1000)
        metrics = self.options.fontMetrics()
        height = 10
        for words in self._rows:
            height += metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words).height() + 6
            if height >= self._tallest:
                return self._tallest
        return height

    def _enter(self) -> None:
        if self.edit.text().strip():
            self.written.emit(self.edit.text(), True)

    def _to_list(self) -> None:
        if self._rows:
            self.options.setFocus(Qt.FocusReason.OtherFocusReason)
            self.options.setCurrentRow(0)

    def _take(self) -> None:
        row = self.options.currentRow()
        if 0 <= row < len(self._rows):
            self.chosen.emit(row)
