"""The options of an export, in groups that fold; what a kind has no use for is hidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapper.gui import dialogs
from mapper.gui.day_words import write_days
from mapper.gui.edits import mark_wrong
from mapper.gui.export_choice import (
    FIGURES,
    KINDS,
    LANGUAGES,
    ExportChoice,
    Kind,
    read_bounds,
    read_day,
)
from mapper.gui.fact_table import sentence
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr, trn
from mapper.mapdoc.language import ENGLISH
from mapper.model.errors import InputError

_FIELDS_M: Final = (None, 500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0, 20_000.0, 50_000.0)


class _Fold(QWidget):
    """A heading that shows and hides what is below it."""

    def __init__(self, title: str, kinds: Sequence[Kind], *, is_open: bool = False) -> None:
        super().__init__()
        self.kinds = kinds
        self.heading = QToolButton()
        self.heading.setText(title)
        self.heading.setAutoRaise(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._content = QWidget()
        self.form = QFormLayout(self._content)
        self.form.setContentsMargins(8, 2, 4, 8)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(self.heading)
        rows.addWidget(self._content)
        self.heading.clicked.connect(lambda: self.turn(is_open=self._content.isHidden()))
        self.turn(is_open=is_open)

    def turn(self, *, is_open: bool) -> None:
        """Show or hide what is below."""
        self._content.setVisible(is_open)
        self.heading.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)


class ExportOptions(QScrollArea):
    """All that an export can be told.

    Signals
    -------
    changed()
        `choice` is another than before.
    """

    changed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._kind: Kind = "html"
        self._quiet = False
        self.about = TextLabel(role="muted")
        self.title, self.day = QLineEdit(), QLineEdit()
        self.title.setPlaceholderText(tr("called after what it shows"))
        self.front_days = TextLabel(role="muted")
        self.day.setPlaceholderText(tr("last day shown; or YYYY-MM-DD"))
        self.why_day, self.why_bounds = TextLabel(), TextLabel()
        for words in (self.front_days, self.why_day, self.why_bounds):
            words.hide()
        self.introduction, self.changes = QPlainTextEdit(), QPlainTextEdit()
        self.language = _combo({words: code for code, words in LANGUAGES.items()})
        self.layers = {name: QCheckBox(_capital(words)) for name, words in ENGLISH.LAYERS.items()}
        # Whether sources are in the page is asked under publishing.
        asked = {name: words for name, words in ENGLISH.COLUMNS.items() if name != "sources"}
        self.columns = {name: QCheckBox(_capital(words)) for name, words in asked.items()}
        self.timeline = QCheckBox(tr("Timeline below the map"))
        self.sources = QCheckBox(tr("Sources and links"))
        self.field = _combo(
            {
                tr("exact") if m is None else tr("fields of {number:g} km", number=m / 1000): m
                for m in _FIELDS_M
            }
        )
        self.version, self.since = QLineEdit(), QLineEdit()
        self.since.setPlaceholderText(tr("none"))
        self.choose_since = QPushButton(tr("Choose…"))
        self.choose_since.setAutoDefault(False)
        self.picture = QCheckBox(tr("Picture for links, beside the page (PNG)"))
        self.width_mm, self.height_mm = _number(40, 1_000, " mm"), _number(40, 1_000, " mm")
        self.dpi = _number(50, 1_200, " dpi")
        self.theme = _combo({tr("Light"): "light", tr("Dark"): "dark"})
        self.bounds = QLineEdit()
        self.bounds.setPlaceholderText(tr("all; or west, south, east, north"))
        self.bounds.setToolTip(
            tr("Degrees of what must be seen, such as 22, 44, 40, 53. Empty: all that is exported.")
        )
        self.bounds.setClearButtonEnabled(True)
        self.as_shown = QPushButton(tr("As the map shows"))
        # Enter saves, and no other button looks as if it did.
        self.as_shown.setAutoDefault(False)
        self.measure = QCheckBox(tr("Way from the selected events to the front"))
        self.folds = self._groups()
        self._lay_out()
        self._connect()

    @property
    def wrong(self) -> str:
        """What is wrong with what was typed for this kind of file, or ""."""
        day = self.why_day.text() if self._kind in (*FIGURES, "html") else ""
        return day or (self.why_bounds.text() if self._kind in FIGURES else "")

    def choice(self) -> ExportChoice:
        """Return what is chosen now."""
        layers = tuple(name for name, box in self.layers.items() if box.isChecked())
        columns = tuple(name for name, box in self.columns.items() if box.isChecked())
        return ExportChoice(
            kind=self._kind,
            heading=self.title.text().strip(),
            introduction=self.introduction.toPlainText().strip(),
            language=str(self.language.currentData()),
            layers=None if len(layers) == len(self.layers) else layers,
            columns=None if len(columns) == len(self.columns) else (*columns, "sources"),
            timeline=self.timeline.isChecked(),
            day=self.day.text().strip(),
            sources=self.sources.isChecked(),
            generalise_m=self.field.currentData(),
            version=self.version.text().strip(),
            since=self.since.text().strip(),
            changes=self.changes.toPlainText().strip(),
            picture=self.picture.isChecked(),
            width_mm=float(self.width_mm.value()),
            height_mm=float(self.height_mm.value()),
            dpi=self.dpi.value(),
            theme="dark" if self.theme.currentData() == "dark" else "light",
            bounds=self.bounds.text().strip(),
            measure=self.measure.isChecked(),
        )

    def set_choice(self, choice: ExportChoice) -> None:
        """Show choices as they were made before."""
        self._quiet = True
        self.title.setText(choice.heading)
        self.introduction.setPlainText(choice.introduction)
        self.language.setCurrentIndex(self.language.findData(choice.language))
        for boxes, chosen in ((self.layers, choice.layers), (self.columns, choice.columns)):
            for name, box in boxes.items():
                box.setChecked(chosen is None or name in chosen)
        self.timeline.setChecked(choice.timeline)
        self.day.setText(choice.day)
        self.sources.setChecked(choice.sources)
        self.field.setCurrentIndex(max(self.field.findData(choice.generalise_m), 0))
        self.version.setText(choice.version)
        self.since.setText(choice.since)
        self.changes.setPlainText(choice.changes)
        self.picture.setChecked(choice.picture)
        self.width_mm.setValue(round(choice.width_mm))
        self.height_mm.setValue(round(choice.height_mm))
        self.dpi.setValue(choice.dpi)
        self.theme.setCurrentIndex(self.theme.findData(choice.theme))
        self.bounds.setText(choice.bounds)
        self.measure.setChecked(choice.measure)
        self._quiet = False
        self.show_kind(choice.kind)

    def offer_days(self, days: Sequence[dt.date]) -> None:
        """Say which days have a front, and complete them as they are typed; ``days`` ascend."""
        completer = QCompleter([day.isoformat() for day in days], self.day)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.day.setCompleter(completer)
        if days:
            self.front_days.set_text(
                trn(
                    "A front of {days}",
                    "Fronts of {number:,} days, {days}",
                    len(days),
                    days=write_days(days[0], days[-1]),
                )
            )
        self.front_days.setVisible(bool(days))

    def show_kind(self, kind: Kind) -> None:
        """Offer what a kind of file can be told."""
        self._kind = kind
        for fold in self.folds:
            fold.setVisible(kind in fold.kinds)
        self.timeline.setVisible(kind == "html")
        self.measure.setVisible(kind in FIGURES)
        self.about.set_text(KINDS[kind].about)
        self.about.setVisible(bool(KINDS[kind].about))
        self._tell()

    def _groups(self) -> tuple[_Fold, ...]:
        page: tuple[Kind, ...] = ("html",)
        titles = _Fold(tr("Title"), (*page, *FIGURES), is_open=True)
        titles.form.addRow(tr("Title"), self.title)
        titles.form.addRow(tr("Day of the front"), self.day)
        titles.form.addRow(self.why_day)
        titles.form.addRow(self.front_days)
        texts = _Fold(tr("Page texts"), page, is_open=True)
        texts.form.addRow(tr("Introduction"), self.introduction)
        texts.form.addRow(tr("Language of the page"), self.language)
        extent = _Fold(tr("Part of the Earth"), FIGURES, is_open=True)
        extent.form.addRow(self.bounds)
        extent.form.addRow(self.why_bounds)
        extent.form.addRow(self.as_shown)
        shown = _Fold(tr("What is shown"), (*page, *FIGURES))
        for box in (*self.layers.values(), self.measure, self.timeline):
            shown.form.addRow(box)
        told = _Fold(tr("What is told of each event"), page)
        for box in self.columns.values():
            told.form.addRow(box)
        publishing = _Fold(tr("Publishing"), page)
        publishing.form.addRow(self.sources)
        publishing.form.addRow(tr("Positions"), self.field)
        publishing.form.addRow(
            TextLabel(tr("Events marked sensitive are never exported."), role="muted")
        )
        versions = _Fold(tr("Version and changes"), page)
        versions.form.addRow(tr("Name of this version"), self.version)
        since = QHBoxLayout()
        since.addWidget(self.since, 1)
        since.addWidget(self.choose_since)
        versions.form.addRow(tr("Page published before"), since)
        versions.form.addRow(tr("What changed"), self.changes)
        versions.form.addRow(self.picture)
        size = _Fold(tr("Size and colours"), FIGURES, is_open=True)
        size.form.addRow(tr("Width"), self.width_mm)
        size.form.addRow(tr("Height"), self.height_mm)
        size.form.addRow(tr("Resolution"), self.dpi)
        size.form.addRow(tr("Colours"), self.theme)
        return titles, texts, extent, size, shown, told, publishing, versions

    def _lay_out(self) -> None:
        for edit, name in (
            (self.title, tr("Title")),
            (self.day, tr("Day of the front")),
            (self.introduction, tr("Introduction")),
            (self.version, tr("Name of this version")),
            (self.since, tr("Page published before")),
            (self.changes, tr("What changed")),
            (self.field, tr("Positions")),
            (self.language, tr("Language of the page")),
            (self.theme, tr("Colours")),
            (self.bounds, tr("Part of the Earth")),
        ):
            edit.setAccessibleName(name)
        for text in (self.introduction, self.changes):
            text.setTabChangesFocus(True)
            text.setFixedHeight(text.fontMetrics().height() * 4)
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(4, 4, 8, 4)
        rows.setSpacing(4)
        rows.addWidget(self.about)
        for fold in self.folds:
            rows.addWidget(fold)
        rows.addStretch(1)
        # Its fields are gone through; the room around them is none.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)

    def _connect(self) -> None:
        # First: who hears of a change asks whether it is right.
        self.day.textChanged.connect(lambda: _check(self.day, self.why_day, read_day))
        self.bounds.textChanged.connect(lambda: _check(self.bounds, self.why_bounds, read_bounds))
        for line in (self.title, self.day, self.version, self.since, self.bounds):
            line.textChanged.connect(self._tell)
        for text in (self.introduction, self.changes):
            text.textChanged.connect(self._tell)
        for combo in (self.language, self.field, self.theme):
            combo.currentIndexChanged.connect(self._tell)
        for number in (self.width_mm, self.height_mm, self.dpi):
            number.valueChanged.connect(self._tell)
        boxes = (*self.layers.values(), *self.columns.values())
        for box in (*boxes, self.timeline, self.sources, self.picture, self.measure):
            box.toggled.connect(self._tell)
        self.choose_since.clicked.connect(self._choose_since)

    def _choose_since(self) -> None:
        path = dialogs.ask_page(self)
        if path is not None:
            self.since.setText(str(path))

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()


def _check(edit: QLineEdit, why: TextLabel, read: Callable[[str], object]) -> None:
    """Say below a line what is wrong with it."""
    said = ""
    try:
        read(edit.text().strip())
    except InputError as error:
        said = sentence(error)
    why.set_text(said)
    why.setVisible(bool(said))
    mark_wrong(edit, why, bool(said))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _combo(values: dict[str, object]) -> QComboBox:
    combo = QComboBox()
    for words, value in values.items():
        combo.addItem(words, value)
    return combo


def _number(low: int, high: int, unit: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(low, high)
    box.setSuffix(unit)
    # Each digit typed would be another size to draw.
    box.setKeyboardTracking(False)
    return box
