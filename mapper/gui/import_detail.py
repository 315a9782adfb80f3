"""What is known of the file chosen in the import dialog, page by page."""

from __future__ import annotations

import datetime as dt
from typing import Final

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.import_changes import ChangesPage
from mapper.gui.import_file import ImportFile
from mapper.gui.import_map import ImportMap
from mapper.gui.import_places import PlacesPage
from mapper.gui.import_preview import ImportPreview
from mapper.gui.import_questions import QuestionBox
from mapper.gui.import_sketch import MOST_POINTS
from mapper.gui.import_table import PlainTable
from mapper.gui.importing import Importer
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr, trn
from mapper.readers import PlaceWords, Said

_REJECTED_FIRST = ("row", "reason")
#: The page of rejected rows.
_REJECTED: Final = 3


class ImportDetail(QWidget):
    """Feed, question, first rows, map, changes, places and rejected rows of one file.

    Signals
    -------
    changed()
        What of the file is to be taken has changed.
    """

    changed = pyqtSignal()

    def __init__(self, importer: Importer) -> None:
        super().__init__()
        self._importer = importer
        self._file: ImportFile | None = None
        self._shown: tuple[object, str] = (None, "")
        self._led_to: tuple[object, str] = (None, "")
        self._shown_rejected: object = None
        self.inside = TextLabel(bold=True)
        self.feed = QComboBox()
        self.feed.setAccessibleName(tr("Read as"))
        self.feed.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.feed.activated.connect(self._choose_feed)
        self._feed_label = QLabel(tr("Read as"))
        self._feed_label.setBuddy(self.feed)
        self.remembered = TextLabel(
            tr("As you chose last time for this kind of file."), role="muted"
        )
        self.forget = QPushButton(tr("Forget"))
        self.forget.setProperty("role", "link")
        self.forget.setAutoDefault(False)
        self.forget.setToolTip(tr("Read this kind of file as Mapper proposes"))
        self.forget.clicked.connect(self._forget)
        self.error = TextLabel(role="error")
        self.question = QuestionBox()
        self.question.answered.connect(self._answer)
        self.question.day_given.connect(self._give_day)
        self.question.left_out.connect(self._leave_out)
        self.preview = ImportPreview()
        self.preview.chosen.connect(self._choose_column)
        self.map = ImportMap()
        self.changes = ChangesPage()
        self.changes.ticked.connect(self.changed)
        self.places = PlacesPage()
        self.places.placed.connect(importer.place)
        self.places.searched.connect(self._search_place)
        self.rejected = PlainTable(tr("Rejected rows"))
        self.notes = TextLabel()
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.addWidget(self.inside)
        head.addWidget(self._feed_label)
        head.addWidget(self.feed)
        head.addSpacing(8)
        head.addWidget(self.remembered, 1)
        head.addWidget(self.forget)
        head.addStretch(0)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.preview)
        halves.addWidget(self.map)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        halves.setSizes([640, 400])
        notes = QWidget()
        inside = QVBoxLayout(notes)
        inside.setContentsMargins(4, 10, 4, 4)
        inside.addWidget(self.notes)
        inside.addStretch(1)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        for page, name in (
            (halves, tr("First rows")),
            (self.places, tr("Places")),
            (self.changes, tr("Changes")),
            (self.rejected, tr("Rejected")),
            (notes, tr("Notes")),
        ):
            self.pages.addTab(page, name)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.error)
        layout.addWidget(self.question)
        layout.addWidget(self.pages, 1)

    @property
    def file(self) -> ImportFile | None:
        """The file on show."""
        return self._file

    def show_file(self, file: ImportFile) -> None:
        """Show a file, or what is new of it."""
        name = file.shown_name
        other = file is not self._file
        elsewhere = other or (file, name) != self._shown
        self._file, self._shown = file, (file, name)
        self.inside.set_text(tr("{name}, in {archive}", name=name, archive=file.file.name))
        # A question names its file itself.
        self.inside.setVisible(bool(name) and file.question is None)
        self._show_feed(file)
        error = file.error or (file.error_inside(name) if name else "")
        self.error.set_text(error)
        self.error.setVisible(bool(error))
        self.question.show_file(file)
        self.preview.show_file(file)
        self._show_map(file)
        if other or file.state in ("ready", "asking", "failed"):
            self._show_pages(file)
        refused = file.state == "ready" and not file.has_something and file.rejected > 0
        if elsewhere or (refused and self._led_to != self._shown):
            # Why nothing is taken comes first, once: who then mends the columns stays there.
            self._led_to = self._shown if refused else self._led_to
            self.pages.setCurrentIndex(_REJECTED if refused else 0)

    def _show_feed(self, file: ImportFile) -> None:
        look = file.shown_look
        for widget in (self.feed, self._feed_label):
            widget.setVisible(look is not None)
        self.remembered.setVisible(file.remembered)
        self.forget.setVisible(file.remembered)
        if look is None:
            return
        fitting = dict(look.fitting) | {look.feed: look.title}
        if [self.feed.itemData(n) for n in range(self.feed.count())] != list(fitting):
            self.feed.clear()
            for name, title in fitting.items():
                self.feed.addItem(title, name)
        self.feed.setCurrentIndex(self.feed.findData(look.feed))
        self.feed.setEnabled(len(fitting) > 1)

    def _show_map(self, file: ImportFile) -> None:
        if file.sketch is not None:
            some = file.sketch.places > MOST_POINTS
            words = trn("{number:,} place", "{number:,} places", file.sketch.places)
            words += tr(", some of them drawn") if some else ""
            self.map.show_sketch(file.sketch, words)
        elif file.state in ("ready", "failed"):
            self.map.show_sketch(None, tr("Nothing to show on the map"))
        else:
            waits = file.state == "asking"
            self.map.show_sketch(None, tr("The map follows your answer") if waits else "")

    def _show_pages(self, file: ImportFile) -> None:
        result = file.result
        warnings = [] if result is None else [*result.warnings]
        if file.comparison is not None:
            warnings += file.comparison.warnings
        if result is not None and result is not self._shown_rejected:
            self._shown_rejected = result
            frame = result.rejected
            first = [name for name in _REJECTED_FIRST if name in frame]
            rest = [name for name in frame.columns if name not in first]
            self.rejected.show_frame(frame[first + rest])
        self.notes.set_text("\n".join(dict.fromkeys(warnings)))
        unread = file.state == "failed" and file.shown_look is None
        self.pages.setTabText(0, tr("What is known") if unread else tr("First rows"))
        for number, name, count in (
            (1, tr("Places"), self.places.show_file(file)),
            (2, tr("Changes"), self.changes.show_file(file)),
            (_REJECTED, tr("Rejected"), file.rejected),
            (4, tr("Notes"), len(dict.fromkeys(warnings))),
        ):
            self.pages.setTabText(number, f"{name} ({count:,})")
            self.pages.setTabVisible(number, count > 0)

    # What the person says

    def _choose_feed(self, row: int) -> None:
        file, name = self._file, self.feed.itemData(row)
        look = None if file is None else file.shown_look
        if file is None or look is None or name == look.feed:
            return
        recognised = next(iter(look.fitting))
        feed = None if name == recognised else name
        self._importer.choose(file, Said(feed, file.choice.date))

    def _choose_column(self, column: str, field: str) -> None:
        file = self._file
        look = None if file is None else file.shown_look
        if file is None or look is None:
            return
        columns = dict(file.choice.columns)
        for name, known in look.fields.items():
            if known == column:
                columns[name] = ""
        if field:
            # The newest wish wins: one column of both coordinates, or one of each.
            for name in ("lat", "lon") if field == "coordinates" else ():
                columns.pop(name, None)
            if field in ("lat", "lon"):
                columns.pop("coordinates", None)
            columns[field] = column
        self._importer.choose(file, Said(look.feed, file.choice.date, columns))

    def _search_place(self, words: PlaceWords, text: str, entered: bool) -> None:
        self._importer.search(words, text, entered, self.places.show_spots)

    def _answer(self, answers: dict[str, str], everywhere: bool) -> None:
        if self._file is not None:
            self._importer.answer(self._file, answers, everywhere=everywhere)

    def _give_day(self, day: dt.date, everywhere: bool) -> None:
        if self._file is not None:
            self._importer.set_day(self._file, day, everywhere=everywhere)

    def _leave_out(self) -> None:
        if self._file is not None:
            self._importer.want(self._file, self._file.shown_name, False)

    def _forget(self) -> None:
        if self._file is not None:
            self._importer.forget(self._file)
