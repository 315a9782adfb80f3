"""Facts that can be written where they stand, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PyQt6.QtCore import QObject, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QApplication, QMenu, QPushButton, QVBoxLayout, QWidget

from mapper.gui import fact_table
from mapper.gui.fact_editor import FactEditor
from mapper.gui.fact_table import FACTS, MEDIUM_FACTS, SOURCE_FACTS, Fact, Subject
from mapper.gui.labels import TextLabel, plain_tip
from mapper.gui.translation import tr
from mapper.model.event import Count, Event, Source
from mapper.model.medium import Medium


def _key_of(source_id: str, key: str) -> str:
    return f"{key} of {source_id}"


#: Said in the line of the days; each is written by itself too.
_SAID_WITH_DAY: Final = ("date_precision", "time_local", "timezone")
#: Layout that a fact is shown in, and what the keyboard is at before it.
Beside = tuple[QVBoxLayout, QWidget]
_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class EditableLabel(TextLabel):
    """Words that a click, Enter or F2 turns into an editor.

    Signals
    -------
    wanted()
        The person wants to write them.
    """

    wanted = pyqtSignal()

    def __init__(self, text: str, *, bold: bool = False, larger: float = 1.0) -> None:
        super().__init__(text, bold=bold, larger=larger)
        self.setProperty("editable", True)
        # It has a frame, beside which Qt would leave room.
        self.setIndent(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._pressed: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        self._pressed = event.pos() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is None or self.hasSelectedText():
            # Words that were dragged over are to be copied.
            return
        if (event.pos() - pressed).manhattanLength() < QApplication.startDragDistance():
            self.wanted.emit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if event.key() in _KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.wanted.emit()
        else:
            super().keyPressEvent(event)


class EditableFact(QWidget):
    """A fact in words, or its editor."""

    def __init__(
        self,
        desk: FactDesk,
        event: Subject,
        fact: Fact,
        words: QWidget,
        focus_here: QWidget,
    ) -> None:
        super().__init__()
        #: Names it among those shown.
        self.key = fact.key
        if isinstance(event, Source):
            self.key = _key_of(event.source_id, fact.key)
        elif isinstance(event, Medium):
            self.key = _key_of(event.media_id, fact.key)
        self.focus_here = focus_here
        self._desk = desk
        self.subject = event
        self.fact = fact
        self.words = words
        self.editor: FactEditor | None = None
        #: Whose word it is, if it is what one source says of the event.
        self.source_id = ""
        #: The name beside it, which goes as it does.
        self.name: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(words)

    def open(self, text: str | None = None) -> FactEditor:
        """Turn the words into an editor."""
        if self.editor is None:
            self.editor = FactEditor(self.subject, self.fact, text)
            self.editor.kept.connect(lambda values: self._desk.keep(self, values))
            self.editor.left.connect(self._leave)
            self.words.hide()
            self._layout.addWidget(self.editor)
        self.editor.begin()
        return self.editor

    def _leave(self) -> None:
        had_focus = self.editor is not None and self.editor.edit.hasFocus()
        self.close_editor()
        if had_focus:
            self.focus_here.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_editor(self) -> None:
        """Show the words again."""
        editor, self.editor = self.editor, None
        self.words.show()
        if editor is not None:
            editor.over = True
            editor.hide()
            editor.deleteLater()
        self._desk.closed(self)


class FactDesk(QObject):
    """Makes the facts of one event and knows which is being written.

    Signals
    -------
    kept(str, object, str)
        Id of the event, columns with their values, and the key of the fact.
    opened()
        A fact is being written.
    add_wanted(str)
        A fact of which nothing is known is to be shown, and written.
    source_kept(str, object)
        Id of the source, columns with their values.
    claimed(str, object)
        Id of the source, columns of the event with what it says of them.
    medium_kept(str, object)
        Id of the medium, columns with their values.
    source_removed(str)
        The source of that id is to go.
    lost(str)
        Words about something that was being written and could not be kept.
    """

    kept = pyqtSignal(str, object, str)
    source_kept = pyqtSignal(str, object)
    claimed = pyqtSignal(str, object)
    medium_kept = pyqtSignal(str, object)
    source_removed = pyqtSignal(str)
    opened = pyqtSignal()
    add_wanted = pyqtSignal(str)
    lost = pyqtSignal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.read_only_reason: str | None = None
        self._event: Event | None = None
        self._facts: dict[str, EditableFact] = {}
        #: Facts that are made when they are written: where, and how.
        self._offered: dict[str, tuple[Beside, Callable[[EditableLabel], EditableFact]]] = {}
        self._back_to = ""
        self._resume: tuple[str, str] | None = None
        #: Which fact of which event is to have the keyboard once it is shown.
        self._next: tuple[str, str] = ("", "")

    @property
    def editing(self) -> EditableFact | None:
        """The fact that is being written."""
        return next((one for one in self._facts.values() if one.editor is not None), None)

    def begin(self, event: Event) -> None:
        """Take the event whose facts are shown from now on."""
        same = self._event is not None and event.event_id == self._event.event_id
        writing = self.editing
        self._resume = None
        if writing is not None and writing.editor is not None:
            editor = writing.editor
            editor.over = True
            if same:
                self._resume = (writing.key, editor.text)
            elif editor.wrong:
                self.lost.emit(
                    tr(
                        "{label} was not kept, as it could not be read: {text}",
                        label=editor.fact.label,
                        text=editor.text,
                    )
                )
        if not same:
            self._back_to = ""
        for key, one in self._facts.items():
            if one.focus_here.hasFocus():
                self._back_to = key
        self._event = event
        self._facts, self._offered = {}, {}

    def resume(self) -> None:
        """Go on with what was being written before the facts were shown anew."""
        resume, self._resume = self._resume, None
        back, self._back_to = self._back_to, ""
        event_id, key = self._next
        if self._event is not None and event_id == self._event.event_id:
            self._next, back = ("", ""), key
        if resume is not None:
            self.write(*resume)
        elif back in self._facts:
            self._facts[back].focus_here.setFocus(Qt.FocusReason.OtherFocusReason)
        elif back in self._offered:
            (_layout, before), _make = self._offered[back]
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, event_id: str, key: str) -> None:
        """Let a fact have the keyboard once the event is shown, so that Enter writes it."""
        self._next = (event_id, key)

    def make(
        self,
        key: str,
        words: str | None = None,
        *,
        bold: bool = False,
        larger: float = 1.0,
    ) -> QWidget:
        """Return a fact to show: it can be written unless the project is read-only.

        ``words`` stand in place of its own.
        """
        event = self._event
        assert event is not None
        fact = FACTS[key]
        said = fact_table.shown(event, fact) if words is None else words
        if self.read_only_reason is not None:
            return TextLabel(said, bold=bold, larger=larger)
        text = EditableLabel(said, bold=bold, larger=larger)
        text.wanted.connect(lambda: self.write(key))
        return self._take(EditableFact(self, event, fact, text, text), said)

    def make_pressed(self, key: str, words: QWidget, button: QPushButton) -> QWidget:
        """Return a fact shown by ``words``, which its button turns into the editor."""
        event = self._event
        assert event is not None
        button.setEnabled(self.read_only_reason is None)
        if self.read_only_reason is not None:
            return words
        button.clicked.connect(lambda: self.write(key))
        fact = FACTS[key]
        return self._take(
            EditableFact(self, event, fact, words, button), fact_table.shown(event, fact)
        )

    # Most are never written, and an event may have dozens of sources: each is made when it is.

    def offer_of(self, source: Source, key: str, beside: Beside) -> None:
        """Let a fact of a source be written, which is seen only meanwhile."""
        fact = SOURCE_FACTS[key]
        self._offer(
            _key_of(source.source_id, key),
            beside,
            lambda label: EditableFact(self, source, fact, label, label),
        )

    def offer_of_medium(self, medium: Medium, key: str, beside: Beside) -> None:
        """Let a fact of a medium be written, which is seen only meanwhile."""
        fact = MEDIUM_FACTS[key]
        self._offer(
            _key_of(medium.media_id, key),
            beside,
            lambda label: EditableFact(self, medium, fact, label, label),
        )

    def offer_claim(self, source_id: str, key: str, count: Count, beside: Beside) -> None:
        """Let what a source says of ``killed`` or ``injured`` be written, seen only meanwhile."""

        def make(label: EditableLabel) -> EditableFact:
            said = Event("", "", "", killed=count, injured=count)
            one = EditableFact(self, said, FACTS[key], label, label)
            one.key, one.source_id = _key_of(source_id, key), source_id
            return one

        self._offer(_key_of(source_id, key), beside, make)

    def _offer(
        self, key: str, beside: Beside, make: Callable[[EditableLabel], EditableFact]
    ) -> None:
        # A card made anew has nothing of the one before it.
        self._facts.pop(key, None)
        self._offered[key] = (beside, make)

    def _make_offered(self, key: str) -> None:
        (layout, before), make = self._offered.pop(key)
        label = EditableLabel("")
        one = make(label)
        label.wanted.connect(lambda: self.write(key))
        one.hide()
        layout.addWidget(self._take(one, ""))
        QWidget.setTabOrder(before, label)

    def write_of(self, subject_id: str, key: str) -> None:
        """Turn a fact of a source or medium into its editor."""
        self.write(_key_of(subject_id, key))

    def _take(self, one: EditableFact, said: str) -> EditableFact:
        fact, here = one.fact, one.focus_here
        here.setAccessibleName(f"{fact.label}: {said}")
        here.setAccessibleDescription(
            tr("{meaning} Enter to write it.", meaning=fact.meaning).strip()
        )
        here.setToolTip(
            plain_tip(tr("{meaning} Click, Enter or F2 writes it.", meaning=fact.meaning).strip())
        )
        self._facts[one.key] = one
        return one

    def write(self, key: str, text: str | None = None) -> None:
        """Turn a fact into its editor, and keep what is being written."""
        writing = self.editing
        if writing is not None and writing.key != key and writing.editor is not None:
            writing.editor.end()
        if key in self._offered:
            self._make_offered(key)
        if key in self._facts:
            one = self._facts[key]
            one.show()
            one.open(text)
            self.opened.emit()

    def keep(self, one: EditableFact, values: dict[str, object]) -> None:
        """Take what was written; it is shown once it is in the project."""
        event, editor = self._event, one.editor
        if event is not None:
            if editor is not None and editor.edit.hasFocus():
                self._back_to = one.key
            one.close_editor()
            if isinstance(one.subject, Source):
                self.source_kept.emit(one.subject.source_id, values)
            elif isinstance(one.subject, Medium):
                self.medium_kept.emit(one.subject.media_id, values)
            elif one.source_id:
                self.claimed.emit(one.source_id, values)
            else:
                self.kept.emit(event.event_id, values, one.fact.key)

    def closed(self, one: EditableFact) -> None:
        """Hide a fact again of which nothing is known."""
        event = self._event
        if event is not None and isinstance(one.words, TextLabel) and not one.words.text():
            one.hide()
            if one.name is not None:
                one.name.hide()

    def add_menu(self, parent: QWidget) -> QMenu:
        """Return a menu of the facts that have no place of their own on the page."""
        menu = QMenu(parent)
        menu.setToolTipsVisible(True)
        event = self._event
        assert event is not None
        for key, fact in FACTS.items():
            if not fact.always and (key in _SAID_WITH_DAY or not fact_table.is_known(event, fact)):
                action = menu.addAction(fact.label)
                assert action is not None
                action.setToolTip(plain_tip(fact.meaning))
                action.triggered.connect(lambda _checked, key=key: self._add(key))
        return menu

    def _add(self, key: str) -> None:
        one = self._facts.get(key)
        if one is None:
            self.add_wanted.emit(key)
        else:
            one.show()
            if one.name is not None:
                one.name.show()
        self.write(key)
