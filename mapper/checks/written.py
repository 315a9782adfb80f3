"""Times, zones, days of publication and languages that are in no form that can be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.checks.facts import Facts, Ints
from mapper.checks.finding import MOST_OTHERS, Mend, findings, joined, several
from mapper.model.errors import InputError, shorten
from mapper.model.forms import FORMS

#: The same text in so many events gets one finding, not thousands.
FEWEST_FOR_ONE: Final = 20

_TIME: Final = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_DAY: Final = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
#: What is plainly right: to read half a million such texts one by one takes long.
_PLAIN: Final = {
    "time_local": rf"^{_TIME}$",
    "published_at": rf"^{_DAY}(?:[T ]{_TIME}Z?)?$",
    "accessed_at": rf"^{_DAY}(?:[T ]{_TIME}Z?)?$",
    "taken_at": rf"^{_DAY}(?:[T ]{_TIME}Z?)?$",
}
_NAMES: Final = {
    "time_local": "The time of day",
    "timezone": "The time zone",
    "published_at": "The day of publication of a source",
    "accessed_at": "The day a source was looked at",
    "language": "The language of a source",
    "taken_at": "The day a photo or recording was taken",
}


def forms(facts: Facts) -> pd.DataFrame:
    """Find texts that cannot be read as what their column holds.

    Where only the spelling is unusual, the proposal is the usual one.
    """
    parts = []
    every = np.arange(len(facts), dtype=np.int64)
    for column, read in FORMS["events"].items():
        parts.append(_wrong(facts, facts.events[column], every, read))
    sources = facts.sources
    for column, read in FORMS["sources"].items():
        parts.append(_wrong(facts, sources[column], facts.source_rows, read, sources["source_id"]))
    for column, read in FORMS["media"].items():
        # It is corrected beside the picture, which shows what is meant.
        wrong = _wrong(facts, facts.media[column], facts.medium_rows, read)
        parts.append(wrong.assign(mend=None))
    return joined(parts)


def _wrong(
    facts: Facts,
    texts: pd.Series,
    event_rows: Ints,
    read: Callable[[str], str],
    source_ids: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the findings of one column: ``texts`` of shape (n,), each with its event's row."""
    column = str(texts.name)
    codes, distinct = pd.factorize(texts)
    codes[event_rows < 0] = -1
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(distinct) + 1))
    ids: list[str] = []
    messages: list[str] = []
    others: list[tuple[str, ...]] = []
    mends: list[Mend | None] = []
    doubtful = np.arange(len(distinct))
    if column in _PLAIN and len(distinct):
        plain = pc.match_substring_regex(pa.array(distinct, pa.large_string()), _PLAIN[column])
        doubtful = np.flatnonzero(~np.asarray(plain, dtype=bool))
    for code in doubtful.tolist():
        text = distinct[code]
        usual, expected = _usual(str(text), read)
        rows = order[starts[code] : starts[code + 1]]
        if _alike(str(text), usual) or not len(rows):
            continue
        said = f"{_NAMES[column]} is written {shorten(text, 40)}"
        said += f"; it is read as {usual}" if usual else f", which cannot be read; {expected}"
        of_text = [str(event_id) for event_id in facts.ids[event_rows[rows]]]
        if len(rows) >= FEWEST_FOR_ONE:
            many = tuple(dict.fromkeys(of_text))
            ids.append(many[0])
            messages.append(f"{said}, in {several(len(many), 'event')}.")
            others.append(many[1 : MOST_OTHERS + 1])
            mends.append(None if source_ids is not None else _mend(column, usual, many))
            continue
        ids += of_text
        messages += [f"{said}."] * len(rows)
        others += [()] * len(rows)
        own = [None] * len(rows) if source_ids is None else source_ids.iloc[rows].tolist()
        mends += [
            _mend(column, usual, (event_id,), source_id)
            for event_id, source_id in zip(of_text, own, strict=True)
        ]
    return findings("form", ids, messages, others=others, mends=mends)


def _alike(text: str, usual: str) -> bool:
    """Tell whether a text says the same to whatever reads it, as with seconds behind a time."""
    return bool(usual) and text.casefold().replace(" ", "t").startswith(usual.casefold())


def _usual(text: str, read: Callable[[str], str]) -> tuple[str, str]:
    """Return the usual spelling of a text, "" if there is none, and else what is expected."""
    try:
        return read(text), ""
    except InputError as error:
        return "", f"expected: {error.expected}"


def _mend(
    column: str, usual: str, event_ids: tuple[str, ...], source_id: Any = None
) -> Mend | None:
    if not usual:
        return None
    values = {column: usual} if source_id is None else {"source_id": str(source_id), column: usual}
    return Mend("set", f"Write {usual}", event_ids, values)
