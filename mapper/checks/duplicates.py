"""Events that may be one event told twice, by day, distance and words."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from mapper.checks.facts import Facts
from mapper.checks.finding import Mend, findings, kilometres
from mapper.checks.named import sphere_m
from mapper.checks.pairs import Rows, near_pairs
from mapper.checks.words import Words
from mapper.model.errors import shorten

#: Share of their words (the rarer ones, all of both together) that two events must have in
#: common on the same day, and on days that only follow each other.
SAME_DAY: Final = 0.6
NEXT_DAY: Final = 0.75
#: Fewer words than this tell nothing.
FEWEST_WORDS: Final = 4
#: Unless the texts are the same on one day, and of so many words with the shortest.
FEWEST_OF_SAME: Final = 3
#: What the fingerprints may be wrong by.
_ROUGH: Final = 0.15


def duplicate(facts: Facts) -> pd.DataFrame:
    """Find events that may be the same: days and radii overlap and the words are alike.

    Alike means that 60 % of the words in title and text (the first 300
    letters, without the words that every tenth event has) are in both, 75 %
    when the days only follow each other; texts of fewer than four such words
    must be the same. Known weapons, targets and numbers of killed must not
    contradict. Each group has one finding, at the event with the most
    sources, else the most filled fields, else the first.
    Proposed: to merge the others into it, with all their sources.
    """
    a, b, alike = _alike(facts)
    order = np.lexsort((np.arange(len(facts)), -_filled(facts), -facts.source_count))
    rank = np.empty(len(facts), dtype=np.int64)
    rank[order] = np.arange(len(facts))
    swap = rank[a] > rank[b]
    keep, other = np.where(swap, b, a), np.where(swap, a, b)
    by_rank = np.lexsort((-alike, rank[keep]))
    taken: set[int] = set()
    groups: dict[int, list[tuple[int, float]]] = {}
    for at in by_rank:
        first, second = int(keep[at]), int(other[at])
        if first in taken or second in taken or second in groups:
            continue
        groups.setdefault(first, []).append((second, float(alike[at])))
        taken.add(second)
    ids, messages, others, mends = [], [], [], []
    for first, members in groups.items():
        own = str(facts.ids[first])
        more = tuple(str(facts.ids[row]) for row, _ in members)
        ids.append(own)
        others.append(more)
        messages.append(_message(facts, first, members))
        label = f"Merge {len(more) + 1} events into one, with all their sources"
        mends.append(Mend("merge", label, (own, *more)))
    return findings("duplicate", ids, messages, others=others, mends=mends)


def _alike(facts: Facts) -> tuple[Rows, Rows, np.ndarray]:
    """Return pairs alike enough, and the share of their words in common."""
    words = Words.of(facts)
    said = _said(facts)
    kept = []
    for a, b in near_pairs(facts):
        together = (facts.start[a] <= facts.end[b]) & (facts.start[b] <= facts.end[a])
        needed = np.where(together, SAME_DAY, NEXT_DAY)
        rough = words.roughly(a, b) >= needed - _ROUGH
        a, b = a[rough], b[rough]
        open_ = ~_contradict(said, a, b)
        kept.append(a[open_] * len(facts) + b[open_])
    pair = np.unique(np.concatenate(kept)) if kept else np.empty(0, dtype=np.int64)
    a, b = pair // max(len(facts), 1), pair % max(len(facts), 1)
    together = (facts.start[a] <= facts.end[b]) & (facts.start[b] <= facts.end[a])
    needed = np.where(together, SAME_DAY, NEXT_DAY)
    alike = np.zeros(len(a))
    known: dict[int, frozenset[str]] = {}
    for at, (one, two) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        for row in (one, two):
            if row not in known:
                known[row] = words.words(row)
        either = known[one] | known[two]
        if min(len(known[one]), len(known[two])) >= FEWEST_WORDS:
            alike[at] = len(known[one] & known[two]) / len(either)
        elif together[at] and words.same(one, two, FEWEST_OF_SAME):
            alike[at] = 1.0
    sure = alike >= needed
    return a[sure], b[sure], alike[sure]


def _said(facts: Facts) -> tuple[list[np.ndarray], np.ndarray]:
    """Return what events say as codes, -1 where nothing, and their incidents."""
    codes = []
    for column in ("weapon", "target_type", "event_type", "killed_best", "injured_best"):
        values = facts.events[column]
        if values.dtype != "Int64":
            values = values.mask(values.isin(["unknown", "undefined"]))
        codes.append(pd.factorize(values)[0])
    return codes, pd.factorize(facts.events["incident_id"])[0]


def _contradict(said: tuple[list[np.ndarray], np.ndarray], a: Rows, b: Rows) -> np.ndarray:
    """Return which pairs say different things, or are known to be one incident's parts."""
    codes, incidents = said
    differ = (incidents[a] >= 0) & (incidents[a] == incidents[b])
    for values in codes:
        differ |= (values[a] >= 0) & (values[b] >= 0) & (values[a] != values[b])
    return np.asarray(differ)


def _filled(facts: Facts) -> np.ndarray:
    counts: np.ndarray = facts.events.notna().sum(axis=1).to_numpy(dtype=np.int64)
    return counts


def _message(facts: Facts, first: int, members: list[tuple[int, float]]) -> str:
    row, alike = members[0]
    gap_m = float(sphere_m(facts.lonlat[[first]], facts.lonlat[[row]])[0])
    day = "the same day" if facts.start[first] == facts.start[row] else "days that meet"
    where = f"{kilometres(gap_m)} apart" if gap_m >= 50.0 else "the same point"
    own, other = facts.texts("feed")[[first, row]]
    feed = f" in {other}" if own != other else ""
    title = shorten(str(facts.texts("title")[row]), 60)
    message = f"May be the same event as {title}{feed}: {day}, {where}, {alike:.0%} of the words."
    if len(members) > 1:
        message += f" So may {len(members) - 1:,} more."
    return message
