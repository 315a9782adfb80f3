"""Edits of events and their sources by the person, one step each."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import apsw
import geopandas as gpd
import pandas as pd
import shapely

from mapper.model.errors import InputError, MissingRowError, shorten
from mapper.model.event import Event, Source, check_lonlat
from mapper.model.schema import CRS, EVENTS, GEOMETRY, SOURCES, conform
from mapper.project import given, many, tables
from mapper.project.aside import Progress
from mapper.project.history import MAX_LISTED, Change, now

_FIXED = ("event_id", "created_at", "updated_at")


def add_event(connection: apsw.Connection, event: Event, sources: Sequence[Source]) -> Change:
    """Append an event that the person wrote; an empty id gets one."""
    event_id = event.event_id or f"own:{uuid.uuid4().hex[:12]}"
    if tables.row(connection, EVENTS, event_id) is not None:
        raise InputError("an event of that id exists already", field="event_id", found=event_id)
    row = _event_row(dataclasses.replace(event, event_id=event_id))
    row["created_at"] = row["updated_at"] = now()
    point = None if event.lon is None else shapely.Point(event.lon, event.lat)
    frame = gpd.GeoDataFrame([row], geometry=gpd.GeoSeries([point], crs=CRS)).rename_geometry(
        GEOMETRY
    )
    tables.insert(connection, EVENTS, conform(frame, EVENTS))
    # A person wrote it: no import of the same id may change it.
    connection.execute("INSERT INTO mapper_edited VALUES (?)", (event_id,))
    changed = {"events"}
    if sources:
        own = [
            dataclasses.replace(
                source,
                event_id=event_id,
                source_id=source.source_id or f"{event_id}#{uuid.uuid4().hex[:8]}",
            )
            for source in sources
        ]
        _insert_sources(connection, own)
        changed.add("sources")
    return Change(f"New event {shorten(event.title, 40)}", frozenset(changed), (event_id,))


def update_events(
    connection: apsw.Connection,
    event_ids: Sequence[str],
    values: dict[str, Any],
    progress: Progress | None = None,
) -> Change:
    """Set the same values on one or many events.

    ``lon`` and ``lat`` (degrees, both None for "not known") move them.
    """
    values = dict(values)
    columns: dict[str, Any] = {}
    moves = "lon" in values or "lat" in values
    if moves:
        columns[GEOMETRY] = _point(values.pop("lon", None), values.pop("lat", None))
    for name, value in values.items():
        if name not in EVENTS.names or name in _FIXED:
            raise InputError("not a field of an event that can be changed", field=name)
        columns[name] = _plain(value)
    if not columns:
        raise InputError("nothing to change was given")
    if len(event_ids) > MAX_LISTED:
        # What is wrong with the values as such one event shows.
        looked_at = event_ids[:1]
        many.check_known(connection, event_ids)
    else:
        looked_at = event_ids
    rows = event_rows(connection, looked_at)
    changed = [{**row, **columns, "updated_at": now()} for row in rows]
    for row in changed:
        Event.from_row(row)
    geometry = gpd.GeoSeries([row.pop(GEOMETRY) for row in changed], crs=CRS, name=GEOMETRY)
    frame = conform(gpd.GeoDataFrame(pd.DataFrame(changed), geometry=geometry), EVENTS)
    names = [*([GEOMETRY] if moves else []), *(n for n in columns if n != GEOMETRY), "updated_at"]
    stored = tables.listed(frame, EVENTS)
    # The step is named by the title that was.
    word = "Move" if moves and not values else "Edit"
    change = _change_of(connection, word, event_ids, {"events"})
    if looked_at is event_ids:
        tables.update(connection, EVENTS, list(event_ids), {name: stored[name] for name in names})
    else:
        alike = {name: stored[name][0] for name in names}
        many.set_values(connection, event_ids, alike, progress)
    if moves:
        tables.extend_bounds(connection, EVENTS, frame)
    return change


def delete_events(
    connection: apsw.Connection,
    event_ids: Sequence[str],
    progress: Progress | None = None,
) -> Change:
    """Delete events with all that hangs on them."""
    many.check_known(connection, event_ids)
    tables_changed = {"events", "sources", "claims", "media", "measurements"}
    change = _change_of(connection, "Deletion", event_ids, tables_changed)
    for part in many.portions(event_ids, "The deletion", progress):
        of_event = f"event_id {many.AMONG}"
        connection.execute(
            "DELETE FROM media WHERE source_id IN"
            f" (SELECT source_id FROM sources WHERE {of_event})",
            (many.bound(part),),
        )
        for table in ("sources", "claims", "measurements", "events"):
            connection.execute(f"DELETE FROM {table} WHERE {of_event}", (many.bound(part),))
        given.forget(connection, part)
    return change


def add_source(connection: apsw.Connection, source: Source) -> Change:
    """Append a source to its event; an empty id gets one."""
    rows = event_rows(connection, [source.event_id])
    source_id = source.source_id or f"{source.event_id}#{uuid.uuid4().hex[:8]}"
    if tables.row(connection, SOURCES, source_id) is not None:
        raise InputError("a source of that id exists already", field="source_id", found=source_id)
    _insert_sources(connection, [dataclasses.replace(source, source_id=source_id)])
    given.mark(connection, source.event_id)
    given.own_source(connection, source_id, source.event_id)
    return _change("New source", rows, {"sources"})


def update_source(connection: apsw.Connection, source_id: str, values: dict[str, Any]) -> Change:
    """Set fields of one source."""
    row = tables.row(connection, SOURCES, source_id)
    if row is None:
        raise MissingRowError(f"The project has no source {shorten(source_id)}.")
    for name in values:
        if name not in SOURCES.names or name in ("source_id", "event_id"):
            raise InputError("not a field of a source that can be changed", field=name)
    frame = conform(pd.DataFrame([{**row, **values}]), SOURCES)
    stored = tables.listed(frame, SOURCES)
    tables.update(connection, SOURCES, [source_id], {name: stored[name] for name in values})
    return _change("Edit of a source", event_rows(connection, [row["event_id"]]), {"sources"})


def set_claims(
    connection: apsw.Connection, source_id: str, values: Mapping[str, str | None]
) -> Change:
    """Set what a source says of fields of its event; None takes a claim away."""
    source = tables.row(connection, SOURCES, source_id)
    if source is None:
        raise MissingRowError(f"The project has no source {shorten(source_id)}.")
    event_id = source["event_id"]
    rows = event_rows(connection, [event_id])
    for name, value in values.items():
        if name not in EVENTS.names or name in _FIXED:
            raise InputError("not a field of an event that a source may tell of", field=name)
        connection.execute(
            "DELETE FROM claims WHERE event_id = ? AND source_id = ? AND field = ?",
            (event_id, source_id, name),
        )
        if value is not None:
            connection.execute(
                "INSERT INTO claims (claim_id, event_id, source_id, field, value)"
                " VALUES (?, ?, ?, ?, ?)",
                (f"{source_id}#{uuid.uuid4().hex[:8]}", event_id, source_id, name, value),
            )
    given.mark(connection, event_id)
    return _change("What a source says", rows, {"claims"})


def delete_sources(connection: apsw.Connection, source_ids: Sequence[str]) -> Change:
    """Delete sources with their media."""
    event_ids: dict[str, None] = {}
    for source_id in source_ids:
        row = tables.row(connection, SOURCES, source_id)
        if row is None:
            raise MissingRowError(f"The project has no source {shorten(source_id)}.")
        event_ids[row["event_id"]] = None
        connection.execute("DELETE FROM media WHERE source_id = ?", (source_id,))
        connection.execute("DELETE FROM sources WHERE source_id = ?", (source_id,))
    return _change(
        "Deletion of a source", event_rows(connection, list(event_ids)), {"sources", "media"}
    )


def _insert_sources(connection: apsw.Connection, sources: Sequence[Source]) -> None:
    frame = pd.DataFrame([dataclasses.asdict(source) for source in sources])
    tables.insert(connection, SOURCES, conform(frame, SOURCES))


def event_rows(connection: apsw.Connection, event_ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of events (`ProjectError` if there is none of an id)."""
    found = []
    for event_id in event_ids:
        row = tables.row(connection, EVENTS, event_id)
        if row is None:
            raise MissingRowError(f"The project has no event {shorten(event_id)}.")
        found.append(row)
    return found


