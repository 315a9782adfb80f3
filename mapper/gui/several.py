"""Several events at once: what is set is set on all of them, as one step."""

from __future__ import annotations

from typing import Any, Final

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from mapper.gui.fact_editor import FactEditor
from mapper.gui.fact_table import FACTS
from mapper.gui.flow import Flow
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.several_card import SeveralCard
from mapper.gui.translation import tr, trn
from mapper.model.event import Event

#: Facts that several events may well have in common.
_COMMON: Final = (
    "verification_status",
    "workflow_status",
    "event_type",
    "weapon",
    "target_type",
    "outcome",
    "claimed_by",
    "denied_by",
    "perpetrator_alleged",
    "affected_party",
    "date_start",
    "geo_precision",
    "radius_m",
    "admin1",
    "country",
    "incident_id",
    "tags",
    "sensitive",
)
_NOBODY: Final = Event("", "", "")


class SeveralPage(QScrollArea):
    """Says how many events are selected, and offers what can be done with all of them.

    Signals
    -------
    kept(object, str)
        Columns with the values to set on all of them, and what that is in words.
    delete_wanted()
        All of them are to be deleted.
    """

    kept = pyqtSignal(object, str)
    delete_wanted = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.editor: FactEditor | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = TextLabel(bold=True, larger=1.3)
        self.distances = SeveralCard()
        self.told = TextLabel("", role="muted")
        self._facts = QWidget()
        flow = Flow(6)
        self._facts.setLayout(flow)
        self.buttons: dict[str, QPushButton] = {}
        for key in _COMMON:
            button = QPushButton(FACTS[key].label)
            button.setProperty("role", "small")
            button.setToolTip(plain_tip(FACTS[key].meaning))
            button.clicked.connect(lambda _checked, key=key: self.write(key))
            flow.addWidget(button)
            self.buttons[key] = button
        self._name = TextLabel(bold=True)
        self._name.hide()
        self.delete = QPushButton(tr("Delete them"))
        self.delete.setToolTip(
            tr("Delete all of them with their sources; undo brings them back (Del)")
        )
        self.delete.clicked.connect(self.delete_wanted)
        page = QWidget()
        page.setObjectName("panel")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rows = QVBoxLayout(page)
        self._rows.setContentsMargins(18, 16, 18, 18)
        self._rows.setSpacing(10)
        for part in (self.title, self.distances, self.told, self._facts, self._name):
            self._rows.addWidget(part)
        self._rows.addSpacing(8)
        self._rows.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignLeft)
        self._rows.addStretch(1)
        self.setWidget(page)

    def show_count(self, count: int, read_only_reason: str | None) -> None:
        """Take how many events are selected, and why nothing can be set on them."""
        if count != self.count:
            self._close()
        self.count = count
        self.title.set_text(trn("{number:,} event selected", "{number:,} events selected", count))
        self.told.set_text(
            tr("Nothing can be edited: {reason}", reason=read_only_reason)
            if read_only_reason
            else tr("Set on all of them, as one step:")
        )
        for part in (self._facts, self.delete):
            part.setVisible(read_only_reason is None)

    def write(self, key: str) -> None:
        """Ask for the value that all of them are to have."""
        self._close(go_back=False)
        self.editor = editor = FactEditor(_NOBODY, FACTS[key], fresh=True)
        editor.kept.connect(self._keep)
        editor.left.connect(lambda: self._close())
        self._name.set_text(
            tr("{label} of all {count:,}", label=FACTS[key].label, count=self.count)
        )
        self._name.show()
        self._rows.insertWidget(self._rows.indexOf(self._name) + 1, editor)
        editor.begin()

    def _keep(self, values: dict[str, Any]) -> None:
        assert self.editor is not None
        key, text = self.editor.fact.key, self.editor.text
        self._close()
        self.kept.emit(values, said(key, text))

    def _close(self, *, go_back: bool = True) -> None:
        editor, self.editor = self.editor, None
        self._name.hide()
        if editor is not None:
            if go_back and editor.edit.hasFocus():
                # Else Qt gives the keyboard to the search box, which would take J for a letter.
                self.buttons[editor.fact.key].setFocus(Qt.FocusReason.OtherFocusReason)
            editor.over = True
            editor.hide()
            editor.deleteLater()


def said(key: str, text: str) -> str:
    """Return in words what is set on several events: the fact and its value."""
    fact = FACTS[key]
    if not text.strip():
        return tr("{label}: not known", label=fact.label)
    term = None if fact.terms is None else fact.terms.get(text)
    value = " ".join(text.split())[:60] if term is None else tr(term.label)
    return tr("{label}: {value}", label=fact.label, value=value)
