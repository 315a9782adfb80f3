"""What an export did."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mapper.mapdoc.language import Note, language_of


@dataclass(frozen=True)
class ExportReport:
    """What an export did.

    Parameters
    ----------
    file
        The file written.
    events
        Number of events in it.
    left_out
        Number of events of the source that are not in it.
    notes
        What should be known: licences, what was left out and why.
    """

    file: Path
    events: int
    left_out: int
    notes: tuple[str | Note, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """The notes as sentences, in English."""
        return self.said("en")

    def said(self, language: str) -> tuple[str, ...]:
        """Return the notes as sentences in a language of `mapper.mapdoc.language`."""
        return tuple(map(language_of(language).note, self.notes))
