"""Asking before anything leaves the computer for map tiles."""

from __future__ import annotations

from PyQt6.QtCore import Qt, QUrl
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from mapper.basemap.providers import Provider
from mapper.gui.translation import tr
from mapper.gui.web.page import open_in_browser
from mapper.gui.web.tiles import CACHE_BYTES, USER_AGENT


class ConsentDialog(QDialog):
    """Says which host will see what; nothing is asked of it before it is accepted."""

    def __init__(self, one: Provider, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Online tiles"))
        host = one.host
        rows = QVBoxLayout(self)
        rows.setSpacing(10)
        head = QLabel(tr("Show tiles of {name}?", name=one.tiles.name))
        font = head.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.15)
        head.setFont(font)
        rows.addWidget(head)
        for words in (
            tr(
                "Mapper will ask {host} for pictures of every part of the map you look at.",
                host=host,
            ),
            tr(
                "{host} will see your network address, which places you look at, how close and "
                "when, and the name of the program ({program}). It does not see your project, "
                "its events or any file.",
                host=host,
                program=USER_AGENT,
            ),
            tr(
                "Tiles are kept on this computer as long as {host} allows, {number} MB at most. "
                "View > Base map > Mapper's own ends it.",
                host=host,
                number=CACHE_BYTES // 1_000_000,
            ),
            tr(
                "Exported maps keep Mapper's own base map. {attribution} ({licence}).",
                attribution=one.tiles.attribution,
                licence=one.tiles.licence,
            ),
        ):
            rows.addWidget(_wrapped(words))
        policy = QLabel(tr('<a href="{policy}">The rules of its owner</a>', policy=one.policy))
        policy.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        policy.linkActivated.connect(lambda address: open_in_browser(QUrl(address)))
        rows.addWidget(policy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.agree = buttons.addButton(
            tr("Ask {host}", host=host), QDialogButtonBox.ButtonRole.AcceptRole
        )
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
