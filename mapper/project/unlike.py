"""Which rows of two files differ: found by reading both once, whatever their histories say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from mapper.model.errors import ProjectError
from mapper.model.schema import GEOMETRY, Table
from mapper.project.given import OWN_TIMES
from mapper.project.sides import ROWS, Side

#: Hears how many rows were compared since it was called last; may raise to stop the work.
Done = Callable[[int], None]

#: Rows of fronts and tracks are large.
_LARGE_ROWS: Final = 500


@dataclass(frozen=True)
class Unlike:
    """The rows of one table that are not the same in both files: their numbers by key."""

    ours: dict[str, int]
    theirs: dict[str, int]

    @property
    def both(self) -> list[str]:
        """Keys of rows that are in both files."""
        return [key for key in self.theirs if key in self.ours]


def unlike(ours: Side, theirs: Side, table: Table, done: Done) -> Unlike:
    """Return the rows that differ, or are in one file only; when they were edited is left out.

    Raises
    ------
    ProjectError
        If a key of ``theirs`` is missing or there twice.
    """
    left: tuple[dict[str, tuple[int, int]], ...] = ({}, {})
    sql = f"SELECT fid, {table.key}, {_all_columns(table)} FROM {table.name}"
    last = -(2**63)
    while True:
        end = _end(ours, theirs, table, last)
        where = f" WHERE fid > {last:d}" + (f" AND fid <= {end:d}" if end is not None else "")
        rows = [side.query(f"{sql}{where} ORDER BY fid") for side in (ours, theirs)]
        done(max(map(len, rows)))
        if rows[0] != rows[1]:
            seen = [set(some) for some in rows]
            for side, some, other, found in zip(
                (ours, theirs), rows, reversed(seen), left, strict=True
            ):
                _keep(side, table, [row for row in some if row not in other], found)
        if end is None:
            break
        last = end
    mine, others = left
    same = {key for key, (_, text) in others.items() if key in mine and mine[key][1] == text}
    ours_left, theirs_left = (
        {key: fid for key, (fid, _) in found.items() if key not in same} for found in left
    )
    return Unlike(ours_left, theirs_left)


def _all_columns(table: Table) -> str:
    """Return SQL for one text that holds all values of a row."""
    parts = []
    for column in table.columns:
        if column.name == table.key or column.name in OWN_TIMES:
            continue
        # As text a number would lose its last digits.
        parts.append(
            f"quote({column.name})" if column.kind == "real" else f"ifnull({column.name}, char(30))"
        )
    if table.geometry is not None:
        parts.append(f"hex({GEOMETRY})")
    return f"concat_ws(char(31), {', '.join(parts)})"


def _end(ours: Side, theirs: Side, table: Table, last: int) -> int | None:
    """Return the number up to which neither file has too many rows; None for all that is left."""
    count = ROWS if table.geometry in (None, "Point") else _LARGE_ROWS
    sql = f"SELECT fid FROM {table.name} WHERE fid > {last:d} ORDER BY fid LIMIT 1 OFFSET {count:d}"
    found = [row[0] for side in (ours, theirs) for row in side.query(sql)]
    return min(found, default=None)


def _keep(side: Side, table: Table, rows: list[Any], found: dict[str, tuple[int, int]]) -> None:
    before = len(found)
    # Of new rows the whole text would fill the memory.
    found.update((key, (fid, hash(text))) for fid, key, text in rows)
    keys_are_text = all(isinstance(key, str) for _, key, _ in rows)
    if len(found) != before + len(rows) or not keys_are_text:
        raise ProjectError(
            f"{side.path.name}: the table {table.name} has rows without an id of their own; "
            "it was changed elsewhere."
        )
