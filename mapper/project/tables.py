"""Tables of the file to conformed frames and back, whole columns at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, cast

import apsw
import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from mapper.model.errors import InputError
from mapper.model.schema import CRS, GEOMETRY, Table, conform, empty
from mapper.model.texts import arrow_memory
from mapper.project import blob, geopackage

#: Rows fetched at once: a column of so many long texts stays far below
#: SQLite's limit of a thousand million bytes for one value.
CHUNK: Final = 20_000
#: From here on filling the spatial index at once beats its triggers.
_MANY: Final = 1_000
#: Longer texts are hardly the same in all rows.
_SHORT: Final = 100
#: Numbers (``fid``) of rows.
Fids = npt.NDArray[np.int64]
#: Hears how many rows were done since it was called last; may raise to stop the work.
Done = Callable[[int], None]
#: ASCII unit and record separators: no text that a person wrote holds them.
_BETWEEN, _MISSING = "\x1f", "\x1e"
TEXT: Final[Any] = pd.StringDtype("pyarrow", na_value=np.nan)


def nothing_done(rows: int) -> None:
    """Hear of rows done and go on."""


def read(connection: apsw.Connection, table: Table) -> pd.DataFrame:
    """Return the table as a conformed frame in the order of its ``fid``.

    Raises
    ------
    InputError
        If another program wrote values that the table may not hold.
    """
    return read_numbered(connection, table)[0]


def read_numbered(connection: apsw.Connection, table: Table) -> tuple[pd.DataFrame, Fids]:
    """Return the table as `read` does, and the ``fid`` of its rows."""
    chunks: list[dict[str, Any]] = []
    last = -(2**63)
    with arrow_memory():
        while True:
            chunk = _chunk(connection, table, f"fid > {last:d}", CHUNK)
            if chunk is None:
                break
            chunks.append(chunk)
            last = chunk["fid"][-1]
        if not chunks:
            return empty(table), np.empty(0, dtype=np.int64)
        fids = np.concatenate([chunk["fid"] for chunk in chunks])
        return conform(_frame(chunks, table), table), fids


def read_of_events(
    connection: apsw.Connection, table: Table, event_ids: Collection[str], fids: Fids
) -> tuple[pd.DataFrame, Fids]:
    """Return the rows of some events, and those of some ``fid``, as `read_numbered` does."""
    names = ["fid", *table.names, *([GEOMETRY] if table.geometry else [])]
    exact = {"fid", GEOMETRY, *(column.name for column in table.columns if column.kind == "real")}
    # Numbers become text as where columns are joined.
    asked = [name if name in exact else f"CAST({name} AS TEXT)" for name in names]
    rows: list[Any] = connection.execute(
        f"SELECT {', '.join(asked)} FROM {table.name}"
        " WHERE event_id IN (SELECT value FROM json_each(?))"
        " OR fid IN (SELECT value FROM json_each(?)) ORDER BY fid",
        (json.dumps(list(event_ids)), json.dumps(fids.tolist())),
    ).fetchall()
    if not rows:
        return empty(table), np.empty(0, dtype=np.int64)
    chunk: dict[str, Any] = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    for name in chunk.keys() - exact:
        values = [None if value == _MISSING else value for value in chunk[name]]
        chunk[name] = pa.array(values, pa.large_string())
    _pack(chunk, table)
    return conform(_frame([chunk], table), table), chunk["fid"]


def in_one_piece(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the same frame with every column of text in one piece of memory."""
    return frame.assign(
        **{
            name: TEXT.__from_arrow__(pa.chunked_array(pa.array(frame[name])).combine_chunks())
            for name in frame.columns
            if frame[name].dtype == TEXT
        }
    )


def read_range(connection: apsw.Connection, table: Table, first: int, last: int) -> pd.DataFrame:
    """Return the rows ``first`` to ``last`` (``fid``) as a conformed frame in that order.

    Raises
    ------
    InputError
        If another program wrote values that the table may not hold.
    """
    chunk = _chunk(connection, table, f"fid BETWEEN {first:d} AND {last:d}", -1)
    return empty(table) if chunk is None else conform(_frame([chunk], table), table)


def _chunk(
    connection: apsw.Connection, table: Table, where: str, limit: int
) -> dict[str, Any] | None:
    exact = [column.name for column in table.columns if column.kind == "real"]
    names = ["fid", *exact] + ([GEOMETRY] if table.geometry else [])
    rows: list[Any] = connection.execute(
        f"SELECT {', '.join(names)} FROM {table.name} WHERE {where} ORDER BY fid LIMIT {limit:d}"
    ).fetchall()
    if not rows:
        return None
    chunk: dict[str, Any] = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    texts = [column.name for column in table.columns if column.kind != "real"]
    chunk.update(joined(connection, table, texts, rows[0][0], rows[-1][0], len(rows)))
    del rows
    _pack(chunk, table)
    return chunk


