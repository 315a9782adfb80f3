"""Offers of what the sources of an event say together, where the event says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mapper.gui.claim_range import PARTS, range_of
from mapper.gui.fact_desk import FactDesk
from mapper.gui.fact_table import FACTS
from mapper.gui.labels import LinkButton
from mapper.gui.translation import tr
from mapper.model.event import Count, Event


def range_offers(
    event: Event, told: Mapping[str, Mapping[str, Count]], desk: FactDesk
) -> Iterator[LinkButton]:
    """Yield a button for each count of ``told``, by field and source, that may be taken over."""
    for key, by_source in told.items():
        count = range_of(by_source.values())
        same = str(count) == str(getattr(event, key))
        if not count.known or same or desk.read_only_reason:
            continue
        words = tr(
            "Use the range of the sources: {what} {range}",
            what=FACTS[key].label.lower(),
            range=count,
        )
        tip = tr("The least and the most they say, and the best where all agree")
        button = LinkButton(words, f"{words}. {tip}.")
        values = {f"{key}_{part}": getattr(count, part) for part in PARTS}
        button.clicked.connect(
            lambda _checked, key=key, values=values: desk.kept.emit(event.event_id, values, key)
        )
        yield button