def _change(word: str, rows: list[dict[str, Any]], changed: set[str]) -> Change:
    ids = tuple(row["event_id"] for row in rows)
    what = shorten(rows[0]["title"], 40) if len(rows) == 1 else f"{len(rows)} events"
    name = f"{word} {'for' if 'source' in word else 'of'} {what}"
    return Change(name, frozenset(changed), ids if len(ids) <= MAX_LISTED else None)


def _change_of(
    connection: apsw.Connection, word: str, event_ids: Sequence[str], changed: set[str]
) -> Change:
    """Return the change of events that may be many."""
    count = len(event_ids)
    rows = event_rows(connection, event_ids) if count == 1 else []
    what = shorten(rows[0]["title"], 40) if rows else f"{count} events"
    ids = tuple(event_ids) if count <= MAX_LISTED else None
    return Change(f"{word} of {what}", frozenset(changed), ids)


def _event_row(event: Event) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name in EVENTS.names:
        head, _, part = name.partition("_")
        if head in ("killed", "injured"):
            row[name] = getattr(getattr(event, head), part)
        else:
            row[name] = _plain(getattr(event, name))
    return row


def _plain(value: Any) -> Any:
    """Return a value as the tables hold it: days as ISO text, flags as 0 and 1."""
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _point(lon: float | None, lat: float | None) -> shapely.Point | None:
    if lon is None and lat is None:
        return None
    if lon is None or lat is None:
        raise InputError("an event needs both coordinates or none", field="geom")
    check_lonlat(lon, lat)
    return shapely.Point(lon, lat)
