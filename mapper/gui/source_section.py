"""The sources of an event as a list: pasted, corrected and removed where they stand."""

from __future__ import annotations

from urllib.parse import urlsplit

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mapper.gui.edits import LeavableEdit, mark_wrong
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr, trn
from mapper.model.event import Source
from mapper.readers.links import addresses

_MEANING = tr(
    "Web addresses, one or several; each becomes a source. Enter adds them, Esc does not."
)


def sources_of(text: str, event_id: str, known: tuple[Source, ...]) -> tuple[Source, ...]:
    """Return a source for each address in a text that the event does not have yet."""
    had = {source.url for source in known}
    return tuple(
        Source("", event_id, url=url, publisher=host_of(url))
        for url in addresses(text)
        if url not in had
    )


def host_of(url: str) -> str | None:
    """Return the host of an address as it is called."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return None if host is None else host.removeprefix("www.")


class SourceAdder(QWidget):
    """Takes pasted addresses; it stays from event to event, what is written does not.

    Signals
    -------
    added(object)
        The sources to add.
    """

    added = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self._event_id = ""
        self._known: tuple[Source, ...] = ()
        self.button = QPushButton(tr("Add sources…"))
        self.button.setProperty("role", "link")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setToolTip(tr("Paste the addresses of reports"))
        self.button.clicked.connect(self.open)
        self.edit = LeavableEdit()
        self.edit.setPlaceholderText("https://…")
        self.edit.setAccessibleName(tr("Addresses of sources"))
        self.edit.setAccessibleDescription(_MEANING)
        self.edit.textChanged.connect(self._check)
        self.edit.returnPressed.connect(self._add)
        self.edit.left.connect(self.close_adder)
        self.message = TextLabel()
        self.meaning = TextLabel(_MEANING, role="muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.edit, self.message, self.meaning):
            layout.addWidget(part)
            part.hide()

    def show_event(self, event_id: str, known: tuple[Source, ...], reason: str | None) -> None:
        """Take an event with its sources; ``reason`` says why nothing can be added."""
        if event_id != self._event_id or reason is not None:
            self.close_adder()
        self._event_id, self._known = event_id, known
        self.setVisible(reason is None)

    def open(self) -> None:
        """Show the line to paste in."""
        self.button.hide()
        self.edit.show()
        self.meaning.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_adder(self) -> None:
        """Add nothing."""
        had_focus = self.edit.hasFocus()
        self.button.show()
        for part in (self.edit, self.message, self.meaning):
            part.hide()
        self.edit.clear()
        if had_focus:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _check(self) -> None:
        text = self.edit.text()
        found, new = addresses(text), sources_of(text, self._event_id, self._known)
        words, wrong = "", False
        if text.strip() and not found:
            words, wrong = tr("No web address yet: it begins with https:// or http://."), True
        elif found and not new:
            words, wrong = tr("The event has this source already."), True
        elif new:
            words = ", ".join(source.publisher or "" for source in new)
            words = trn(
                "{number} source: {names}", "{number} sources: {names}", len(new), names=words
            )
            if len(new) < len(found):
                words = tr("{new}; there already: {old}", new=words, old=len(found) - len(new))
        mark_wrong(self.edit, self.message, wrong)
        self.message.set_text(words)
        self.message.setVisible(bool(words) and self.edit.isVisibleTo(self))

    def _add(self) -> None:
        new = sources_of(self.edit.text(), self._event_id, self._known)
        if new:
            self.close_adder()
            self.added.emit(new)
