"""The filter in words of the window's language: each part of it, always."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.gui.day_words import write_day
from mapper.gui.translation import tr, trn

if TYPE_CHECKING:
    from mapper.model.filters import EventFilter


def filtered(chosen: EventFilter) -> str:
    """Return a filter in words, empty where it leaves nothing out."""
    if chosen.everything:
        return ""
    # Brings the checks, which no start waits for.
    from mapper.gui.facet_counts import PLACES
    from mapper.gui.facet_words import label_of
    from mapper.model.facets import FACETS, NOT_STATED

    parts = [_days(chosen)]
    either = tr(" or ")
    for name, values in (("status", chosen.statuses), *chosen.choices):
        if values:
            known = {NOT_STATED, *FACETS[name].terms}
            # Values of the data stand as they are written.
            labels = [(label_of(name, value), value in known) for value in values]
            named = either.join(words.lower() if term else words for words, term in labels)
            label = tr(FACETS[name].label).lower()
            parts.append(tr("{facet}: {values}", facet=label, values=named))
    if chosen.places:
        parts.append(either.join(label_of(PLACES, value).lower() for value in chosen.places))
    if chosen.within is not None:
        parts.append(tr("in the part of the map in view"))
    if chosen.ids is not None:
        number = len(chosen.ids)
        chosen_events = trn("{number:,} chosen event", "{number:,} chosen events", number)
        parts.append(chosen.ids_words or chosen_events)
    if chosen.text.strip():
        parts.append(tr('with the words "{words}"', words=chosen.text.strip()))
    return ", ".join(part for part in parts if part)


def _days(chosen: EventFilter) -> str:
    first, last = chosen.from_day, chosen.until_day
    if first is None or last is None:
        if first is not None:
            return tr("from {day}", day=write_day(first))
        return "" if last is None else tr("until {day}", day=write_day(last))
    if first == last:
        return write_day(first)
    return tr("{first} to {last}", first=write_day(first), last=write_day(last))
