"""What hangs on a row goes with it: sources with their event, media with their source.

An event that one side deleted while the other changed a source of it is a conflict like
one whose own fields were changed; all that hangs on it is decided with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from mapper.model.schema import TABLES
from mapper.project.identities import OWNER
from mapper.project.sides import Side
from mapper.project.threeway import Conflict, Weighed

#: Child and parent, from the leaves to the root.
FAMILIES: Final = (
    ("media", "sources"),
    ("sources", "events"),
    ("claims", "events"),
    ("measurements", "events"),
)

#: Of a row, by table and key, the row it is decided with.
Follow = dict[tuple[str, str], tuple[str, str]]


def tie(weighed: Mapping[str, Weighed], ours: Side, theirs: Side) -> Follow:
    """Make conflicts of parents whose children would be lost; return which rows follow which."""
    for child, parent in FAMILIES:
        _find_conflicts(weighed[child], weighed[parent], ours, theirs)
    follow: Follow = {}
    for child, parent in reversed(FAMILIES):
        _bind(weighed[child], weighed[parent], ours, theirs, follow)
    return follow


def root(follow: Follow, table: str, key: str) -> Conflict | None:
    """Return the conflict a row is decided with, None if it follows no other row."""
    at = (table, key)
    if at not in follow:
        return None
    while at in follow:
        at = follow[at]
    return Conflict(*at)


def children(side: Side, child: str, parents: Iterable[str]) -> list[tuple[str, str]]:
    """Return the rows that hang on others: key, and key of what they hang on."""
    wanted = list(parents)
    if not wanted:
        return []
    return side.those(
        f"SELECT {TABLES[child].key}, {OWNER[child]} FROM {child}"
        f" WHERE {OWNER[child]} IN (SELECT value FROM json_each(?))",
        wanted,
    )


def _find_conflicts(child: Weighed, parent: Weighed, ours: Side, theirs: Side) -> None:
    owner = OWNER[child.table.name]
    moved, both = child.taken_keys(owner), set(child.keys)
    for key, of in children(theirs, child.table.name, parent.gone):
        if key in child.insert or key in child.lost_here or key in moved:
            parent.gone.discard(of)
            parent.lost_here.add(of)
    for key, of in children(ours, child.table.name, parent.delete):
        stays = key in child.lost_there or key in child.added_here
        if stays or (key in both and key not in moved):
            parent.delete.discard(of)
            parent.lost_there.add(of)


def _bind(child: Weighed, parent: Weighed, ours: Side, theirs: Side, follow: Follow) -> None:
    name, above = child.table.name, parent.table.name
    moved = child.taken_keys(OWNER[name])
    restored = parent.lost_here | {k for k in parent.gone if (above, k) in follow}
    # The same new row in both, with other values, may be two rows.
    disputed = {c.key for c in parent.conflicts() if not c.field} - parent.lost_there
    for key, of in children(theirs, name, restored | disputed):
        new = key in child.insert or (
            of in restored and (key in child.lost_here or key in child.gone)
        )
        if new or (of in restored and key in moved):
            follow[name, key] = (above, of)
    removed = parent.lost_there | {k for k in parent.delete if (above, k) in follow}
    for key, of in children(ours, name, removed):
        if key in child.delete or key in child.lost_there or key in moved:
            follow[name, key] = (above, of)
