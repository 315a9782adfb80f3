"""The strip above the map while an event is moved by hand."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QFrame, QPushButton, QVBoxLayout

from mapper.gui import wording
from mapper.gui.flow import Flow
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.translation import tr


class MoveBar(QFrame):
    """Says how the mark is moved, where it stands, and takes the person's word that it is right.

    Signals
    -------
    kept(), left()
        The event lies where the mark is; or it stays where it was.
    exact_changed()
        The person said whether the place is known as exactly as it was pointed at.
    """

    kept = pyqtSignal()
    left = pyqtSignal()
    exact_changed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("measureBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = TextLabel(bold=True)
        self.told = TextLabel()
        # The map must not shift under a mark that is being dragged.
        self.told.setMinimumHeight(2 * self.told.fontMetrics().lineSpacing())
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.exact = QCheckBox()
        self.exact.toggled.connect(self.exact_changed)
        self.keep = QPushButton(tr("Put it here"))
        self.keep.setProperty("role", "primary")
        self.keep.setToolTip(tr("The event lies where the mark is (Enter)"))
        self.keep.clicked.connect(self.kept)
        cancel = QPushButton(tr("Cancel"))
        cancel.setToolTip(tr("Leave the event where it was (Esc)"))
        cancel.clicked.connect(self.left)
        buttons = Flow()
        for part in (self.keep, cancel, self.exact):
            buttons.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 10, 7)
        layout.setSpacing(5)
        layout.addWidget(self.text)
        layout.addWidget(self.told)
        layout.addLayout(buttons)
        self.hide()

    def ask(self, title: str, precision: str) -> None:
        """Ask where an event lies of which so much was known."""
        self.text.set_text(tr("Where does {title} lie?", title=title))
        self.told.set_text(
            tr("Drag the mark, or click the place. Arrow keys step it, with Shift farther.")
        )
        self.keep.setEnabled(False)
        self.exact.setChecked(False)
        self._offer(1000.0, choice=False)
        self.exact.setToolTip(
            plain_tip(
                tr("Unless ticked it stays known as before: {precision}", precision=precision)
            )
        )
        self.show()

    def show_place(self, words: str, radius_m: float, *, choice: bool) -> None:
        """Say where the mark stands, and how exact that is.

        With a ``choice`` the person may say that it is known so well; without, it was known
        no worse before.
        """
        radius = wording.length(radius_m)
        if not choice:
            words = tr(
                "{place} Known to {radius}; zoom in to say more.", place=words, radius=radius
            )
        self.told.set_text(words)
        self._offer(radius_m, choice=choice)
        self.keep.setEnabled(True)

    def _offer(self, radius_m: float, *, choice: bool) -> None:
        radius = wording.length(radius_m)
        self.exact.setText(tr("It is known to {radius} now", radius=radius))
        self.exact.setEnabled(choice)
