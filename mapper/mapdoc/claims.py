"""What each source says about an event, as JSON text."""

from __future__ import annotations

from typing import Final

import pandas as pd
import pyarrow as pa

from mapper.mapdoc.sources import lists_by_event

#: Columns that claims are about, as a person reads them.
FIELD_LABELS: Final = {
    "date_start": "Date",
    "date_end": "Last day",
    "place_name": "Place",
    "admin1": "Region",
    "geo_precision": "Precision",
    "killed_min": "Killed, at least",
    "killed_best": "Killed",
    "killed_max": "Killed, at most",
    "injured_min": "Injured, at least",
    "injured_best": "Injured",
    "injured_max": "Injured, at most",
    "target_type": "Target",
    "perpetrator_alleged": "Carried out by, as alleged",
    "claimed_by": "Claimed by",
    "denied_by": "Denied by",
    "affected_party": "Affected",
    "verification_status": "Status",
}


def field_label(name: str) -> str:
    """Return the words for a column that a claim is about."""
    return FIELD_LABELS.get(name, name.replace("_", " ").capitalize())


def claim_lists(claims: pd.DataFrame, sources: pd.DataFrame, event_ids: pd.Series) -> pa.Array:
    """Return per event the JSON text of a list of its claims, in table order.

    Each claim has ``field`` in plain words, ``value``, ``note`` and ``source``:
    the publisher, else the title, of the source that says so.

    Parameters
    ----------
    claims, sources
        The tables of these names; rows of other events are passed over.
    event_ids
        Ids of the n events.
    """
    named = sources["publisher"].fillna(sources["title"]).fillna(sources["url"])
    names = dict(zip(sources["source_id"], named, strict=True))
    labels = {name: field_label(name) for name in claims["field"].unique()}
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
    return lists_by_event(said, event_ids, fields)
