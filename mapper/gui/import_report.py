"""The report after an import: every row accounted for, rejected ones with their reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.importing import FileReport
from mapper.gui.labels import TextLabel, plain_tip

_NO_PARENT = QModelIndex()


class FrameModel(QAbstractTableModel):
    """A read-only view of a data frame; missing values are blank."""

    def __init__(self, frame: pd.DataFrame) -> None:
        super().__init__()
        self._frame = frame

    def rowCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._frame)

    def columnCount(self, parent: QModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._frame.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.data(self.index(0, section), role) if len(self._frame) else None
        return str(self._frame.columns[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        value: Any = self._frame.iat[index.row(), index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and isinstance(value, int):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        text = "" if pd.isna(value) else " ".join(str(value).split())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text)
        return f"{value:,}" if isinstance(value, int) else text


class ImportReport(QDialog):
    """Shows what came of each file.

    Parameters
    ----------
    reports
        One per file.
    save
        Called with a frame of all rejected rows when the person wants them saved.
    """

    def __init__(
        self,
        reports: tuple[FileReport, ...],
        save: Callable[[pd.DataFrame], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Import report")
        self.resize(860, 560)
        self.rows = rejected_rows(reports)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(9)
        self.summary = TextLabel(summary(reports), bold=True, larger=1.15)
        layout.addWidget(self.summary)
        for report in reports:
            if report.error:
                layout.addWidget(TextLabel(report.error, role="error"))
        files = [report for report in reports if not report.error]
        if files:
            table = _table(_files_frame(files))
            rows = min(len(files), 6)
            table.setFixedHeight((rows + 1) * (table.fontMetrics().height() + 16) + 14)
            layout.addWidget(table)
        warnings = list(dict.fromkeys(w for report in reports for w in report.warnings))
        if warnings:
            layout.addWidget(TextLabel("\n".join(warnings), role="muted"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        assert close is not None
        close.setDefault(True)
        if len(self.rows):
            layout.addWidget(TextLabel(f"Rejected rows ({len(self.rows):,})", bold=True))
            layout.addWidget(_table(self.rows), 1)
            self.save = QPushButton("Save rejected rows…")
            self.save.setToolTip("Save them as a CSV file, to mend and import again")
            self.save.setAutoDefault(False)
            self.save.clicked.connect(lambda: save(self.rows))
            buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        else:
            layout.addStretch(1)
        layout.addWidget(buttons)


def summary(reports: tuple[FileReport, ...]) -> str:
    """Return the import in one sentence."""
    read = [report for report in reports if not report.error]
    if not read:
        return "Nothing was imported; the project is unchanged."
    parts = [
        f"{number:,} {word}"
        for number, word in (
            (sum(r.accepted for r in read), "added"),
            (sum(r.updated for r in read), "updated"),
            (sum(r.unchanged for r in read), "unchanged"),
            (sum(r.rejections for r in read), "rejected"),
            (sum(r.ignored for r in read), "ignored"),
        )
        if number or word == "added"
    ]
    failed = len(reports) - len(read)
    text = ", ".join(parts)
    if failed:
        text += f"; {failed} file{'' if failed == 1 else 's'} could not be read"
    return text + "."


def rejected_rows(reports: tuple[FileReport, ...]) -> pd.DataFrame:
    """Return all rejected rows: file, row and reason first, then their columns."""
    frames = []
    for report in reports:
        if report.rejections and report.rejected is not None:
            frame = report.rejected.copy()
            first = {name: frame.pop(name) for name in ("row", "reason")}
            for name in ("reason", "row"):
                frame.insert(0, name, first[name], allow_duplicates=True)
            frame.insert(0, "file", report.file.name, allow_duplicates=True)
            frames.append(frame)
    if not frames:
        return pd.DataFrame(columns=["file", "row", "reason"])
    return pd.concat(frames, ignore_index=True)


def save_rejected(rejected: pd.DataFrame, path: Path) -> None:
    """Write rejected rows as CSV."""
    rejected.to_csv(path, index=False, encoding="utf-8")


def _files_frame(reports: list[FileReport]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "File": [r.file.name for r in reports],
            "Read as": [f"{r.feed}: {r.kind}" for r in reports],
            "Rows": [r.rows for r in reports],
            "Added": [r.accepted for r in reports],
            "Updated": [r.updated for r in reports],
            "Unchanged": [r.unchanged for r in reports],
            "Rejected": [r.rejections for r in reports],
            "Ignored": [r.ignored for r in reports],
        }
    ).astype(object)
    optional = [name for name in ("Updated", "Unchanged", "Ignored") if not frame[name].any()]
    return frame.drop(columns=optional)


def _table(frame: pd.DataFrame) -> QTableView:
    table = QTableView()
    model = FrameModel(frame)
    model.setParent(table)
    table.setModel(model)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows, header = table.verticalHeader(), table.horizontalHeader()
    assert rows is not None
    assert header is not None
    rows.hide()
    rows.setDefaultSectionSize(table.fontMetrics().height() + 12)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setStretchLastSection(True)
    header.setMaximumSectionSize(420)
    header.setResizeContentsPrecision(200)
    table.resizeColumnsToContents()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    return table
