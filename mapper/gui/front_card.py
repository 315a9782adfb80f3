"""One source or snapshot of fronts: what it is, and its terms to edit."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.addresses import is_web_address
from mapper.gui.day_words import front
from mapper.gui.edits import LeavableEdit, mark_wrong
from mapper.gui.front_words import SnapshotRow, SourceRow
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr
from mapper.measure import Snapshot
from mapper.model import vocabulary

_DIFFERS: Final = tr("differs between its snapshots")


class FrontCard(QFrame):
    """Shows the row that is current in the list.

    Signals
    -------
    terms_wanted(tuple, dict)
        These fronts are to have these values.
    removal_wanted(SnapshotRow)
        The snapshot is to be taken out of the project.
    """

    terms_wanted = pyqtSignal(object, object)
    removal_wanted = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._source: SourceRow | None = None
        self._snapshot: SnapshotRow | None = None
        self._writable = False
        self.title = TextLabel(bold=True)
        self.about = TextLabel(role="muted")
        self.area = TextLabel()
        self.terms_lead = TextLabel(bold=True)
        self.attribution, self.licence = LeavableEdit(), LeavableEdit()
        self.url = LeavableEdit()
        self.wrong = TextLabel(role="error")
        self.wrong.hide()
        self.redistribution = QComboBox()
        for value, term in vocabulary.REDISTRIBUTIONS.items():
            self.redistribution.addItem(tr(term.label), value)
        self.save = QPushButton(tr("Save terms"))
        self.save.setProperty("role", "primary")
        self.remove = QPushButton(tr("Remove snapshot"))
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(lambda: self.removal_wanted.emit(self._snapshot))
        for edit, name in (
            (self.attribution, tr("Attribution")),
            (self.licence, tr("Licence")),
            (self.url, tr("Web address")),
        ):
            edit.setAccessibleName(name)
            edit.textEdited.connect(self._offer)
            edit.returnPressed.connect(self._save)
            edit.left.connect(self._fill)
        self.redistribution.setAccessibleName(tr("Republishing"))
        self.redistribution.activated.connect(self._offer)
        self._lay_out()

    def show_row(self, source: SourceRow, snapshot: SnapshotRow | None, *, writable: bool) -> None:
        """Show a source, or one of its snapshots; what is being typed for it stays."""
        if (
            snapshot is None
            or self._snapshot is None
            or snapshot.snapshot != self._snapshot.snapshot
        ):
            self.area.hide()
        typing = self.save.isEnabled() and self._source is not None
        same = typing and self._source is not None and self._source.name == source.name
        self._source, self._snapshot, self._writable = source, snapshot, writable
        if snapshot is None:
            self.title.set_text(source.name)
            about = [f"{source.below}.", source.gap_words]
        else:
            one = snapshot.snapshot
            self.title.set_text(front(one))
            about = [
                f"{snapshot.what.capitalize()}.",
                tr("Published {when}.", when=one.published_at) if one.published_at else "",
                tr("From {file}.", file=snapshot.file) if snapshot.file else "",
            ]
        self.about.set_text(" ".join(part for part in about if part))
        number = len(source.rows)
        self.terms_lead.set_text(
            tr("Terms")
            if number == 1
            else tr("Terms of all {number:,} snapshots of {name}", number=number, name=source.name)
        )
        self.remove.setVisible(snapshot is not None)
        for widget in (*self._edits.values(), self.redistribution, self.remove):
            widget.setEnabled(writable)
        if not same:
            self._fill()

    def show_area(self, snapshot: Snapshot, words: str) -> None:
        """Say how much land the snapshot that is shown takes up."""
        if self._snapshot is not None and self._snapshot.snapshot == snapshot:
            self.area.set_text(words)
            self.area.setVisible(bool(words))

    def _lay_out(self) -> None:
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(11, 8, 11, 8)
        rows.setSpacing(6)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(tr("Attribution"), self.attribution)
        form.addRow(tr("Licence"), self.licence)
        form.addRow(tr("Web address"), self.url)
        form.addRow(self.wrong)
        form.addRow(tr("Republishing"), self.redistribution)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        for part in (self.title, self.about, self.area, self.terms_lead):
            rows.addWidget(part)
        rows.addLayout(form)
        rows.addLayout(buttons)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2, 2, 2, 2)
        whole.addWidget(area)
        self.setMinimumHeight(150)

    @property
    def _edits(self) -> dict[str, LeavableEdit]:
        return {"attribution": self.attribution, "licence": self.licence, "url": self.url}

    def _fill(self) -> None:
        """Write down the terms as the project has them."""
        if self._source is None:
            return
        for name, edit in self._edits.items():
            terms = self._source.terms(name)
            edit.setText(terms[0] if len(terms) == 1 else "")
            edit.setCursorPosition(0)
            edit.setPlaceholderText(_DIFFERS if len(terms) > 1 else tr("not stated"))
        self.redistribution.setCurrentIndex(self.redistribution.findData(self._republishing()))
        self._check_address()
        self.save.setEnabled(False)

    def _republishing(self) -> str | None:
        """Return what all snapshots have; None where they differ."""
        terms = () if self._source is None else self._source.terms("redistribution")
        return (terms[0] or "unknown") if len(terms) == 1 else None

    def _changed(self) -> dict[str, str]:
        """Return what was written and is not in the project."""
        if self._source is None:
            return {}
        changed = {}
        for name, edit in self._edits.items():
            terms, value = self._source.terms(name), edit.text().strip()
            if (value != terms[0]) if len(terms) == 1 else bool(value):
                changed[name] = value
        chosen = self.redistribution.currentData()
        if chosen is not None and chosen != self._republishing():
            changed["redistribution"] = str(chosen)
        return changed

    def _offer(self) -> None:
        right = self._check_address()
        self.save.setEnabled(self._writable and right and bool(self._changed()))

    def _check_address(self) -> bool:
        """Say as one types what is wrong with the address; it becomes a link in exports."""
        text = self.url.text().strip()
        wrong = bool(text) and not is_web_address(text)
        self.wrong.set_text(
            tr("Not a web address: it begins with https:// or http://.") if wrong else ""
        )
        self.wrong.setVisible(wrong)
        mark_wrong(self.url, self.wrong, wrong)
        return not wrong

    def _save(self) -> None:
        changed = self._changed()
        if changed and self.save.isEnabled() and self._writable and self._source is not None:
            self.save.setEnabled(False)
            self.terms_wanted.emit(self._source.front_ids, changed)
