"""The one dialog of all exports: kind on the left, options, and what will be saved."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Final

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mapper.gui import dialogs, settings
from mapper.gui.day_words import refusal
from mapper.gui.export_choice import FIGURES, KINDS, ExportChoice, Kind
from mapper.gui.export_options import ExportOptions
from mapper.gui.export_preview import ExportPreview
from mapper.gui.export_work import ExportWork, Preview
from mapper.gui.filter_words import filtered
from mapper.gui.framing import Box
from mapper.gui.labels import TextLabel
from mapper.gui.placing import fit_dialog
from mapper.gui.session import ProjectData
from mapper.gui.translation import tr
from mapper.model.errors import CancelledError, MapperError
from mapper.model.filters import EventFilter

_KIND: Final = Qt.ItemDataRole.UserRole


class ExportDialog(QDialog):
    """Shows the export as it will be while it is chosen; the window stays usable.

    Parameters
    ----------
    chosen
        Returns the filter: what it shows is exported.
    in_view
        Returns what the map shows now, degrees; None while that is not known.
    selected
        Returns the ids of the selected events, of many the first ones.

    Signals
    -------
    bug_met(Exception)
        Building the preview failed by no fault of the person.
    """

    bug_met = pyqtSignal(object)

    def __init__(
        self,
        work: ExportWork,
        data: ProjectData,
        chosen: Callable[[], EventFilter],
        in_view: Callable[[], Box | None],
        selected: Callable[[], Sequence[str]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Export"))
        fit_dialog(self, QSize(1120, 720), QSize(760, 520))
        self._work = work
        self._data = data
        self._chosen = chosen
        self._in_view = in_view
        self._selected = selected
        self.kinds = QListWidget()
        self.kinds.setAccessibleName(tr("Kind of file"))
        self.kinds.setSpacing(3)
        for kind, words in KINDS.items():
            item = QListWidgetItem(words.name)
            item.setData(_KIND, kind)
            self.kinds.addItem(item)
        # As wide as its words, however large the letters.
        self.kinds.setFixedWidth(max(self.kinds.sizeHintForColumn(0) + 24, 140))
        self.filter = TextLabel(role="muted")
        self.options = ExportOptions()
        self.options.setFixedWidth(300)
        self.preview = ExportPreview()
        self.save = QPushButton(tr("Save…"))
        self.save.setProperty("role", "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        self._lay_out()
        remembered = ExportChoice.from_settings(settings.export_choice(data.path))
        self.options.offer_days(sorted({one.as_of for one in data.fronts.snapshots}))
        self.options.set_choice(remembered)
        self._mark(remembered.kind)
        self.options.changed.connect(self.refresh)
        self.options.as_shown.clicked.connect(self._take_view)
        self.kinds.currentItemChanged.connect(self._turn)
        work.building.connect(self.preview.show_building)
        work.counted.connect(self.preview.show_count)
        work.sketched.connect(self.preview.show_sketch)
        work.built.connect(self._show)
        work.failed.connect(self._fail)
        self.finished.connect(self._end)

    @property
    def choice(self) -> ExportChoice:
        """What is chosen now."""
        choice = self.options.choice()
        if not (choice.measure and choice.kind in FIGURES):
            return choice
        return dataclasses.replace(choice, measured=tuple(self._selected()))

    def show_one_of(self, kinds: Sequence[Kind]) -> None:
        """Show the preview; of these kinds the one chosen last, or the first."""
        if self.choice.kind not in kinds:
            self.show_kind(kinds[0])
        self.refresh(at_once=True)

    def show_kind(self, kind: Kind) -> None:
        """Choose a kind of file."""
        self._mark(kind)

    def refresh(self, *, at_once: bool = False) -> None:
        """Build the preview anew: something was chosen, filtered or edited."""
        chosen = self._chosen()
        words = filtered(chosen)
        self.filter.set_text(
            tr("Filter: {words}", words=words) if words else tr("All events: nothing is filtered.")
        )
        wrong = self.options.wrong
        self.save.setEnabled(not wrong)
        if wrong:
            self._work.drop()
            self.preview.show_error(wrong)
            return
        self._work.preview(self.choice, chosen, at_once=at_once)

    def follow_selection(self) -> None:
        """Build the preview anew if it shows the way from what is selected."""
        if self.options.measure.isChecked() and self.options.choice().kind in FIGURES:
            self.refresh()

    def take(self, data: ProjectData) -> None:
        """Take a newer state of the project."""
        self._data = data
        self.refresh()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self.kinds)
        columns.addWidget(self.options)
        columns.addWidget(self.preview, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(8)
        whole.addWidget(self.filter)
        whole.addLayout(columns, 1)
        whole.addWidget(buttons)

    def _mark(self, kind: Kind) -> None:
        self.kinds.setCurrentRow(list(KINDS).index(kind))

    def _turn(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.options.show_kind(item.data(_KIND))

    def _take_view(self) -> None:
        box = self._in_view()
        if box is not None:
            self.options.bounds.setText(", ".join(f"{degrees:.2f}" for degrees in box))

    def _show(self, preview: Preview) -> None:
        self.preview.show_preview(preview)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, CancelledError):
            return
        if isinstance(error, MapperError):
            # What cannot be built could not be saved either.
            self.save.setEnabled(False)
            self.preview.show_error(refusal(str(error)))
        else:
            self.bug_met.emit(error)

    def _save(self) -> None:
        choice = self.choice
        name = f"{self._data.title}.{choice.kind}"
        asked = dialogs.ask_save_as(self, tr("Export"), name, KINDS[choice.kind].files)
        if asked is not None:
            path = asked[0]
            # The ending says what is written, and the dialog what was chosen.
            if path.suffix.lower() != f".{choice.kind}":
                path = path.with_name(f"{path.name}.{choice.kind}")
            self._work.drop()
            self._work.save(choice, self._chosen(), path)
            self.accept()

    def _end(self) -> None:
        settings.set_export_choice(self._data.path, self.choice.for_settings())
        self._work.drop()
        self.preview.close_page()
