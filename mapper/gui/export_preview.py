"""The preview of an export: the page itself, the picture, or the first rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QImage, QPixmap, QResizeEvent
from PyQt6.QtWidgets import (
    QFrame,
    QLabel,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.export_work import Preview
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr, trn
from mapper.gui.web import PagePreview
from mapper.gui.wording import size_words

_WIDEST_COLUMN: Final = 260


class ExportPreview(QWidget):
    """Shows what will be saved, how large it is, and what to know about it."""

    def __init__(self) -> None:
        super().__init__()
        self.page: PagePreview | None = None
        self.picture = _Picture()
        self.table = QTableWidget()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(False)
        self.table.setAccessibleName(tr("First rows"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(tr("Beginning of the file"))
        self.message = TextLabel(role="muted")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.info = TextLabel(bold=True)
        self.warnings = TextLabel()
        self.warnings.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._pages = QStackedWidget()
        for page in (self.message, self.picture, self.table, self.text):
            self._pages.addWidget(page)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self.warnings)
        # Long ones are scrolled by keys.
        self._area.setAccessibleName(tr("What to know before it is saved"))
        self._area.setFixedHeight(self.warnings.fontMetrics().height() * 5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.info)
        layout.addWidget(self._area)

    def show_building(self) -> None:
        """Say that the preview is being made; the one before stays in sight."""
        self.info.set_text(tr("Building the preview…"))

    def show_count(self, events: int, left_out: int) -> None:
        """Say how many events it will have, while the preview is still being made."""
        self.info.set_text(tr("{events}. Building the preview…", events=counted(events, left_out)))

    def show_sketch(self, picture: QImage) -> None:
        """Show a figure whose file is still being built."""
        self.picture.show_picture(picture)
        self._pages.setCurrentWidget(self.picture)

    def show_error(self, words: str) -> None:
        """Say why there is no preview."""
        self._say(words)
        self.info.set_text(tr("No preview"))
        self.warnings.set_text("")

    def show_preview(self, preview: Preview) -> None:
        """Show what will be saved."""
        kind = preview.choice.kind
        if kind == "html":
            self._show_page(preview.content)
        elif preview.picture is not None:
            self.picture.show_picture(preview.picture)
            self._pages.setCurrentWidget(self.picture)
        elif preview.text:
            self.text.setPlainText(preview.text)
            self._pages.setCurrentWidget(self.text)
        else:
            self._show_rows(preview.rows)
        self.info.set_text(told(preview))
        self.warnings.set_text("\n".join(f"• {words}" for words in preview.warnings))
        self._area.setVisible(bool(preview.warnings))

    def close_page(self) -> None:
        """Let go of the page, which must not outlive its profile."""
        if self.page is not None:
            self.page.close_page()

    def _say(self, words: str) -> None:
        self.message.set_text(words)
        self._pages.setCurrentWidget(self.message)

    def _show_page(self, content: bytes) -> None:
        if self.page is None:
            # A web view costs a process: only who wants a page pays for it.
            self.page = PagePreview()
            self._pages.addWidget(self.page)
        self.page.show_page(content)
        self._pages.setCurrentWidget(self.page)

    def _show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        header, body = (rows[0], rows[1:]) if rows else ((), ())
        # Columns that are empty in all these rows would push the others out of sight.
        used = [n for n in range(len(header)) if any(row[n] for row in body)]
        self.table.clear()
        self.table.setColumnCount(len(used))
        self.table.setRowCount(len(body))
        self.table.setHorizontalHeaderLabels([header[n] for n in used])
        for number, row in enumerate(body):
            for place, n in enumerate(used):
                self.table.setItem(number, place, QTableWidgetItem(row[n]))
        self.table.resizeColumnsToContents()
        for place in range(len(used)):
            if self.table.columnWidth(place) > _WIDEST_COLUMN:
                self.table.setColumnWidth(place, _WIDEST_COLUMN)
        self._pages.setCurrentWidget(self.table)


def counted(events: int, left_out: int) -> str:
    """Return how many events a file has, and how many are left out."""
    words = trn("{number:,} event", "{number:,} events", events)
    if not left_out:
        return words
    return tr("{events}; {left_out:,} left out", events=words, left_out=left_out)


def told(preview: Preview) -> str:
    """Return how many events a file has and how large it is."""
    events = trn("{number:,} event", "{number:,} events", preview.of_events)
    size = size_words(preview.size)
    if preview.events < preview.of_events:
        return tr(
            "{events}, about {size}. The preview has the first {shown:,} of them.",
            events=events,
            size=size,
            shown=preview.events,
        )
    words = counted(preview.of_events, preview.left_out)
    return tr("{events}, {size}", events=words, size=size)


class _Picture(QLabel):
    """A picture as large as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(QSize(120, 90))
        self.setAccessibleName(tr("Preview of the figure"))

    def show_picture(self, picture: QImage) -> None:
        """Show a figure."""
        self._whole = QPixmap.fromImage(picture)
        self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        if not self._whole.isNull():
            self.setPixmap(
                self._whole.scaled(
                    self.size(),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
