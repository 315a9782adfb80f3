"""Sources of events as JSON text, joined in columns."""

from __future__ import annotations

import json
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

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


def source_lists(sources: pd.DataFrame, event_ids: pd.Series) -> list[str]:
    """Return per event the JSON text of a list of its sources, in table order.

    Parameters
    ----------
    sources
        The table ``sources``; rows of other events are passed over.
    event_ids
        Ids of the n events.
    """
    owner = pd.Index(event_ids).get_indexer(sources["event_id"])
    order = np.argsort(owner, kind="stable")
    order = order[owner[order] >= 0]
    kept, owner = sources.iloc[order], owner[order]
    parts: list[pa.Array] = []
    for key, column in _FIELDS.items():
        prefix = "," if parts else "{"
        values = pa.array(_encode(kept[column]), type=pa.string())
        parts.append(pc.binary_join_element_wise(f'{prefix}"{key}":', values, ""))
    records = pc.binary_join_element_wise(*parts, "}", "")
    starts = np.searchsorted(owner, np.arange(len(event_ids) + 1)).astype(np.int32)
    lists = pc.binary_join(pa.ListArray.from_arrays(pa.array(starts), records), ",")
    joined: list[str] = pc.binary_join_element_wise("[", lists, "]", "").to_pylist()
    return joined


def _encode(values: pd.Series) -> list[str]:
    # No JSON text holds a raw line break, so one call encodes the whole column.
    texts = pa.array(values, type=pa.string(), from_pandas=True).to_pylist()
    encoded = json.dumps(texts, ensure_ascii=False, separators=("\n", ":"))[1:-1]
    return encoded.split("\n") if texts else []
