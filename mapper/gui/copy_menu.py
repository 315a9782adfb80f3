"""A button that copies a position in the notation someone needs, or opens it elsewhere."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

from PyQt6.QtCore import QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices, QGuiApplication
from PyQt6.QtWidgets import QMenu, QPushButton

from mapper.geodesy import FORMS, format_position
from mapper.gui.icons import icon
from mapper.gui.services import addresses
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.model.errors import InputError

_LABELS: Final = {
    "decimal": tr("Decimal, longitude first"),
    "dms": tr("Degrees, minutes, seconds"),
    "mgrs": "MGRS",
    "plus-code": tr("Plus Code"),
    "link": tr("Map link"),
}


class CopyPosition(QPushButton):
    """Opens a menu of notations, of which the chosen one is copied, and of other maps.

    Signals
    -------
    copied(str)
        The position was put on the clipboard.
    """

    copied = pyqtSignal(str)

    def __init__(
        self, lon: float, lat: float, colours: Colours, day: dt.date | None = None
    ) -> None:
        super().__init__()
        self.setProperty("role", "link")
        self.setIcon(icon("copy", colours.muted))
        self.setToolTip(tr("Copy the position in some notation, or open it in another map"))
        self.setAccessibleName(tr("Copy position"))
        menu = QMenu(self)
        for form in FORMS:
            try:
                text = format_position(lon, lat, form)
            except InputError:
                # MGRS ends before the poles.
                continue
            shown = text if form != "link" else text.partition("?")[0]
            action = menu.addAction(f"{_LABELS.get(form, form)}:  {shown}".replace("&", "&&"))
            assert action is not None
            action.triggered.connect(partial(self._copy, text))
        others = menu.addMenu(tr("Open this place in"))
        assert others is not None
        others.setToolTipsVisible(True)
        for name, address in addresses(lon, lat, day).items():
            action = others.addAction(name)
            assert action is not None
            action.setToolTip(tr("Opens {host} in the browser", host=QUrl(address).host()))
            action.triggered.connect(partial(_open, address))
        self.setMenu(menu)

    def _copy(self, text: str, _checked: bool = False) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(text)
            self.copied.emit(text)


def _open(address: str, _checked: bool = False) -> None:
    QDesktopServices.openUrl(QUrl(address))
