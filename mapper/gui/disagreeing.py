"""On which fields sources disagree, and how each stands to what the event says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from mapper.gui.claim_range import PARTS, counts_by_source, range_of
from mapper.gui.fact_table import FACTS
from mapper.gui.translation import tr
from mapper.model import vocabulary as words
from mapper.model.event import Count, Event

if TYPE_CHECKING:
    from mapper.gui.detail_panel import Claim

#: How what a source says stands to what the event says; "" where the event says nothing.
Stand = Literal["", "same", "fewer", "more", "within", "overlaps", "differs"]
_COUNTED: Final = ("killed", "injured")


@dataclass(frozen=True)
class Told:
    """What one source says of a field."""

    source_id: str
    text: str
    stand: Stand
    note: str = ""


@dataclass(frozen=True)
class Differing:
    """One field that sources disagree on; ``together`` is the range of all, if they count."""

    field: str
    label: str
    here: str
    told: tuple[Told, ...]
    together: str = ""


def field_of(claim: Claim) -> str:
    """Return what a claim is about: the parts of a count are about one thing."""
    head, _, part = claim.field.partition("_")
    return head if head in _COUNTED and part in PARTS else claim.field


def disagreements(event: Event, claims: Iterable[Claim]) -> tuple[Differing, ...]:
    """Return the fields of which two sources, or one and the event, say different things."""
    by_field: dict[str, list[Claim]] = {}
    for claim in claims:
        by_field.setdefault(field_of(claim), []).append(claim)
    found = (_differing(event, field, of_field) for field, of_field in by_field.items())
    return tuple(one for one in found if one is not None)


def _differing(event: Event, field: str, claims: list[Claim]) -> Differing | None:
    counts = counts_by_source(claims, field) if field in _COUNTED else {}
    texts: dict[str, str] = {}
    notes: dict[str, list[str]] = {}
    for claim in claims:
        source_id = claim.source_id or ""
        if claim.note:
            notes.setdefault(source_id, []).append(claim.note)
        if source_id in counts:
            texts[source_id] = str(counts[source_id])
        elif claim.value is not None:
            value = _in_words(field, claim.value)
            texts[source_id] = f"{texts[source_id]}; {value}" if source_id in texts else value
    told = tuple(
        Told(source_id, text, _stand(event, field, text, counts.get(source_id)), note)
        for source_id, text in texts.items()
        for note in [" ".join(notes.get(source_id, []))]
    )
    among_them = len({_plain(text) for text in texts.values()}) > 1
    with_event = _is_short(field) and any(one.stand not in ("", "same", "within") for one in told)
    if not (among_them or with_event):
        return None
    together = range_of(counts.values())
    label = FACTS[field].label if field in FACTS else tr(words.field_label(field))
    return Differing(
        field, label, _here(event, field), told, str(together) if together.known else ""
    )


def _stand(event: Event, field: str, text: str, count: Count | None) -> Stand:
    own = getattr(event, field, None)
    if isinstance(own, Count):
        if not own.known or count is None:
            return ""
        return _of_counts(count, own)
    here = _here(event, field)
    if not here:
        return ""
    return "same" if _plain(here) == _plain(text) else "differs"


def _of_counts(count: Count, own: Count) -> Stand:
    if count == own:
        return "same"
    low, high = _ends(count)
    own_low, own_high = _ends(own)
    if high is not None and own_low is not None and high < own_low:
        return "fewer"
    if low is not None and own_high is not None and low > own_high:
        return "more"
    inside = (own_low is None or (low is not None and low >= own_low)) and (
        own_high is None or (high is not None and high <= own_high)
    )
    return "within" if inside else "overlaps"


def _ends(count: Count) -> tuple[int | None, int | None]:
    low = count.best if count.min is None else count.min
    return low, count.best if count.max is None else count.max


def _here(event: Event, field: str) -> str:
    value = getattr(event, field, None)
    if isinstance(value, Count):
        return str(value) if value.known else ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else _in_words(field, str(value))


def _in_words(field: str, value: str) -> str:
    terms: Mapping[str, words.Term] | None = FACTS[field].terms if field in FACTS else None
    term = None if terms is None else terms.get(value)
    return value if term is None else tr(term.label)


def _is_short(field: str) -> bool:
    """Tell whether a field is a fact, not words that everyone writes in their own way."""
    return field in FACTS and field != "title" and FACTS[field].kind != "text"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
