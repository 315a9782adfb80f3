"""Addresses within texts, and the sources they make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import pandas as pd

# A comma belongs to an address unless another address or a key such as `path=` follows it.
_ADDRESS: Final = re.compile(
    r"""https?://(?:(?![,;|]+\s*(?:https?://|(?:id|path|title|description)=))[^\s<>"'|\\])+""",
    re.IGNORECASE,
)


def addresses(text: str) -> list[str]:
    """Return the web addresses in a text, each once, in order.

    Addresses may be set apart by blanks, line breaks, commas, semicolons or
    bars, and may have commas inside.
    """
    found = (_trimmed(match) for match in _ADDRESS.findall(text))
    return list(dict.fromkeys(address for address in found if len(address) > len("https://")))


def _trimmed(address: str) -> str:
    address = address.rstrip(",;.")
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(",;.")
    return address


def address_sources(event_ids: pd.Series, columns: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Return one source per address of some columns, each address once per event.

    Parameters
    ----------
    event_ids
        Ids of the events, shape (n,).
    columns
        What the address is, for the source's notes ("" says nothing), to a column of
        text, shape (n,). A text without any address is kept as the source's title.
    """
    parts = []
    for note, texts in columns.items():
        written = texts.dropna()
        listed = written.map(addresses)
        bare = listed.map(len) == 0
        urls = listed[~bare].explode().astype("str")
        parts.append(pd.DataFrame({"url": urls, "notes": note or None}))
        parts.append(pd.DataFrame({"title": written[bare], "notes": note or None}))
    columns_of = ["url", "title", "notes"]
    table = pd.concat([part.reindex(columns=columns_of).astype("str") for part in parts])
    table = table.sort_index(kind="stable").rename_axis(None)
    return numbered(table, event_ids, ["url", "title"])


def numbered(table: pd.DataFrame, event_ids: pd.Series, once: list[str]) -> pd.DataFrame:
    """Return sources with the ids of their events and their own, repeats left out.

    Parameters
    ----------
    table
        Columns of sources; the index is the 0-based row of the event.
    once
        Columns that no two sources of one event may share.
    """
    table = table[~table.assign(row=table.index).duplicated(["row", *once])].copy()
    table["event_id"] = event_ids.loc[table.index].to_numpy()
    numbers = table.groupby(level=0).cumcount() + 1
    table["source_id"] = table["event_id"] + "#" + numbers.astype("str")
    return table
