"""Days in the names of files."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_DAY: Final = re.compile(r"(?<!\d)(20\d{2}|19\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)")


def day_in(name: str) -> dt.date | None:
    """Return the one day written in a name as ``20250701`` or ``2025-07-01``, else None."""
    days = set()
    for match in _DAY.finditer(name):
        try:
            days.add(dt.date(int(match[1]), int(match[3]), int(match[4])))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None
