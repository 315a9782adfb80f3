"""Events that are one: duplicates merged into one of them, points of one salvo grouped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import apsw
import numpy as np
import pandas as pd

from mapper.model.errors import InputError, shorten
from mapper.model.schema import EVENTS, GEOMETRY, SOURCES
from mapper.project import edits, given, tables
from mapper.project.fields import GROUPS, differences, fields_of, text
from mapper.project.given import GIVEN
from mapper.project.history import MAX_LISTED, Change, quiet
from mapper.project.portions import any_of

#: Fields a merged event neither gives nor claims: ids, and the state of the analyst's work.
_APART: Final = ("event_id", "external_id", "feed", "workflow_status", "sensitive")
_CHANGED: Final = frozenset({"events", "sources", "claims", "media", "measurements"})
_SAME_SOURCE: Final = ("title", "publisher", "published_at", "quote")

Row = dict[str, Any]


def merge_events(connection: apsw.Connection, keep_id: str, other_ids: Sequence[str]) -> Change:
    """Merge events into the one that is kept.

    See `mapper.project.Project.merge_events` for the rules.
    """
    ids = [event_id for event_id in dict.fromkeys(other_ids) if event_id != keep_id]
    if not ids:
        raise InputError("an event can be merged only with others", found=keep_id)
    keep, *others = edits.event_rows(connection, [keep_id, *ids])
    kept = dict(keep)
    for other in others:
        _fill(kept, other)
    filled = {name: kept[name] for name in kept if kept[name] is not keep[name]}
    if filled:
        if GEOMETRY in filled:
            point = filled.pop(GEOMETRY)
            filled |= {"lon": point.x, "lat": point.y}
        edits.update_events(connection, [keep_id], filled)
    for other in others:
        with quiet(connection):
            source_id = _move_sources(connection, keep_id, other["event_id"])
            _claim(connection, kept, other, source_id)
            _replace(connection, keep_id, other["event_id"])
    name = f"Merging of {len(ids) + 1} events into {shorten(keep['title'], 40)}"
    return Change(name, _CHANGED, _few([keep_id, *ids]))


def group_events(
    connection: apsw.Connection, event_ids: Sequence[str], incident_id: str | None
) -> Change:
    """Give events a common ``incident_id``.

    See `mapper.project.Project.group_events`.
    """
    ids = list(dict.fromkeys(event_ids))
    if len(ids) < 2:
        raise InputError("an incident needs at least two events")
    rows = edits.event_rows(connection, ids)
    if incident_id is None:
        stated = {row["incident_id"] for row in rows} - {None}
        digest = hashlib.blake2b("\n".join(sorted(ids)).encode(), digest_size=6).hexdigest()
        incident_id = stated.pop() if len(stated) == 1 else f"incident:{digest}"
    edits.update_events(connection, ids, {"incident_id": incident_id})
    return Change(f"Grouping of {len(ids)} events", frozenset({"events"}), _few(ids))


def _few(ids: list[str]) -> tuple[str, ...] | None:
    return tuple(ids) if len(ids) <= MAX_LISTED else None


def _fill(kept: Row, other: Row) -> None:
    """Fill empty fields from another event; fields of a group only together."""
    grouped = {name for group in GROUPS for name in group}
    single = [(name,) for name in fields_of(GIVEN) if name not in grouped and name not in _APART]
    for group in (*GROUPS, *single):
        if all(kept[name] is None for name in group):
            kept.update({name: other[name] for name in group if other[name] is not None})
    if other["sensitive"]:
        kept["sensitive"] = other["sensitive"]


def _move_sources(connection: apsw.Connection, keep_id: str, other_id: str) -> str | None:
    """Move sources; the same one twice becomes one. Return the other's, if it has just one."""
    present = {_source_key(row): row for row in _sources(connection, keep_id)}
    moved = []
    for row in _sources(connection, other_id):
        source_id, twin = row["source_id"], present.get(_source_key(row))
        if twin is None:
            connection.execute(
                "UPDATE sources SET event_id = ? WHERE source_id = ?", (keep_id, source_id)
            )
            present[_source_key(row)] = row
            moved.append(source_id)
            continue
        lacking = [n for n in SOURCES.names if twin[n] is None and row[n] is not None]
        for name in lacking:
            connection.execute(
                f"UPDATE sources SET {name} = ? WHERE source_id = ?",
                (row[name], twin["source_id"]),
            )
            twin[name] = row[name]
        if lacking:
            given.own_source(connection, twin["source_id"], keep_id)
        for table in ("media", "claims"):
            connection.execute(
                f"UPDATE {table} SET source_id = ? WHERE source_id = ?",
                (twin["source_id"], source_id),
            )
        connection.execute("DELETE FROM sources WHERE source_id = ?", (source_id,))
        given.own_source(connection, source_id, keep_id)
        moved.append(twin["source_id"])
    return moved[0] if len(moved) == 1 else None


