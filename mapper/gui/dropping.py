"""Files dropped on the window: what would become of them is shown while they are dragged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtGui import QDropEvent
from PyQt6.QtWidgets import QWidget

from mapper.gui.drop_veil import DropVeil
from mapper.gui.layout import dropped_paths
from mapper.gui.translation import tr, trn


class WindowDrops(QObject):
    """Takes what is dropped on a window and not on a part of it that has its own use for it."""

    def __init__(
        self, window: QWidget, over: QWidget | None, take: Callable[[Sequence[Path]], object]
    ) -> None:
        super().__init__(window)
        self._take = take
        self.veil = DropVeil(over or window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is None:
            return False
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            self.veil.hide()
        if isinstance(event, QDropEvent) and event.type() in (
            QEvent.Type.DragEnter,
            QEvent.Type.Drop,
        ):
            files = dropped_paths(event)
            if not files:
                return False
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self._take(files)
            else:
                self.veil.appear(words_for(files))
            return True
        return False


def all_media(files: Sequence[Path]) -> bool:
    """Tell whether these are pictures and recordings, which belong to an event."""
    from mapper.project.media_files import kind_of

    return all(kind_of(file.name) in ("image", "video", "audio") for file in files)


def words_for(files: Sequence[Path]) -> str:
    """Return what becomes of files dropped on the window."""
    if all_media(files):
        return tr("Pictures and recordings: drop them on the details of an event")
    if len(files) == 1 and files[0].suffix.lower() == ".gpkg":
        return tr("Drop to open {name}", name=files[0].name)
    return import_words(len(files))


def import_words(count: int) -> str:
    """Return that so many files would be imported."""
    return trn("Drop to import {number:,} file", "Drop to import {number:,} files", count)
