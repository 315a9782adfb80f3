"""The facts of an event that a person may write: how each is shown, written and read."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final, Literal

from mapper.gazetteer import country_meant
from mapper.gui import wording
from mapper.gui.addresses import is_web_address
from mapper.gui.day_words import people
from mapper.gui.translation import tr
from mapper.gui.written_forms import FORM_KINDS, read_form, spoken_form
from mapper.model import vocabulary as words
from mapper.model.dates import write_days
from mapper.model.errors import InputError, MapperError
from mapper.model.event import Count, Event, Source
from mapper.model.medium import Medium
from mapper.readers.written import typed_when

Kind = Literal[
    "line", "text", "choice", "count", "days", "country", "length", "flag", "address",
    "clock", "zone", "moment", "language",
]  # fmt: skip

_LENGTH: Final = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>k?m)?", re.IGNORECASE)
_DASHES: Final = str.maketrans("‐‑‒–—−", "------")
_COUNT: Final = re.compile(
    r"(?P<alone>\d+)|(?P<low>\d+)\s*-\s*(?P<high>\d+)"
    r"|(?P<best>\d+)\s*\(\s*(?P<from>\d+)\s*-\s*(?P<to>\d+)\s*\)"
    r"|(?:at least|>=?)\s*(?P<least>\d+)|(?:at most|<=?)\s*(?P<most>\d+)",
    re.IGNORECASE,
)
_FLAGS: Final = {
    "1": words.Term("1", tr("Yes"), tr("It is left out of every export.")),
    "0": words.Term("0", tr("No"), tr("It is exported as the others are.")),
}


@dataclass(frozen=True)
class Fact:
    """One fact; ``key`` names its column, or the first of those that belong together.

    Facts that are ``always`` shown say so when nothing is known.
    """

    key: str
    label: str
    kind: Kind = "line"
    terms: dict[str, words.Term] | None = None
    required: bool = False
    always: str = ""
    of: Literal["event", "source", "medium"] = "event"

    @property
    def meaning(self) -> str:
        """What stands in it."""
        if self.of == "source":
            return tr(words.SOURCE_FIELD_MEANINGS[self.key])
        if self.of == "medium":
            return tr(words.MEDIUM_FIELD_MEANINGS[self.key])
        return tr(words.field_meaning(self.key))


_LISTED: Final = (
    Fact("title", tr("Title"), required=True),
    Fact("date_start", tr("Date"), "days"),
    Fact("date_precision", tr("Date known to"), "choice", words.DATE_PRECISIONS),
    Fact("time_local", tr("Time"), "clock"),
    Fact("timezone", tr("Time zone"), "zone"),
    Fact("verification_status", tr("Status"), "choice", words.VERIFICATION_STATUSES, required=True),
    Fact("killed", tr("Killed"), "count", always="unknown"),
    Fact("injured", tr("Injured"), "count", always="unknown"),
    Fact("claimed_by", tr("Claimed by"), always=tr("nobody named")),
    Fact("denied_by", tr("Denied by"), always=tr("nobody named")),
    Fact("perpetrator_alleged", tr("Attributed to")),
    Fact("affected_party", tr("Affected")),
    Fact("event_type", tr("Type"), "choice", words.EVENT_TYPES),
    Fact("weapon", tr("Weapon"), "choice", words.WEAPONS),
    Fact("target_type", tr("Target"), "choice", words.TARGET_TYPES),
    Fact("outcome", tr("Outcome"), "choice", words.OUTCOMES),
    Fact("place_name", tr("Place")),
    Fact("admin1", tr("Region")),
    Fact("country", tr("Country"), "country"),
    Fact("geo_precision", tr("Precision"), "choice", words.GEO_PRECISIONS),
    Fact("radius_m", tr("Radius"), "length"),
    Fact("incident_id", tr("Salvo")),
    Fact("tags", tr("Tags")),
    Fact("workflow_status", tr("Work on it"), "choice", words.WORKFLOW_STATUSES, required=True),
    Fact("sensitive", tr("Sensitive"), "flag", _FLAGS, required=True),
    Fact("notes", tr("Note"), "text"),
    Fact("description", tr("Description"), "text"),
)
FACTS: Final = {fact.key: fact for fact in _LISTED}
SOURCE_FACTS: Final = {
    fact.key: fact
    for fact in (
        Fact("url", tr("Address"), "address", of="source"),
        Fact("archive_url", tr("Archived copy"), "address", of="source"),
        Fact("publisher", tr("Publisher"), of="source"),
        Fact("title", tr("Title"), of="source"),
        Fact("author", tr("Author"), of="source"),
        Fact("published_at", tr("Published"), "moment", of="source"),
        Fact("source_type", tr("Kind"), "choice", words.SOURCE_TYPES, of="source"),
        Fact("language", tr("Language"), "language", of="source"),
        Fact("quote", tr("Quote"), "text", of="source"),
        Fact("notes", tr("Remark"), "text", of="source"),
    )
}
#: What a fact is written of.
Subject = Event | Source | Medium

MEDIUM_FACTS: Final = {
    fact.key: fact
    for fact in (
        Fact("caption", tr("Caption"), of="medium"),
        Fact("taken_at", tr("Taken"), "moment", of="medium"),
    )
}


def is_known(event: Event, fact: Fact) -> bool:
    """Tell whether there is anything to show of a fact."""
    value = getattr(event, fact.key)
    if isinstance(value, Count):
        return value.known
    if fact.key == "workflow_status":
        return bool(value != "new")
    return value is not None and value is not False


def shown(event: Event, fact: Fact) -> str:
    """Return a fact in words; what is not known as its table says."""
    value = getattr(event, fact.key)
    if fact.key == "date_start":
        return wording.when(event)
    if isinstance(value, Count):
        return people(value)
    if value is None:
        return fact.always
    if fact.kind == "country":
        return wording.country(value)
    if fact.kind == "length":
        return wording.length(value)
    if fact.terms is not None:
        term = fact.terms.get(str(int(value)) if fact.kind == "flag" else value)
        return str(value) if term is None else tr(term.label)
    return str(value)


def written(event: Subject, fact: Fact) -> str:
    """Return a fact as a person would write it, "" if it is not known; `read` reads it."""
    value = getattr(event, fact.key)
    if isinstance(value, Count):
        return str(value) if value.known and str(value) != "none reported" else _zero(value)
    if value is None:
        return ""
    if fact.kind == "days":
        return write_range(value, getattr(event, "date_end", None) or value)
    if fact.kind == "length":
        return f"{value:.0f} m" if value < 1000 else f"{value / 1000:g} km"
    return str(int(value)) if fact.kind == "flag" else str(value)


def write_range(start: dt.date, end: dt.date) -> str:
    """Return days as a person would write them."""
    return start.isoformat() if end == start else f"{start.isoformat()} – {end.isoformat()}"


def _zero(count: Count) -> str:
    return "0" if count.known else ""


def read(event: Subject, fact: Fact, text: str) -> dict[str, Any]:
    """Return the columns that the text sets on an event, with their values.

    Raises
    ------
    InputError
        If it cannot be read, or the event would not be right with it.
    """
    values = _read(fact, " ".join(text.split()) if fact.kind != "text" else text.strip())
    columns = {name for name in values if name.partition("_")[0] not in ("killed", "injured")}
    changed = {name: values[name] for name in columns}
    if fact.kind == "count":
        parts = (values[f"{fact.key}_{part}"] for part in ("min", "best", "max"))
        changed[fact.key] = Count(*parts)
    dataclasses.replace(event, **changed)
    return values


def understood(fact: Fact, values: dict[str, Any], text: str = "") -> str:
    """Return how a text was read where that is not plain, else ""."""
    if fact.kind == "days" and values["date_start"] is not None:
        return write_days(values["date_start"], values["date_end"])
    if fact.kind == "country" and values["country"] is not None:
        return wording.country(values["country"])
    if fact.kind in FORM_KINDS:
        return spoken_form(fact.kind, values[fact.key], text)
    if fact.kind == "count":
        count = Count(*(values[f"{fact.key}_{part}"] for part in ("min", "best", "max")))
        return people(count)[:1].upper() + people(count)[1:]
    return ""


def sentence(error: MapperError) -> str:
    """Return what is wrong with a text as a sentence below the line it stands in."""
    if not isinstance(error, InputError):
        return str(error)
    text = error.problem[:1].upper() + error.problem[1:]
    return f"{text}: {error.expected}." if error.expected else f"{text}."


def _read(fact: Fact, text: str) -> dict[str, Any]:
    if not text and fact.required:
        raise InputError(tr("“{label}” cannot be empty", label=fact.label), field=fact.key)
    if fact.kind in FORM_KINDS:
        return {fact.key: read_form(fact.kind, text) if text else None}
    match fact.kind:
        case "count":
            low, best, high = read_count(text)
            return {f"{fact.key}_min": low, f"{fact.key}_best": best, f"{fact.key}_max": high}
        case "days":
            return _days(text)
        case "country":
            code = country_meant(text)
            if text and not code:
                raise InputError(
                    tr("no country is called so"), expected=tr("a name or a code such as UA")
                )
            return {"country": code or None}
        case "length":
            return {fact.key: _metres(text)}
        case "address":
            if text and not is_web_address(text):
                raise InputError(
                    tr("not a web address"), expected=tr("https:// or http:// and a host")
                )
        case "flag":
            return {fact.key: text == "1"}
    return {fact.key: text or None}


def read_count(text: str) -> tuple[int | None, int | None, int | None]:
    """Return least, best and most of a written count of people; all None for no text."""
    if not text.strip():
        return None, None, None
    match = _COUNT.fullmatch(text.strip().translate(_DASHES))
    if match is None:
        raise InputError(tr("not a number of people"), expected=tr("3, 1-3, 2 (1-3) or at least 1"))
    found = {name: int(value) for name, value in match.groupdict().items() if value}
    if max(found.values()) > 10_000_000:
        raise InputError(tr("more people than there can be"))

    def first(*names: str) -> int | None:
        return next((found[name] for name in names if name in found), None)

    return first("low", "from", "least"), first("alone", "best"), first("high", "to", "most")


def _days(text: str) -> dict[str, Any]:
    if not text:
        return {"date_start": None, "date_end": None, "date_precision": None, "date_text": None}
    found = typed_when(text)
    if len(found) > 1:
        raise InputError(tr("may be two days"), expected=tr("2025-07-01 or 1 July 2025"))
    when = found[0] if found else None
    if when is None or when.start is None:
        raise InputError(tr("not a day"), expected=tr("2025-07-01, 1 July 2025, or 1-6 July 2025"))
    values: dict[str, Any] = {
        "date_start": when.start,
        "date_end": when.end,
        "date_precision": when.precision,
        "date_text": None if when.precision == "day" else text,
    }
    if when.time_local:
        values |= {"time_local": when.time_local, "timezone": when.timezone}
    return values


def _metres(text: str) -> float | None:
    if not text:
        return None
    match = _LENGTH.fullmatch(text)
    if match is None:
        raise InputError(tr("not a length"), expected=tr("300 m or 5 km"))
    number = float(match["number"].replace(",", "."))
    return number * 1000 if (match["unit"] or "m").lower() == "km" else number
