"""Feeds: what each is called, how its files are recognised, how they are read.

To add a feed write one file with a `Feed`, name it in `FEEDS` and test it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mapper.model.errors import CancelledError
from mapper.readers.inputfile import InputFile
from mapper.readers.result import Reading

Progress = Callable[[float], bool | None]


@dataclass(frozen=True)
class Options:
    """What the person said about a file.

    Parameters
    ----------
    date
        The day the file shows, where it does not say so itself.
    columns
        Field to column, such as ``{"lat": "Breite"}``; for tables.
    progress
        Called with a share from 0 to 1; when it returns False the reading is
        cancelled.
    """

    date: dt.date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    progress: Progress | None = None

    @property
    def date_order(self) -> str | None:
        """Order of numeric dates, "day-first" or "month-first", when given."""
        return self.columns.get("date_order")

    def report(self, share: float) -> None:
        """Tell the progress; raises `CancelledError` when the person stops it."""
        if self.progress is not None and self.progress(share) is False:
            raise CancelledError("Reading the file")


@dataclass(frozen=True)
class Feed:
    """One kind of file.

    Parameters
    ----------
    name
        Stable name, part of every id.
    title
        The words a person sees.
    kind
        Whether its records are events, fronts, or either.
    recognise
        Tells by content whether a file is of this feed.
    read
        Reads a recognised file.
    mappable
        Whether columns can be given.
    certain
        Whether a file that is not recognised cannot be of this feed either
        when the person says so.
    """

    name: str
    title: str
    kind: Literal["events", "fronts", "either"]
    recognise: Callable[[InputFile], bool]
    read: Callable[[InputFile, Options], Reading]
    mappable: bool = False
    certain: bool = True
