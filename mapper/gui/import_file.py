"""One file on its way in: what is known of it, what the person answered, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from mapper.gazetteer import Candidate
from mapper.gui.import_sketch import Sketch
from mapper.gui.translation import tr, trn
from mapper.model.errors import AnswerNeededError
from mapper.project import Counts
from mapper.project.comparison import Comparison
from mapper.readers import ImportResult, Inner, Look, PlaceWords, Said

State = Literal["waiting", "reading", "asking", "ready", "failed"]

#: What the person is asked for, in words, where the reader names a field.
FIELD_WORDS: Final[dict[str, str]] = {
    "lat": tr("Latitude"),
    "lon": tr("Longitude"),
    "coordinates": tr("Both coordinates"),
    "date_start": tr("Date"),
    "date_end": tr("End date"),
    "time_local": tr("Time of day"),
    "title": tr("Title"),
    "description": tr("Description"),
    "place_name": tr("Place"),
    "admin1": tr("Region"),
    "country": tr("Country"),
    "geo_precision": tr("Precision of the place"),
    "radius_m": tr("Radius, m"),
    "event_type": tr("Kind of event"),
    "weapon": tr("Weapon"),
    "target_type": tr("Target"),
    "outcome": tr("Outcome"),
    "killed_min": tr("Killed, at least"),
    "killed_best": tr("Killed"),
    "killed_max": tr("Killed, at most"),
    "injured_min": tr("Injured, at least"),
    "injured_best": tr("Injured"),
    "injured_max": tr("Injured, at most"),
    "perpetrator_alleged": tr("Alleged perpetrator"),
    "claimed_by": tr("Claimed by"),
    "denied_by": tr("Denied by"),
    "affected_party": tr("Affected party"),
    "verification_status": tr("Verification"),
    "url": tr("Source address"),
    "publisher": tr("Source name"),
    "external_id": tr("Id in the feed"),
    "incident_id": tr("Incident id"),
    "date_precision": tr("Precision of the date"),
    "date_text": tr("Date as written"),
    "timezone": tr("Time zone"),
    "workflow_status": tr("To-do state"),
    "sensitive": tr("Sensitive"),
    "tags": tr("Tags"),
    "notes": tr("Notes"),
    "extra": tr("Other values"),
}


def field_words(name: str) -> str:
    """Return a field of a table as people say it."""
    return FIELD_WORDS.get(name, name.replace("_", " ").capitalize())


#: States of a file in the list.
LEFT_OUT: Final = tr("Left out")
ASKING: Final = tr("Needs an answer")
UNREADABLE: Final = tr("Cannot be read")
_KINDS: Final = {"events": tr("events"), "fronts": tr("fronts")}


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
        return (
            next(iter(titles), "")
            if len(titles) < 2
            else tr("{number} kinds of files", number=len(titles))
        )

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
            return LEFT_OUT
        if any(one.inside == name for one in self.questions):
            return ASKING
        if self.error_inside(name):
            return UNREADABLE
        if self.state == "asking":
            return tr("Answered") if name in self.said else ""
        for part in () if self.result is None else self.result.parts:
            if part.name == name:
                return trn("{number:,} row", "{number:,} rows", part.rows)
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
    def new_events(self) -> int:
        """Number of events that an import of this file alone would add."""
        return self._new("events")

    @property
    def new_fronts(self) -> int:
        """Number of fronts that an import of this file alone would add."""
        return self._new("fronts")

    def _new(self, kind: str) -> int:
        counts = None if self.comparison is None else self.comparison.counts.get(kind)
        return 0 if counts is None else counts.accepted

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
        return tr(" and ").join(_KINDS[kind] for kind in kinds) or tr("nothing")

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
            return (
                tr("Reading, {share:.0%}", share=self.share)
                if self.share > 0.05
                else tr("Reading…")
            )
        if self.state == "asking":
            return ASKING
        if self.state == "failed":
            return UNREADABLE
        if self.state == "waiting":
            return tr("Waiting")
        if self.has_something:
            return tr("Ready")
        return (
            tr("Nothing new") if self.counts and self.counts.unchanged else tr("Nothing to import")
        )
