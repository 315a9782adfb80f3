"""Headers and sides of the columns of tables, as Qt asks for them."""

from __future__ import annotations

from typing import Any, Protocol

from PyQt6.QtCore import Qt

_ROLE = Qt.ItemDataRole


class Look(Protocol):
    """What a column looks like."""

    @property
    def header(self) -> str:
        """Its name."""

    @property
    def tip(self) -> str:
        """What stands in it, in words."""

    @property
    def right(self) -> bool:
        """Whether its texts stand at the right, as numbers do."""


def head(look: Look, role: int) -> Any:
    """Return what the header of a column is for a role."""
    if role == _ROLE.DisplayRole:
        return look.header
    if role == _ROLE.ToolTipRole:
        return look.tip
    return side(look) if role == _ROLE.TextAlignmentRole else None


def side(look: Look) -> Qt.AlignmentFlag:
    """Return where text stands in a cell."""
    flag = Qt.AlignmentFlag.AlignRight if look.right else Qt.AlignmentFlag.AlignLeft
    return flag | Qt.AlignmentFlag.AlignVCenter
