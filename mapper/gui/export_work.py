"""Builds what the export dialog previews, and saves it, beside other work."""

from __future__ import annotations

import csv
import dataclasses
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PyQt6.QtCore import QObject, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QImage, QImageReader

from mapper import export
from mapper.gui.export_choice import FIGURES, ExportChoice, write
from mapper.gui.session import Session
from mapper.gui.tasks import Progress, Task
from mapper.gui.translation import LANGUAGE, tr
from mapper.model.filters import EventFilter
from mapper.project import Project

#: Events of a preview; larger exports are previewed in part.
MOST_EVENTS: Final = 20_000
#: Rows and characters of tables and texts that are shown.
_ROWS: Final = 40
_CHARACTERS: Final = 6_000
#: Longer values are cut: columns of JSON would take long to lay out.
_LONGEST: Final = 200
#: Resolution of a drawing on the screen, pixels an inch.
_SCREEN_DPI: Final = 110
_SCREEN_PX: Final = 1_600
#: A PNG of more is shown as drawn for the screen: Qt does not open the largest.
_MOST_PIXELS: Final = 30_000_000
#: Typing is answered once it pauses this long.
_PAUSE_MS: Final = 400


@dataclass(frozen=True, eq=False)
class Preview:
    """What a file will be.

    Parameters
    ----------
    size
        Bytes of the file, reckoned where only a part of its events was built.
    events, of_events
        Events in the preview and in the file.
    content
        Bytes of the page.
    picture
        The figure, no larger than a screen.
    rows
        Header and first rows of a table.
    text
        Beginning of a file of text.
    """

    choice: ExportChoice
    warnings: tuple[str, ...]
    left_out: int
    size: int
    events: int
    of_events: int
    content: bytes = b""
    picture: QImage | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    text: str = ""


class ExportWork(QObject):
    """Builds previews, the newest wins, and saves.

    Signals
    -------
    building()
        A preview is being built.
    counted(int, int)
        How many events the file will have, and how many are left out; told before it is built.
    sketched(QImage)
        The figure as drawn for the screen; told before the file itself is built.
    built(Preview), failed(Exception)
        How that ended.
    saved(ExportReport), not_saved(Exception)
        The file is there, or why not.
    """

    building = pyqtSignal()
    counted = pyqtSignal(int, int)
    sketched = pyqtSignal(object)
    built = pyqtSignal(object)
    failed = pyqtSignal(object)
    saved = pyqtSignal(object)
    not_saved = pyqtSignal(object)
    # Sent by the worker: number of the preview, and events and left out, or the figure.
    _counted = pyqtSignal(int, int, int)
    _sketched = pyqtSignal(int, object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._next: tuple[ExportChoice, EventFilter] | None = None
        self._number = 0
        self._counted.connect(self._tell_count)
        self._sketched.connect(self._tell_sketch)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._start)

    def preview(self, choice: ExportChoice, chosen: EventFilter, *, at_once: bool = False) -> None:
        """Build a preview once nothing else is chosen for a moment."""
        self._next = (choice, chosen)
        self.building.emit()
        if at_once:
            self._pause.stop()
            self._start()
        else:
            self._pause.start()

    def drop(self) -> None:
        """Build no more previews."""
        self._pause.stop()
        self._next = None
        if self._task is not None:
            self._task.wanted = False
            self._task.cancel()
            self._task = None

    def save(self, choice: ExportChoice, chosen: EventFilter, path: Path) -> None:
        """Write the file; `saved` follows, or the window's error."""

        def work(project: Project, progress: Progress) -> export.ExportReport:
            return write(choice, chosen, path, project, progress.check)

        self._session.beside(
            work,
            done=self.saved.emit,
            failed=self.not_saved.emit,
            name=tr("Exporting {name}", name=path.name),
        )

    def _start(self) -> None:
        if self._next is None:
            return
        choice, chosen = self._next
        if self._task is not None:
            self._task.wanted = False
            self._task.cancel()
        self._number += 1
        told = partial(self._counted.emit, self._number)
        sketched = partial(self._sketched.emit, self._number)
        self._task = self._session.beside(
            partial(_build, choice, chosen, told, sketched), done=self._take, failed=self._fail
        )

    def _tell_count(self, number: int, events: int, left_out: int) -> None:
        if number == self._number and self._task is not None:
            self.counted.emit(events, left_out)

    def _tell_sketch(self, number: int, picture: QImage) -> None:
        if number == self._number and self._task is not None:
            self.sketched.emit(picture)

    def _take(self, preview: Preview) -> None:
        self._task = None
        self.built.emit(preview)

    def _fail(self, error: BaseException) -> None:
        self._task = None
        self.failed.emit(error)


def _build(
    choice: ExportChoice,
    chosen: EventFilter,
    told: Callable[[int, int], object],
    sketched: Callable[[QImage], object],
    project: Project,
    progress: Progress,
) -> Preview:
    """Build the file, or of many events a part of it, and return what is shown of it."""
    progress.check()
    with tempfile.TemporaryDirectory(prefix="mapper-") as folder:
        path = Path(folder) / f"preview.{choice.kind}"
        from mapper.export.tables import gather

        selected = gather(project, path).select(chosen)
        events = len(selected.events)
        told(events, selected.left_out)
        # A figure is drawn in little time however many events it has.
        part = events > MOST_EVENTS and choice.kind not in FIGURES
        most = MOST_EVENTS if part else None
        progress.check()
        picture = None
        if choice.kind in FIGURES:
            # First what a person waits for; the file itself, for its size, takes longer.
            drawn = dataclasses.replace(choice, kind="png", dpi=min(choice.dpi, _SCREEN_DPI))
            screen = path.with_name("screen.png")
            write(drawn, chosen, screen, project, progress.check)
            picture = _picture(screen)
            sketched(picture)
        report = write(choice, chosen, path, project, progress.check, most)
        progress.check()
        built = Preview(
            choice,
            report.said(LANGUAGE),
            report.left_out,
            size=path.stat().st_size,
            events=report.events,
            of_events=events if part else report.events,
        )
        if part:
            # The later half of the part tells best what each further event takes.
            half = path.with_name(f"half.{choice.kind}")
            fewer = write(choice, chosen, half, project, progress.check, MOST_EVENTS // 2)
            each = (built.size - half.stat().st_size) / (report.events - fewer.events)
            size = built.size + round(each * (events - report.events))
            built = dataclasses.replace(built, size=size)
        if choice.kind == "html":
            return dataclasses.replace(built, content=path.read_bytes())
        if picture is not None:
            if choice.kind == "png" and _pixels(choice) <= _MOST_PIXELS:
                picture = _picture(path)
            return dataclasses.replace(built, picture=picture)
        if choice.kind in ("geojson", "kml"):
            with path.open(encoding="utf-8") as file:
                return dataclasses.replace(built, text=file.read(_CHARACTERS))
        if choice.kind != "csv":
            path = path.with_suffix(".csv")
            export.table(project, path, filter=chosen, most_events=_ROWS)
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            rows = tuple(
                tuple(map(_cut, row)) for row, _ in zip(lines, range(_ROWS + 1), strict=False)
            )
        return dataclasses.replace(built, rows=rows)


def _pixels(choice: ExportChoice) -> float:
    return choice.width_mm * choice.height_mm * (choice.dpi / 25.4) ** 2


def _picture(path: Path) -> QImage:
    """Return a PNG, no larger than a screen."""
    reader = QImageReader(str(path))
    size = reader.size()
    if max(size.width(), size.height()) > _SCREEN_PX:
        bound = QSize(_SCREEN_PX, _SCREEN_PX)
        reader.setScaledSize(size.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
