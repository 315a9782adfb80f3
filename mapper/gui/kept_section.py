"""The kept measurements of the selected event, in its details."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mapper.gui.day_words import write_day
from mapper.gui.kept_words import KeptRow
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.translation import tr


class KeptSection(QWidget):
    """Lists them; without any there is nothing to see.

    Signals
    -------
    chosen(str)
        A measurement, by its id, is to be shown in the list of all.
    """

    chosen = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._body: QWidget | None = None
        self.hide()

    def show_rows(self, rows: tuple[KeptRow, ...]) -> None:
        """Show the measurements of an event."""
        if self._body is not None:
            self._rows.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
            self._body = None
        self.setVisible(bool(rows))
        if not rows:
            return
        self._body = body = QWidget()
        lines = QVBoxLayout(body)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(3)
        lines.addWidget(TextLabel(tr("Kept measurements"), bold=True))
        for row in rows:
            self._add(lines, row)
        self._rows.addWidget(body)

    def _add(self, lines: QVBoxLayout, row: KeptRow) -> None:
        button = QPushButton(row.what.replace("&", "&&"))
        button.setProperty("role", "link")
        button.setMinimumWidth(40)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip(plain_tip(row.kept.statement))
        button.setAccessibleName(row.below)
        button.clicked.connect(partial(self._choose, row.key))
        lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        day = row.kept.as_of
        dated = "" if day is None else write_day(dt.date.fromisoformat(day))
        told = ". ".join(part for part in (dated, row.kept.note) if part)
        if told:
            lines.addWidget(TextLabel(told, role="muted"))
        if row.stale:
            lines.addWidget(TextLabel(row.stale, role="error"))

    def _choose(self, key: str, _checked: bool = False) -> None:
        self.chosen.emit(key)
