"""Sources of events, grouped by event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from mapper.mapdoc import jsonrows
from mapper.mapdoc.language import ENGLISH, English
from mapper.mapdoc.packing import Lists
from mapper.model.vocabulary import SOURCE_TYPES

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


def source_lists(sources: pd.DataFrame, event_ids: pd.Series, words: English = ENGLISH) -> Lists:
    """Return per event its sources, in table order.

    Parameters
    ----------
    sources
        The table ``sources``; rows of other events are passed over.
    event_ids
        Ids of the n events.
    words
        Language of the kinds of sources.
    """
    kinds = {kind: words.source_type(kind) for kind in SOURCE_TYPES}
    sources = sources.assign(source_type=sources["source_type"].map(kinds).astype("str"))
    return grouped(sources, event_ids, _FIELDS)


def source_json(sources: pd.DataFrame, event_ids: pd.Series) -> pa.Array:
    """Return per event the JSON text of a list of its sources, in table order."""
    lists = source_lists(sources, event_ids)
    members = {name: jsonrows.encoded(values.to_pylist()) for name, values in lists.columns.items()}
    starts = np.concatenate([[0], np.cumsum(lists.counts)]).astype(np.int32)
    return jsonrows.arrays(jsonrows.objects(members), pa.array(starts))


def grouped(rows: pd.DataFrame, event_ids: pd.Series, fields: Mapping[str, str]) -> Lists:
    """Return per event its rows, in table order.

    Parameters
    ----------
    rows
        Text columns; ``event_id`` names the event, rows of others are passed over.
    event_ids
        Ids of the n events.
    fields
        Key of each member of a row, and its column.
    """
    owner = pd.Index(event_ids).get_indexer(pd.Index(rows["event_id"]))
    if len(owner) and (owner[0] < 0 or (np.diff(owner) < 0).any()):
        order = np.argsort(owner, kind="stable")
        order = order[owner[order] >= 0]
        rows, owner = rows.iloc[order], owner[order]
    columns = {key: _texts(rows[column]) for key, column in fields.items()}
    return Lists(np.bincount(owner, minlength=len(event_ids)), columns)


def _texts(values: pd.Series) -> pa.Array:
    texts = pa.array(values, type=pa.string(), from_pandas=True)
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
