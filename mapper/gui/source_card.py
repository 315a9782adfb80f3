"""One source of an event, and one claim; links open in the system's browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from PyQt6.QtCore import Qt, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout

from mapper.gui.addresses import is_web_address
from mapper.gui.fact_desk import FactDesk
from mapper.gui.fact_table import FACTS, SOURCE_FACTS
from mapper.gui.icons import icon
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.theme import Colours
from mapper.gui.translation import tr
from mapper.model import vocabulary as words
from mapper.model.event import Count, Source

#: What people are counted as.
COUNTED: Final = ("killed", "injured")


def open_address(text: str) -> None:
    """Open a web address in the system's browser."""
    if is_web_address(text):
        QDesktopServices.openUrl(QUrl(text.strip(), QUrl.ParsingMode.TolerantMode))


class SourceCard(QFrame):
    """Title, publisher, date, quote and links of one source."""

    def __init__(
        self,
        source: Source,
        colours: Colours,
        desk: FactDesk,
        counts: Mapping[str, Count],
    ) -> None:
        super().__init__()
        self._source = source
        self._desk = desk
        self.setObjectName("card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(4)
        title = source.title or source.publisher or source.url or tr("Untitled source")
        layout.addWidget(TextLabel(title, bold=True))
        kind = tr(words.SOURCE_TYPES[source.source_type].label) if source.source_type else None
        facts = [
            source.publisher if source.publisher != title else None,
            source.author,
            source.published_at,
            kind,
            tr("language {code}", code=source.language) if source.language else None,
        ]
        line = " · ".join(fact for fact in facts if fact)
        if line:
            layout.addWidget(TextLabel(line, role="muted"))
        if source.quote:
            layout.addWidget(TextLabel(f"“{source.quote}”"))
        if source.notes:
            layout.addWidget(TextLabel(source.notes, role="muted"))
        links = QHBoxLayout()
        links.setSpacing(14)
        for address, words_before in ((source.url, ""), (source.archive_url, tr("Archived: "))):
            if not address:
                continue
            if is_web_address(address):
                links.addWidget(_link(address, words_before, colours))
            elif address != title:
                layout.addWidget(TextLabel(f"{words_before}{address}", role="muted"))
        links.addStretch(1)
        layout.addLayout(links)
        if desk.read_only_reason is None:
            self.button = QPushButton(tr("Correct…"))
            self.button.setProperty("role", "link")
            self.button.setCursor(Qt.CursorShape.PointingHandCursor)
            self.button.setAccessibleName(tr("Correct or remove the source {title}", title=title))
            self.button.clicked.connect(self._offer)
            links.addWidget(self.button)
            beside = (layout, self.button)
            for key in SOURCE_FACTS:
                desk.offer_of(source, key, beside)
            for key in COUNTED:
                desk.offer_claim(source.source_id, key, counts.get(key, Count()), beside)

    def menu(self) -> QMenu:
        """Return a menu of what can be written of the source, and its removal."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for key, fact in SOURCE_FACTS.items():
            given = getattr(self._source, key)
            action = menu.addAction(fact.label if given else tr("{label}: add", label=fact.label))
            assert action is not None
            action.setToolTip(plain_tip(fact.meaning))
            action.triggered.connect(
                lambda _checked, key=key: self._desk.write_of(self._source.source_id, key)
            )
        menu.addSeparator()
        for key in COUNTED:
            says = menu.addAction(tr("{label}, as it says…", label=FACTS[key].label))
            assert says is not None
            says.triggered.connect(
                lambda _checked, key=key: self._desk.write_of(self._source.source_id, key)
            )
        menu.addSeparator()
        remove = menu.addAction(tr("Remove the source"))
        assert remove is not None
        remove.triggered.connect(lambda: self._desk.source_removed.emit(self._source.source_id))
        return menu

    def _offer(self) -> None:
        menu = self.menu()
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))


class ClaimRow(QFrame):
    """What one source says of one field."""

    def __init__(self, field: str, value: str | None, source: str, note: str | None) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(1)
        layout.addWidget(TextLabel(f"{field}: {value if value is not None else 'not stated'}"))
        layout.addWidget(TextLabel(f"{source}{'. ' + note if note else ''}", role="muted"))


def _link(address: str, before: str, colours: Colours) -> QPushButton:
    host = urlsplit(address.strip()).netloc.rsplit("@", 1)[-1].removeprefix("www.")
    # An ampersand in a button's text would become a keyboard mnemonic.
    button = QPushButton(f"{before}{host}".replace("&", "&&"))
    button.setProperty("role", "link")
    button.setIcon(icon("link", colours.accent))
    button.setToolTip(plain_tip(address))
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(lambda: open_address(address))
    return button
