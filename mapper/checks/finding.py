"""What a check says: findings as a table, and the mend each may propose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import pandas as pd

#: Columns of a table of findings, in order.
COLUMNS: Final = ("event_id", "rule", "message", "other_ids", "mend")

#: At most so many others are named in one finding.
MOST_OTHERS: Final = 10_000


@dataclass(frozen=True)
class Mend:
    """A change that a finding proposes; nothing happens until a person asks for it.

    Attributes
    ----------
    kind
        ``set`` (values of events, or of one source when ``values`` hold a
        ``source_id``), ``merge`` (the first event takes the others in) or
        ``group`` (the events get one ``incident_id``).
    label
        What it does, as the words on a button.
    event_ids
        The events it changes; for ``merge`` the one to keep comes first.
    values
        Columns to set, with ``lon`` and ``lat`` in degrees for the place.
    """

    kind: Literal["set", "merge", "group"]
    label: str
    event_ids: tuple[str, ...]
    values: dict[str, Any] = field(default_factory=dict)


def findings(
    rule: str,
    event_ids: Iterable[str],
    messages: Sequence[str],
    *,
    others: Iterable[tuple[str, ...]] | None = None,
    mends: Iterable[Mend | None] | None = None,
) -> pd.DataFrame:
    """Return findings of one rule, a row for each event."""
    count = len(messages)
    return pd.DataFrame(
        {
            "event_id": pd.Series(list(event_ids), dtype="str"),
            "rule": pd.Series([rule] * count, dtype="str"),
            "message": pd.Series(list(messages), dtype="str"),
            "other_ids": pd.Series([()] * count if others is None else list(others), dtype=object),
            "mend": pd.Series([None] * count if mends is None else list(mends), dtype=object),
        },
        columns=list(COLUMNS),
    )


def joined(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return several tables of findings as one."""
    kept = [part for part in parts if len(part)]
    return pd.concat(kept, ignore_index=True) if kept else findings("", [], [])


def kilometres(distance_m: float) -> str:
    """Return a distance as findings say it: no digits that mean nothing."""
    distance_km = distance_m / 1000.0
    return f"{distance_km:,.1f} km" if distance_km < 9.95 else f"{distance_km:,.0f} km"


def several(count: int, one: str, many: str | None = None) -> str:
    """Return ``1 event`` or ``2 events``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
