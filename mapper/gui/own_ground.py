"""Tables that scroll by painting only what comes into view."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtWidgets import QAbstractItemView

_POLISHED = (QEvent.Type.Show, QEvent.Type.StyleChange)


class OwnGround(QObject):
    """Has a view fill its own ground, of the palette's colour, which the sheet has too.

    On a ground that might be seen through Qt paints every cell at each step. A style sheet
    takes the filling away whenever it is put on.
    """

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if watched is self._view and event is not None and event.type() in _POLISHED:
            viewport = self._view.viewport()
            if viewport is not None:
                viewport.setAutoFillBackground(True)
        return False
