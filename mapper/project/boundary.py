"""The country's own boundary, kept in the file in place of the base map's outline.

It lies in a table of one row that is made when it is first needed, and is not
listed for GDAL and QGIS.
"""

from __future__ import annotations

from typing import Any, Final

import apsw
import numpy as np
import shapely

from mapper.measure import Shape
from mapper.model.errors import GeometryError, InputError, ProjectError
from mapper.project import blob
from mapper.project.history import Change

#: ``geometry``: well-known binary of the file's areas as they are, WGS 84 lon, lat.
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS mapper_boundary (
    fid INTEGER PRIMARY KEY CHECK (fid = 1), name TEXT NOT NULL, file TEXT, sha256 TEXT,
    geometry BLOB NOT NULL)
"""

#: Name, file, SHA-256 and geometry.
Row = tuple[Any, Any, Any, Any]


def read(connection: apsw.Connection) -> Row | None:
    """Return what is kept, None where there is no boundary."""
    if not connection.table_exists("main", "mapper_boundary"):
        return None
    found: Row | None = connection.execute(
        "SELECT name, file, sha256, geometry FROM mapper_boundary WHERE fid = 1"
    ).get
    return found


def name(connection: apsw.Connection) -> str | None:
    """Return the boundary's name, None where there is none."""
    row = read(connection)
    return None if row is None else str(row[0])


def shape(row: Row) -> Shape:
    """Return the boundary that a row holds.

    Raises
    ------
    ProjectError
        If it is damaged: another outline in its place would give other numbers.
    """
    title, file, sha256, content = row
    try:
        geometry = shapely.from_wkb(content)
        inputs = () if file is None else ({"file": str(file), "sha256": str(sha256)},)
        if np.isfinite(shapely.get_coordinates(geometry)).all():
            found = Shape(str(title), geometry, inputs)
            if found.area is not None:
                return found
    except (*blob.UNREADABLE, TypeError, GeometryError):
        pass
    raise ProjectError(
        f"The country's boundary in the project ({title}) is damaged; "
        "set it again, or clear it: mapper boundary PROJECT --clear."
    )


def keep(connection: apsw.Connection, boundary: Shape | None) -> Change:
    """Set the boundary, or clear it with None; inside a transaction.

    Raises
    ------
    InputError
        If it is no area.
    """
    if boundary is not None and boundary.area is None:
        raise InputError("a country's boundary must be an area", found=boundary.name)
    old, new = read(connection), None if boundary is None else _row(boundary)
    if old == new:
        return Change("Country boundary", frozenset())
    connection.execute(_TABLE)
    if new is None:
        connection.execute("DELETE FROM mapper_boundary")
    else:
        connection.execute("INSERT OR REPLACE INTO mapper_boundary VALUES (1, ?, ?, ?, ?)", new)
    # The table is not listed; as a setting it counts as a change of the project.
    words = "Clearing the country boundary" if boundary is None else f"Boundary {boundary.name}"
    return Change(words, frozenset({"settings"}))


def _row(boundary: Shape) -> Row:
    first = boundary.inputs[0] if boundary.inputs else {}
    content = shapely.to_wkb(boundary.geometry, byte_order=1)
    return boundary.name, first.get("file"), first.get("sha256"), content
