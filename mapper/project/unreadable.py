"""Rows of a project that cannot be read: left out, told one by one, and kept in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import apsw
import geopandas as gpd
import numpy as np
import pandas as pd

from mapper.model.errors import GeometryError, InputError, shorten
from mapper.model.schema import GEOMETRY, Table, conform, empty
from mapper.project import tables

#: More rows than these are no damage to single rows.
MOST: Final = 1_000
#: So many are told one by one.
_NAMED: Final = 5
_WRONG: Final = (InputError, UnicodeDecodeError)


@dataclass(frozen=True)
class UnreadableRow:
    """A row that is left out.

    Parameters
    ----------
    table, row
        Its table and its number there (``fid``, as QGIS shows it).
    key
        Its id, empty where that cannot be read.
    field
        The column that is wrong, empty where that is not known.
    problem, found, expected
        What is wrong with it; the last two may be empty.
    """

    table: str
    row: int
    key: str
    field: str
    problem: str
    found: str
    expected: str

    @property
    def sentence(self) -> str:
        """All of it in one sentence."""
        said = f"Table {self.table}, row {self.row:d}"
        said += f" ({self.key})" if self.key else ""
        said += f", field '{self.field}'" if self.field else ""
        said += f": {self.problem}"
        said += f"; found {self.found}" if self.found else ""
        said += f"; expected {self.expected}" if self.expected else ""
        return f"{said}."


def unreadable_words(rows: Sequence[UnreadableRow]) -> tuple[str, ...]:
    """Return sentences that tell of rows left out, the first ones by name; none for none."""
    if not rows:
        return ()
    told = (
        "1 row cannot be read and is"
        if len(rows) == 1
        else f"{len(rows):,} rows cannot be read and are"
    )
    more = len(rows) - _NAMED
    rest = (f"And {more:,} more.",) if more > 0 else ()
    first = f"{told} left out; the file keeps {'it' if len(rows) == 1 else 'them'}."
    return (first, *(row.sentence for row in rows[:_NAMED]), *rest)


def read_around(
    connection: apsw.Connection, table: Table
) -> tuple[pd.DataFrame, tables.Fids, tuple[UnreadableRow, ...]]:
    """Return a table as `tables.read_numbered` does without the rows that cannot be read.

    Raises
    ------
    InputError
        If it is more than single rows.
    """
    found: list[Any] = connection.execute(f"SELECT fid FROM {table.name} ORDER BY fid").fetchall()
    fids = np.array([fid for (fid,) in found], dtype=np.int64)
    parts: list[pd.DataFrame] = []
    wrong: dict[int, Exception] = {}
    _read_part(connection, table, fids, parts, wrong)
    kept = fids[~np.isin(fids, list(wrong))]
    if wrong and not len(kept) and len(fids) > 1:
        # Another program wrote the whole table in its own way: that is no damage to rows.
        raise next(iter(wrong.values()))
    rows = tuple(_told(connection, table, fid, error) for fid, error in wrong.items())
    if not len(kept):
        return empty(table), kept, rows
    return _joined(parts, table), kept, rows


def _read_part(
    connection: apsw.Connection,
    table: Table,
    fids: tables.Fids,
    parts: list[pd.DataFrame],
    wrong: dict[int, Exception],
) -> None:
    """Read rows that follow each other, halving them where some cannot be read."""
    if not len(fids):
        return
    if len(fids) > tables.CHUNK:
        halves = np.array_split(fids, -(-len(fids) // tables.CHUNK))
    else:
        try:
            parts.append(tables.read_range(connection, table, int(fids[0]), int(fids[-1])))
            return
        except _WRONG as error:
            if len(fids) == 1:
                wrong[int(fids[0])] = error
                if len(wrong) > MOST:
                    raise
                return
        halves = np.array_split(fids, 2)
    for half in halves:
        _read_part(connection, table, half, parts, wrong)


def _joined(parts: list[pd.DataFrame], table: Table) -> pd.DataFrame:
    whole = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    if table.geometry is not None and not isinstance(whole, gpd.GeoDataFrame):
        whole = gpd.GeoDataFrame(whole, geometry=GEOMETRY)
    # An id may stand in two parts.
    return conform(whole, table)


def _told(connection: apsw.Connection, table: Table, fid: int, error: Exception) -> UnreadableRow:
    """Return what is to be told of one row."""
    names = [*table.names, *([GEOMETRY] if table.geometry else [])]
    values = {name: _value(connection, table, name, fid) for name in names}
    field, problem, expected = "", "it cannot be read", ""
    if isinstance(error, UnicodeDecodeError):
        field = next((name for name, value in values.items() if isinstance(value, bytes)), "")
        problem, expected = "the text is damaged", "UTF-8"
    elif isinstance(error, InputError):
        field, expected = error.field or "", error.expected or ""
        problem = error.problem.replace(f"table {table.name} ", "it ", 1)
        if isinstance(error, GeometryError):
            field = GEOMETRY
    stored = values.get(field)
    shown = "" if stored is None or isinstance(stored, bytes) else shorten(stored)
    key = values[table.key]
    return UnreadableRow(
        table.name, fid, key if isinstance(key, str) else "", field, problem, shown, expected
    )


def _value(connection: apsw.Connection, table: Table, name: str, fid: int) -> Any:
    """Return a value as it is stored; the bytes of a text that is none."""
    try:
        return connection.execute(f"SELECT {name} FROM {table.name} WHERE fid = {fid:d}").get
    except UnicodeDecodeError:
        sql = f"SELECT CAST({name} AS BLOB) FROM {table.name} WHERE fid = {fid:d}"
        return connection.execute(sql).get