def _pack(chunk: dict[str, Any], table: Table) -> None:
    """Make arrays of lists, piece by piece: the lists of all rows would be large.

    Geometries, too, are made with Python's lock held, all the others waiting.
    """
    chunk["fid"] = np.array(chunk["fid"], dtype=np.int64)
    for column in table.columns:
        if column.kind == "real":
            chunk[column.name] = _real(chunk[column.name], column.name, table)
    if table.geometry is not None:
        chunk[GEOMETRY] = blob.decode(chunk[GEOMETRY], table.geometry)


def joined(
    connection: apsw.Connection, table: Table, names: list[str], first: int, last: int, count: int
) -> dict[str, pa.Array]:
    """Return columns as Arrow text, joined inside SQLite and split by Arrow.

    That is five times as fast as making a Python object of every value. A
    range of ``fid`` is read in its order.
    """
    parts = ", ".join(f"group_concat(ifnull({name}, char(30)), char(31))" for name in names)
    rows = f"FROM {table.name} WHERE fid BETWEEN {first:d} AND {last:d}"
    (row,) = cast(list[Any], connection.execute(f"SELECT {parts} {rows}").fetchall())
    result: dict[str, pa.Array] = {}
    # Columns that are alike, as all the empty ones are, share their memory.
    first_of: dict[str, str] = {}
    for name, text in zip(names, row, strict=True):
        alike = first_of.setdefault(text, name)
        if alike != name:
            result[name] = result[alike]
            continue
        values = pc.split_pattern(pa.array([text], pa.large_string()), _BETWEEN).flatten()
        if len(values) != count:
            found: list[Any] = connection.execute(f"SELECT {name} {rows} ORDER BY fid").fetchall()
            values = pa.array(
                [None if value is None else str(value) for (value,) in found], pa.large_string()
            )
        present = pc.not_equal(values, _MISSING)
        if pc.any(present).as_py():
            result[name] = pc.if_else(present, values, None)
        else:
            # Without the bytes that stood for what is missing.
            result[name] = pa.nulls(count, pa.large_string())
    return result


def _frame(chunks: list[dict[str, Any]], table: Table) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    for column in table.columns:
        if column.kind == "real":
            columns[column.name] = np.concatenate([chunk[column.name] for chunk in chunks])
            continue
        text = pa.chunked_array([chunk[column.name] for chunk in chunks])
        if column.kind == "integer":
            try:
                columns[column.name] = pd.array(text.cast(pa.int64()).to_pandas(), dtype="Int64")
            except pa.ArrowInvalid as error:
                raise InputError(
                    f"table {table.name} has a value of the wrong kind",
                    field=column.name,
                    expected="a whole number",
                ) from error
        else:
            columns[column.name] = TEXT.__from_arrow__(text)
    if table.geometry is None:
        return pd.DataFrame(columns)
    shapes = np.concatenate([chunk[GEOMETRY] for chunk in chunks])
    geometry = gpd.GeoSeries(shapes, crs=CRS)
    frame: pd.DataFrame = gpd.GeoDataFrame(columns, geometry=geometry.rename(GEOMETRY), crs=CRS)
    return frame


def _real(values: list[Any], name: str, table: Table) -> np.ndarray[Any, Any]:
    try:
        return np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"table {table.name} has a value of the wrong kind", field=name, expected="a number"
        ) from error


def row(connection: apsw.Connection, table: Table, key: str) -> dict[str, Any] | None:
    """Return one row by its key, None when there is none."""
    found = rows(connection, table, table.key, key)
    return found[0] if found else None


def rows(
    connection: apsw.Connection, table: Table, column: str, value: str
) -> list[dict[str, Any]]:
    """Return the rows whose ``column`` holds ``value``, in the order of ``fid``."""
    names = [*table.names, *([GEOMETRY] if table.geometry else [])]
    result = []
    for values in connection.execute(
        f"SELECT {', '.join(names)} FROM {table.name} WHERE {column} = ? ORDER BY fid", (value,)
    ):
        found = dict(zip(names, values, strict=True))
        if table.geometry:
            found[GEOMETRY] = blob.decode([found[GEOMETRY]], table.geometry)[0]
        result.append(found)
    return result


def listed(frame: pd.DataFrame, table: Table) -> dict[str, list[Any]]:
    """Return columns of a conformed frame as lists SQLite can take, by their names."""
    columns: dict[str, list[Any]] = {}
    for name in frame.columns:
        if name == GEOMETRY and table.geometry is not None:
            columns[name] = blob.encode(frame[name].to_numpy(dtype=object), table.geometry)
        else:
            columns[name] = pa.array(frame[name], from_pandas=True).to_pylist()
    return columns


