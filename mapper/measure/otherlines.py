"""Where the front of a day has no line: which other sources give one."""

from __future__ import annotations

import datetime as dt

from mapper.measure.fronts import Fronts
from mapper.measure.snapshots import Snapshot
from mapper.model.errors import MapperError, MeasureError


def said_with_others(
    error: MapperError,
    fronts: Fronts,
    snapshot: Snapshot,
    max_gap_days: int,
    country: str | None = None,
    stated: str | None = None,
) -> str:
    """Return why a snapshot gives no distance, and who does give a line for its day.

    Parameters
    ----------
    error
        What was said of it.
    snapshot
        The front of a day, with its ``gap_days``.
    country
        Only fronts of this one of ``fronts.countries``.
    stated
        ISO code of the country in whose land lines are derived, where the person said so.
    """
    if not isinstance(error, MeasureError):
        return str(error)
    day = snapshot.as_of + dt.timedelta(days=snapshot.gap_days)
    names = []
    for other in fronts.all_of_day(day, max_gap_days, country):
        if (other.kind, other.rows) == (snapshot.kind, snapshot.rows):
            continue
        try:
            fronts.front(other, stated)
        except MapperError:
            continue
        names.append(other.source)
    if not names:
        return str(error)
    given = ", ".join(dict.fromkeys(names))
    return f"{str(error)[:-1]} ({snapshot.source}). A line for this day is given by {given}."
