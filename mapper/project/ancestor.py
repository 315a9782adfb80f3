"""Rows of a file as they were at a moment of its history, walked back to from the steps kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import apsw
import numpy as np
import numpy.typing as npt

from mapper.model.errors import ProjectError
from mapper.model.schema import GEOMETRY, TABLES, Table
from mapper.project import aside, outside
from mapper.project.changesets import RowEdit, Value, row_edits, unpacked, way_back
from mapper.project.entries import Head
from mapper.project.lineage import Lineage, Point
from mapper.project.sides import Side


class UnreachableError(ProjectError):
    """What leads back to a moment is no longer in the file."""


@dataclass(frozen=True)
class Before:
    """What of one table is known to have been otherwise.

    Parameters
    ----------
    rows
        By key, whole rows as they were and are no longer.
    touched
        Numbers of rows of the file that are not as they were, or were not there.
    added
        Numbers, first and last, of rows that came in together since.
    """

    rows: dict[str, dict[str, Value]]
    touched: set[int]
    added: list[tuple[int, int]]

    def untouched(self, fids: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Return which rows of the file are as they were."""
        result = ~np.isin(fids, np.fromiter(self.touched, np.int64, len(self.touched)))
        for first, last in self.added:
            result &= (fids < first) | (fids > last)
        return result


class Ancestor:
    """The rows of a file at a moment of its history.

    Raises
    ------
    UnreachableError
        If the way back is not known.
    ProjectError
        If what the file keeps of its steps is damaged.
    """

    def __init__(self, side: Side, lineage: Lineage, point: Point) -> None:
        self.side = side
        self._cells: dict[str, dict[int, dict[str, Value] | None]] = {name: {} for name in TABLES}
        self._added: dict[str, list[tuple[int, int]]] = {name: [] for name in TABLES}
        self._asides: list[tuple[str, str]] = []
        if lineage.unnoticed(point):
            raise UnreachableError(
                f"Another program changed {side.path.name} and left no note of it."
            )
        self._columns = {name: outside.column_names(side.connection, name) for name in TABLES}
        try:
            with side.legible():
                self._walk(lineage, point)
        except (KeyError, TypeError, ValueError, apsw.Error) as error:
            raise ProjectError(_DAMAGED.format(side.path.name)) from error

    def before(self, table: Table, keys: Iterable[str]) -> Before:
        """Return how rows of a table were that are no longer so.

        Parameters
        ----------
        keys
            The rows that are asked for.
        """
        wanted, cells = set(keys), self._cells[table.name]
        rows = {}
        parts = {fid: cell for fid, cell in cells.items() if cell is not None and "fid" not in cell}
        names = ["fid", table.key, *[n for n in _names(table) if n != table.key]]
        sql = (
            f"SELECT {', '.join(names)} FROM {table.name}"
            " WHERE fid IN (SELECT value FROM json_each(?))"
        )
        for row in self.side.those(sql, parts):
            whole = dict(zip(names, row, strict=True)) | parts[row[0]]
            rows[str(whole[table.key])] = whole
        for cell in cells.values():
            if cell is not None and "fid" in cell:
                rows[str(cell[table.key])] = cell
        for name, source in self._asides:
            if name == table.name:
                sql = (
                    f"SELECT {', '.join(names)} FROM {source}"
                    f" WHERE {table.key} IN (SELECT value FROM json_each(?))"
                )
                for row in self.side.those(sql, wanted):
                    cell = cells.get(row[0], {})
                    if cell is not None:
                        rows[str(row[1])] = dict(zip(names, row, strict=True)) | cell
        added = self._added[table.name]
        rows = {
            key: row
            for key, row in rows.items()
            if key in wanted and not any(first <= row["fid"] <= last for first, last in added)
        }
        return Before(rows, set(cells), added)

    def _walk(self, lineage: Lineage, point: Point) -> None:
        if lineage.pending is not None and lineage.pending.step > point.step:
            for edit in self._pending():
                self._undo(edit)
        back, forth = [], []
        for head in lineage.heads:
            if head is lineage.pending:
                continue
            done = head.state == "stands"
            was_done = head.step <= point.step and lineage.done_at(head, point)
            if done and not was_done:
                back.append(head)
            elif was_done and not done:
                if head.state != "undone":
                    raise UnreachableError(f"{self.side.path.name} no longer knows what it undid.")
                forth.append(head)
        for head in reversed(back):
            for edit in self._edits(head, "undo"):
                self._undo(edit)
            for name, first, last in aside.ranges_of(self.side.connection, head.step):
                self._added[name].append((first, last))
        for head in forth:
            for edit in self._edits(head, "redo"):
                self._undo(edit)
            for name, _, _ in aside.ranges_of(self.side.connection, head.step):
                self._asides.append((name, f"mapper_aside_{head.step:d}_{name}"))

    def _undo(self, edit: RowEdit) -> None:
        cells = self._cells[edit.table]
        if edit.kind == "added":
            cells[edit.fid] = None
        elif edit.kind == "deleted":
            cells[edit.fid] = dict(edit.before)
        else:
            cell = cells.setdefault(edit.fid, {})
            if cell is not None:
                cell.update(edit.before)

    def _edits(self, head: Head, direction: str) -> Iterator[RowEdit]:
        parts = self.side.query(
            "SELECT data FROM mapper_steps WHERE step = ? AND direction = ? ORDER BY part",
            (head.step, direction),
        )
        if not parts:
            raise ProjectError(_DAMAGED.format(self.side.path.name))
        yield from row_edits(unpacked(part for (part,) in parts), self._columns)

    def _pending(self) -> Iterator[RowEdit]:
        """Return what another program changed and is no step yet."""
        for table in outside.pending(self.side.connection):
            names = self._columns[table.name]
            found = outside.differences(self.side.connection, table)
            rows = [(before, after) for _, _, before, after in found]
            way = way_back(table.name, names.index("fid"), rows)
            if way:
                yield from row_edits(_given(way), self._columns)


_DAMAGED: Final = "What {} keeps of its steps is damaged."


def _given(content: bytes) -> Any:
    """Return a function that reads on in bytes."""
    start = 0

    def read(size: int) -> bytes:
        nonlocal start
        found = content[start : start + size]
        start += len(found)
        return found

    return read


def _names(table: Table) -> list[str]:
    return [*table.names, *([GEOMETRY] if table.geometry else [])]
