"""All rules over a set of events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.checks import (
    areas,
    axes,
    counts,
    dates,
    duplicates,
    names,
    points,
    positions,
    precision,
    salvos,
    sourcing,
    texts,
    written,
)
from mapper.checks.facts import Facts
from mapper.checks.finding import COLUMNS, joined
from mapper.model.errors import CancelledError, InputError
from mapper.model.texts import arrow

#: Rules in the order they are told, and what each finds, in words.
RULES: Final = {
    "null_island": "Position at 0, 0 or on an axis",
    "swapped_axes": "Longitude and latitude exchanged",
    "place_name": "Position far from the place named",
    "text_place": "Position far from the places in the text",
    "outside_country": "Position outside the stated country",
    "outside_region": "Position outside the stated region",
    "rounded": "Position rounded to whole degrees",
    "same_point": "Many precise events at one point",
    "future_date": "Date in the future",
    "early_date": "Date before the conflict",
    "long_range": "Days too far apart",
    "published_before": "Sources older than the event",
    "counts_order": "Lowest, best and highest out of order",
    "counts_parts": "Total less than its parts",
    "duplicate": "Possible duplicates",
    "salvo": "Possibly one salvo",
    "status_unsupported": "Status without the sources for it",
    "form": "Time, zone, day or language that cannot be read",
    "source_address": "Source address that is no web address",
    "no_source": "No source",
    "no_place": "No position",
    "radius": "Radius that does not fit the precision",
}

_CHECKS: Final[dict[str, Callable[[Facts], pd.DataFrame]]] = {
    "null_island": positions.null_island,
    "swapped_axes": axes.swapped,
    "place_name": names.place_name,
    "text_place": texts.text_place,
    "outside_country": areas.outside_country,
    "outside_region": areas.outside_region,
    "rounded": positions.rounded,
    "same_point": points.same_point,
    "future_date": dates.future,
    "early_date": dates.early,
    "long_range": dates.long_range,
    "published_before": dates.published_before,
    "counts_order": counts.order,
    "counts_parts": counts.parts,
    "duplicate": duplicates.duplicate,
    "salvo": salvos.salvo,
    "status_unsupported": sourcing.status,
    "form": written.forms,
    "source_address": sourcing.addresses,
    "no_source": sourcing.missing,
    "no_place": precision.no_place,
    "radius": precision.radius,
}

_OF_POSITION: Final = frozenset(
    {"place_name", "text_place", "outside_country", "outside_region", "rounded", "same_point"}
)

#: What a rule has told, these would only tell again.
_TOLD_BY: Final = {
    "null_island": _OF_POSITION,
    "swapped_axes": _OF_POSITION,
    "duplicate": frozenset({"salvo"}),
}

#: Takes the share done, 0 to 1; False cancels.
Progress = Callable[[float], bool]


def check(
    events: gpd.GeoDataFrame,
    sources: pd.DataFrame | None,
    media: pd.DataFrame | None = None,
    *,
    conflict_start: dt.date | None = None,
    today: dt.date | None = None,
    rules: Collection[str] | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return what is doubtful about events; nothing is changed.

    Parameters
    ----------
    events, sources, media
        Tables of the model, as a project or a reader gives them.
    conflict_start
        First day of the conflict. Without it only events far before all
        others count as too early.
    today
        The day that counts as today; the day in UTC if left out.
    rules
        Keys of `RULES` to apply; all if left out.
    progress
        Called with the share done, 0 to 1; when it returns False the work is
        cancelled.

    Returns
    -------
    DataFrame
        A row per finding, in the order of `RULES` and of the events:
        ``event_id``, ``rule``, ``message`` (one sentence), ``other_ids``
        (tuple of the other events it is about) and ``mend`` (`Mend` or None).

    Raises
    ------
    CancelledError
        If ``progress`` cancelled.
    InputError
        If there is no rule of a name.
    """
    for rule in rules or ():
        if rule not in RULES:
            raise InputError("no check has this name", found=rule, expected=", ".join(RULES))
    facts = Facts.of(
        events,
        sources,
        media,
        today=today or dt.datetime.now(dt.UTC).date(),
        conflict_start=conflict_start,
    )
    wanted = [rule for rule in RULES if rules is None or rule in rules]
    told: dict[str, pd.DataFrame] = {}
    for number, rule in enumerate(wanted):
        if progress is not None and progress(number / len(wanted)) is False:
            raise CancelledError("Checking")
        told[rule] = _CHECKS[rule](facts) if len(facts) else joined([])
    for rule, others in _TOLD_BY.items():
        if rule in told:
            about = set(told[rule]["event_id"])
            for other in others & told.keys():
                told[other] = told[other][~told[other]["event_id"].isin(about)]
    if progress is not None:
        progress(1.0)
    result = joined(told.values())
    # Arrow looks them up outside Python's lock.
    rules = pa.array(list(RULES), pa.large_string())
    rule = pc.index_in(arrow(result["rule"]), value_set=rules)
    event = pc.index_in(
        arrow(result["event_id"]), value_set=arrow(facts.events["event_id"]).combine_chunks()
    )
    order = np.lexsort((np.asarray(event), np.asarray(rule)))
    return result.iloc[order][list(COLUMNS)].reset_index(drop=True)
