"""Exporting what the filter shows, and saying where it went."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PyQt6.QtCore import QObject, Qt, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from mapper import export
from mapper.gui.labels import TextLabel
from mapper.gui.session import Session
from mapper.gui.tasks import Progress
from mapper.model.filters import EventFilter
from mapper.project import Project

#: Kinds of maps in the file dialog, and the language of the page each stands for.
HTML_KINDS: Final = {
    "Interactive map (*.html)": "en",
    "Interactive map in Ukrainian (*.html)": "uk",
    "Interactive map in Russian (*.html)": "ru",
}
FIGURE_KINDS: Final = ("Figure, PNG (*.png)", "Figure, SVG (*.svg)", "Figure, PDF (*.pdf)")
_FIGURES: Final = (".png", ".svg", ".pdf")
TABLE_KINDS: Final = (
    "CSV table (*.csv);;Workbook (*.xlsx);;GeoJSON (*.geojson);;GeoPackage (*.gpkg);;"
    "KML for Google Earth (*.kml)"
)


@dataclass(frozen=True)
class ExportRequest:
    """What to write where; the ending of ``path`` says the format."""

    path: Path
    chosen: EventFilter
    title: str
    day: dt.date | None = None
    language: str = "en"


def write(request: ExportRequest, project: Project, progress: Progress) -> export.ExportReport:
    """Write the export; runs in the project's worker."""
    progress.check()
    if request.path.suffix.lower() in (".html", ".htm"):
        return export.html(
            project,
            request.path,
            title=request.title,
            filter=request.chosen,
            day=request.day,
            language=request.language,
        )
    if request.path.suffix.lower() in _FIGURES:
        return export.figure(
            project,
            request.path,
            title=request.title,
            filter=request.chosen,
            day=request.day,
        )
    return export.table(project, request.path, filter=request.chosen)


class Exporter(QObject):
    """Writes exports in the project's worker.

    Signals
    -------
    exported(ExportReport)
        The file is there.
    """

    exported = pyqtSignal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def start(self, request: ExportRequest) -> None:
        """Write an export; the report follows."""

        def work(project: Project, progress: Progress) -> export.ExportReport:
            return write(request, project, progress)

        self._session.use(work, done=self.exported.emit, name=f"Exporting {request.path.name}")


class ExportResult(QDialog):
    """Says what was written, what was left out, and opens it."""

    def __init__(self, report: export.ExportReport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Exported")
        self.setMinimumWidth(480)
        size = report.file.stat().st_size
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(8)
        layout.addWidget(TextLabel(report.file.name, bold=True, larger=1.15))
        layout.addWidget(TextLabel(str(report.file.parent), role="muted"))
        self.words = TextLabel(_in_words(report, size))
        layout.addWidget(self.words)
        for warning in report.warnings:
            layout.addWidget(TextLabel(warning))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        file = QUrl.fromLocalFile(str(report.file.resolve()))
        folder = QUrl.fromLocalFile(str(report.file.resolve().parent))
        if report.file.suffix.lower() in (".html", ".htm"):
            self._add(buttons, "Open in browser", file)
        self._add(buttons, "Show in folder", folder)
        layout.addSpacing(6)
        layout.addWidget(buttons)

    def _add(self, buttons: QDialogButtonBox, text: str, address: QUrl) -> None:
        button = QPushButton(text)
        button.clicked.connect(lambda: QDesktopServices.openUrl(address))
        buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)


def _in_words(report: export.ExportReport, size: int) -> str:
    events = f"{report.events:,} event{'' if report.events == 1 else 's'}"
    left = f"; {report.left_out:,} left out" if report.left_out else ""
    written = f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{max(size // 1000, 1):,} kB"
    return f"{events}{left}, {written}."
