"""Writing what is taken of a colleague's copy; inside a transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

import apsw
import numpy as np
import pandas as pd

from mapper.model.errors import ProjectError, shorten
from mapper.model.schema import EVENTS, GEOMETRY, TABLES, Table
from mapper.project import given, tables
from mapper.project.entries import COPY_MERGED
from mapper.project.families import FAMILIES, children
from mapper.project.fields import Mask
from mapper.project.handover import ColleaguesCopy, Plan, Theirs
from mapper.project.handover_words import CopyComparison
from mapper.project.history import MAX_LISTED, Change, Counts, Step, now, quiet
from mapper.project.identities import OWNER
from mapper.project.lineage import remember
from mapper.project.portions import any_of
from mapper.project.sides import ROWS
from mapper.project.threeway import Weighed, groups_of

#: More new rows than these are not recorded one by one, as those of an import.
_MANY: Final = 1_000
#: Share of the work that comparing is.
COMPARING: Final = 0.8


def take_copy(
    step: Step, copy: ColleaguesCopy, theirs: Theirs, told: CopyComparison | None = None
) -> Change:
    """Take what is new in a copy; see `mapper.project.Project.take_copy` for the rules."""
    taking = _Taking(step, copy, theirs)
    if told is not None and set(told.conflicts) != set(taking.conflicts):
        # Conflicts that nobody saw would stay as here and never be asked again.
        raise ProjectError(
            f"{copy.theirs.path.name} or the project was changed meanwhile; compare them again."
        )
    try:
        return taking.change()
    except apsw.ConstraintError as error:
        raise ProjectError(
            f"{copy.theirs.path.name} holds rows that cannot stand in a project ({error}); "
            "nothing was taken."
        ) from error


class _Taking:
    """What is taken of a copy on its way into the tables."""

    def __init__(self, step: Step, copy: ColleaguesCopy, theirs: Theirs) -> None:
        self._connection = step.connection
        self._step = step
        self._copy = copy
        self._plan: Plan = copy.plan(COMPARING)
        self.conflicts = self._plan.conflicts
        wanted = self.conflicts if theirs == "all" else theirs
        self._chosen = set(wanted) & set(self.conflicts)
        self._events: set[str] = set()
        self._changed: set[str] = set()
        self._fields: dict[str, int] = {}
        self._added = self._updated = 0

    def change(self) -> Change:
        """Take all that is to be taken; return what changed."""
        plan, copy = self._plan, self._copy
        with quiet(self._connection):
            for name in reversed(TABLES):
                self._delete(plan.weighed[name])
            for name in TABLES:
                self._update(plan.weighed[name])
            for name in TABLES:
                self._insert(plan.weighed[name])
            self._clear_orphans()
            self._take_marks()
        kept = len(self.conflicts) - len(self._chosen)
        name = f"{COPY_MERGED}{shorten(copy.theirs.path.name)}"
        if self._changed:
            self._take_imports()
        elif not kept:
            return Change(name, frozenset(), warnings=copy.warnings())
        remember(self._connection, copy.theirs.path.name, copy.lineage)
        copy.tell(1.0)
        # As with a boundary: what no view shows counts as a change of the settings.
        changed = frozenset(self._changed) or frozenset({"settings"})
        few = len(self._events) <= MAX_LISTED
        return Change(
            name,
            changed,
            tuple(sorted(self._events)) if few else None,
            counts={"events": Counts(self._added, self._updated)},
            warnings=copy.warnings(),
            fields=self._fields,
            kept=kept,
        )

    def _decided(self, table: str, key: str, field: str = "") -> bool:
        return self._plan.conflict_of(table, key, field) in self._chosen

    def _follows(self, table: str, key: str) -> bool:
        return (table, key) in self._plan.follow

    def _delete(self, weighed: Weighed) -> None:
        name = weighed.table.name
        keys = {key for key in weighed.delete if not self._follows(name, key)}
        keys |= {key for key in weighed.delete | weighed.lost_there if self._decided(name, key)}
        if keys:
            self._remove(weighed.table, keys)

    def _remove(self, table: Table, keys: Iterable[str]) -> None:
        self._changed.add(table.name)
        gone = sorted(keys)
        if table is EVENTS:
            self._events |= set(gone)
            merged = {
                key for (key,) in self._theirs_of("mapper_aliases", "event_id", "event_id", gone)
            }
            for event_id in merged.intersection(gone):
                given.mark(self._connection, event_id)
                self._connection.execute(
                    "DELETE FROM mapper_edited WHERE event_id = ?", (event_id,)
                )
            given.forget(self._connection, [key for key in gone if key not in merged])
        else:
            self._note_owners(table, gone)
        self._connection.executemany(
            f"DELETE FROM {table.name} WHERE {table.key} = ?", [(key,) for key in gone]
        )

    def _update(self, weighed: Weighed) -> None:
        table, keys = weighed.table, weighed.keys
        masks = self._masks(weighed)
        rows = any_of(masks, len(keys))
        if not rows.any():
            return
        self._changed.add(table.name)
        new, old = weighed.theirs, weighed.ours
        values = pd.DataFrame(
            {name: new[name].where(mask, old[name])[rows] for name, mask in masks.items()}
        )
        columns = tables.listed(values, table)
        if "updated_at" in table.names:
            columns["updated_at"] = [now()] * int(rows.sum())
        changed = new[table.key][rows].tolist()
        tables.update(self._connection, table, changed, columns)
        if GEOMETRY in masks:
            tables.extend_bounds(self._connection, table, new[rows])
        for name, mask in masks.items():
            lead = "" if table is EVENTS else f"{table.name} "
            self._fields[lead + name] = int(mask.sum())
        if table is EVENTS:
            self._events |= set(changed)
            self._updated = len(changed)
        elif OWNER.get(table.name) == "event_id":
            for frame in (old, new):
                self._events |= set(frame["event_id"][rows].dropna())
        else:
            self._note_owners(table, changed)

    def _masks(self, weighed: Weighed) -> dict[str, Mask]:
        """Return which fields of which rows are taken, what was decided included."""
        name, keys = weighed.table.name, weighed.keys
        free = np.array(
            [not self._follows(name, key) or self._decided(name, key) for key in keys], dtype=bool
        )
        masks: dict[str, Mask] = {n: mask & free for n, mask in weighed.take.items()}
        for group in groups_of(weighed.table):
            clashes = {n: weighed.clash[n] for n in group if n in weighed.clash}
            for row in np.flatnonzero(any_of(clashes, len(keys))):
                conflict = group[0] if weighed.known[row] else ""
                if not self._decided(name, keys[row], conflict):
                    continue
                for field, mask in clashes.items():
                    taken = masks.setdefault(field, np.zeros(len(keys), dtype=bool))
                    taken[row] |= mask[row]
        return {n: mask for n, mask in masks.items() if mask.any()}

    def _insert(self, weighed: Weighed) -> None:
        table, name = weighed.table, weighed.table.name
        keys = {key for key in weighed.insert if not self._follows(name, key)}
        keys |= {
            key
            for key in weighed.insert | weighed.lost_here | weighed.gone
            if self._decided(name, key)
        }
        if not keys:
            return
        self._changed.add(name)
        fids = sorted(weighed.unlike.theirs[key] for key in keys)
        for start in range(0, len(fids), ROWS):
            rows = self._copy.theirs.rows(table, fids[start : start + ROWS])
            if len(fids) > _MANY:
                with self._step.unrecorded():
                    added = tables.insert(self._connection, table, rows)
                self._step.add(name, *added)
            else:
                tables.insert(self._connection, table, rows)
            if OWNER.get(name) in ("event_id",):
                self._events |= set(rows["event_id"].dropna())
            self._copy.tell(COMPARING)
        if table is EVENTS:
            self._added = len(keys)
        elif name == "media":
            self._note_owners(table, keys)

    def _note_owners(self, table: Table, keys: Iterable[str]) -> None:
        """Note the events that rows belong to here, as changed."""
        if table.name not in OWNER:
            return
        owner = OWNER[table.name]
        sql = (
            f"SELECT {owner} FROM {table.name}"
            f" WHERE {table.key} IN (SELECT value FROM json_each(?))"
        )
        found = {one for (one,) in self._copy.ours.those(sql, keys)} - {None}
        if table.name == "media":
            sql = "SELECT event_id FROM sources WHERE source_id IN (SELECT value FROM json_each(?))"
            found = {one for (one,) in self._copy.ours.those(sql, found)} - {None}
        self._events |= found

    def _clear_orphans(self) -> None:
        """Delete what still hangs on rows that were deleted."""
        gone = {}
        for name in ("events", "sources"):
            weighed, key = self._plan.weighed[name], TABLES[name].key
            asked = sorted(weighed.delete | weighed.lost_there)
            left = {one for (one,) in self._ours_of(name, key, key, asked)}
            gone[name] = [one for one in asked if one not in left]
        for child, parent in reversed(FAMILIES):
            hanging = [key for key, _ in children(self._copy.ours, child, gone[parent])]
            if hanging:
                self._remove(TABLES[child], hanging)
                if child == "sources":
                    gone["sources"] += hanging

    # What imports are to leave alone

    def _take_marks(self) -> None:
        """Take over what the copy knows of edited events, of sources, and of merged events."""
        events = sorted(self._events)
        run = self._connection.execute
        here = {key for (key,) in self._ours_of("events", "event_id", "event_id", events)}
        edited = {
            key
            for (key,) in self._theirs_of("mapper_edited", "event_id", "event_id", events)
            if key in here
        }
        if edited:
            self._take_given(edited)
            self._connection.executemany(
                "INSERT OR IGNORE INTO mapper_edited VALUES (?)", [(key,) for key in sorted(edited)]
            )
        own = self._theirs_of("mapper_own_sources", "source_id, event_id", "event_id", events)
        self._connection.executemany(
            "INSERT OR IGNORE INTO mapper_own_sources VALUES (?, ?)",
            [row for row in own if row[1] in here],
        )
        aliases = self._theirs_of("mapper_aliases", "event_id, kept_id", "kept_id", events)
        known = {key for (key,) in self._ours_of("mapper_aliases", "event_id", "kept_id", events)}
        for other, kept in aliases:
            if kept not in here or other in known or self._is_here(other):
                continue
            self._take_given({other})
            run("UPDATE mapper_own_sources SET event_id = ? WHERE event_id = ?", (kept, other))
            run("UPDATE mapper_aliases SET kept_id = ? WHERE kept_id = ?", (kept, other))
            run("INSERT OR REPLACE INTO mapper_aliases VALUES (?, ?)", (other, kept))
        run(
            "DELETE FROM mapper_aliases WHERE event_id IN (SELECT value FROM json_each(?))"
            " AND event_id IN (SELECT event_id FROM events)",
            (json.dumps(events),),
        )

    def _is_here(self, event_id: str) -> bool:
        return bool(self._ours_of("events", "1", "event_id", [event_id]))

    def _take_given(self, event_ids: set[str]) -> None:
        """Take what feeds gave of events of which it is not known here."""
        if not self._copy.theirs.has_table(given.GIVEN.name):
            return
        wanted = self._theirs_of(given.GIVEN.name, "event_id, fid", "event_id", sorted(event_ids))
        known = {
            key
            for (key,) in self._ours_of(given.GIVEN.name, "event_id", "event_id", sorted(event_ids))
        }
        fids = [fid for key, fid in wanted if key not in known]
        if fids:
            rows = self._copy.theirs.rows(given.GIVEN, fids)
            tables.insert(self._connection, given.GIVEN, rows)

    def _theirs_of(self, table: str, columns: str, by: str, keys: list[str]) -> list[Any]:
        side = self._copy.theirs
        return _of(side, table, columns, by, keys) if side.has_table(table) else []

    def _ours_of(self, table: str, columns: str, by: str, keys: list[str]) -> list[Any]:
        return _of(self._copy.ours, table, columns, by, keys)

    def _take_imports(self) -> None:
        """Take over which files were imported into the copy: rows and fronts came from them."""
        names = (
            "at, file, sha256, feed, rows, accepted, updated, unchanged, rejected, ignored,"
            " front_days, warnings"
        )
        found = self._copy.theirs.query(
            f"SELECT {names} FROM imports WHERE at > ? ORDER BY fid", (self._copy.since.at,)
        )
        marks = ", ".join(f"?{number}" for number in range(1, 13))
        self._connection.executemany(
            f"INSERT INTO imports ({names}) SELECT {marks} WHERE NOT EXISTS"
            " (SELECT 1 FROM imports WHERE (at, file, sha256) = (?1, ?2, ?3))",
            found,
        )


def _of(side: Any, table: str, columns: str, by: str, keys: list[str]) -> list[Any]:
    found: list[Any] = side.those(
        f"SELECT {columns} FROM {table} WHERE {by} IN (SELECT value FROM json_each(?))", keys
    )
    return found
