"""Asking before anything leaves the computer for map tiles."""

from __future__ import annotations

from PyQt6.QtCore import Qt, QUrl
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from mapper.basemap.providers import Provider
from mapper.gui.web.page import open_in_browser
from mapper.gui.web.tiles import CACHE_BYTES, USER_AGENT


class ConsentDialog(QDialog):
    """Says which host will see what; nothing is asked of it before it is accepted."""

    def __init__(self, one: Provider, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Online tiles")
        host = one.host
        rows = QVBoxLayout(self)
        rows.setSpacing(10)
        head = QLabel(f"Show tiles of {one.tiles.name}?")
        font = head.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        head.setFont(font)
        rows.addWidget(head)
        for words in (
            f"Mapper will ask {host} for pictures of every part of the map you look at.",
            f"{host} will see your network address, which places you look at, how close and when, "
            f"and the name of the program ({USER_AGENT}). It does not see your project, its events "
            "or any file.",
            f"Tiles are kept on this computer as long as {host} allows, "
            f"{CACHE_BYTES // 1_000_000} MB at most. View > Base map > Mapper's own ends it.",
            f"Exported maps keep Mapper's own base map. {one.tiles.attribution} "
            f"({one.tiles.licence}).",
        ):
            rows.addWidget(_wrapped(words))
        policy = QLabel(f'<a href="{one.policy}">The rules of its owner</a>')
        policy.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        policy.linkActivated.connect(lambda address: open_in_browser(QUrl(address)))
        rows.addWidget(policy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.agree = buttons.addButton(f"Ask {host}", QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        assert cancel is not None
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        rows.addWidget(buttons)
        # Once it is in the dialog: before, Qt makes the other one the default.
        assert self.agree is not None
        self.agree.setAutoDefault(False)
        cancel.setDefault(True)
        cancel.setFocus()
        self.setMinimumWidth(460)


def _wrapped(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
