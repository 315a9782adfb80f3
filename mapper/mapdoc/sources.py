"""Sources of events as JSON text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from mapper.mapdoc import jsonrows

#: Key in the document and column of the table ``sources``.
_FIELDS: Final = {
    "url": "url",
    "archive_url": "archive_url",
    "title": "title",
    "publisher": "publisher",
    "published_at": "published_at",
    "quote": "quote",
    "type": "source_type",
}


def source_lists(sources: pd.DataFrame, event_ids: pd.Series) -> pa.Array:
    """Return per event the JSON text of a list of its sources, in table order.

    Parameters
    ----------
    sources
        The table ``sources``; rows of other events are passed over.
    event_ids
        Ids of the n events.
    """
    return lists_by_event(sources, event_ids, _FIELDS)


def lists_by_event(rows: pd.DataFrame, event_ids: pd.Series, fields: Mapping[str, str]) -> pa.Array:
    """Return per event the JSON text of a list of its rows, in table order.

    Parameters
    ----------
    rows
        Text columns; ``event_id`` names the event, rows of others are passed over.
    event_ids
        Ids of the n events.
    fields
        Key of each member of the JSON objects, and its column.
    """
    owner = pd.Index(event_ids).get_indexer(pd.Index(rows["event_id"]))
    order = np.argsort(owner, kind="stable")
    order = order[owner[order] >= 0]
    kept, owner = rows.iloc[order], owner[order]
    members = {
        key: jsonrows.encoded(pa.array(kept[column], pa.string(), from_pandas=True).to_pylist())
        for key, column in fields.items()
    }
    starts = np.searchsorted(owner, np.arange(len(event_ids) + 1)).astype(np.int32)
    return jsonrows.arrays(jsonrows.objects(members), pa.array(starts))
