"""Files that GDAL opens: which layers there are, and Mapper's own GeoPackages."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import warnings
from collections.abc import Iterator
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import CRSError, DataLayerError, DataSourceError, FeatureError
from pyogrio.errors import GeometryError as OgrGeometryError

from mapper.model import schema
from mapper.model.errors import InputError
from mapper.readers.inputfile import InputFile, Kind

#: A virtual table as SQLite itself writes it down, of a module that only makes indexes.
_INDEX: Final = re.compile(
    r"""create\ virtual\ table\ (?:"(?:[^"]|"")*"|\[[^\]]*\]|`[^`]*`|\w+)
    \ ?using\ (?:rtree|fts3|fts4|fts5)\ ?\(""",
    re.VERBOSE,
)
#: The one driver that may open a file of each kind; some of the others read further files.
_DRIVERS: Final[dict[Kind, str]] = {
    "geopackage": "GPKG",
    "shapefile": "ESRI Shapefile",
    "flatgeobuf": "FlatGeobuf",
}
_LEAST_FEATURE_BYTES: Final = 4
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|$)|--[^\n]*", re.DOTALL)


def layer_names(file: InputFile) -> dict[str, bool]:
    """Return the layers GDAL finds and whether each has a geometry.

    A view is no layer here: its query is the file's own and may never end.

    Raises
    ------
    InputError
        If the file is broken, is not what its first bytes say, or a table in it
        could read another file.
    """
    # GDAL tries drivers that search for their words up to the first zero byte. The other
    # formats have one in their signature, FlatGeobuf in the length of an honest header.
    if file.kind == "flatgeobuf" and file.head[11:12] != b"\0":
        raise _unreadable(file, "the length of its header")
    computed = _computed(file) if file.kind == "geopackage" else frozenset()
    with gdal(file):
        listed = pyogrio.list_layers(file.path)
    names = {str(name): kind is not None for name, kind in listed if name not in computed}
    if names:
        _check_driver(file, next(iter(names)))
    passed_over = sorted(
        str(name) for name, kind in listed if kind is not None and name in computed
    )
    said = f"Layers that are computed are not read: {', '.join(passed_over)}."
    if passed_over and said not in file.warnings:
        file.warnings.append(said)
    return names


def _check_driver(file: InputFile, layer: str) -> None:
    """Refuse a file that GDAL takes for another format than its first bytes say."""
    with gdal(file):
        driver = str(pyogrio.read_info(file.path, layer=layer)["driver"])
    expected = _DRIVERS.get(file.kind)
    if driver != expected:
        raise InputError(
            "the file is of a format that is not read",
            file=file.path,
            found=driver,
            expected=expected,
        )


def read_layer(file: InputFile, name: str) -> Any:
    """Return a layer as a (Geo)DataFrame."""
    with gdal(file):
        # GDAL believes a stated number of features, and room is made for all of them.
        stated = pyogrio.read_info(file.path, layer=name)["features"]
        if stated * _LEAST_FEATURE_BYTES > file.size:
            raise _unreadable(file, f"{stated:,} features")
        # One broken geometry is a row without one, not the end of the file.
        return pyogrio.read_dataframe(file.path, layer=name, on_invalid="warn")


@contextlib.contextmanager
def gdal(file: InputFile) -> Iterator[None]:
    """Say in a sentence what GDAL cannot read; its doubts become warnings of the file."""
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            yield
    except (
        DataSourceError,
        DataLayerError,
        FeatureError,
        OgrGeometryError,
        CRSError,
        UnicodeDecodeError,
    ) as error:
        raise _unreadable(file, error) from error
    told = sorted({str(warning.message) for warning in said})
    file.warnings.extend(text for text in told if text not in file.warnings)


def _unreadable(file: InputFile, error: Exception | str) -> InputError:
    return InputError("the file is broken and cannot be read", file=file.path, found=error)


def _computed(file: InputFile) -> frozenset[str]:
    """Return the names of what a file computes, once no table of it can read another file.

    SQLite's virtual tables can read any file; only indexes are let through. Views and
    generated columns can fill the memory out of a few bytes.
    """
    address = f"{file.path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            connection.text_factory = lambda text: text.decode("utf-8", "replace")
            made = connection.execute(
                "SELECT type, name, sql FROM sqlite_master "
                "WHERE type IN ('table', 'view') AND sql IS NOT NULL"
            ).fetchall()
            tables = {str(name): str(sql) for kind, name, sql in made if kind == "table"}
            for name, sql in tables.items():
                if _is_virtual(sql) and not _INDEX.match(" ".join(sql.lower().split())):
                    raise InputError(
                        "a table of the file reads from elsewhere", file=file.path, found=name
                    )
            computed = {str(name) for kind, name, _ in made if kind == "view"}
            computed |= {
                name
                for name, sql in tables.items()
                if not _is_virtual(sql) and _generates(connection, name)
            }
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # SQLite's own words may quote damaged bytes.
        raise _unreadable(file, error) from error
    return frozenset(computed)


def _is_virtual(sql: str) -> bool:
    bare = " ".join(_COMMENT.sub(" ", sql).lower().split())
    return bare.startswith("create virtual")


def _generates(connection: sqlite3.Connection, table: str) -> bool:
    """Tell whether a table has generated columns, without computing any."""
    found = connection.execute("SELECT max(hidden) FROM pragma_table_xinfo(?)", (table,))
    return (found.fetchone()[0] or 0) > 1


def is_ours(file: InputFile) -> bool:
    """Tell a project or an export of Mapper by its layer of events."""
    if file.kind != "geopackage" or not layer_names(file).get("events"):
        return False
    with gdal(file):
        names = pyogrio.read_info(file.path, layer="events")["fields"]
    return {"event_id", "title", "verification_status"} <= set(names)


def our_table(file: InputFile, table: schema.Table) -> Any | None:
    """Return one of our tables from a GeoPackage of ours; None if absent or empty."""
    if table.name not in layer_names(file):
        return None
    frame = read_layer(file, table.name)
    known = [name for name in table.names if name in frame.columns]
    if not len(frame) or table.key not in known:
        return None
    values = pd.DataFrame(frame[known])
    if table.geometry is None:
        return schema.conform(values, table)
    return schema.conform(gpd.GeoDataFrame(values, geometry=frame.geometry), table)
