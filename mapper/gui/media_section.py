"""What is attached to the sources of the selected event: photos, frames, recordings, links."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QDropEvent, QGuiApplication, QImage, QKeySequence, QShortcut
from PyQt6.QtWidgets import QComboBox, QPushButton, QScrollArea, QWidget

from mapper.gui.addresses import is_web_address
from mapper.gui.drop_veil import DropVeil
from mapper.gui.fact_desk import FactDesk
from mapper.gui.flow import Flow
from mapper.gui.folded_section import FoldedSection
from mapper.gui.labels import TextLabel
from mapper.gui.medium_card import Checked, MediumCard, source_name
from mapper.gui.translation import tr
from mapper.model.event import Source
from mapper.model.medium import Medium
from mapper.project.media_files import kind_of
from mapper.readers.links import addresses

_DROPS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


@dataclass(frozen=True, eq=False)
class Given:
    """What a person gives to be attached: files, addresses, or a picture without a file."""

    paths: tuple[Path, ...] = ()
    links: tuple[str, ...] = ()
    picture: QImage | None = None

    def __bool__(self) -> bool:
        return bool(self.paths or self.links or self.picture is not None)

    @classmethod
    def of(cls, data: QMimeData | None) -> Given:
        """Take what was copied, or is dropped."""
        if data is None:
            return cls()
        urls = data.urls()
        paths = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
        if paths:
            return cls(paths)
        links = tuple(url.toString() for url in urls if is_web_address(url.toString()))
        picture = data.imageData() if data.hasImage() else None
        if isinstance(picture, QImage) and not picture.isNull():
            return cls(picture=picture)
        return cls(links=links or tuple(addresses(data.text())))


class MediaSection(FoldedSection):
    """Stays open, once it was opened, from event to event.

    Signals
    -------
    check_wanted(object, bool)
        Files of these media are to be looked at; whether whatever their size.
    ask_wanted()
        Files to attach are to be asked for.
    given(Given, object)
        That is to be attached to the source of the id, or None: to one of its own.
    copied(str)
        A hash is to be put on the clipboard.
    moved(str, str), removed(str)
        A medium belongs to another source; or is to be taken away.
    nothing_given()
        There is nothing on the clipboard that can be attached.
    """

    check_wanted = pyqtSignal(object, bool)
    ask_wanted = pyqtSignal()
    given = pyqtSignal(object, object)
    copied = pyqtSignal(str)
    moved = pyqtSignal(str, str)
    removed = pyqtSignal(str)
    nothing_given = pyqtSignal()

    def __init__(self, desk: FactDesk) -> None:
        super().__init__(tr("Media"), tr("Photos, frames and recordings, each with its hash"))
        self._desk = desk
        self.event_id = ""
        self._media: tuple[Medium, ...] = ()
        self._sources: tuple[Source, ...] = ()
        self.cards: dict[str, MediumCard] = {}
        self._chosen: str | None = None
        #: Event of which something was attached that is not in view yet.
        self._to_reveal = ""

    @property
    def writable(self) -> bool:
        """Whether something can be attached."""
        return bool(self.event_id) and self._desk.read_only_reason is None

    def show_event(
        self, event_id: str, media: tuple[Medium, ...], sources: tuple[Source, ...]
    ) -> None:
        """Take another event, or a newer state of the same."""
        if event_id != self.event_id:
            self._chosen = sources[0].source_id if len(sources) == 1 else None
        self.event_id, self._media, self._sources = event_id, media, sources
        self._fold(self.head.isChecked())
        if event_id == self._to_reveal:
            # Once it has its place; a picture grows when its file is read.
            QTimer.singleShot(0, self._bring_into_view)

    def reveal(self, event_id: str) -> None:
        """Bring what was attached to an event into view as soon as it is shown."""
        self._to_reveal = event_id

    def _bring_into_view(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea) and self.cards and self.isVisible():
            # The last one is the newest.
            above.ensureWidgetVisible(list(self.cards.values())[-1], 0, 12)

    def show_checked(self, medium: Medium, checked: Checked) -> None:
        """Show what was found of a file, if it is still shown."""
        card = self.cards.get(medium.media_id)
        if card is not None and card.medium == medium:
            card.show_checked(checked)
        if self.event_id == self._to_reveal:
            self._to_reveal = ""
            QTimer.singleShot(0, self._bring_into_view)

    def give(self, given: Given) -> None:
        """Ask for something to be attached to the source that is chosen."""
        if not self.writable:
            return
        if given:
            self.head.setChecked(True)
            self.given.emit(given, self._chosen)
        else:
            self.nothing_given.emit()

    def _fold(self, opened: bool) -> None:
        self._label(f" ({len(self._media):,})" if self._media else "")
        self.cards = {}
        if not opened:
            self._show([])
            return
        words: list[QWidget] = []
        for medium in self._media:
            card = MediumCard(medium, self._sources, self._desk)
            card.check_wanted.connect(lambda one: self.check_wanted.emit((one,), True))
            card.copied.connect(self.copied)
            card.moved.connect(self.moved)
            card.removed.connect(self.removed)
            self.cards[medium.media_id] = card
            words.append(card)
        if not words:
            words.append(TextLabel(tr("Nothing is attached to its sources."), role="muted"))
        if self.writable:
            words.append(self._adding())
        self._show(words)
        files = tuple(medium for medium in self._media if medium.file)
        if files:
            self.check_wanted.emit(files, False)

    def _adding(self) -> QWidget:
        row = QWidget()
        flow = Flow(12)
        row.setLayout(flow)
        ways = (
            (tr("Attach file…"), tr("Or drop files on the details"), self.ask_wanted.emit),
            (tr("Paste"), tr("Attach the picture, files or address copied (Ctrl+V)"), self._paste),
        )
        self.buttons: list[QPushButton] = []
        for text, tip, act in ways:
            button = QPushButton(text)
            button.setProperty("role", "link")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setToolTip(tip)
            button.clicked.connect(act)
            self.buttons.append(button)
            flow.addWidget(button)
        if self._sources:
            self.target = QComboBox()
            self.target.setAccessibleName(tr("Source that it comes from"))
            self.target.setToolTip(tr("The source that what is attached comes from"))
            self.target.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            self.target.setMinimumContentsLength(14)
            for source in self._sources:
                self.target.addItem(tr("of {source}", source=source_name(source)), source.source_id)
            self.target.addItem(tr("of a new source"), None)
            at = self.target.findData(self._chosen)
            self.target.setCurrentIndex(at if at >= 0 else self.target.count() - 1)
            self.target.currentIndexChanged.connect(self._choose)
            flow.addWidget(self.target)
        return row

    def _choose(self) -> None:
        self._chosen = self.target.currentData()

    def _paste(self) -> None:
        clipboard = QGuiApplication.clipboard()
        self.give(Given.of(None if clipboard is None else clipboard.mimeData()))


class MediaDrops(QObject):
    """Lets files of the right kinds be dropped, and what was copied be pasted, on the details."""

    def __init__(self, panel: QWidget, section: MediaSection) -> None:
        super().__init__(panel)
        self._section = section
        panel.setAcceptDrops(True)
        panel.installEventFilter(self)
        self.veil = DropVeil(panel)
        paste = QShortcut(QKeySequence.StandardKey.Paste, panel, section._paste)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            self.veil.hide()
        if isinstance(event, QDropEvent) and event.type() in _DROPS:
            given = Given.of(event.mimeData())
            if self._takes(given):
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self._section.give(given)
                else:
                    self.veil.appear(tr("Drop to attach to this event"))
            else:
                # The window imports it.
                event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _takes(self, given: Given) -> bool:
        seen = all(kind_of(path.name) in ("image", "video", "audio") for path in given.paths)
        return self._section.isVisible() and self._section.writable and bool(given) and seen
