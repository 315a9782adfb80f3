"""Days, distances, fronts and countries in words of the window's language."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mapper.gui.translation import LANGUAGE

if TYPE_CHECKING:
    from mapper.mapdoc.language import English
    from mapper.measure import Snapshot
    from mapper.model.event import Count


def write_day(day: dt.date) -> str:
    """Return a day, as 1 July 2025."""
    return _words().day(day)


def write_days(first: dt.date, last: dt.date) -> str:
    """Return a closed range of days."""
    return _words().days(first, last)


def measured(text: str) -> str:
    """Return a distance, interval or area, as `mapper.measure` writes it, in the window's words."""
    return _words().measured(text)


def front(snapshot: Snapshot) -> str:
    """Return source and day of a front."""
    return _words().front(snapshot.source, snapshot.as_of, snapshot.collected, 0)


def refusal(text: str) -> str:
    """Return why there is no distance, as `mapper.measure` says it, in the window's words."""
    return _words().refusal(text)


def country(code: str) -> str:
    """Return the name of a country, the code itself where there is none."""
    return _words().country(code)


def people(count: Count) -> str:
    """Return a number of people, with its range where there is one."""
    return _words().count(count)


def _words() -> English:
    from mapper.mapdoc.language import language_of

    return language_of(LANGUAGE)
