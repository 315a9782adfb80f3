"""Edits of the media of an event's sources by the person, one step each."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Sequence
from typing import Any, Final

import apsw
import pandas as pd

from mapper.model.errors import InputError, MissingRowError, shorten
from mapper.model.medium import Medium
from mapper.model.schema import MEDIA, SOURCES, conform
from mapper.project import given, tables
from mapper.project.edits import event_rows
from mapper.project.history import Change

#: What a person may say of a medium; what it is stays as it was attached.
_FREE: Final = ("source_id", "taken_at", "caption")


def media_of(connection: apsw.Connection, event_id: str) -> tuple[Medium, ...]:
    """Return the media of an event's sources, in the order they came."""
    names = ", ".join(f"media.{name}" for name in MEDIA.names)
    rows = connection.execute(
        f"SELECT {names} FROM media JOIN sources ON sources.source_id = media.source_id"
        " WHERE sources.event_id = ? ORDER BY media.fid",
        (event_id,),
    )
    found = (Medium.from_row(dict(zip(MEDIA.names, row, strict=True))) for row in rows)
    return tuple(medium for medium in found if medium is not None)


def add_media(connection: apsw.Connection, media: Sequence[Medium]) -> Change:
    """Append media to sources of one event; empty ids are filled in."""
    if not media:
        raise InputError("no medium was given")
    event_id = _event_of(connection, media[0].source_id)
    own = [
        dataclasses.replace(
            medium, media_id=medium.media_id or f"{medium.source_id}#{uuid.uuid4().hex[:8]}"
        )
        for medium in media
    ]
    for medium in own:
        if _event_of(connection, medium.source_id) != event_id:
            raise InputError("media of several events are no one step", field="source_id")
        # An import must not put another source in the place of the one it belongs to.
        given.own_source(connection, str(medium.source_id), event_id)
    frame = pd.DataFrame([dataclasses.asdict(medium) for medium in own])
    tables.insert(connection, MEDIA, conform(frame, MEDIA))
    given.mark(connection, event_id)
    word = "Attachment" if len(own) == 1 else f"{len(own)} attachments"
    return _change(connection, word, event_id)


def update_medium(connection: apsw.Connection, media_id: str, values: dict[str, Any]) -> Change:
    """Set what is said of a medium, or which source of its event it belongs to."""
    row = _row(connection, media_id)
    event_id = _event_of(connection, row["source_id"])
    for name in values:
        if name not in _FREE:
            raise InputError("not a field of a medium that can be changed", field=name)
    if "source_id" in values and _event_of(connection, values["source_id"]) != event_id:
        raise InputError("a medium stays with its event", field="source_id")
    tables.update(connection, MEDIA, [media_id], {name: [v] for name, v in values.items()})
    return _change(connection, "Edit of an attachment", event_id)


def delete_media(connection: apsw.Connection, media_ids: Sequence[str]) -> Change:
    """Take media away from one event; their files stay where they are."""
    event_id = ""
    for media_id in media_ids:
        event_id = _event_of(connection, _row(connection, media_id)["source_id"])
        connection.execute("DELETE FROM media WHERE media_id = ?", (media_id,))
    return _change(connection, "Removal of an attachment", event_id)


def _row(connection: apsw.Connection, media_id: str) -> dict[str, Any]:
    row = tables.row(connection, MEDIA, media_id)
    if row is None:
        raise MissingRowError(f"The project has no attachment {shorten(media_id)}.")
    return row


def _event_of(connection: apsw.Connection, source_id: str | None) -> str:
    row = None if source_id is None else tables.row(connection, SOURCES, source_id)
    if row is None:
        raise MissingRowError(f"The project has no source {shorten(source_id)}.")
    return str(row["event_id"])


def _change(connection: apsw.Connection, word: str, event_id: str) -> Change:
    title = shorten(event_rows(connection, [event_id])[0]["title"], 40)
    return Change(f"{word} of {title}", frozenset({"media"}), (event_id,))
