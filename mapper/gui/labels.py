"""Labels for reported text: plain, wrapping, selectable. Data never becomes markup."""

from __future__ import annotations

import html
import re
from typing import Final

from PyQt6.QtCore import QEvent, QSize, Qt
from PyQt6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PyQt6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from mapper.gui.translation import tr

#: Longer runs without a space (names of files, addresses) get chances to break:
#: after a separator, and inside what is still too long.
_LONG_RUN: Final = re.compile(r"\S{18,}")
_SEPARATOR: Final = re.compile(r"(?<=[/_.,;:?&=+-])(?=\w)|(?<=\w{24})(?=\w{8})")
_ZERO_WIDTH_SPACE: Final = "\u200b"


#: Pixels that a button keeps around the words of a link.
_AROUND: Final = 8


def plain_tip(text: str) -> str:
    """Return a tooltip that shows ``text`` as it is; Qt would guess markup."""
    return f"<span>{html.escape(text)}</span>"


class TextLabel(QLabel):
    """Text that wraps and can be selected; ``role`` is a style ("muted", "error")."""

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "",
        bold: bool = False,
        larger: float = 1.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        #: Height by width: a layout asks for each dozens of times, and Qt lays the words out anew.
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if role:
            self.setProperty("role", role)
        if bold or larger != 1.0:
            font = QFont(self.font())
            font.setBold(bold)
            font.setPointSizeF(font.pointSizeF() * larger)
            self.setFont(font)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show ``text``; very long words may break anywhere."""
        self.setText(
            _LONG_RUN.sub(lambda run: _SEPARATOR.sub(_ZERO_WIDTH_SPACE, run.group()), text)
        )
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent | None) -> None:
        assert event is not None
        menu = QMenu(self)
        copy = menu.addAction(tr("Copy"), self._copy)
        whole = menu.addAction(tr("Select all"), lambda: self.setSelection(0, len(self.text())))
        assert copy is not None
        assert whole is not None
        copy.setEnabled(self.hasSelectedText())
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if self.hasSelectedText() and clipboard is not None:
            clipboard.setText(self.selectedText().replace(_ZERO_WIDTH_SPACE, ""))

    def setText(self, text: str | None) -> None:
        self._heights.clear()
        super().setText(text)

    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = super().heightForWidth(width)
        return height

    def changeEvent(self, event: QEvent | None) -> None:
        # Another font or style.
        self._heights.clear()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent | None) -> None:
        # Until it is shown it may not have its style.
        self._heights.clear()
        super().showEvent(event)

    def minimumSizeHint(self) -> QSize:
        # Qt would answer for the narrowest width; the height follows the width.
        return QSize(40, self.fontMetrics().height())


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where it is cut; the tip shows it whole."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.set_text(text)

    @property
    def whole(self) -> str:
        """The text before it is cut."""
        return self._whole

    def set_text(self, text: str) -> None:
        """Show ``text`` on one line."""
        self._whole = text
        self.setToolTip(plain_tip(text) if text else "")
        self._elide()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(self.contentsRect().width() - 14, 20)
        self.setText(
            QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        )


class LinkButton(QPushButton):
    """A button that looks like a link; where its words have no room they end in an ellipsis."""

    def __init__(self, text: str, tip: str = "") -> None:
        super().__init__()
        self._whole = text
        self._tip = tip
        self.setProperty("role", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text)
        # As buttons are, it could not be narrower than its words.
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._elide()

    @property
    def whole(self) -> str:
        """The words, though there is no room for them."""
        return self._whole

    def set_words(self, text: str) -> None:
        """Say something else."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        # Its words are cut by now: it wants to be as wide as they were. Whole pixels may be
        # less than that, and then the words would be cut for nothing.
        width = self.fontMetrics().horizontalAdvance(self._whole) + 1
        return QSize(width + _AROUND, size.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(self.width() - _AROUND, 0)
        text = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        # An ampersand in a button's text would become a keyboard mnemonic.
        self.setText(text.replace("&", "&&"))
        self.setToolTip(plain_tip(self._tip or self._whole))


class Badge(QLabel):
    """A word on a coloured ground."""

    def __init__(self, text: str, background: str, colour: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        font = QFont(self.font())
        font.setBold(True)
        self.setFont(font)
        self.setStyleSheet(
            f"background: {background}; color: {colour}; border-radius: 5px; padding: 2px 8px;"
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class BadgeButton(QPushButton):
    """A `Badge` that can be pressed."""

    def __init__(self, text: str, background: str, colour: str) -> None:
        super().__init__(text)
        font = QFont(self.font())
        font.setBold(True)
        self.setFont(font)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setStyleSheet(
            f"QPushButton {{ background: {background}; color: {colour}; border-radius: 5px;"
            f" padding: 1px 7px; border: 1px solid {background}; }}"
            f" QPushButton:focus, QPushButton:hover {{ border-color: {colour}; }}"
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


def rule() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line
