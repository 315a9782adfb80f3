"""What the event list's delegate asks its model for, beyond what Qt does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PyQt6.QtCore import Qt

#: The `Heading` of a line that is no event.
HEADING: Final = Qt.ItemDataRole.UserRole
#: What a cell says where its text has no room.
SHORT: Final = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Heading:
    """The heading of a group: what its events have in common, how many, whether they show."""

    text: str
    count: int
    closed: bool
