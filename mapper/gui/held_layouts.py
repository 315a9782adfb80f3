"""Layouts that wait while all that they lay out changes."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6 import sip
from PyQt6.QtWidgets import QLayout, QScrollArea, QWidget


class HeldLayouts:
    """Holds the layouts of windows, and lays all out once when they go on."""

    def __init__(self) -> None:
        self._layouts: list[QLayout] = []
        self._areas: list[QScrollArea] = []

    def hold(self, windows: Iterable[QWidget]) -> None:
        """Let nothing in these windows be laid out; what is held already stays so."""
        for window in windows:
            for area in window.findChildren(QScrollArea):
                if area.widgetResizable():
                    area.setWidgetResizable(False)
                    self._areas.append(area)
            for layout in window.findChildren(QLayout):
                if layout.isEnabled():
                    layout.setEnabled(False)
                    self._layouts.append(layout)

    def go_on(self) -> None:
        """Lay out what was held."""
        # Parts of a window may have been made anew meanwhile.
        layouts = [layout for layout in self._layouts if not sip.isdeleted(layout)]
        areas = [area for area in self._areas if not sip.isdeleted(area)]
        self._layouts, self._areas = [], []
        for layout in layouts:
            layout.setEnabled(True)
        # All of them before any asks another how large it is.
        for layout in layouts:
            layout.invalidate()
        for area in areas:
            area.setWidgetResizable(True)
        for layout in layouts:
            parent = layout.parentWidget()
            if parent is not None and parent.layout() is layout:
                layout.activate()
