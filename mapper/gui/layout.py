"""How the parts of the window stand beside each other, and its menus."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QDropEvent
from PyQt6.QtWidgets import QSizePolicy, QSplitter, QToolBar, QToolButton, QVBoxLayout, QWidget

#: Narrowest width of list, map and details, with letters of the usual size.
_SMALLEST = (250, 260, 260)
#: Mean width of a letter of that size, and how much larger ones may widen list and details.
_USUAL_LETTER_PX = 7
_MOST_WIDENED = 1.25


def letter_scale(widget: QWidget) -> float:
    """Return how much larger the letters of a widget are than usual ones; 1 for smaller ones."""
    return max(1.0, widget.fontMetrics().averageCharWidth() / _USUAL_LETTER_PX)


def stacked(*widgets: QWidget, growing: QWidget) -> QWidget:
    """Return widgets below each other without gaps; one takes the room that is left."""
    whole = QWidget()
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    for widget in widgets:
        rows.addWidget(widget, int(widget is growing))
    return whole


def side_by_side(left: QWidget, middle: QWidget, right: QWidget) -> QSplitter:
    """Return the three panes; the one in the middle takes the room that is left."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for number, (widget, smallest) in enumerate(zip((left, middle, right), _SMALLEST, strict=True)):
        scale = 1.0 if widget is middle else min(letter_scale(widget), _MOST_WIDENED)
        widget.setMinimumWidth(round(smallest * scale))
        splitter.addWidget(widget)
        splitter.setStretchFactor(number, int(widget is middle))
    return splitter


def finish_toolbar(toolbar: QToolBar, at_the_end: Iterable[QWidget]) -> None:
    """Give a toolbar buttons at its far end."""
    gap = QWidget()
    gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    toolbar.addWidget(gap)
    for widget in at_the_end:
        toolbar.addWidget(widget)


def menu_button(name: str, tip: str) -> QToolButton:
    """Return a button that opens the menu it is given."""
    button = QToolButton()
    button.setToolTip(tip)
    button.setAccessibleName(name)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


def dropped_paths(event: QDropEvent) -> list[Path]:
    """Return the local files and folders that are dropped."""
    data = event.mimeData()
    urls = [] if data is None else data.urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
