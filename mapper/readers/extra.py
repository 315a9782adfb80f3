"""The column ``extra``: JSON objects of what has no column of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.readers.text import no_text


def json_objects(columns: Mapping[str, pd.Series], index: pd.Index) -> pd.Series:
    """Return one JSON object of texts per row; missing where all are missing."""

    def word(text: str | None) -> pa.Scalar:
        return pa.scalar(text, pa.large_string())

    parts = []
    for name, texts in columns.items():
        values = pa.array(texts.astype("str"), type=pa.large_string())
        if values.null_count == len(values):
            continue
        for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
            values = pc.replace_substring(values, plain, escaped)
        key = word(", " + json.dumps(name, ensure_ascii=False) + ': "')
        # No nulls may reach the joining of the parts: Arrow's "skip" loses whole rows.
        values = pc.binary_join_element_wise(key, values, word('"'), word(""))
        parts.append(pc.fill_null(values, ""))
    if not parts:
        return no_text(index)
    joined = parts[0]
    for part in parts[1:]:
        joined = pc.binary_join_element_wise(joined, part, word(""))
    inner = pc.utf8_slice_codeunits(joined, 2)
    objects = pc.binary_join_element_wise(word("{"), inner, word("}"), word(""))
    objects = pc.if_else(pc.equal(joined, word("")), word(None), objects)
    return pd.Series(objects.to_pandas().to_numpy(), index=index, dtype="str")


def merge_extra(stated: pd.Series, others: pd.Series) -> pd.Series:
    """Return JSON objects of ``others`` added to those stated, which win."""
    both = (stated.notna() & others.notna()).to_numpy(bool)
    merged = stated.where(stated.notna(), others)
    for row in np.flatnonzero(both):
        kept = json.loads(stated.iloc[row])
        if isinstance(kept, dict):
            merged.iloc[int(row)] = json.dumps(
                json.loads(others.iloc[row]) | kept, ensure_ascii=False
            )
    return merged
