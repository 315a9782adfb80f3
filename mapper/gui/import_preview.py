"""The first rows of a file as they stand in it, and what its columns are read as."""

from __future__ import annotations

import pandas as pd
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from mapper.gui.import_columns import ColumnsModel, ColumnsRow
from mapper.gui.import_file import ImportFile
from mapper.gui.import_known import known_of
from mapper.gui.import_table import FrameModel, PlainTable
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr
from mapper.readers import Look

_WIDEST = 260
_NARROWEST = 96


class ImportPreview(QWidget):
    """The table of a file; for feeds whose columns can be given, with choices above it.

    Signals
    -------
    chosen(str, str)
        A column, and the field it is to be read as ("" for none).
    """

    chosen = pyqtSignal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self.note = TextLabel(role="muted")
        self.note.setContentsMargins(4, 8, 4, 4)
        self.columns = ColumnsRow()
        self.rows = PlainTable(tr("First rows"))
        header = self.rows.horizontalHeader()
        across, above = self.rows.horizontalScrollBar(), self.columns.horizontalScrollBar()
        widths = self.columns.horizontalHeader()
        assert header is not None
        assert widths is not None
        assert across is not None
        assert above is not None
        across.valueChanged.connect(above.setValue)
        above.valueChanged.connect(across.setValue)
        widths.sectionResized.connect(lambda section, _old, new: header.resizeSection(section, new))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.note)
        layout.addWidget(self.columns)
        layout.addWidget(self.rows, 1)
        # Words stand at the top where there is no table.
        layout.addStretch(0)

    def show_file(self, file: ImportFile) -> None:
        """Show the head of a file; what is shown already stays."""
        look = file.shown_look
        if look is None:
            self._look = None
            self._show_words(_instead_of_rows(file))
            return
        if look is self._look:
            return
        self._look = look
        if not look.columns:
            self._show_words(tr("This file has no columns: only shapes, shown on the map."))
            return
        model = ColumnsModel(look.columns, look.fields)
        model.chosen.connect(self.chosen)
        self.note.setVisible(False)
        self.columns.setVisible(True)
        self.rows.setVisible(True)
        position = self._position()
        self.columns.show_model(model)
        self.rows.show_frame(look.head)
        self._fit(look)
        self._go_back(position)

    def _show_words(self, words: str) -> None:
        self.note.set_text(words)
        self.note.setVisible(True)
        self.columns.setVisible(False)
        self.rows.setVisible(False)
        self.rows.show_frame(pd.DataFrame())

    def _fit(self, look: Look) -> None:
        above, below = self.columns.horizontalHeader(), self.rows.horizontalHeader()
        assert above is not None
        assert below is not None
        below.setVisible(False)
        choices = look.mappable
        rows = self.columns.verticalHeader()
        assert rows is not None
        self.columns.setRowHidden(0, not choices)
        height = above.sizeHint().height() + (rows.sectionSize(0) if choices else 0) + 2
        self.columns.setFixedHeight(height)
        model = self.rows.model()
        assert isinstance(model, FrameModel)
        for section in range(len(look.columns)):
            wanted = max(
                self.rows.sizeHintForColumn(section) + 8,
                above.sectionSizeHint(section) + 8,
                self.columns.sizeHintForColumn(section) + 44 if choices else 0,
                _NARROWEST if choices else 50,
            )
            below.resizeSection(section, min(wanted, _WIDEST))
            above.resizeSection(section, min(wanted, _WIDEST))
        below.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.columns.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus if choices else Qt.FocusPolicy.NoFocus
        )

    def _position(self) -> int:
        bar = self.rows.horizontalScrollBar()
        return 0 if bar is None else bar.value()

    def _go_back(self, position: int) -> None:
        bar = self.rows.horizontalScrollBar()
        if bar is not None:
            bar.setValue(position)


def _instead_of_rows(file: ImportFile) -> str:
    if file.state == "failed":
        return known_of(file.file)
    if file.look is not None:
        return ""
    return tr("The rows follow your answer") if file.questions else tr("Looking at the file…")
