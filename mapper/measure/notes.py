"""Sentences that belong with a number: warnings and comparisons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from mapper.measure.interval import FloatArray
from mapper.measure.measurement import Place
from mapper.measure.rounding import format_apart, format_distance, format_interval
from mapper.measure.snapshots import Snapshot
from mapper.model.dates import write_day

UNKNOWN_RADIUS: Final = (
    "The precision of the place is not stated; the interval does not include it."
)


def known_to_region(name: str) -> str:
    """Say that a place stands for its whole region."""
    return (
        f"The place is known only to {name}: the interval is that over all of it, and a single "
        "value only that of the position the source states."
    )


def edge_in_reach(what: str, *, within: bool) -> str:
    """Say that the interval reaches over an area's edge."""
    across = "across its edge" if within else f"into {what}"
    return f"The interval reaches {across}: whether the start lies within it is not certain."


def day_warnings(day: dt.date | None, snapshot: Snapshot, gap_m: FloatArray) -> list[str]:
    """Say which front was taken where it is not of the day itself."""
    if day is None:
        return [f"No date was given; the newest front, of {write_day(snapshot.as_of)}, was used."]
    if not snapshot.gap_days:
        return []
    days = "day" if snapshot.gap_days == 1 else "days"
    text = f"The front is {snapshot.gap_days} {days} older than {write_day(day)}"
    if np.isnan(gap_m).any():
        text += "; how far it moved since is not known and not in the interval"
    return [text + "."]


def side_by_side(
    said: Sequence[Mapping[str, Any]], snapshots: Sequence[Snapshot], start: Place, unit: str
) -> list[str]:
    """Set the sources of one day side by side, with their range.

    Parameters
    ----------
    said
        What each says (`mapper.measure.Measurement.sources`), the one used first.
    snapshots
        Their snapshots and perhaps those of sources that gave nothing.
    """
    if len(said) < 2:
        return []
    words = {(one.source, one.kind, one.as_of.isoformat()): one.words for one in snapshots}
    twice = {one["source"] for one in said if [s["source"] for s in said].count(one["source"]) > 1}
    whole = not start.radius_known
    listed = []
    for one in said:
        # Each to the digits its own statement would have.
        span = (one["distance_m"], one["min_m"], one["max_m"])
        number = format_distance(*span, unit, whole=whole)
        if start.region is not None:
            number = format_interval(*span, unit, whole=whole)
        elif one["inside_control_area"] and one["distance_m"] == 0.0:
            number = "inside"
        name = words[one["source"], one["kind"], one["as_of"]]
        if one["source"] in twice:
            name += " (its line)" if one["kind"] == "line_of_contact" else " (its area)"
        listed.append(f"{number} by {name}")
    spread = (
        "" if start.region is not None else f"; they lie {apart_words(said, unit, whole)} apart"
    )
    return [f"Sources side by side: {'; '.join(listed)}{spread}. The first was used."]


def apart_words(said: Sequence[Mapping[str, Any]], unit: str, whole: bool = False) -> str:
    """Return how far the values of several sources lie apart, to the digits of the first."""
    values = [one["distance_m"] for one in said]
    first = said[0]
    return format_apart(
        max(values) - min(values), first["distance_m"], first["min_m"], first["max_m"], unit,
        whole=whole,
    )  # fmt: skip
