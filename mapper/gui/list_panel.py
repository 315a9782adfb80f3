"""A panel in the place of the list of events: a heading, a list, a card with its current row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PyQt6.QtCore import Qt, pyqtBoundSignal, pyqtSignal
from PyQt6.QtGui import QResizeEvent, QShowEvent
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mapper.gui.check_list import FindingsList
from mapper.gui.event_list import EmptyPage
from mapper.gui.labels import TextLabel
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.gui.two_line_list import RowList

#: Of a low panel the list has the most: one goes through it.
_MOST_OF_CARD: Final = 0.42


class ListAndCard(QSplitter):
    """A list above a card, which takes what it is to have, but never most of the room.

    Once a person moves what is between them, both keep their shares.
    """

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setChildrenCollapsible(False)
        self._card_height = 0
        self.splitterMoved.connect(self._leave)

    def fill(self, listed: QWidget, card: QWidget, card_height: int) -> None:
        """Take both; the card is ``card_height`` pixels high where there is room."""
        self.addWidget(listed)
        self.addWidget(card)
        self.setStretchFactor(0, 1)
        self._card_height = card_height

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if self._card_height:
            card = min(self._card_height, round(self.height() * _MOST_OF_CARD))
            self.setSizes([self.height() - card, card])

    def _leave(self) -> None:
        self._card_height = 0


class ListPanel(QWidget):
    """Heading above, list and card below, or why there is nothing to list.

    Signals
    -------
    closed()
        The person wants the list of events back.
    """

    closed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.count = TextLabel(bold=True, larger=1.15)
        self._pages = QStackedWidget()
        self._split = ListAndCard()
        self._nothing = EmptyPage("", "")
        self._listed: RowList | FindingsList | None = None
        self._refresh_shown: Callable[[], None] = lambda: None
        #: Whether something changed while nobody looked.
        self._stale = False

    def follow(self, changed: pyqtBoundSignal, refresh: Callable[[], None]) -> None:
        """Refresh now and at each change; one that nobody sees waits until somebody looks."""
        self._refresh_shown = refresh
        changed.connect(self._follow_change)
        refresh()

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._refresh_shown()

    def _follow_change(self) -> None:
        if self.isVisible():
            self._refresh_shown()
        else:
            self._stale = True

    def lay_out(
        self,
        listed: RowList | FindingsList,
        card: QWidget,
        *,
        head: Iterable[QWidget] = (),
        rows: Iterable[QLayout | QWidget] = (),
        card_height: int = 260,
    ) -> None:
        """Place list and card, ``head`` beside the count, and ``rows`` below that.

        Parameters
        ----------
        card_height
            Height of the card in pixels, where the panel is high enough.
        """
        self._listed = listed
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        close = QPushButton(tr("Back to the list"))
        close.clicked.connect(self.closed)
        self._split.fill(listed, card, card_height)
        self._pages.addWidget(self._split)
        self._pages.addWidget(self._nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(panel_row((self.count, 1), *((one, 0) for one in (*head, close)), top=8))
        for row in rows:
            if isinstance(row, QLayout):
                whole.addLayout(row)
            else:
                whole.addWidget(row)
        whole.addWidget(self._pages, 1)

    def set_colours(self, colours: Colours) -> None:
        """Take the colours of another theme."""
        assert self._listed is not None
        self._listed.set_colours(colours)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) row of the list."""
        assert self._listed is not None
        self._listed.step(by)

    def show_rows(self) -> None:
        """Show list and card."""
        self._pages.setCurrentWidget(self._split)

    def show_nothing(self, title: str, words: str) -> None:
        """Say in place of list and card why nothing is listed."""
        self._pages.removeWidget(self._nothing)
        self._nothing.deleteLater()
        self._nothing = EmptyPage(title, words)
        self._pages.addWidget(self._nothing)
        self._pages.setCurrentWidget(self._nothing)

    def go_quietly(self, row: int) -> None:
        """Make a row current without telling that it was chosen."""
        assert self._listed is not None
        blocked = self._listed.blockSignals(True)
        self._listed.go_to(row)
        self._listed.blockSignals(blocked)


def panel_row(*widgets: tuple[QWidget | None, int], top: int = 0, below: int = 0) -> QHBoxLayout:
    """Return widgets beside each other with their shares of the width; None is room."""
    row = QHBoxLayout()
    row.setContentsMargins(12, top, 10, below)
    for widget, share in widgets:
        if widget is None:
            row.addStretch(share)
        else:
            row.addWidget(widget, share)
    return row
