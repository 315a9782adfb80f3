"""VIINA's labels: those of event_1pd, and event_labels, which tells of another table's events."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.model.errors import InputError
from mapper.model.texts import arrow, no_text
from mapper.readers.extra import json_objects
from mapper.readers.inputfile import InputFile
from mapper.readers.result import Reading
from mapper.readers.rows import Rows
from mapper.readers.text import clean

#: Binary labels to a weapon, and those that make an event a strike.
_WEAPONS: Final = {"t_uav_b": "drone", "t_airstrike_b": "aircraft", "t_artillery_b": "artillery"}
_STRIKES: Final = (*_WEAPONS, "t_ied_b")
#: Columns of every table of VIINA's events, and those that place them.
_TABLE: Final = frozenset({"event_id_1pd", "geonameid", "date"})
_PLACE: Final = frozenset({"longitude", "latitude"})
#: Columns of `Reading.labels`: id of the event it tells of, and of the one of all its reports.
_EVENT: Final = "event"
_OF: Final = "event of all reports"
#: What a table of labels repeats of its events.
_KEYS: Final = frozenset(
    {"viina_version", "event_id", "event_id_1pd", "date", "time", "geonameid", _EVENT, _OF}
)


def kinds_of(raw: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return event type and weapon where a table's labels say them."""
    nothing = no_text(raw.index)
    known = [name for name in _STRIKES if name in raw.columns]
    if not known:
        return nothing, nothing
    ones = pa.array(["1", "1.0"], pa.large_string())
    flags = pd.DataFrame(
        {name: pc.is_in(arrow(clean(raw[name])), ones).to_numpy() for name in known},
        index=raw.index,
    )
    kind = nothing.mask(flags.any(axis=1), "Explosions/Remote violence")
    one = flags[[name for name in known if name in _WEAPONS]]
    weapon = one.idxmax(axis=1).map(_WEAPONS).astype("str") if one.shape[1] else nothing
    return kind, weapon.where(one.sum(axis=1) == 1)


def read_labels(file: InputFile, raw: pd.DataFrame) -> Reading:
    """Read a table of labels: no events, but what `joined` adds to those beside it."""
    rows = Rows(raw, file.parsed.row_numbers)
    rows.set_broken(file.parsed.broken, len(raw.columns))
    single_reports = "event_id" in raw.columns
    id_column = "event_id" if single_reports else "event_id_1pd"
    ids = rows.text(id_column)
    rows.reject(ids.isna().to_numpy(bool), id_column, "VIINA's id of the event")
    rows.reject_repeats(ids, id_column)
    keep = rows.accepted
    told = raw.assign(
        **{
            _EVENT: ("viina:" if single_reports else "viina:1pd-") + ids,
            _OF: "viina:1pd-" + rows.text("event_id_1pd"),
        }
    )
    rejected = rows.rejected()
    count = len(raw) + len(file.parsed.broken)
    blank = count - int(keep.sum()) - len(rejected)
    # Taking all rows would copy them.
    labels = told if keep.all() else told[keep].reset_index(drop=True)
    return Reading(rows=count, rejected=rejected, labels=(labels,), ignored=blank)


def is_labels(file: InputFile) -> bool:
    """Tell a table of labels, which has no coordinates."""
    return file.columns >= _TABLE and not file.columns >= _PLACE


def joined_beside(reading: Reading, files: Sequence[InputFile]) -> Reading:
    """Join the labels of other files of an import; the rows count with the file they stand in."""
    if reading.events is None:
        told = [file.path.name for file in files if file.columns >= _TABLE | _PLACE]
        if not (reading.labels and told):
            return reading
        count = reading.rows - len(reading.rejected)
        said = f"Rows of labels: {count:,}, joined to the events of {', '.join(told)}."
        warnings = [*reading.warnings, said]
        return replace(reading, labels=(), ignored=count, warnings=warnings)
    labels: list[pd.DataFrame] = []
    for file in files:
        # What is wrong with a table of labels is said where it is read by itself.
        with suppress(InputError):
            if is_labels(file):
                raw = file.parsed.frame.rename(columns=str.lower)
                labels += read_labels(file, raw).labels
    if not labels:
        return reading
    whole = joined(replace(reading, labels=(*reading.labels, *labels)))
    return replace(whole, ignored=whole.ignored - sum(map(len, labels)))


