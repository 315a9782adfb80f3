"""Where the window stands, and how its width is shared out."""

from __future__ import annotations

from PyQt6.QtCore import QSize
from PyQt6.QtWidgets import QSplitter, QWidget

from mapper.gui import settings
from mapper.gui.layout import letter_scale


def place(window: QWidget, panes: QSplitter, size: QSize | None, *, remembered: bool) -> None:
    """Give a window a size, else the one it had, and its three panes their widths."""
    geometry = settings.layout("window") if remembered else None
    shares = settings.layout("panes") if remembered else None
    if size is not None:
        window.resize(size)
    elif geometry is None or not window.restoreGeometry(geometry):
        screen = window.screen()
        room = QSize(1440, 900) if screen is None else screen.availableSize() * 0.92
        window.resize(QSize(1440, 900).boundedTo(room))
    if shares is None or not panes.restoreState(shares):
        width = window.width()
        scale = letter_scale(window)
        left = min(max(round(width * 0.37), 280), round(600 * scale))
        right = min(max(round(width * 0.25 * scale), 280), round(380 * scale))
        panes.setSizes([left, max(width - left - right, 260), right])


def save(window: QWidget, panes: QSplitter) -> None:
    """Remember them."""
    settings.set_layout("window", window.saveGeometry())
    settings.set_layout("panes", panes.saveState())


def fit_dialog(dialog: QWidget, wanted: QSize, least: QSize) -> None:
    """Give a dialog its size: within its window where that is large enough, and on its screen."""
    parent, screen = dialog.parentWidget(), dialog.screen()
    window = None if parent is None else parent.window()
    size = wanted
    if window is not None:
        size = size.boundedTo(window.size() - QSize(60, 50)).expandedTo(least)
    if screen is not None:
        size = size.boundedTo(screen.availableGeometry().size())
    dialog.resize(size)
