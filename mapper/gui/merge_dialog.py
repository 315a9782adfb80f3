"""What a colleague changed in a copy: shown before it is taken, conflicts side by side."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QModelIndex, QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.import_table import PlainTable
from mapper.gui.labels import TextLabel
from mapper.gui.merge_model import SIDES, MergeModel
from mapper.gui.placing import fit_dialog
from mapper.gui.translation import tr, trn
from mapper.model.errors import shorten
from mapper.project import CopyComparison

_WIDTHS: Final = (250, 150, 170, 190, 210)


class MergeDialog(QDialog):
    """Shows what merging a copy would do; the person decides its conflicts.

    Signals
    -------
    decided(tuple)
        The copy is to be merged; these conflicts are to have its values.
    """

    decided = pyqtSignal(object)

    def __init__(self, told: CopyComparison, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Merge a colleague's copy"))
        self.model = MergeModel(told)
        self.summary = TextLabel(told.words, bold=True, larger=1.15)
        self.origin = TextLabel(_origin(told), role="muted")
        self.note = TextLabel(_note(told))
        self.table = PlainTable(tr("Changes of the copy"))
        self.card = SidesCard(self.model)
        self.all_ours = QPushButton(tr("All as here"))
        self.all_theirs = QPushButton(tr("All from the copy"))
        self.take = QPushButton(tr("Merge"))
        self.take.setDefault(True)
        self._lay_out(bool(told.conflicts))
        self._show_table()
        self.all_ours.clicked.connect(lambda: self.model.decide_all(theirs=False))
        self.all_theirs.clicked.connect(lambda: self.model.decide_all(theirs=True))
        self.model.ticked.connect(self.card.refresh)

    def accept(self) -> None:
        """Close, and let the copy be merged."""
        super().accept()
        self.decided.emit(self.model.theirs)

    def _lay_out(self, conflicts: bool) -> None:
        fit_dialog(self, QSize(1180, 760), QSize(720, 520))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.note, 1)
        for button in (self.all_ours, self.all_theirs):
            button.setAutoDefault(False)
            button.setVisible(conflicts)
            head.addWidget(button)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 12)
        layout.setSpacing(8)
        layout.addWidget(self.summary)
        layout.addWidget(self.origin)
        layout.addLayout(head)
        layout.addWidget(self.table, 5)
        layout.addWidget(self.card, 3)
        layout.addWidget(buttons)

    def _show_table(self) -> None:
        self.table.show_model(self.model)
        header = self.table.horizontalHeader()
        assert header is not None
        header.setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, width)
        selection = self.table.selectionModel()
        assert selection is not None
        selection.currentRowChanged.connect(self._show_row)
        self.table.selectRow(0)
        self.table.setFocus()

    def _show_row(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.card.show_row(current.row())


class SidesCard(QFrame):
    """One change whole: before, here and in the copy side by side, and the choice."""

    def __init__(self, model: MergeModel) -> None:
        super().__init__()
        self.setObjectName("card")
        self._model = model
        self._row = -1
        self.title = TextLabel(bold=True)
        self.values = {name: TextLabel() for name in SIDES}
        self.ours = QRadioButton(tr("Here: stays"))
        self.theirs = QRadioButton(tr("In the copy: is taken"))
        self._group = QButtonGroup(self)
        for button in (self.ours, self.theirs):
            self._group.addButton(button)
        self._heads = {
            "base": TextLabel(tr("Before"), role="muted"),
            "ours": TextLabel(tr("Here"), role="muted"),
            "theirs": TextLabel(tr("In the copy"), role="muted"),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(4)
        for column, name in enumerate(SIDES):
            grid.addWidget(self._heads[name], 0, column)
            grid.addWidget(self.values[name], 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.ours, 0, 1)
        grid.addWidget(self.theirs, 0, 2)
        grid.setRowStretch(2, 1)
        inside = QWidget()
        inside.setLayout(grid)
        # Reported texts can be long.
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(6)
        layout.addWidget(self.title)
        layout.addWidget(scroll, 1)
        self.ours.clicked.connect(lambda: self._model.decide(self._row, theirs=False))
        self.theirs.clicked.connect(lambda: self._model.decide(self._row, theirs=True))
        self.setVisible(model.length() > 0)

    def show_row(self, row: int) -> None:
        """Show a row of the model."""
        self._row = row
        model = self._model
        self.title.set_text(f"{model.title(row)} – {model.field(row)}")
        for name, label in self.values.items():
            label.set_text(model.side(row, name))
        conflict = model.is_conflict(row)
        for button, name in ((self.ours, "ours"), (self.theirs, "theirs")):
            button.setVisible(conflict)
            self._heads[name].setVisible(not conflict)
        self.refresh()

    def refresh(self) -> None:
        """Show what is decided."""
        if self._row >= 0 and self._model.is_conflict(self._row):
            taken = self._model.takes_theirs(self._row)
            (self.theirs if taken else self.ours).setChecked(True)


def _origin(told: CopyComparison) -> str:
    if not told.steps:
        return tr("Of {name}.", name=told.file.name)
    first, last = told.steps[0], told.steps[-1]
    count = len(told.steps)
    steps = trn("{number:,} step", "{number:,} steps", count)
    days = sorted({first.at[:10], last.at[:10]})
    newest = shorten(last.name, 80)[1:-1]
    if len(days) == 1:
        return tr(
            "{name}: {steps} on {day} (UTC), the last: {newest}.",
            name=told.file.name,
            steps=steps,
            day=days[0],
            newest=newest,
        )
    return tr(
        "{name}: {steps} from {first} to {last} (UTC), the last: {newest}.",
        name=told.file.name,
        steps=steps,
        first=days[0],
        last=days[1],
        newest=newest,
    )


def _note(told: CopyComparison) -> str:
    words = []
    if told.conflicts:
        words.append(
            tr(
                "Conflicts stand first: you both changed these, or one of you deleted them. They "
                "stay "
                "as here unless ticked."
            )
        )
    if told.more:
        listed = len(told.changes)
        words.append(
            tr(
                "The first {listed:,} of {number:,} changes are listed.",
                listed=listed,
                number=listed + told.more,
            )
        )
    return " ".join([*words, *told.warnings])
