"""One of two project files that are laid beside each other; only read from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import apsw
import geopandas as gpd
import numpy as np
import pandas as pd

from mapper.model.errors import GeometryError, InputError, ProjectError
from mapper.model.schema import CRS, GEOMETRY, Table, conform, empty
from mapper.project import blob, tables
from mapper.project.connection import sentences

#: Rows read at once.
ROWS: Final = 20_000
#: Where so many of the rows between two are wanted, all of them are read in columns.
_DENSE: Final = 0.05


class Side:
    """A project file as the merge sees it: errors name the file they are about."""

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @contextmanager
    def legible(self) -> Iterator[None]:
        """Turn errors about what stands in the file into sentences."""
        with sentences(self.path):
            try:
                yield
            except (apsw.SQLError, UnicodeDecodeError, InputError, GeometryError) as error:
                raise ProjectError(
                    f"{self.path.name} was changed by another program in a way Mapper "
                    f"cannot read: {error}"
                ) from error

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return the rows of a SELECT."""
        with self.legible():
            found: list[Any] = self.connection.execute(sql, tuple(values)).fetchall()
            return found

    def has_table(self, name: str) -> bool:
        """Tell whether there is a table, and no view, of that name."""
        sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?"
        return bool(self.query(sql, (name,)))

    def those(self, sql: str, values: Iterable[str | int]) -> list[Any]:
        """Return the rows of a SELECT with one ``json_each(?)`` for the values."""
        wanted, found = list(values), []
        for start in range(0, len(wanted), ROWS):
            found += self.query(sql, (json.dumps(wanted[start : start + ROWS]),))
        return found

    def rows(self, table: Table, fids: Iterable[int]) -> pd.DataFrame:
        """Return rows by their numbers, as a conformed frame in the order of those."""
        wanted = np.unique(np.fromiter(fids, dtype=np.int64))
        parts = []
        for start in range(0, len(wanted), ROWS):
            some = wanted[start : start + ROWS]
            span = int(some[-1]) - int(some[0]) + 1
            with self.legible():
                dense = len(some) >= _DENSE * span
                parts.append(self._columns(table, some) if dense else self._single(table, some))
        if not parts:
            return empty(table)
        found = parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)
        if len(found) != len(wanted):
            raise ProjectError(f"{self.path.name} was changed meanwhile; try again.")
        return found

    def _columns(self, table: Table, fids: np.ndarray[Any, Any]) -> pd.DataFrame:
        first, last = int(fids[0]), int(fids[-1])
        frame = tables.read_range(self.connection, table, first, last)
        if len(frame) == len(fids):
            return frame
        there = self.connection.execute(
            f"SELECT fid FROM {table.name} WHERE fid BETWEEN {first:d} AND {last:d} ORDER BY fid"
        ).fetchall()
        mask = np.isin(np.array([fid for (fid,) in there]), fids)
        return frame[mask].reset_index(drop=True)

    def _single(self, table: Table, fids: np.ndarray[Any, Any]) -> pd.DataFrame:
        names = [*table.names, *([GEOMETRY] if table.geometry else [])]
        found = self.connection.execute(
            f"SELECT {', '.join(names)} FROM {table.name}"
            " WHERE fid IN (SELECT value FROM json_each(?)) ORDER BY fid",
            (json.dumps(fids.tolist()),),
        ).fetchall()
        return frame_of([dict(zip(names, row, strict=True)) for row in found], table)


def frame_of(rows: Sequence[dict[str, Any]], table: Table) -> pd.DataFrame:
    """Return rows, as they are stored, as a conformed frame."""
    if not rows:
        return empty(table)
    frame = pd.DataFrame({name: [row.get(name) for row in rows] for name in table.names})
    if table.geometry is None:
        return conform(frame, table)
    shapes = blob.decode([row.get(GEOMETRY) for row in rows], table.geometry)
    geometry = gpd.GeoSeries(shapes, crs=CRS, name=GEOMETRY)
    return conform(gpd.GeoDataFrame(frame, geometry=geometry), table)
