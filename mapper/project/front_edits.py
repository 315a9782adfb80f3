"""Edits of fronts by the person: terms of a source, and snapshots taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import apsw

from mapper.model import vocabulary
from mapper.model.errors import InputError, MissingRowError, shorten
from mapper.model.schema import CONTROL_AREAS, LINES_OF_CONTACT
from mapper.project import tables
from mapper.project.history import Change

_TABLES: Final = {table.name: table for table in (CONTROL_AREAS, LINES_OF_CONTACT)}
#: What is the same in all snapshots of a source; everything else is what it showed.
TERMS: Final = ("attribution", "licence", "redistribution", "url")


def update_fronts(
    connection: apsw.Connection, front_ids: Sequence[str], values: Mapping[str, str | None]
) -> Change:
    """Set attribution, licence, redistribution or address of fronts."""
    if not values:
        raise InputError("nothing to change was given")
    for name, value in values.items():
        if name not in TERMS:
            raise InputError("not a field of a front that can be changed", field=name)
        if name == "redistribution" and value not in vocabulary.REDISTRIBUTIONS:
            known = ", ".join(vocabulary.REDISTRIBUTIONS)
            raise InputError("not known", field=name, found=value, expected=known)
    kept = {name: (value or "").strip() or None for name, value in values.items()}
    found = _find(connection, front_ids)
    for table, ids in found.items():
        stored = {name: [value] * len(ids) for name, value in kept.items()}
        tables.update(connection, _TABLES[table], ids, stored)
    return Change(f"Terms of {_named(connection, found)}", frozenset(found))


def delete_fronts(connection: apsw.Connection, front_ids: Sequence[str]) -> Change:
    """Delete fronts; the files they came from stay listed as imported."""
    found = _find(connection, front_ids)
    name = f"Removal of {_named(connection, found)}"
    for table, ids in found.items():
        connection.executemany(f"DELETE FROM {table} WHERE front_id = ?", [(one,) for one in ids])
    return Change(name, frozenset(found))


def _find(connection: apsw.Connection, front_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the ids by the table that holds them."""
    found: dict[str, list[str]] = {}
    for front_id in dict.fromkeys(front_ids):
        for table in _TABLES:
            query = f"SELECT 1 FROM {table} WHERE front_id = ?"
            if connection.execute(query, (front_id,)).get is not None:
                found.setdefault(table, []).append(front_id)
                break
        else:
            raise MissingRowError(f"The project has no front {shorten(front_id)}.")
    if not found:
        raise InputError("no front was named")
    return found


def _named(connection: apsw.Connection, found: Mapping[str, Sequence[str]]) -> str:
    """Return source and day of fronts, or how many days they are of."""
    known: set[tuple[Any, Any]] = set()
    for table, ids in found.items():
        for front_id in ids:
            query = f"SELECT coalesce(source, name), as_of FROM {table} WHERE front_id = ?"
            known.add(connection.execute(query, (front_id,)).get)
    days = {day for _, day in known}
    sources = sorted({str(source) for source, _ in known if source}) or ["a front"]
    whose = ", ".join(sources)
    return f"{whose} of {days.pop()}" if len(days) == 1 else f"{whose} ({len(days):,} days)"
