"""What a newcomer meets below the list: three things to try, and the ways to work of one's own."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mapper.gui import settings
from mapper.gui.actions import Actions
from mapper.gui.flow import Flow
from mapper.gui.icons import icon
from mapper.gui.labels import TextLabel
from mapper.gui.theme import Colours
from mapper.gui.translation import tr

#: What there is to try, by the name it is kept under.
THINGS: Final = {
    "read": tr("Click an event and read how far it was from the front of its day."),
    "filter": tr("Show one day or one status only; Esc shows everything again."),
    "copy": tr("Copy the statement of a distance with its sources, or export the map."),
}


class Welcome(QScrollArea):
    """Ticks off what was tried; shown with the sample until it is closed, else when asked for.

    Signals
    -------
    wanted(str)
        The person wants to be shown one of `THINGS`.
    """

    wanted = pyqtSignal(str)

    def __init__(self, actions: Actions, colours: Colours, *, remember: bool = True) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget()
        self._actions = actions
        self._remember = remember
        self._colours = colours
        self._closed = settings.welcome_closed()
        self._tried = {name for name in settings.tried() if name in THINGS}
        self._there = self._aside = self._sample = False
        self._marks = {name: QLabel() for name in THINGS}
        self._texts = {name: TextLabel(text) for name, text in THINGS.items()}
        self.buttons = {name: QPushButton(tr("Show me")) for name in THINGS}
        self.title = TextLabel(tr("Welcome to Mapper"), bold=True, larger=1.15)
        self.told = TextLabel(role="muted")
        self.close_button = QToolButton()
        self.close_button.setAccessibleName(tr("Close the welcome"))
        self.close_button.setToolTip(tr("Close; F1 shows it again"))
        self.close_button.clicked.connect(self._close)
        self._lay_out()
        self.setWidget(self._inside)
        self.set_colours(colours)
        self.hide()

    def sizeHint(self) -> QSize:
        width = self.contentsRect().width()
        return QSize(width, self._inside.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        # Were the bar there as needed, the room it takes would make it needed.
        fits = self.height() >= self.sizeHint().height()
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(bar.ScrollBarAlwaysOff if fits else bar.ScrollBarAsNeeded)
        super().resizeEvent(event)
        # Its height follows from the width that the pane has.
        if event is not None and event.oldSize().width() != event.size().width():
            self.updateGeometry()

    @property
    def tried(self) -> frozenset[str]:
        """Those of `THINGS` that were done."""
        return frozenset(self._tried)

    def show_project(self, *, sample: bool) -> None:
        """Be there with the sample, unless the person closed it or has tried everything."""
        self._sample = sample
        self._mark()
        self._there = sample and not self._closed and len(self._tried) < len(THINGS)
        self._set_visible()

    def make_room(self, wanted: bool) -> None:
        """Step aside while the room is wanted for something else."""
        self._aside = wanted
        self._set_visible()

    def turn(self) -> None:
        """Show it, or close it."""
        if self.isVisible():
            self._close()
            return
        self._closed = False
        self._there, self._aside = True, False
        self._keep()
        self._set_visible()
        first = next((name for name in THINGS if name not in self._tried), "read")
        self.buttons[first].setFocus()
        self.updateGeometry()

    def tick(self, name: str) -> None:
        """Note that one of `THINGS` was done."""
        if name not in self._tried:
            self._tried.add(name)
            self._keep()
            self._mark()

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        self._colours = colours
        self.close_button.setIcon(icon("close", colours.muted))
        self._mark()

    def _mark(self) -> None:
        for number, (name, text) in enumerate(THINGS.items(), start=1):
            done = name in self._tried
            mark = self._marks[name]
            if done:
                mark.setPixmap(icon("check", self._colours.agrees).pixmap(18, 18))
            else:
                mark.setText(str(number))
            self._texts[name].setAccessibleName(tr("Done: {what}", what=text) if done else text)
            self.buttons[name].setAccessibleName(tr("Show me: {what}", what=text))
        if len(self._tried) == len(THINGS):
            words = tr("You have tried all three. F1 shows them again.")
        elif self._sample:
            words = tr("Three things to try; change what you like, the sample is a copy.")
        else:
            words = tr("Three things to try, here or on the sample.")
        self.told.set_text(words)

    def _close(self) -> None:
        self._closed = True
        self._there = False
        self._keep()
        self._set_visible()

    def _set_visible(self) -> None:
        self.setVisible(self._there and not self._aside)

    def _keep(self) -> None:
        if self._remember:
            settings.set_welcome_closed(self._closed)
            settings.set_tried(sorted(self._tried))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        rows = QGridLayout()
        rows.setHorizontalSpacing(9)
        rows.setVerticalSpacing(6)
        rows.setColumnStretch(1, 1)
        for row, name in enumerate(THINGS):
            button = self.buttons[name]
            button.setProperty("role", "small")
            button.clicked.connect(lambda _on, name=name: self.wanted.emit(name))
            self._marks[name].setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._marks[name].setFixedWidth(18)
            rows.addWidget(self._marks[name], row, 0)
            rows.addWidget(self._texts[name], row, 1)
            rows.addWidget(button, row, 2, Qt.AlignmentFlag.AlignVCenter)
        ways = Flow(6)
        for name, words in (("new", tr("New…")), ("open", tr("Open…")), ("import", tr("Import…"))):
            ways.addWidget(self._way(name, words))
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(14, 10, 10, 12)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.told)
        layout.addLayout(rows)
        layout.addSpacing(4)
        layout.addWidget(
            TextLabel(
                tr("Then your own: a new project, or files and folders dropped on this window."),
                role="muted",
            )
        )
        layout.addLayout(ways)

    def _way(self, name: str, words: str) -> QPushButton:
        action = self._actions[name]
        button = QPushButton(words)
        button.setProperty("role", "small")
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        button.setEnabled(action.isEnabled())
        return button
