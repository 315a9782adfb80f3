"""Events of one salvo: impact points that share an incident, not duplicates."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from mapper.checks.facts import Facts
from mapper.checks.finding import Mend, findings, kilometres, several
from mapper.checks.named import sphere_m
from mapper.model.dates import NO_DAY

#: Events of one source and day within so many metres are offered one incident.
REACH_M: Final = 30_000.0
#: The same where the source is an article without an address, often the news of a whole day.
PRINTED_REACH_M: Final = 5_000.0
#: A source of more events than this is a list or a channel, not the report of one attack.
MOST_OF_SOURCE: Final = 30
#: Hosts whose addresses with one name after the host are channels.
_CHANNELS: Final = (
    r"(?:[a-z]+\.)?(?:t\.me|telegram\.me|x\.com|twitter\.com|facebook\.com|instagram\.com|vk\.com"
    r"|ok\.ru|tiktok\.com|youtube\.com)"
)
#: An address without more than this after its host is a front page, maybe of one language.
_FRONT_PAGE: Final = (
    rf"(?i)https?://(?:{_CHANNELS}/(?:s/)?[^/?#]+|[^/?#]+(?:/(?:[a-z]{{2}}|news))?)/?"
)


def salvo(facts: Facts) -> pd.DataFrame:
    """Find events of one day and one source within 30 km that share no incident.

    The source is known by its address, else by title, publisher and day: then
    5 km is the limit.
    Sources of more than 30 events, front pages and channels say nothing about
    one attack; nor do events of which the weapons are known and differ, or
    whose incidents have been told apart. Proposed: one ``incident_id``, which
    keeps their casualties from being counted twice.
    """
    pairs = _of_sources(facts)
    ids, messages, others, mends = [], [], [], []
    seen: set[tuple[int, ...]] = set()
    for _, group in pairs.groupby(["source", "day"], sort=False):
        reach_m = PRINTED_REACH_M if group["printed"].iloc[0] else REACH_M
        for members in _near(facts, group["row"].to_numpy(), reach_m):
            rows = tuple(int(row) for row in members)
            if rows in seen or not _open(facts, members):
                continue
            seen.add(rows)
            members_ids = tuple(str(facts.ids[row]) for row in members)
            ids.append(members_ids[0])
            others.append(members_ids[1:])
            messages.append(_message(facts, members))
            label = f"Group the {len(members)} events as one incident"
            mends.append(Mend("group", label, members_ids))
    return findings("salvo", ids, messages, others=others, mends=mends)


def _of_sources(facts: Facts) -> pd.DataFrame:
    """Return ``source``, ``day``, ``row`` of events that share a source and day with another."""
    sources = facts.sources
    urls = sources["url"].str.strip().str.rstrip("/")
    front = urls.str.fullmatch(_FRONT_PAGE).fillna(False)
    printed = sources["publisher"] + "\n" + sources["title"] + "\n" + sources["published_at"]
    name = urls.mask(front).fillna(printed.where(urls.isna()))
    frame = pd.DataFrame({"name": name, "row": facts.source_rows, "printed": urls.isna()})[
        name.notna().to_numpy() & (facts.source_rows >= 0)
    ].drop_duplicates()
    size = frame.groupby("name")["row"].transform("size").to_numpy()
    frame = frame[(size > 1) & (size <= MOST_OF_SOURCE)]
    row = frame["row"].to_numpy()
    usable = facts.placed[row] & (facts.start[row] != NO_DAY)
    usable &= (facts.end[row] - facts.start[row]) <= 1
    usable &= ~facts.is_any("geo_precision", "region", "country")[row]
    frame = frame[usable]
    frame = frame.assign(day=facts.start[frame["row"].to_numpy()])
    frame["source"] = pd.factorize(frame["name"])[0]
    size = frame.groupby(["source", "day"])["row"].transform("size").to_numpy()
    return pd.DataFrame(frame[size > 1])


def _near(facts: Facts, rows: np.ndarray, reach_m: float) -> list[np.ndarray]:
    """Return the groups of two and more of which all lie within the reach of the first."""
    left, found = np.sort(rows), []
    while len(left) > 1:
        gap_m = sphere_m(np.repeat(facts.lonlat[left[:1]], len(left), axis=0), facts.lonlat[left])
        near = gap_m <= reach_m
        if near.sum() > 1:
            found.append(left[near])
        left = left[~near]
    return found


def _open(facts: Facts, rows: np.ndarray) -> bool:
    """Tell whether nobody has said yet whether these are one incident."""
    table = facts.events.iloc[rows]
    incidents, weapons = table["incident_id"], table["weapon"]
    if incidents.nunique() > 1 or (incidents.nunique() == 1 and incidents.notna().all()):
        return False
    return bool(weapons[weapons != "unknown"].nunique() <= 1)


def _message(facts: Facts, rows: np.ndarray) -> str:
    first = np.repeat(facts.lonlat[rows[:1]], len(rows), axis=0)
    reach_m = float(sphere_m(first, facts.lonlat[rows]).max())
    where = f"within {kilometres(reach_m)}" if reach_m >= 50.0 else "at one point"
    message = (
        f"{several(len(rows), 'event')} of {facts.said_day(int(rows[0]))} {where} have one source: "
        "they may be one salvo."
    )
    killed = facts.events["killed_best"].iloc[rows]
    if killed.notna().sum() > 1 and killed.nunique() == 1 and killed.max() > 0:
        message += (
            f" All give {killed.max():,} killed; if these are the same people, they are counted "
            f"{len(rows)} times."
        )
    return message
