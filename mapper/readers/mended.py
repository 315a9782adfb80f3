"""Rejected rows that an earlier import wrote as a table, mended and read again."""

from __future__ import annotations

import dataclasses
from pathlib import PurePath
from typing import Final

import pandas as pd

from mapper.readers.tabletext import ParsedTable

#: Columns beside the rows' own, where they stand: last, or first.
_LAST: Final = (("file", "row", "reason"), ("row", "reason"))
_FIRST: Final = (("file", "row", "reason"),)

#: What stands before a text that spreadsheets would otherwise run as a formula.
_GUARDED: Final = r"'+[=+\-@\t\r]"


def as_it_was(parsed: ParsedTable) -> ParsedTable:
    """Return a table of rejected rows as the file they came from; any other as it is.

    The columns that Mapper added are taken away, and so is the apostrophe that keeps
    spreadsheets from running a cell.
    """
    added = _added([str(name) for name in parsed.coded.columns])
    if not added or not len(parsed.coded):
        return parsed
    if not parsed.frame["row"].str.fullmatch(r"\s*\d+\s*").all():
        return parsed
    own = parsed.frame.drop(columns=list(added))
    texts = {str(name).removesuffix(" (original)"): _bare(own[name]) for name in own.columns}
    if len(texts) < len(own.columns):
        return parsed
    origin = None
    if "file" in added:
        origin = parsed.frame["file"].map(lambda name: PurePath(str(name)).stem)
    said = "The columns row and reason of an earlier import's rejected rows were passed over."
    return dataclasses.replace(
        parsed,
        coded=pd.DataFrame(texts),
        warnings=[*parsed.warnings, said],
        origin=origin,
    )


def _added(names: list[str]) -> tuple[str, ...]:
    for columns in _LAST:
        if tuple(names[-len(columns) :]) == columns:
            return columns
    for columns in _FIRST:
        if tuple(names[: len(columns)]) == columns:
            return columns
    return ()


def _bare(texts: pd.Series) -> pd.Series:
    guarded = texts.str.match(_GUARDED).fillna(False).astype(bool)
    return texts.where(~guarded, texts.str.slice(1)) if guarded.any() else texts
