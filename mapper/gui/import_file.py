"""One file on its way in: what is known of it, what the person answered, what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from mapper.gazetteer import Candidate
from mapper.gui.import_sketch import Sketch
from mapper.model.errors import AnswerNeededError
from mapper.project import Counts
from mapper.project.comparison import Comparison
from mapper.readers import ImportResult, Look, PlaceWords

State = Literal["waiting", "reading", "asking", "ready", "failed"]

#: What the person is asked for, in words, where the reader names a field.
FIELD_WORDS: Final[dict[str, str]] = {
    "lat": "Latitude",
    "lon": "Longitude",
    "coordinates": "Both coordinates",
    "date_start": "Date",
    "date_end": "End date",
    "time_local": "Time of day",
    "title": "Title",
    "description": "Description",
    "place_name": "Place",
    "admin1": "Region",
    "country": "Country",
    "geo_precision": "Precision of the place",
    "radius_m": "Radius, m",
    "event_type": "Kind of event",
    "weapon": "Weapon",
    "target_type": "Target",
    "outcome": "Outcome",
    "killed_min": "Killed, at least",
    "killed_best": "Killed",
    "killed_max": "Killed, at most",
    "injured_min": "Injured, at least",
    "injured_best": "Injured",
    "injured_max": "Injured, at most",
    "perpetrator_alleged": "Alleged perpetrator",
    "claimed_by": "Claimed by",
    "denied_by": "Denied by",
    "affected_party": "Affected party",
    "verification_status": "Verification",
    "url": "Source address",
    "publisher": "Source name",
    "external_id": "Id in the feed",
    "incident_id": "Incident id",
    "date_precision": "Precision of the date",
    "date_text": "Date as written",
    "timezone": "Time zone",
    "workflow_status": "To-do state",
    "sensitive": "Sensitive",
    "tags": "Tags",
    "notes": "Notes",
    "extra": "Other values",
}


def field_words(name: str) -> str:
    """Return a field of a table as people say it."""
    return FIELD_WORDS.get(name, name.replace("_", " ").capitalize())


@dataclass(frozen=True)
class Choice:
    """How files of one kind are to be read; this is what is remembered.

    ``columns`` holds field to column, as `mapper.readers.read` takes it, and
    the answers ``date_order``, ``crs`` and ``sheet``.
    """

    feed: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.feed is not None or bool(self.columns)


@dataclass(eq=False)
class ImportFile:
    """A file of the dialog; touched by the GUI thread only.

    Attributes
    ----------
    choice, day
        What the person said; ``choice`` may have been remembered.
    question, error
        Why it is not ready: one of them, or neither.
    places_named
        Distinct words of rows without coordinates, and how many rows have them.
    candidates, place_choices
        Places that these may be (None until looked up), and what was chosen:
        a candidate, a `Placed`, or one of the words of `mapper.gui.import_place_choices`.
    overwrite
        Ids of events edited here that are to be taken from the file all the same.
    """

    file: Path
    from_folder: bool = False
    state: State = "waiting"
    wanted: bool = True
    share: float = 0.0
    look: Look | None = None
    choice: Choice = field(default_factory=Choice)
    remembered: bool = False
    day: dt.date | None = None
    places_named: dict[PlaceWords, int] = field(default_factory=dict)
    candidates: dict[PlaceWords, list[Candidate]] | None = None
    place_choices: dict[PlaceWords, Any] = field(default_factory=dict)
    question: AnswerNeededError | None = None
    error: str = ""
    result: ImportResult | None = None
    comparison: Comparison | None = None
    sketch: Sketch | None = None
    overwrite: set[str] = field(default_factory=set)

    @property
    def counts(self) -> Counts | None:
        """What an import would do, events and fronts together; None until known."""
        if self.comparison is None:
            return None
        parts = list(self.comparison.counts.values())
        return Counts(
            sum(part.accepted for part in parts),
            sum(part.updated for part in parts),
            sum(part.unchanged for part in parts),
        )

    @property
    def rejected(self) -> int:
        """Number of rejected rows."""
        return 0 if self.result is None else len(self.result.rejected)

    @property
    def ignored(self) -> int:
        """Number of parts that by the feed's rule are nothing to import."""
        return 0 if self.result is None else self.result.ignored

    @property
    def kind(self) -> str:
        """What it holds: events, fronts or both."""
        if self.comparison is None:
            return ""
        kinds = [name for name, counts in self.comparison.counts.items() if counts != Counts()]
        return " and ".join(kinds) or "nothing"

    @property
    def has_something(self) -> bool:
        """Whether importing it would change the project."""
        counts = self.counts
        return bool(counts and (counts.accepted or counts.updated or self.overwrite))

    @property
    def taken(self) -> bool:
        """Whether Import takes it now."""
        return self.state == "ready" and self.wanted and self.has_something

    @property
    def state_words(self) -> str:
        """Return the state as the list shows it."""
        if self.state == "reading":
            return f"Reading, {self.share:.0%}" if self.share > 0.05 else "Reading…"
        if self.state == "asking":
            return "Needs an answer"
        if self.state == "failed":
            return "Cannot be read"
        if self.state == "waiting":
            return "Waiting"
        if self.has_something:
            return "Ready"
        return "Nothing new" if self.counts and self.counts.unchanged else "Nothing to import"
