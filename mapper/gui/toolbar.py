"""The toolbar: words beside the icons, or icons alone where the words have no room."""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QToolBar, QToolButton

_ICON_PX: Final = 20
#: Width of a button that shows its icon alone: the style sheet puts padding and an edge around it.
_ALONE_PX: Final = _ICON_PX + 21


class FittingToolBar(QToolBar):
    """Hides no button for want of room, if its words can be left out instead."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.setMovable(False)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show words if all of them have room."""
        room = self.contentsRect().width()
        style = Qt.ToolButtonStyle
        wanted = (
            style.ToolButtonTextBesideIcon
            if self._width_of_words() <= room
            else style.ToolButtonIconOnly
        )
        if wanted != self.toolButtonStyle():
            self.setToolButtonStyle(wanted)

    def _width_of_words(self) -> int:
        """Return the width of all buttons with their words, whichever are shown now."""
        letters = self.fontMetrics()
        # As Qt reckons: words stand a little off the icon, between two spaces.
        around = _ALONE_PX + 5 + 2 * letters.horizontalAdvance(" ")
        layout = self.layout()
        assert layout is not None
        edges = layout.contentsMargins()
        width = edges.left() + edges.right()
        for action in self.actions():
            widget = self.widgetForAction(action)
            if widget is None or not action.isVisible():
                continue
            if isinstance(widget, QToolButton) and action.iconText() and not action.isSeparator():
                width += letters.horizontalAdvance(action.iconText()) + around
            else:
                width += max(widget.sizeHint().width(), widget.minimumSizeHint().width(), 0)
            width += layout.spacing()
        # The number of findings comes later.
        return width + letters.averageCharWidth() * 4
