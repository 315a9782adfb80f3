"""Measurements kept by the person: added, measured again, given a note, deleted."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Sequence
from typing import Final

import apsw
import geopandas as gpd
import pandas as pd

from mapper.measure import KeptMeasurement
from mapper.model.errors import InputError, MissingRowError, shorten
from mapper.model.schema import CRS, EVENTS, GEOMETRY, MEASUREMENTS, conform
from mapper.project import tables
from mapper.project.history import MAX_LISTED, Change

_LONGEST: Final = 60
_CHANGED: Final = frozenset({"measurements"})


def keep(connection: apsw.Connection, kept: KeptMeasurement) -> Change:
    """Keep a measurement; an empty id gets one, with an id of its own it replaces that row.

    What is replaced keeps its note, unless another is given.
    """
    if kept.event_id is not None and tables.row(connection, EVENTS, kept.event_id) is None:
        raise MissingRowError(f"The project has no event {shorten(kept.event_id)}.")
    replaced = bool(kept.measurement_id)
    if replaced:
        before = _find(connection, [kept.measurement_id])[0]
        if "note" not in kept.inputs and before.note:
            noted = {**kept.inputs, "note": before.note}
            kept = dataclasses.replace(kept, inputs=noted)
    else:
        kept = dataclasses.replace(kept, measurement_id=f"own:{uuid.uuid4().hex[:12]}")
    row = kept.row()
    geometry = gpd.GeoSeries([row.pop(GEOMETRY)], crs=CRS, name=GEOMETRY)
    frame = conform(gpd.GeoDataFrame(pd.DataFrame([row]), geometry=geometry), MEASUREMENTS)
    if replaced:
        stored = tables.listed(frame, MEASUREMENTS)
        tables.update(connection, MEASUREMENTS, [kept.measurement_id], stored)
        tables.extend_bounds(connection, MEASUREMENTS, frame)
    else:
        tables.insert(connection, MEASUREMENTS, frame)
    return _change("Measured again" if replaced else "Kept measurement", [kept])


def set_note(connection: apsw.Connection, measurement_id: str, note: str | None) -> Change:
    """Write a note to a measurement; None or blank takes it away."""
    kept = _find(connection, [measurement_id])[0]
    inputs = {name: value for name, value in kept.inputs.items() if name != "note"}
    if note and note.strip():
        inputs["note"] = note.strip()
    noted = dataclasses.replace(kept, inputs=inputs)
    tables.update(connection, MEASUREMENTS, [measurement_id], {"inputs": [noted.row()["inputs"]]})
    return _change("Note of measurement", [noted])


def delete(connection: apsw.Connection, measurement_ids: Sequence[str]) -> Change:
    """Delete measurements."""
    if not measurement_ids:
        raise InputError("no measurement was named")
    found = _find(connection, list(dict.fromkeys(measurement_ids)))
    connection.executemany(
        "DELETE FROM measurements WHERE measurement_id = ?",
        [(one.measurement_id,) for one in found],
    )
    return _change("Deletion of measurement", found)


def _find(connection: apsw.Connection, measurement_ids: Sequence[str]) -> list[KeptMeasurement]:
    found = []
    for measurement_id in measurement_ids:
        row = tables.row(connection, MEASUREMENTS, measurement_id)
        if row is None:
            raise MissingRowError(f"The project has no measurement {shorten(measurement_id)}.")
        found.append(KeptMeasurement.from_row(row))
    return found


def _change(word: str, about: Sequence[KeptMeasurement]) -> Change:
    what = f"{len(about)} measurements"
    if len(about) == 1:
        what = shorten(about[0].note or about[0].statement or about[0].target_kind, _LONGEST)
        what = f"{word}: {what}"
    else:
        what = f"Deletion of {what}"
    ids = tuple(dict.fromkeys(one.event_id for one in about if one.event_id))
    return Change(what, _CHANGED, ids if len(ids) <= MAX_LISTED else None)
