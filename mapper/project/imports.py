"""Taking a reader's result into the tables: new, updated or left as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import apsw
import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model.schema import (
    CLAIMS,
    CONTROL_AREAS,
    EVENTS,
    GEOMETRY,
    LINES_OF_CONTACT,
    SOURCES,
    Table,
    conform,
)
from mapper.project import blob, tables
from mapper.project.history import MAX_LISTED, Change, Counts, Step, now, quiet
from mapper.readers import ImportResult

#: Set by the project, never by a feed.
_OWN_TIMES = ("created_at", "updated_at")

Stored = Callable[[Table], pd.DataFrame]


@dataclass(frozen=True)
class _Taken:
    """Row masks over the imported frame of one table."""

    keys: pd.Series
    new: npt.NDArray[np.bool_]
    updated: npt.NDArray[np.bool_]
    kept: npt.NDArray[np.bool_]

    @property
    def touched(self) -> npt.NDArray[np.bool_]:
        return self.new | self.updated


def take(connection: apsw.Connection, step: Step, stored: Stored, result: ImportResult) -> Change:
    """Write a reader's result; inside a transaction.

    Events are matched by ``event_id``, fronts by ``front_id``. An event that
    was edited since it came in is left as it is.

    Parameters
    ----------
    stored
        Gives the rows the project holds now of a table.
    """
    changed: set[str] = set()
    counts: dict[str, Counts] = {}
    warnings: list[str] = []
    event_ids: set[str] = set()
    with quiet(connection):
        if result.events is not None:
            counts["events"], event_ids = _take_events(
                connection, step, stored, result, result.events, changed, warnings
            )
        fronts = Counts()
        for table in (CONTROL_AREAS, LINES_OF_CONTACT):
            frame = getattr(result, table.name)
            if frame is not None and len(frame):
                taken = _upsert(connection, step, stored(table), conform(frame, table), table)
                fronts = _plus(fronts, _counted(taken))
                if taken.touched.any():
                    changed.add(table.name)
        if result.fronts is not None:
            counts["fronts"] = fronts
        change = Change(
            name=f"Import of {result.file.name}",
            tables=frozenset(changed),
            event_ids=tuple(sorted(event_ids)) if len(event_ids) <= MAX_LISTED else None,
            counts=counts,
            warnings=tuple(warnings),
        )
        if changed:
            _note_import(connection, result, change)
    return change


def _take_events(
    connection: apsw.Connection,
    step: Step,
    stored: Stored,
    result: ImportResult,
    frame: pd.DataFrame,
    changed: set[str],
    warnings: list[str],
) -> tuple[Counts, set[str]]:
    events = conform(frame, EVENTS)
    edited = {key for (key,) in connection.execute("SELECT event_id FROM mapper_edited")}
    taken = _upsert(connection, step, stored(EVENTS), events, EVENTS, locked=edited)
    updated = set(taken.keys[taken.updated])
    new = set(taken.keys[taken.new])
    if taken.touched.any():
        changed.add("events")
    for table, given in ((SOURCES, result.sources), (CLAIMS, result.claims)):
        if given is None or not len(given):
            continue
        rows = conform(given, table)
        rows = rows[~rows["event_id"].isin(edited)].reset_index(drop=True)
        part = _upsert(connection, step, stored(table), rows, table)
        if part.touched.any():
            changed.add(table.name)
            updated |= set(rows["event_id"][part.touched]) - new
    kept = int(taken.kept.sum())
    if kept:
        warnings.append(
            "1 event that was edited in this project differs in the file and was kept."
            if kept == 1
            else f"{kept} events that were edited in this project differ in the file and were kept."
        )
    updated &= set(taken.keys)
    counts = Counts(len(new), len(updated), len(events) - len(new) - len(updated))
    return counts, new | updated


def _upsert(
    connection: apsw.Connection,
    step: Step,
    old: pd.DataFrame,
    frame: pd.DataFrame,
    table: Table,
    *,
    locked: set[str] | frozenset[str] = frozenset(),
) -> _Taken:
    keys = frame[table.key]
    position = pd.Index(old[table.key]).get_indexer(pd.Index(keys))
    present = position >= 0
    differs = np.zeros(len(frame), dtype=bool)
    if present.any():
        differs[present] = _differences(old.iloc[position[present]], frame[present], table)
    held = keys.isin(locked).to_numpy(dtype=bool)
    taken = _Taken(keys, new=~present, updated=differs & ~held, kept=differs & held)
    stamp = now()
    timed = "created_at" in table.names
    if taken.new.any():
        rows = frame[taken.new].reset_index(drop=True)
        if timed:
            rows = rows.assign(created_at=stamp, updated_at=stamp)
        with step.unrecorded():
            step.add(table.name, *tables.insert(connection, table, rows))
    if taken.updated.any():
        rows = frame[taken.updated]
        columns = dict(
            zip(
                [*([GEOMETRY] if table.geometry else []), *table.names],
                tables.python_columns(rows, table),
                strict=True,
            )
        )
        if timed:
            columns["updated_at"] = [stamp] * len(rows)
            del columns["created_at"]
        tables.update(connection, table, rows[table.key].tolist(), columns)
        tables.extend_bounds(connection, table, rows)
    return taken


def _differences(old: pd.DataFrame, new: pd.DataFrame, table: Table) -> npt.NDArray[np.bool_]:
    """Return which rows differ in any column that a feed gives."""
    differs = np.zeros(len(new), dtype=bool)
    for name in table.names:
        if name in _OWN_TIMES:
            continue
        before, after = old[name].reset_index(drop=True), new[name].reset_index(drop=True)
        missing = before.isna().to_numpy(), after.isna().to_numpy()
        same = (before == after).fillna(False).to_numpy(dtype=bool)
        differs |= ~(same | (missing[0] & missing[1]))
    if table.geometry is not None:
        blobs = [
            np.array(blob.encode(frame[GEOMETRY].to_numpy(dtype=object), table.geometry), object)
            for frame in (old, new)
        ]
        differs |= np.asarray(blobs[0] != blobs[1], dtype=bool)
    return differs


def _counted(taken: _Taken) -> Counts:
    new, updated = int(taken.new.sum()), int(taken.updated.sum())
    return Counts(new, updated, len(taken.new) - new - updated)


def _plus(one: Counts, other: Counts) -> Counts:
    return Counts(
        one.accepted + other.accepted,
        one.updated + other.updated,
        one.unchanged + other.unchanged,
    )


def _note_import(connection: apsw.Connection, result: ImportResult, change: Change) -> None:
    days = [] if result.fronts is None else sorted(set(result.fronts["as_of"].dropna()))
    connection.execute(
        "INSERT INTO imports (at, file, sha256, feed, rows, accepted, updated, unchanged,"
        " rejected, ignored, front_days, warnings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            now(),
            result.file.name,
            result.sha256,
            result.feed,
            result.rows,
            change.accepted,
            change.updated,
            change.unchanged,
            len(result.rejected),
            result.ignored,
            json.dumps(days) if days else None,
            json.dumps([*result.warnings, *change.warnings], ensure_ascii=False),
        ),
    )
