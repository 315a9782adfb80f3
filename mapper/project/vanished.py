"""Events of a living set that a newer file of it does not list any more."""

from __future__ import annotations

from typing import Any, Final

import apsw
import pandas as pd

#: Feeds whose ids stay the same from release to release.
LIVING: Final = frozenset({"acled", "ucdp", "viina", "geoconfirmed", "bellingcat", "atlos", "cir"})

#: What stands before the number of an id, where a feed has several series of them: of
#: ACLED's the country's, so that a file of one country says nothing of the others.
_SERIES: Final = r"^(acled:[A-Za-z]+|viina:1pd-|[a-z]+:)"


def warnings(
    connection: apsw.Connection, feed: str, events: pd.DataFrame, rejected: pd.DataFrame
) -> list[str]:
    """Return a sentence on events that the file covers and does not hold; nothing deletes them.

    Covered are events of the feed within the file's days and, where it names countries,
    in one of them.

    Parameters
    ----------
    events
        What was read of the file.
    """
    if feed not in LIVING or not len(events) or events["date_start"].isna().all():
        return []
    countries = events["country"].dropna().unique().tolist()
    marks = ", ".join("?" * len(countries))
    where = f" AND (country IS NULL OR country IN ({marks}))" if countries else ""
    rows: list[Any] = connection.execute(
        f"SELECT event_id FROM events WHERE feed = ? AND date_start >= ? AND date_end <= ?{where}",
        (feed, events["date_start"].min(), events["date_end"].max(), *countries),
    ).fetchall()
    stored = pd.Series([event_id for (event_id,) in rows], dtype="str")
    stored = stored[~stored.isin(events["event_id"])]
    if not len(stored):
        return []
    series = events["event_id"].str.extract(_SERIES)[0].unique()
    count = int(stored.str.extract(_SERIES)[0].isin(series).sum())
    if not count:
        return []
    rejects = len(rejected) > 0
    if count == 1:
        gone = "not in the file any more" + (", or was rejected" if rejects else "")
        return [f"1 event of {feed} in these days is {gone}; it was kept in the project."]
    gone = "not in the file any more" + (", or were rejected" if rejects else "")
    return [f"{count:,} events of {feed} in these days are {gone}; they were kept in the project."]
