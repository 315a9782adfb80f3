"""One photo, frame or link of an event's sources, and whether its file is as it was attached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from PyQt6.QtCore import Qt, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices, QImage, QPixmap
from PyQt6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QVBoxLayout

from mapper.gui.addresses import is_web_address
from mapper.gui.fact_desk import FactDesk
from mapper.gui.fact_table import MEDIUM_FACTS
from mapper.gui.flow import Flow
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.source_card import open_address
from mapper.gui.translation import tr
from mapper.gui.wording import size_words
from mapper.gui.written_forms import moment_words
from mapper.model.event import Source
from mapper.model.medium import Medium
from mapper.project.media_files import FileState, kind_of

_KINDS: Final = {
    "image": tr("Picture"),
    "video": tr("Video"),
    "audio": tr("Sound"),
    "document": tr("Document"),
    "other": tr("File"),
}
#: Digits of a hash that are shown; it is copied whole.
_SHOWN_DIGITS: Final = 16


@dataclass(frozen=True, eq=False)
class Checked:
    """What was found of the file of a medium, with a small picture if one can be made."""

    state: FileState
    picture: QImage | None = None


class MediumCard(QFrame):
    """Shows one medium; what is found of its file follows by `show_checked`.

    Signals
    -------
    check_wanted(Medium)
        Its file is to be read and compared with its hash.
    copied(str)
        Its hash is to be put on the clipboard.
    moved(str, str), removed(str)
        It belongs to the source of that id; it is to be taken away.
    """

    check_wanted = pyqtSignal(object)
    copied = pyqtSignal(str)
    moved = pyqtSignal(str, str)
    removed = pyqtSignal(str)

    def __init__(self, medium: Medium, sources: tuple[Source, ...], desk: FactDesk) -> None:
        super().__init__()
        self.setObjectName("card")
        self.medium = medium
        self._sources = sources
        self._desk = desk
        self._state: FileState | None = None
        self.picture = QLabel()
        self.picture.hide()
        where = medium.file or medium.url or ""
        self._name = PurePosixPath(medium.file).name if medium.file else where
        kind = kind_of(where)
        title = medium.caption or self._name
        source = next((one for one in sources if one.source_id == medium.source_id), None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(4)
        layout.addWidget(self.picture)
        layout.addWidget(TextLabel(title, bold=True))
        credit = None if source is None else source.author or source.publisher or source.title
        what = _KINDS[kind] if medium.file or kind != "other" else tr("Link")
        taken = moment_words(medium.taken_at) if medium.taken_at else None
        named = {title, self._name}
        facts = [what, taken, *(one for one in (self._name, credit) if one and one not in named)]
        if title != self._name:
            facts.insert(1, self._name)
        layout.addWidget(TextLabel(" · ".join(fact for fact in facts if fact), role="muted"))
        self.told = TextLabel()
        layout.addWidget(self.told)
        self._buttons = Flow(12)
        if medium.sha256:
            short = medium.sha256[:_SHOWN_DIGITS]
            hashed = TextLabel(f"SHA-256 {short}…", role="muted")
            hashed.setToolTip(plain_tip(medium.sha256))
            layout.addWidget(hashed)
        layout.addLayout(self._buttons)
        self.open = self._button(tr("Open"), self._open)
        if medium.file:
            self.folder = self._button(tr("Show in folder"), self._show_folder)
            self.check = self._button(tr("Check again"), lambda: self.check_wanted.emit(medium))
            for button in (self.open, self.folder):
                button.setEnabled(False)
            self._tell(tr("Checking…"))
        else:
            self.open.setEnabled(is_web_address(medium.url))
            self._tell(tr("A link: nothing of it is kept here."))
        if source is not None and is_web_address(source.archive_url):
            address = str(source.archive_url)
            archived = self._button(tr("Archived copy"), lambda: open_address(address))
            archived.setToolTip(plain_tip(address))
        if medium.sha256:
            digits = medium.sha256
            self.copy = self._button(tr("Copy hash"), lambda: self.copied.emit(digits))
        if desk.read_only_reason is None:
            self.correct = self._button(tr("Correct…"), self._offer)
            for key in MEDIUM_FACTS:
                desk.offer_of_medium(medium, key, (layout, self.correct))
            self.correct.setAccessibleName(tr("Correct or remove {name}", name=title))

    def show_checked(self, checked: Checked) -> None:
        """Show what was found of its file."""
        state = self._state = checked.state
        kept = self.medium.sha256
        usable = kind_of(state.path.name) != "other"
        self.open.setEnabled(state.there and usable)
        self.open.setToolTip("" if usable else tr("Files of this kind are not opened from here."))
        self.folder.setEnabled(state.path.parent.is_absolute() and "machine" not in state.reason)
        self.check.setText(tr("Check again"))
        if not state.there:
            self._tell(state.reason, wrong=True)
        elif state.sha256 is None:
            self.check.setText(tr("Check"))
            self._tell(tr("{size}. Not compared with its hash yet.", size=size_words(state.size)))
        elif kept is None:
            self._tell(tr("{size}. No hash was kept of it.", size=size_words(state.size)))
        elif state.sha256 != kept:
            self._tell(tr("The file has changed since it was attached."), wrong=True)
        else:
            self._tell(tr("{size}, unchanged since it was attached.", size=size_words(state.size)))
        if checked.picture is not None:
            pixels = QPixmap.fromImage(checked.picture)
            pixels.setDevicePixelRatio(2.0)
            self.picture.setPixmap(pixels)
            self.picture.setAccessibleName(self.medium.caption or self._name)
            self.picture.show()

    def menu(self) -> QMenu:
        """Return a menu of what can be written of it, and its removal."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for key, fact in MEDIUM_FACTS.items():
            action = menu.addAction(f"{fact.label}…")
            assert action is not None
            action.setToolTip(plain_tip(fact.meaning))
            action.triggered.connect(
                lambda _checked, key=key: self._desk.write_of(self.medium.media_id, key)
            )
        others = [one for one in self._sources if one.source_id != self.medium.source_id]
        if others:
            belongs = menu.addMenu(tr("It belongs to another source"))
            assert belongs is not None
            for source in others:
                action = belongs.addAction(source_name(source).replace("&", "&&"))
                assert action is not None
                action.triggered.connect(
                    lambda _checked, to=source.source_id: self.moved.emit(self.medium.media_id, to)
                )
        menu.addSeparator()
        remove = menu.addAction(tr("Take it away"))
        assert remove is not None
        remove.setToolTip(tr("The file itself stays where it is"))
        remove.triggered.connect(lambda: self.removed.emit(self.medium.media_id))
        return menu

    def _offer(self) -> None:
        menu = self.menu()
        menu.popup(self.correct.mapToGlobal(self.correct.rect().bottomLeft()))

    def _open(self) -> None:
        if self.medium.url:
            open_address(self.medium.url)
        elif self._state is not None and self._state.there:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._state.path)))

    def _show_folder(self) -> None:
        if self._state is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._state.path.parent)))

    def _tell(self, words: str, *, wrong: bool = False) -> None:
        self.told.set_text(words)
        self.told.setProperty("role", "error" if wrong else "muted")
        style = self.told.style()
        assert style is not None
        style.polish(self.told)

    def _button(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("role", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: act())
        self._buttons.addWidget(button)
        return button


def source_name(source: Source) -> str:
    """Return what a source is called in a list."""
    name = source.title or source.publisher or source.url or tr("Untitled source")
    return name if len(name) <= 60 else name[:59].rstrip() + "…"
