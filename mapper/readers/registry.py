"""Feeds: what each is called, how its files are recognised, how they are read.

To add a feed write one file with a `Feed`, name it in `FEEDS` and test it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mapper.model.errors import CancelledError
from mapper.readers.aliases import ANSWERS as ANSWERS
from mapper.readers.inputfile import InputFile
from mapper.readers.result import Reading

Progress = Callable[[float], bool | None]

#: What a row says of its place beside coordinates: name, region, country; "" where it says nothing.
PlaceWords = tuple[str, str, str]


@dataclass(frozen=True)
class Placed:
    """Where the person placed the rows that give a name and no coordinates.

    Parameters
    ----------
    lon, lat
        Degrees on WGS 84.
    radius_m
        Radius within which the place is known.
    name
        The chosen place in words, such as "Huliaipole, Zaporizhzhia oblast".
    coordinates
        As they were written, where the place was given by them and not by its name.
    """

    lon: float
    lat: float
    radius_m: float
    name: str
    coordinates: str = ""


@dataclass(frozen=True)
class Said:
    """What the person said of one of several files in an archive, before what counts for all.

    Parameters
    ----------
    feed, date, columns
        As for `mapper.readers.read`.
    left_out
        Whether it is not to be read at all.
    """

    feed: str | None = None
    date: dt.date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    left_out: bool = False


@dataclass(frozen=True)
class Options:
    """What the person said about a file.

    Parameters
    ----------
    date
        The day the file shows, where it does not say so itself.
    columns
        Field to column, such as ``{"lat": "Breite"}``; for tables. Also the
        answers ``date_order``, ``crs`` and ``sheet``.
    places
        Where the person placed rows without coordinates; None keeps such rows
        without a place. Rows of words that are not among the keys are rejected.
    progress
        Called with a share from 0 to 1; when it returns False the reading is
        cancelled.
    """

    date: dt.date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[PlaceWords, Placed | None] = field(default_factory=dict)
    progress: Progress | None = None

    @property
    def date_order(self) -> str | None:
        """Order of numeric dates, "day-first" or "month-first", when given."""
        return self.columns.get("date_order")

    def between(self, start: float, end: float) -> Callable[[float], None]:
        """Return what tells the progress of a part of the work, from its own 0 to 1."""
        return lambda share: self.report(start + (end - start) * share)

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
    archives
        Whether it reads a ZIP as a whole instead of the one file inside.
    together
        Takes out what several files of one archive tell twice.
    beside
        Takes in what other files of the same import tell of its records.
    forms
        The forms its files come in, for the table of readers in the docs.
    keeps, drops
        What of a file arrives in the project, and what is left out or only
        kept in ``extra``; for the same table.
    """

    name: str
    title: str
    kind: Literal["events", "fronts", "either"]
    recognise: Callable[[InputFile], bool]
    read: Callable[[InputFile, Options], Reading]
    mappable: bool = False
    certain: bool = True
    archives: bool = False
    together: Callable[[Reading], Reading] | None = None
    beside: Callable[[Reading, Sequence[InputFile]], Reading] | None = None
    forms: str = ""
    keeps: str = ""
    drops: str = ""
