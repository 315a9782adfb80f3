"""English: the language every other one is made after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, NamedTuple

from mapper import basemap
from mapper.model import vocabulary
from mapper.model.dates import write_day, write_days
from mapper.model.errors import InputError
from mapper.model.event import Count
from mapper.model.filters import EventFilter


class Note(NamedTuple):
    """A sentence to be said in the language of the page: its key in `NOTES`, and what it tells."""

    key: str
    values: Mapping[str, Any] = {}


class English:
    """What a page says, in English."""

    code: ClassVar = "en"

    #: Words that stand in the page as they are.
    WORDS: ClassVar[Mapping[str, str]] = {
        "about": "About this map",
        "credits": "Credits and licences",
        "inputs": "Files the fronts were read from, with their SHA-256",
        "display": "Map display: Leaflet (BSD 2-Clause; its licence is in this file)",
        "first_events": "First events",
        "without_place": "Events without a place on the map",
        "no_script": "Without JavaScript this page shows a table instead of the map.",
        "when": "When",
        "event": "Event",
        "place": "Place",
        "status": "Status",
        "killed": "Killed",
        "injured": "Injured",
        "to_map": "Skip to the map",
        "to_list": "Skip to the list of events",
        "whole": "Open the whole map",
        "untitled": "Map",
    }

    #: Sentences about what a page holds; `{events}` is a number of events in words.
    NOTES: ClassVar[Mapping[str, str]] = {
        "outside_filter": "{events} outside the filter.",
        "sensitive": "{events} left out as sensitive.",
        "layers": "Left out of this file: {layers}.",
        "columns": "Left out of each event: {columns}.",
        "no_sources": "Sources are not shown, nor links in texts.",
        "generalised": (
            "Positions are generalised: each event stands in the middle of a field of {grid} by "
            "{grid}, and its radius covers the field. Distances are measured from there. Positions "
            "written in texts are left out."
        ),
        "measurements_generalised": (
            "Kept measurements are left out: they would give exact positions away."
        ),
        "version": "Version {version}.",
        "since": "Since the version before: {changes}.",
        "since_named": "Since version {before}: {changes}.",
        "no_place": "{events} without a place on the map.",
        "outside_map": "{events} outside the map that is drawn.",
        "cut_texts": "Texts longer than a cell holds, cut to {most} characters: {count}.",
    }

    LAYERS: ClassVar[Mapping[str, str]] = {
        "events": "events",
        "control_areas": "control areas",
        "lines_of_contact": "lines of contact",
        "measurements": "kept measurements",
    }

    #: Columns of an event that a page may leave out.
    COLUMNS: ClassVar[Mapping[str, str]] = {
        "description": "description",
        "place_name": "name of the place",
        "event_type": "type",
        "weapon": "weapon",
        "killed": "killed",
        "injured": "injured",
        "perpetrator_alleged": "alleged perpetrator",
        "claimed_by": "who claimed it",
        "denied_by": "who denied it",
        "notes": "notes",
        "distance": "distance to the front",
        "sources": "sources",
        "claims": "what each source says",
    }

    METHOD: ClassVar = (
        "Distances are geodesics on the WGS 84 ellipsoid, from the event to the nearest point of "
        "the line of contact of its day: the part of the control area's edge that faces land held "
        "by the other side, without state border and coast. An interval carries what is not known "
        "of the place, the front and the method. Fronts are drawn simplified to about 10 m; "
        "distances are measured on the full geometry."
    )

    # Numbers and days ---------------------------------------------------------------------------

    def number(self, value: int) -> str:
        """Return a whole number with its thousands apart."""
        return f"{value:,}"

    def measured(self, text: str) -> str:
        """Return a distance, or an interval, as `mapper.measure` writes it."""
        return text

    def events(self, count: int) -> str:
        """Return a number of events."""
        return f"{count:,} event{'' if count == 1 else 's'}"

    def day(self, day: dt.date) -> str:
        """Return a day."""
        return write_day(day)

    def days(self, first: dt.date, last: dt.date) -> str:
        """Return a closed range of days."""
        return write_days(first, last)

    def month(self, day: dt.date) -> str:
        """Return month and year of a day."""
        return write_day(day).partition(" ")[2]

    def known_to(self, days: str, precision: str) -> str:
        """Return days of an event whose ``precision`` is a month or a year."""
        return f"{days} (known to the {precision})"

    def unknown_day(self, written: str | None = None) -> str:
        """Return that the day is not known, and what is written in its place."""
        return f"Day not known (as written: {written})" if written else "Day not known"

    def local_time(self) -> str:
        """Return what follows a time whose zone is not known."""
        return "local time"

    # Terms --------------------------------------------------------------------------------------

    def term(self, column: str, term: vocabulary.Term) -> tuple[str, str]:
        """Return label and meaning of a term of the vocabulary of a column."""
        return term.label, term.meaning

    def field(self, name: str) -> str:
        """Return the words for a column that a claim is about."""
        return vocabulary.field_label(name)

    def source_type(self, value: str) -> str:
        """Return the kind of a source."""
        return value

    def country(self, code: str) -> str:
        """Return a country's name; the code itself where there is none."""
        return _country_name(code)

    def precision(self, precision: str | None, radius_m: float | None) -> str | None:
        """Return how well a place is known."""
        if precision is None and radius_m is None:
            return None
        term = vocabulary.GEO_PRECISIONS[precision] if precision else None
        meaning = self.term("geo_precision", term)[1] if term else self.not_stated()
        return meaning if radius_m is None else f"{meaning[:-1]} ({self.within(radius_m)})."

    def not_stated(self) -> str:
        """Return that nothing is said of the precision."""
        return "Precision not stated."

    def within(self, radius_m: float) -> str:
        """Return a radius in words."""
        return f"within {self.length(radius_m)}"

    def length(self, metres: float) -> str:
        """Return a length as it is, without rounding."""
        text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
        return self.measured(text)

    def count(self, count: Count) -> str:
        """Return a number of people."""
        return str(count)

    # Distances ----------------------------------------------------------------------------------

    def to_front(self, distance: str, region: str | None, inside: bool, front: str) -> str:
        """Return the distance to the line of contact; ``front`` says whose and of which day."""
        text = f"Known only to {region}: {distance}" if region else distance
        text += " from the line of contact"
        if inside:
            text += ", inside the control area"
        return f"{text} ({front})"

    def interval(self, distance: str, interval: str) -> str:
        """Return the best value with its interval."""
        return f"{distance} ({interval})"

    def front(self, source: str, as_of: dt.date, collected: bool, gap_days: int) -> str:
        """Return whose front it is, of which day, and how long before the event."""
        text = f"{source}, {'collected on' if collected else 'as of'} {self.day(as_of)}"
        if gap_days:
            text += f", {gap_days} day{'' if gap_days == 1 else 's'} before"
        return text

    def refusal(self, text: str) -> str:
        """Return why there is no distance, given the engine's sentence."""
        return text

    # The page -----------------------------------------------------------------------------------

    def title(self, first: dt.date | None, last: dt.date | None) -> str:
        """Return a title from the days of the events."""
        if first is None or last is None:
            return "Reported events"
        return f"Reported events, {self.days(first, last)}"

    def contents(
        self, events: int, without_place: int, front_days: list[dt.date], filter_text: str
    ) -> str:
        """Return what the page holds."""
        text = self.events(events)
        if without_place:
            text += f", {self.number(without_place)} of them without a place on the map"
        if front_days:
            first, last = self.day(front_days[0]), self.day(front_days[-1])
            count = len(front_days)
            text += f"; front of {first if count == 1 else f'{count} days from {first} to {last}'}"
        return text + (f". Filter: {filter_text}." if filter_text else ".")

    def data_of(self, moment: str) -> str:
        """Return of when the data are."""
        return f"Data of {moment}."

    def filtered(self, chosen: EventFilter) -> str:
        """Return a filter in words, empty where it leaves nothing out."""
        return chosen.describe()

    def more(self, count: int) -> str:
        """Return how many rows a table leaves out."""
        return f"and {self.number(count)} more."

    def terms(self, redistribution: str) -> str | None:
        """Return what may not be done with a layer, None where it may be passed on."""
        if redistribution == "yes":
            return None
        term = vocabulary.REDISTRIBUTIONS[redistribution]
        return self.term("redistribution", term)[0].lower()

    def ask_owner(self, text: str, redistribution: str, licence: str | None) -> str:
        """Return a warning of a layer that may not be passed on freely."""
        terms = self.terms(redistribution)
        return (
            f"{text}: {terms} ({licence or 'no licence stated'}); ask the owner before you publish."
        )

    def no_line(self, front_id: str, reason: str) -> str:
        """Return that a line of contact is not drawn."""
        return f"No line of contact is drawn for {front_id}: {reason}"

    def no_lines(self, count: int, days: str, reason: str) -> str:
        """Return the same of several fronts with one reason."""
        return f"No line of contact is drawn for {self.number(count)} fronts ({days}): {reason}"

    def changes(self, added: int, removed: int, changed: int | None) -> str:
        """Return what became of the events; ``changed`` is None where that cannot be told."""
        parts = [
            f"{self.events(count)} {word}"
            for count, word in ((added, "added"), (removed, "removed"), (changed or 0, "changed"))
            if count
        ]
        return ", ".join(parts) or "no event added, removed or changed"

    def note(self, note: Note | str) -> str:
        """Return a note as a sentence; one that is a sentence already as far as it is known."""
        if isinstance(note, str):
            return self.refusal(note)
        values = dict(note.values)
        if note.key == "ask_owner":
            return self.ask_owner(**values)
        if note.key == "no_line":
            return self.no_line(values["front_id"], self.refusal(values["reason"]))
        for name, value in values.items():
            if name == "events":
                values[name] = self.events(value)
            elif name == "grid":
                values[name] = self.length(value)
            elif name in ("count", "most"):
                values[name] = self.number(value)
            elif name == "layers":
                values[name] = ", ".join(self.LAYERS[layer] for layer in value)
            elif name == "columns":
                values[name] = ", ".join(self.COLUMNS[column] for column in value)
            elif name == "changes":
                values[name] = self.changes(*value) if isinstance(value, tuple) else value
        return self.NOTES[note.key].format_map(values)

    def moment(self, text: str) -> str:
        """Return day and minute of an ISO time in UTC; other text as it is."""
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            return text
        return f"{self.day(moment.date())}, {moment:%H:%M} UTC"


@cache
def _country_name(code: str) -> str:
    try:
        return basemap.country_name(code)
    except InputError:
        return code
