"""What the feed says of the selected event beyond our fields, folded in its details."""

from __future__ import annotations

import json
from typing import Any, Final

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QGridLayout, QWidget

from mapper.gui.folded_section import FoldedSection
from mapper.gui.labels import TextLabel
from mapper.gui.translation import tr

_NAME_SHARE, _VALUE_SHARE = 2, 3
#: Signs of a value that are shown; the rest is said to be there.
_LONGEST: Final = 2000


class FeedSection(FoldedSection):
    """Stays open, once it was opened, from event to event; not there where there is nothing."""

    def __init__(self) -> None:
        super().__init__(
            tr("More from the feed"),
            tr("Show the columns of the feed that have no field of their own, as they came"),
        )
        self._values: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        # In a turn of its own: thirty columns take as long as all else of an event.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fill)

    def show_extra(self, extra: str | None) -> None:
        """Take what the column `extra` holds of another event, or of a newer state of one."""
        self._values = feed_values(extra)
        self.setVisible(bool(self._values))
        self._label(f" ({len(self._values):,})")
        self._soon.start()

    def _fold(self, opened: bool) -> None:
        self._label(f" ({len(self._values):,})")
        self._fill()

    def _fill(self) -> None:
        shown = self._values if self.head.isChecked() else {}
        if shown != self._shown:
            self._shown = shown
            self._show([_grid(shown)] if shown else [])


def feed_values(extra: str | None) -> dict[str, str]:
    """Return the columns that `extra` holds and their values as text, without empty ones."""
    try:
        found = json.loads(extra or "{}")
    except ValueError:
        # Written by other programs: as it stands.
        return {"extra": extra or ""}
    if not isinstance(found, dict):
        return {"extra": extra or ""}
    texts = {str(name): _text(value) for name, value in found.items()}
    return {name: text for name, text in texts.items() if text.strip()}


def _text(value: Any, between: str = "\n") -> str:
    """Return a value of JSON as one reads it: of a list each item on a line."""
    if isinstance(value, dict):
        pairs = {name: _text(part, ", ") for name, part in value.items()}
        return ", ".join(f"{name} {text}" for name, text in pairs.items() if text)
    if isinstance(value, list):
        return between.join(_text(part, ", ") for part in value)
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _grid(values: dict[str, str]) -> QWidget:
    shown = QWidget()
    grid = QGridLayout(shown)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, _NAME_SHARE)
    grid.setColumnStretch(1, _VALUE_SHARE)
    for row, (name, text) in enumerate(values.items()):
        cut = text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"
        label = TextLabel(name.replace("_", "_\u200b"), role="muted")
        label.setAccessibleName(name)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        value = TextLabel(cut)
        value.setAccessibleName(f"{name}: {cut}")
        grid.addWidget(value, row, 1)
    return shown
