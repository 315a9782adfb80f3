"""The errors a person can meet, each one sentence that helps.

Anything else that is raised is a bug of ours and is not caught.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any


class MapperError(Exception):
    """Root of every error whose message is meant for the person at the screen."""


class InputError(MapperError):
    """A file, row or value from outside cannot be used.

    Parameters
    ----------
    problem
        What is wrong, as a clause without a full stop.
    file, row, field
        Where: file, 1-based data row, column or property. Each may be absent.
    inside
        Name of the file within the archive ``file``.
    found, expected
        What stood there and what would have been right. Long values are cut.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | Path | None = None,
        row: int | None = None,
        field: str | None = None,
        found: object = None,
        expected: str | None = None,
        inside: str = "",
    ) -> None:
        self.problem = problem
        self.file = None if file is None else Path(file)
        self.row = row
        self.field = field
        self.found = found
        self.expected = expected
        self.inside = inside
        where = [] if self.file is None else [self.file.name]
        if inside:
            where.append(inside)
        if row is not None:
            where.append(f"row {row}")
        if field is not None:
            where.append(f"field '{field}'")
        message = (": ".join([", ".join(where), problem])) if where else problem
        if found is not None:
            message += f"; found {shorten(found)}"
        if expected is not None:
            message += f"; expected {expected}"
        super().__init__(message + ".")


class AnswerNeededError(InputError):
    """A file can be read once the person has answered one question; nothing is guessed.

    Parameters
    ----------
    problem
        As for `InputError`.
    asks
        What is not known: ``day`` (the day that fronts show), ``date_order``,
        ``crs``, ``sheet``, or the field that no column is known for, such as
        ``lat`` or ``date_start``.
    choices
        Answers to choose from; empty where any text may be the answer.
    more
        What else is asked of other files in the same archive.
    where
        ``file``, ``row``, ``field``, ``found``, ``expected`` of `InputError`.
    """

    def __init__(
        self,
        problem: str,
        *,
        asks: str,
        choices: Sequence[str] = (),
        more: Sequence[AnswerNeededError] = (),
        **where: Any,
    ) -> None:
        self.asks = asks
        self.choices = tuple(choices)
        self.more = tuple(more)
        super().__init__(problem, **where)


class GeometryError(InputError):
    """A geometry cannot be repaired with certainty."""


class PlaceError(MapperError):
    """A place name could not be turned into one place."""


class UnknownPlaceError(PlaceError):
    """No place of that name is in the gazetteer."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"No place called {shorten(name)} is in the gazetteer.")


class AmbiguousPlaceError(PlaceError):
    """Several places bear the name; the person decides, never Mapper.

    Parameters
    ----------
    name
        The name asked for.
    candidates
        Gazetteer candidates, best first; each has a readable ``str()``.
    """

    def __init__(self, name: str, candidates: Sequence[Any]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        listed = "; ".join(str(candidate) for candidate in self.candidates[:8])
        more = len(self.candidates) - 8
        if more > 0:
            listed += f"; and {more} more"
        super().__init__(
            f"Several places are called {shorten(name)}: {listed}. "
            "Give coordinates, or the country with --country."
        )


class MeasureError(MapperError):
    """A distance cannot be given, and the message says why."""


class NoFrontError(MeasureError):
    """No front snapshot is valid on the day, or its gap is above the limit."""


class ProjectError(MapperError):
    """A project file cannot be created, opened or changed."""


class DamagedProjectError(ProjectError):
    """A project file is damaged; some of it may still be read by `mapper.project.rescue`."""


class UnreadableChangeError(DamagedProjectError):
    """What another program changed last cannot be read; to undo that step mends it."""


class MissingRowError(ProjectError):
    """The project has no event, or no source, of that id."""


class ChangedElsewhereError(ProjectError):
    """Another program changed the project just before; nothing was done."""


class ReadOnlyProjectError(ProjectError):
    """The project is open for reading only."""


class ExportError(MapperError):
    """An export could not be written."""


class CancelledError(MapperError):
    """The person cancelled the work; nothing of it was kept."""

    def __init__(self, work: str = "The work") -> None:
        super().__init__(f"{work} was cancelled; nothing was changed.")


def shorten(value: object, limit: int = 60) -> str:
    """Return ``value`` quoted, on one line, cut to ``limit`` characters."""
    text = " ".join(str(value).split())
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return f"'{text}'"
