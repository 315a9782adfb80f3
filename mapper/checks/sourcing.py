"""Sources that are missing, or whose address is none."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from mapper.checks.facts import Facts
from mapper.checks.finding import MOST_OTHERS, Mend, findings, joined, several
from mapper.model.errors import shorten
from mapper.model.vocabulary import VERIFICATION_STATUSES

_ADDRESS: Final = r"(?i)https?://[^\s/?#@]+\.[^\s/?#.]{2,}(?::\d+)?(?:[/?#]\S*)?"
#: An address that lacks only its scheme: a host with a known kind of ending, or a path.
_BARE: Final = r"(?i)(?:www\.|t\.me/|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/)\S+"

#: A feed of so many events none of which has a source gets one finding, not thousands.
FEWEST_FOR_FEED: Final = 20

#: Least number of sources that a status speaks of.
_NEEDED: Final = {"verified": 1, "geolocated": 1, "corroborated": 2}


def addresses(facts: Facts) -> pd.DataFrame:
    """Find source addresses that are not http or https.

    A source without an address (a newspaper, a call) is none of these. Where
    only the scheme is missing, the proposal is to put ``https://`` in front.
    """
    urls = facts.sources["url"]
    wrong = urls.notna() & ~urls.str.strip().str.fullmatch(_ADDRESS).fillna(False)
    rows = np.flatnonzero(wrong.to_numpy(dtype=bool) & (facts.source_rows >= 0))
    bare = urls.iloc[rows].str.strip().str.fullmatch(_BARE).fillna(False).to_numpy(dtype=bool)
    messages, mends = [], []
    source_ids = facts.sources["source_id"]
    for row, lacks_scheme in zip(rows, bare, strict=True):
        found = str(urls.iloc[row]).strip()
        messages.append(f"The address of a source is no web address: {shorten(found, 80)}.")
        event_id = str(facts.ids[facts.source_rows[row]])
        values = {"source_id": str(source_ids.iloc[row]), "url": f"https://{found}"}
        label = "Put https:// in front of the address"
        mends.append(Mend("set", label, (event_id,), values) if lacks_scheme else None)
    ids = facts.ids[facts.source_rows[rows]]
    return findings("source_address", ids, messages, mends=mends)


def missing(facts: Facts) -> pd.DataFrame:
    """Find events without a source; one finding for a feed that never has any."""
    without = (facts.source_count == 0) & ~_unsupported(facts)
    feeds = facts.texts("feed")
    parts = []
    alone = without.copy()
    for feed in np.unique(feeds[without].astype(str)):
        of_feed = feeds == feed
        rows = np.flatnonzero(of_feed & without)
        if len(rows) < FEWEST_FOR_FEED or not (facts.source_count[of_feed] == 0).all():
            continue
        alone[rows] = False
        ids = facts.ids[rows]
        message = f"None of the {several(len(rows), 'event')} of the feed '{feed}' has a source."
        parts.append(findings("no_source", [ids[0]], [message], others=[_others(ids)]))
    rows = np.flatnonzero(alone)
    parts.append(findings("no_source", facts.ids[rows], ["The event has no source."] * len(rows)))
    return joined(parts)


def status(facts: Facts) -> pd.DataFrame:
    """Find events whose verification status speaks of sources that are not there."""
    rows = np.flatnonzero(_unsupported(facts))
    words = facts.texts("verification_status")
    messages = []
    for row in rows:
        label = VERIFICATION_STATUSES[words[row]].label.lower()
        given = several(int(facts.source_count[row]), "source") if facts.source_count[row] else ""
        messages.append(f"The event is said to be {label}, but has {given or 'no source'}.")
    mends = [
        Mend("set", "Set the status to reported", (str(facts.ids[row]),),
             {"verification_status": "reported"})
        for row in rows
    ]  # fmt: skip
    return findings("status_unsupported", facts.ids[rows], messages, mends=mends)


def _unsupported(facts: Facts) -> np.ndarray:
    needed = facts.events["verification_status"].map(_NEEDED).fillna(0).to_numpy(dtype=int)
    short: np.ndarray = facts.source_count < needed
    return short


def _others(ids: np.ndarray) -> tuple[str, ...]:
    return tuple(str(other) for other in ids[1 : MOST_OTHERS + 1])