def insert(
    connection: apsw.Connection, table: Table, frame: pd.DataFrame, done: Done = nothing_done
) -> tuple[int, int]:
    """Append a conformed frame; return the closed range of the new ``fid``.

    The rows get consecutive numbers above all that were ever used, so that
    an undone row never shares its number with a later one. For many rows
    the triggers are set aside and the spatial index is filled at once.

    Parameters
    ----------
    done
        Called with the number of rows written since the last call.
    """
    last = connection.execute(
        "SELECT max(ifnull((SELECT seq FROM sqlite_sequence WHERE name = ?), 0),"
        f" ifnull((SELECT max(fid) FROM {table.name}), 0))",
        (table.name,),
    ).get
    first = int(last) + 1
    if len(frame) == 0:
        return first, first - 1
    set_aside = _drop_triggers(connection, table) if len(frame) > _MANY else []
    for start in range(0, len(frame), CHUNK):
        part = frame.iloc[start : start + CHUNK]
        _insert(connection, table, part, first + start)
        if set_aside and table.geometry is not None:
            _fill_index(connection, table, part, first + start)
        done(len(part))
    for sql in set_aside:
        connection.execute(sql)
    extend_bounds(connection, table, frame)
    return first, first + len(frame) - 1


def _insert(connection: apsw.Connection, table: Table, frame: pd.DataFrame, first: int) -> None:
    """Insert rows numbered from ``first``; what is the same in all is part of the statement."""
    names = ["fid", *([GEOMETRY] if table.geometry else []), *table.names]
    by_name = {"fid": list(range(first, first + len(frame))), **listed(frame, table)}
    texts, bound = [], []
    for column in (by_name[name] for name in names):
        value = column[0]
        short = value is None or (type(value) is str and len(value) <= _SHORT)
        if short and column.count(value) == len(column):
            texts.append(apsw.format_sql_value(value))
        else:
            texts.append("?")
            bound.append(column)
    connection.executemany(
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join(texts)})",
        zip(*bound, strict=True),
    )


def _drop_triggers(connection: apsw.Connection, table: Table) -> list[str]:
    """Take away what runs for every new row: its index, and the note of others' rows."""
    found: list[Any] = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?"
        " AND (name LIKE 'rtree%' OR name = ?)",
        (table.name, f"mapper_outside_{table.name}_insert"),
    ).fetchall()
    for name, _ in found:
        connection.execute(f'DROP TRIGGER "{name}"')
    return [sql for _, sql in found]


def _fill_index(connection: apsw.Connection, table: Table, frame: pd.DataFrame, first: int) -> None:
    box = frame[GEOMETRY].bounds.to_numpy()
    known = np.flatnonzero(~np.isnan(box[:, 0]))
    west, south, east, north = box[known].T.tolist()
    connection.executemany(
        f"INSERT INTO rtree_{table.name}_{GEOMETRY} VALUES (?, ?, ?, ?, ?)",
        zip((known + first).tolist(), west, east, south, north, strict=True),
    )


def extend_bounds(connection: apsw.Connection, table: Table, frame: pd.DataFrame) -> None:
    """Widen the layer's bounds in gpkg_contents to hold the frame's geometry."""
    if table.geometry is None:
        return
    west, south, east, north = frame[GEOMETRY].total_bounds.tolist()
    if west != west:
        return
    connection.execute(
        "UPDATE gpkg_contents SET min_x = min(ifnull(min_x, ?1), ?1),"
        " min_y = min(ifnull(min_y, ?2), ?2), max_x = max(ifnull(max_x, ?3), ?3),"
        " max_y = max(ifnull(max_y, ?4), ?4) WHERE table_name = ?5",
        (west, south, east, north, table.name),
    )


def update(
    connection: apsw.Connection,
    table: Table,
    keys: Sequence[str],
    values: Mapping[str, Iterable[Any]],
) -> None:
    """Set columns of the rows with these keys; one value per key and column."""
    names = list(values)
    assignments = ", ".join(f"{name} = ?" for name in names)
    connection.executemany(
        f"UPDATE {table.name} SET {assignments} WHERE {table.key} = ?",
        zip(*values.values(), keys, strict=True),
    )


def touch(connection: apsw.Connection, names: Iterable[str]) -> None:
    """Record in gpkg_contents that these tables changed now."""
    for name in names:
        connection.execute(
            f"UPDATE gpkg_contents SET last_change = {geopackage.NOW} WHERE table_name = ?",
            (name,),
        )
