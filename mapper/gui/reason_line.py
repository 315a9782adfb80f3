"""Why something was changed: a line that is there after each step and asks nothing."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mapper.gui.edits import LeavableEdit
from mapper.gui.labels import plain_tip
from mapper.gui.session import ProjectData, Session
from mapper.gui.tasks import Progress
from mapper.gui.translation import tr
from mapper.project import Change, Project

_CHARACTERS: Final = 56
#: Longer names of steps are cut.
_NAME: Final = 44


class ReasonLine(QWidget):
    """Offers to say why the newest step was made; whoever has no reason goes on."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._step: int | None = None
        self._name = ""
        self.button = QPushButton(tr("Add a reason"))
        self.button.setProperty("role", "link")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self._ask)
        self.edit = LeavableEdit()
        self.edit.setPlaceholderText(tr("Why? Enter keeps it in the history"))
        self.edit.setAccessibleName(tr("Reason"))
        width = self.edit.fontMetrics().averageCharWidth() * _CHARACTERS
        self.edit.setFixedWidth(width)
        self.edit.returnPressed.connect(self._keep)
        self.edit.left.connect(self._leave)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.addWidget(self.button)
        layout.addWidget(self.edit)
        self.hide()
        session.opened.connect(self._withdraw)
        session.changed.connect(self._offer)

    def _offer(self, _data: ProjectData, change: Change) -> None:
        if change.step is None:
            # An undone step has its reason where the history tells of it.
            if change.tables:
                self._withdraw()
            return
        self._step, self._name = change.step, change.name
        self._show_reason("")

    def _withdraw(self, *_: object) -> None:
        self._step = None
        self.hide()

    def _show_reason(self, reason: str) -> None:
        name = self._name if len(self._name) <= _NAME else self._name[:_NAME].rstrip() + "…"
        offer = tr("change the reason") if reason else tr("add a reason")
        self.button.setText(f"{name}: {offer}".replace("&", "&&"))
        told = tr("Reason for “{name}”", name=self._name)
        self.button.setToolTip(plain_tip(f"{told}: {reason}" if reason else told))
        self.edit.hide()
        self.button.show()
        self.show()

    def _ask(self) -> None:
        """Show the line, with the reason that the step may have already."""
        step = self._step

        def read(project: Project, _progress: Progress) -> str:
            found = project.query("SELECT reason FROM changes WHERE fid = ?", (step,))
            return str(found[0][0] or "") if found else ""

        def show(reason: str) -> None:
            if step == self._step:
                self.edit.setText(reason)
                self.button.hide()
                self.edit.show()
                self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

        self._session.use(read, done=show)

    def _keep(self) -> None:
        step, reason = self._step, self.edit.text().strip()
        if step is None:
            return

        def keep(project: Project, _progress: Progress) -> Change:
            return project.give_reason(step, reason)

        def done(_change: Change | None) -> None:
            if step == self._step:
                self._show_reason(reason)

        self._session.edit(keep, done=done)

    def _leave(self) -> None:
        self.edit.hide()
        self.button.show()