def _sources(connection: apsw.Connection, event_id: str) -> list[Row]:
    return tables.rows(connection, SOURCES, "event_id", event_id)


def _source_key(row: Row) -> object:
    if row["url"] is not None:
        return row["url"]
    said = tuple(row[name] for name in _SAME_SOURCE)
    return row["source_id"] if said == (None,) * len(said) else said


def _claim(connection: apsw.Connection, kept: Row, other: Row, source_id: str | None) -> None:
    """Keep as claims who the other was, and what it says that the kept event does not."""
    other_id = other["event_id"]
    own = other["external_id"] or other_id
    _write_claim(connection, kept["event_id"], other_id, "external_id", own, source_id)
    for name in fields_of(GIVEN):
        if name in _APART or other[name] is None or text(other[name]) == text(kept[name]):
            continue
        value = text(other[name])
        _write_claim(connection, kept["event_id"], other_id, name, value, source_id)


def _write_claim(
    connection: apsw.Connection,
    keep_id: str,
    other_id: str,
    name: str,
    value: str | None,
    source_id: str | None,
) -> None:
    connection.execute(
        "INSERT INTO claims (claim_id, event_id, source_id, field, value, note)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (claim_id) DO UPDATE SET event_id = excluded.event_id,"
        " value = excluded.value",
        (_claim_id(other_id, name), keep_id, source_id, name, value, f"Said of {other_id}."),
    )


def _claim_id(other_id: str, name: str) -> str:
    return f"{other_id}~{name}"


def _replace(connection: apsw.Connection, keep_id: str, other_id: str) -> None:
    """Let the kept event stand for the other, also in later imports."""
    given.mark(connection, other_id)
    for table in ("claims", "measurements", "mapper_own_sources"):
        connection.execute(
            f"UPDATE {table} SET event_id = ? WHERE event_id = ?", (keep_id, other_id)
        )
    connection.execute("DELETE FROM mapper_edited WHERE event_id = ?", (other_id,))
    connection.execute("DELETE FROM events WHERE event_id = ?", (other_id,))
    connection.execute(
        "UPDATE mapper_aliases SET kept_id = ? WHERE kept_id = ?", (keep_id, other_id)
    )
    connection.execute("INSERT OR REPLACE INTO mapper_aliases VALUES (?, ?)", (other_id, keep_id))


@dataclass
class Said:
    """News of merged events: their ids, and what there is to report of each field."""

    owners: set[str] = field(default_factory=set)
    listed: list[tuple[str, pd.Series, pd.Series, list[str]]] = field(default_factory=list)


def say_again(
    connection: apsw.Connection,
    frame: pd.DataFrame,
    aliases: Mapping[str, str],
    before: pd.DataFrame,
    *,
    write: bool,
) -> Said:
    """Take what a file says now of events that were merged into others.

    The kept event's own values stay; what the file says otherwise becomes a claim.

    Parameters
    ----------
    frame
        Rows of merged events, conformed.
    before
        What feeds gave before, as the table `GIVEN`.
    """
    said = Said()
    position = pd.Index(before["event_id"]).get_indexer(pd.Index(frame["event_id"]))
    known = position >= 0
    new = frame[known].reset_index(drop=True)
    if not len(new):
        return said
    fields = differences(before.iloc[position[known]].reset_index(drop=True), new, GIVEN)
    rows = np.flatnonzero(any_of(fields, len(new)))
    for row in rows:
        other = new.iloc[row]
        other_id, keep_id = other["event_id"], aliases[other["event_id"]]
        kept = tables.row(connection, EVENTS, keep_id) or {}
        for name, mask in fields.items():
            if not mask[row] or name in _APART:
                continue
            value = text(other[name])
            said.owners.add(other_id)
            said.listed.append(
                (f"claim {name}", pd.Series([keep_id]), pd.Series([kept["title"]]), [value or ""])
            )
            if not write:
                continue
            if value is None or value == text(kept[name]):
                connection.execute(
                    "DELETE FROM claims WHERE claim_id = ?", (_claim_id(other_id, name),)
                )
            else:
                _write_claim(connection, keep_id, other_id, name, value, None)
    if write and said.owners:
        values = new.iloc[rows]
        columns = tables.listed(values[list(fields)], GIVEN)
        tables.update(connection, GIVEN, values["event_id"].tolist(), columns)
    return said
