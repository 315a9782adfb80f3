"""What each source says about an event, grouped by event."""

from __future__ import annotations

import pandas as pd

from mapper.mapdoc.language import ENGLISH, English
from mapper.mapdoc.packing import Lists
from mapper.mapdoc.sources import grouped


def claim_lists(
    claims: pd.DataFrame,
    sources: pd.DataFrame,
    event_ids: pd.Series,
    words: English = ENGLISH,
) -> Lists:
    """Return per event its claims, in table order.

    Each claim has ``field`` in plain words, ``value``, ``note`` and ``source``:
    the publisher, else the title, of the source that says so.

    Parameters
    ----------
    claims, sources
        The tables of these names; rows of other events are passed over.
    event_ids
        Ids of the n events.
    words
        Language of the fields' names.
    """
    named = sources["publisher"].fillna(sources["title"]).fillna(sources["url"])
    names = dict(zip(sources["source_id"], named, strict=True))
    labels = {name: words.field(name) for name in claims["field"].unique()}
    said = pd.DataFrame(
        {
            "event_id": claims["event_id"],
            "field": claims["field"].map(labels),
            "value": claims["value"],
            "note": claims["note"],
            "source": claims["source_id"].map(names),
        }
    )
    fields = {name: name for name in ("field", "value", "note", "source")}
    return grouped(said, event_ids, fields)
