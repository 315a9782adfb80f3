"""One reader's result on its way into the tables: new, updated or left as it was."""

from __future__ import annotations

from collections.abc import Iterator

import apsw
import numpy as np
import pandas as pd

from mapper.model.errors import InputError, ProjectError
from mapper.model.schema import (
    CLAIMS,
    CONTROL_AREAS,
    EVENTS,
    GEOMETRY,
    LINES_OF_CONTACT,
    SOURCES,
    Table,
    conform,
    empty,
)
from mapper.project import given, merging, tables, vanished
from mapper.project.comparison import Report, kept_words
from mapper.project.fields import Mask, row_words
from mapper.project.front_edits import TERMS
from mapper.project.given import GIVEN, OWN_TIMES
from mapper.project.history import MAX_LISTED, Change, Counts, Step, now
from mapper.project.portions import Pair, Portion, pairs, weigh, weigh_edited
from mapper.project.tables import Done
from mapper.readers import ImportResult


class Taker:
    """One result on its way into the tables; without a step nothing is written."""

    def __init__(
        self,
        connection: apsw.Connection,
        step: Step | None,
        result: ImportResult,
        overwrite: frozenset[str],
        report: Report,
        done: Done,
    ) -> None:
        self._connection = connection
        self._step = step
        self._result = result
        self._overwrite = overwrite
        self._report = report
        self._done = done
        self._stamp = now()
        self._changed: set[str] = set()
        #: Events that sources or claims may have gone from, to another one.
        self._left: set[str] = set()

    def change(self) -> Change:
        """Take all there is; return what changed."""
        result = self._result
        counts: dict[str, Counts] = {}
        touched: set[str] = set()
        warnings: list[str] = []
        if result.events is not None:
            events = conform(result.events, EVENTS)
            counts["events"], touched = self._events(events)
            if self._report.edited:
                warnings.append(kept_words(len(self._report.edited)))
            warnings += vanished.warnings(self._connection, result.feed, events, result.rejected)
        if result.fronts is not None:
            fronts = [self._fronts(table) for table in (CONTROL_AREAS, LINES_OF_CONTACT)]
            counts["fronts"] = fronts[0] + fronts[1]
        return Change(
            name=f"Import of {result.file.name}",
            tables=frozenset(self._changed),
            event_ids=tuple(sorted(touched)) if len(touched) <= MAX_LISTED else None,
            counts=counts,
            warnings=tuple(warnings),
            fields=dict(self._report.fields),
            kept=len(self._report.edited),
        )

    def _fronts(self, table: Table) -> Counts:
        frame = getattr(self._result, table.name)
        frame = conform(frame, table)
        new = np.ones(len(frame), dtype=bool)
        updated = 0
        for where, old, given_now in self._pairs(table, frame):
            new[where] = False
            # Terms may be the person's: a file tells them of new rows alone.
            portion = weigh(where, old, _with_terms_of(given_now, old), table)
            updated += int(portion.taken.sum())
            self._update(table, portion)
        self._insert(table, frame[new])
        accepted = int(new.sum())
        return Counts(accepted, updated, len(frame) - accepted - updated)

    def _events(self, frame: pd.DataFrame) -> tuple[Counts, set[str]]:
        aliases = given.aliases(self._connection)
        merged = frame["event_id"].isin(aliases).to_numpy(dtype=bool)
        updated = self._merged(frame[merged], aliases)
        touched = {aliases[event_id] for event_id in updated}
        new = ~merged
        for portion in self._event_portions(frame):
            new[portion.where] = False
            self._report.portion(portion, portion.new["event_id"], portion.new["title"])
            updated |= set(portion.new["event_id"][portion.taken])
            self._update(EVENTS, portion)
        added = set(frame["event_id"][new])
        self._insert(EVENTS, frame[new])
        ids = set(frame["event_id"])
        for table, rows in ((SOURCES, self._result.sources), (CLAIMS, self._result.claims)):
            if rows is not None and len(rows):
                owners = self._beside(table, conform(rows, table), aliases, added, frame)
                updated |= owners & ids
                touched |= owners
        updated -= added
        counts = Counts(len(added), len(updated), len(frame) - len(added) - len(updated))
        return counts, (touched | added | updated | self._left) - aliases.keys()

    def _event_portions(self, frame: pd.DataFrame) -> Iterator[Portion]:
        edited = given.edited(self._connection)
        before = self._given() if edited else None
        index = None if before is None else pd.Index(before["event_id"])
        for where, old, new in self._pairs(EVENTS, frame):
            held = old["event_id"].isin(edited).to_numpy(dtype=bool)
            if not held.any() or before is None or index is None:
                yield weigh(where, old, new, EVENTS)
                continue
            if not held.all():
                free = ~held
                yield weigh(where[free], _rows(old, free), _rows(new, free), EVENTS)
            old, new = _rows(old, held), _rows(new, held)
            position = index.get_indexer(pd.Index(new["event_id"]))
            known = position >= 0
            base = before.iloc[position].reset_index(drop=True) if len(before) else new
            over = new["event_id"].isin(self._overwrite).to_numpy(dtype=bool)
            yield weigh_edited(where[held], old, new, base, known, over)
            self._remember(new, base, known)

    def _given(self) -> pd.DataFrame:
        if not self._connection.table_exists("main", GIVEN.name):
            return empty(GIVEN)
        return tables.read(self._connection, GIVEN)

    def _remember(self, new: pd.DataFrame, base: pd.DataFrame, known: Mask) -> None:
        """Keep what the feed gives now of edited events."""
        if self._step is None:
            return
        rows = new.drop(columns=list(OWN_TIMES))
        _write_given(self._connection, rows, base, known)

    def _beside(
        self,
        table: Table,
        frame: pd.DataFrame,
        aliases: dict[str, str],
        added: set[str],
        events: pd.DataFrame,
    ) -> set[str]:
        """Take sources or claims; return the ids of the events they changed."""
        if aliases:
            merged = frame["event_id"].isin(aliases)
            frame.loc[merged, "event_id"] = frame["event_id"][merged].map(aliases)
        locked = given.own_sources(self._connection, self._overwrite) if table is SOURCES else set()
        word = "source" if table is SOURCES else "claim"
        new = ~frame[table.key].isin(locked).to_numpy(dtype=bool)
        owners: set[str] = set()
        for where, old, given_now in self._pairs(table, frame):
            new[where] = False
            portion = weigh(where, old, given_now, table, locked)
            if portion.take or portion.kept:
                ids = given_now["event_id"]
                self._report.portion(portion, ids, _titles(ids, events), f"{word} ")
                owners |= set(ids[portion.taken])
                self._left |= set(old["event_id"][portion.taken].dropna())
                self._update(table, portion)
        rows = frame[new]
        known = rows[~rows["event_id"].isin(added)]
        if len(known):
            shown = known.head(self._report.room)
            texts = [row_words(dict(row), table) for _, row in shown.iterrows()]
            ids = shown["event_id"]
            self._report.new(ids, _titles(ids, events), word, texts, len(known))
        self._insert(table, rows)
        return owners | set(rows["event_id"])

    def _merged(self, frame: pd.DataFrame, aliases: dict[str, str]) -> set[str]:
        """Note what the file says of events merged into others; return whose news it has."""
        if not len(frame):
            return set()
        said = merging.say_again(
            self._connection, frame, aliases, self._given(), write=self._step is not None
        )
        if said.owners:
            self._changed.add("claims")
        for name, ids, titles, texts in said.listed:
            self._report.new(ids, titles, name, texts, len(texts))
        return said.owners

    def _pairs(self, table: Table, frame: pd.DataFrame) -> Iterator[Pair]:
        seen = 0
        try:
            for pair in pairs(self._connection, table, frame):
                yield pair
                seen += len(pair[0])
                self._done(len(pair[0]))
        except InputError as error:
            raise ProjectError(f"The project was changed elsewhere: {error}") from error
        if self._step is None:
            self._done(len(frame) - seen)

    def _insert(self, table: Table, rows: pd.DataFrame) -> None:
        if not len(rows):
            return
        self._changed.add(table.name)
        if self._step is None:
            return
        rows = rows.reset_index(drop=True)
        if "created_at" in table.names:
            rows = rows.assign(created_at=self._stamp, updated_at=self._stamp)
        with self._step.unrecorded():
            added = tables.insert(self._connection, table, rows, self._done)
        self._step.add(table.name, *added)

    def _update(self, table: Table, portion: Portion) -> None:
        rows = portion.taken
        if not rows.any():
            return
        self._changed.add(table.name)
        if self._step is None:
            return
        values = pd.DataFrame({name: portion.values(name)[rows] for name in portion.take})
        columns = tables.listed(values, table)
        if "updated_at" in table.names:
            columns["updated_at"] = [self._stamp] * int(rows.sum())
        tables.update(self._connection, table, portion.new[table.key][rows].tolist(), columns)
        if GEOMETRY in portion.take:
            tables.extend_bounds(self._connection, table, portion.new[rows])


