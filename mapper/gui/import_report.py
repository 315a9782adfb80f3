"""The report after an import: every row accounted for, rejected ones with their reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from mapper.cli.csvfile import write_csv
from mapper.gui.import_table import PlainTable
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr, trn


@dataclass(frozen=True, eq=False)
class FileReport:
    """What came of one file; ``error`` says why nothing did."""

    file: Path
    feed: str = ""
    kind: str = ""
    rows: int = 0
    accepted: int = 0
    updated: int = 0
    unchanged: int = 0
    ignored: int = 0
    rejected: pd.DataFrame | None = None
    warnings: tuple[str, ...] = ()
    error: str = ""
    #: How many of the ``accepted`` are fronts; the others are events.
    fronts: int = 0

    @property
    def rejections(self) -> int:
        """Number of rejected rows."""
        return 0 if self.rejected is None else len(self.rejected)


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
        self.setWindowTitle(tr("Import report"))
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
            table = _table(tr("Files"), _files_frame(files))
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
            layout.addWidget(
                TextLabel(tr("Rejected rows ({number:,})", number=len(self.rows)), bold=True)
            )
            layout.addWidget(_table(tr("Rejected rows"), self.rows), 1)
            self.save = QPushButton(tr("Save rejected rows…"))
            self.save.setToolTip(tr("Save them as a CSV file, to mend and import again"))
            self.save.setAutoDefault(False)
            self.save.clicked.connect(lambda: save(self.rows))
            buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        else:
            layout.addStretch(1)
        layout.addWidget(buttons)


#: What else is counted of an import.
_COUNTED: Final = {
    "updated": tr("{number:,} updated"),
    "unchanged": tr("{number:,} unchanged"),
    "rejected": tr("{number:,} rejected"),
    "ignored": tr("{number:,} ignored"),
}


def summary(reports: tuple[FileReport, ...], *, done: bool = True) -> str:
    """Return the import in one sentence; before it is done what is added is new."""
    read = [report for report in reports if not report.error]
    if not read:
        return tr("Nothing was imported; the project is unchanged.")
    fronts = sum(r.fronts for r in read)
    parts = [_added(sum(r.accepted for r in read) - fronts, fronts, done=done)]
    parts += [
        tr(_COUNTED[word], number=number)
        for number, word in (
            (sum(r.updated for r in read), "updated"),
            (sum(r.unchanged for r in read), "unchanged"),
            (sum(r.rejections for r in read), "rejected"),
            (sum(r.ignored for r in read), "ignored"),
        )
        if number
    ]
    failed = len(reports) - len(read)
    text = ", ".join(parts)
    if failed:
        return trn(
            "{what}; {number} file not imported.",
            "{what}; {number} files not imported.",
            failed,
            what=text,
        )
    return text + "."


def _added(events: int, fronts: int, *, done: bool) -> str:
    if not events and not fronts:
        return tr("0 added") if done else tr("0 new")
    parts = []
    if events:
        parts.append(
            trn("{number:,} event", "{number:,} events", events)
            if done
            else trn("{number:,} new event", "{number:,} new events", events)
        )
    if fronts:
        parts.append(
            trn("{number:,} front", "{number:,} fronts", fronts)
            if done
            else trn("{number:,} new front", "{number:,} new fronts", fronts)
        )
    what = tr(" and ").join(parts)
    return tr("{what} added", what=what) if done else what


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
    """Write rejected rows as the command line does: to be mended and imported again."""
    write_csv(rejected, path)


def _files_frame(reports: list[FileReport]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            tr("File"): [r.file.name for r in reports],
            tr("Read as"): [f"{r.feed}: {r.kind}" for r in reports],
            tr("Rows"): [r.rows for r in reports],
            tr("Added"): [r.accepted for r in reports],
            tr("Updated"): [r.updated for r in reports],
            tr("Unchanged"): [r.unchanged for r in reports],
            tr("Rejected"): [r.rejections for r in reports],
            tr("Ignored"): [r.ignored for r in reports],
        }
    ).astype(object)
    optional = [
        name for name in (tr("Updated"), tr("Unchanged"), tr("Ignored")) if not frame[name].any()
    ]
    return frame.drop(columns=optional)


def _table(name: str, frame: pd.DataFrame) -> PlainTable:
    table = PlainTable(name)
    table.show_frame(frame)
    header = table.horizontalHeader()
    assert header is not None
    header.setStretchLastSection(True)
    return table
