"""A section at the end of the details that opens at its heading."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mapper.gui.labels import rule


class FoldedSection(QWidget):
    """Stays open, once it was opened, from event to event; its rows are its owner's."""

    def __init__(self, title: str, tip: str) -> None:
        super().__init__()
        self._title, self._tip = title, tip
        self.head = QPushButton()
        self.head.setProperty("role", "link")
        self.head.setCheckable(True)
        self.head.setCursor(Qt.CursorShape.PointingHandCursor)
        self.head.toggled.connect(self._fold)
        self._body = QWidget()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 4, 0, 0)
        self._rows.setSpacing(10)
        self._rows.addWidget(rule())
        self._rows.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addWidget(self._body)
        # Nothing in it takes no room: what is closed stands close.
        self._body.hide()
        self._label("")

    def _fold(self, opened: bool) -> None:
        raise NotImplementedError

    def _label(self, count: str) -> None:
        opened = self.head.isChecked()
        self.head.setText(f"{'▾' if opened else '▸'} {self._title}{count}")
        self.head.setToolTip("" if opened else self._tip)

    def _show(self, words: list[QWidget]) -> None:
        body = QWidget()
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        for widget in words:
            rows.addWidget(widget)
        self._rows.replaceWidget(self._body, body)
        body.setVisible(bool(words))
        self._body.deleteLater()
        self._body = body
