"""Sources and claims of each event in one cell, for files that have no second table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from mapper.mapdoc import jsonrows
from mapper.model import schema

#: Between the sources of an event where each is named by one text.
SEPARATOR = " | "


def named_sources(sources: pd.DataFrame, event_ids: pd.Series) -> pd.Series:
    """Return per event the addresses of its sources, or their names, joined; else missing.

    Parameters
    ----------
    sources
        The table ``sources``.
    event_ids
        Ids of the n events.
    """
    named = sources["url"].fillna(sources["title"]).fillna(sources["publisher"]).fillna("")
    joined = named.groupby(sources["event_id"], sort=False).agg(SEPARATOR.join)
    return event_ids.map(joined).astype("str")


def json_lists(rows: pd.DataFrame, table: schema.Table, event_ids: pd.Series) -> pd.Series:
    """Return per event the JSON text of a list of its rows with all that they say; else missing.

    Parameters
    ----------
    rows
        The table ``sources`` or ``claims``; rows of other events are passed over.
    table
        Which of them it is.
    event_ids
        Ids of the n events.
    """
    owner = pd.Index(event_ids).get_indexer(pd.Index(rows["event_id"]))
    order = np.argsort(owner, kind="stable")
    order = order[owner[order] >= 0]
    kept, owner = rows.iloc[order], owner[order]
    said = [name for name in table.names if name == table.key or kept[name].notna().any()]
    members = {
        name: jsonrows.encoded(pa.array(kept[name], pa.string(), from_pandas=True).to_pylist())
        for name in said
        if name != "event_id"
    }
    starts = np.searchsorted(owner, np.arange(len(event_ids) + 1)).astype(np.int32)
    lists = jsonrows.arrays(jsonrows.objects(members), pa.array(starts))
    texts = pd.Series(lists.to_pandas(), dtype="str")
    return texts.where(np.diff(starts) > 0)