def _write_given(
    connection: apsw.Connection, rows: pd.DataFrame, base: pd.DataFrame, known: Mask
) -> None:
    """Keep rows as what their feed gave; ``base`` is what was kept, where ``known``."""
    if known.any():
        portion = weigh(np.flatnonzero(known), _rows(base, known), _rows(rows, known), GIVEN)
        if portion.taken.any():
            values = _rows(portion.new, portion.taken)
            columns = tables.listed(values[list(portion.take)], GIVEN)
            tables.update(connection, GIVEN, values["event_id"].tolist(), columns)
    if not known.all():
        tables.insert(connection, GIVEN, _rows(rows, ~known))


def _rows(frame: pd.DataFrame, mask: Mask) -> pd.DataFrame:
    return frame[mask].reset_index(drop=True)


def _titles(event_ids: pd.Series, events: pd.DataFrame) -> pd.Series:
    """Return the titles of events, missing where they are not in the file."""
    wanted = events[events["event_id"].isin(event_ids.unique())]
    return event_ids.map(dict(zip(wanted["event_id"], wanted["title"], strict=True))).astype("str")


def _with_terms_of(new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Return rows of fronts with the terms of the rows they would replace, where those have any."""
    kept = {}
    for name in TERMS:
        own, given_now = old[name].reset_index(drop=True), new[name].reset_index(drop=True)
        said = own.notna() & (own != "") & (own != "unknown")
        kept[name] = given_now.where(~said, own).array
    return new.assign(**kept)