def joined(reading: Reading) -> Reading:
    """Return a reading in which labels stand with their events; their rows are counted ignored.

    Raises
    ------
    InputError
        If there is nothing but labels.
    """
    if not reading.labels:
        return reading
    events = reading.events
    if events is None and reading.fronts is None and not len(reading.rejected):
        raise InputError(
            "this VIINA table has labels but no coordinates",
            expected="event_info or event_1pd, or event_info read with it",
        )
    several = len(reading.labels) > 1
    labels = pd.concat(reading.labels, ignore_index=True) if several else reading.labels[0]
    warnings = list(reading.warnings)
    again = labels[_EVENT].duplicated()
    single = labels[~again].reset_index(drop=True) if again.any() else labels
    at = np.full(0, -1) if events is None else _rows_of(events, single)
    known = pd.Index([]) if events is None else pd.Index(events["event_id"])
    found = np.zeros(len(single), dtype=bool)
    found[at[at >= 0]] = True
    # event_1pd has labels of its own, made from those of its reports.
    told = ~found & pd.Index(single[_OF]).isin(known)
    rest = ~found & ~told
    if events is not None and found.any():
        events = _with_labels(events, single, at, warnings)
    warnings.append(
        f"Rows of labels: {len(labels):,}, joined to {(at >= 0).sum():,} events."
        + _more(told, single, "Of reports whose event event_1pd tells, with labels of its own")
        + _more(rest, single, "Without an event that was read")
        + _more(again.to_numpy(bool), labels, "Repeating those of another file")
    )
    return replace(
        reading,
        events=events,
        labels=(),
        ignored=reading.ignored + len(labels),
        warnings=warnings,
    )


def _rows_of(events: gpd.GeoDataFrame, labels: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Return the row of labels of every event, -1 where it has none.

    Labels of an event of several reports are those of each report.
    """
    index = pd.Index(labels[_EVENT])
    at: npt.NDArray[np.intp] = index.get_indexer(pd.Index(events["event_id"]))
    of_all: npt.NDArray[np.intp] = index.get_indexer(pd.Index(events["incident_id"]))
    at = np.where(at < 0, of_all, at)
    return np.where(events["feed"] == "viina", at, -1)


def _more(where: npt.NDArray[np.bool_], labels: pd.DataFrame, what: str) -> str:
    if not where.any():
        return ""
    first = str(labels[_EVENT][where].iloc[0]).removeprefix("viina:")
    return f" {what}: {where.sum():,} (the first is {first})."


def _with_labels(
    events: gpd.GeoDataFrame,
    labels: pd.DataFrame,
    at: npt.NDArray[np.intp],
    warnings: list[str],
) -> gpd.GeoDataFrame:
    """Return events with their labels in ``extra``, and kind and weapon where these say them."""
    own = labels if np.array_equal(at, np.arange(len(labels))) else labels.reindex(at)
    own = own.set_axis(events.index)
    stated = events["extra"]
    names = [str(name) for name in labels.columns if name not in _KEYS]
    kept = _names_in(stated, names)
    if kept:
        warnings.append(f"Labels that the events have already stay: {', '.join(kept)}.")
    added = json_objects({name: own[name] for name in names if name not in kept}, own.index)
    both = stated.str.slice(stop=-1) + ", " + added.str.slice(start=1)
    kind, weapon = kinds_of(own)
    return events.assign(
        extra=both.fillna(stated).fillna(added),
        event_type=events["event_type"].fillna(kind),
        weapon=events["weapon"].fillna(weapon),
    )


def _names_in(extra: pd.Series, names: list[str]) -> list[str]:
    """Return the names that stand in JSON objects; mostly none, so all are sought at once."""
    texts = arrow(extra)
    one_of = "|".join(re.escape(name) for name in names)
    if not pc.any(pc.match_substring_regex(texts, f'"(?:{one_of})": ')).as_py():
        return []
    return [n for n in names if pc.any(pc.match_substring(texts, f'"{n}": ')).as_py()]
