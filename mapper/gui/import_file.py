"""One file on its way in: what is known of it, what the person answered, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from mapper.gazetteer import Candidate
from mapper.gui.import_sketch import Sketch
from mapper.model.errors import AnswerNeededError
from mapper.project import Counts
from mapper.project.comparison import Comparison
from mapper.readers import ImportResult, Inner, Look, PlaceWords, Said

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


@dataclass(eq=False)
class ImportFile:
    """A file of the dialog; touched by the GUI thread only.

    Attributes
    ----------
    shown
        Name of the file on show in an archive with several; empty for the first that is
        asked about, else the first that can be read.
    said, remembered_for
        What the person said, by the name of the file in an archive with several, else
        under ""; and of which of them it was remembered.
    signatures
        The kind of each of these files, as `Look.signature` first told it.
    questions, error
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
    shown: str = ""
    said: dict[str, Said] = field(default_factory=dict)
    remembered_for: set[str] = field(default_factory=set)
    signatures: dict[str, str] = field(default_factory=dict)
    places_named: dict[PlaceWords, int] = field(default_factory=dict)
    candidates: dict[PlaceWords, list[Candidate]] | None = None
    place_choices: dict[PlaceWords, Any] = field(default_factory=dict)
    questions: tuple[AnswerNeededError, ...] = ()
    error: str = ""
    result: ImportResult | None = None
    comparison: Comparison | None = None
    sketch: Sketch | None = None
    overwrite: set[str] = field(default_factory=set)

    @property
    def inside(self) -> tuple[Inner, ...]:
        """The files of an archive with several."""
        return () if self.look is None else self.look.inside

    @property
    def title(self) -> str:
        """What it is read as, in words."""
        titles = {look.title for look in self.looks().values()}
        return next(iter(titles), "") if len(titles) < 2 else f"{len(titles)} kinds of files"

    @property
    def shown_name(self) -> str:
        """Name of the file on show in an archive with several, else empty."""
        names = [inner.name for inner in self.inside]
        if self.shown in names or not names:
            return self.shown if names else ""
        if self.questions:
            return self.questions[0].inside
        return next((inner.name for inner in self.inside if inner.look is not None), names[0])

    @property
    def shown_look(self) -> Look | None:
        """What is on show is seen to be; None where it cannot be read."""
        if not self.inside:
            return self.look
        return next(inner.look for inner in self.inside if inner.name == self.shown_name)

    @property
    def choice(self) -> Said:
        """What the person said of what is on show."""
        return self.said.get(self.shown_name, Said())

    @property
    def remembered(self) -> bool:
        """Whether that was said for another file of the kind."""
        return self.shown_name in self.remembered_for

    @property
    def question(self) -> AnswerNeededError | None:
        """What is asked of what is on show."""
        shown = self.shown_name
        return next((asked for asked in self.questions if asked.inside == shown), None)

    @property
    def asked_alike(self) -> list[str]:
        """Names of the files in an archive of which the same is asked."""
        question = self.question
        if question is None:
            return []
        alike = (question.asks, question.choices)
        return [one.inside for one in self.questions if (one.asks, one.choices) == alike]

    def looks(self) -> dict[str, Look]:
        """Return what is seen of each file in an archive with several, else under ""."""
        if self.look is None:
            return {}
        if not self.inside:
            return {"": self.look}
        return {inner.name: inner.look for inner in self.inside if inner.look is not None}

    def error_inside(self, name: str) -> str:
        """Return why a file in the archive cannot be read, else ""."""
        told = {inner.name: inner.error for inner in self.inside}
        for part in () if self.result is None else self.result.parts:
            told[part.name] = part.error or told.get(part.name, "")
        return told.get(name, "")

    def words_inside(self, name: str) -> str:
        """Return the state of a file in the archive as the list shows it."""
        if self.said.get(name, Said()).left_out:
            return "Left out"
        if any(one.inside == name for one in self.questions):
            return "Needs an answer"
        if self.error_inside(name):
            return "Cannot be read"
        if self.state == "asking":
            return "Answered" if name in self.said else ""
        for part in () if self.result is None else self.result.parts:
            if part.name == name:
                return "1 row" if part.rows == 1 else f"{part.rows:,} rows"
        return ""

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
