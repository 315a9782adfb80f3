"""What a GeoPackage must hold so that GDAL and QGIS open it, as SQL.

From OGC 12-128r18 (GeoPackage 1.3): the ``gpkg_`` tables, the R-tree
extension with its triggers. The triggers for updates are those of version
1.4, which mend a fault of 1.3 and are what GDAL writes. ``gpkg_ogr_contents``
is left out: it only saves GDAL one count, at the price of a trigger per row.
"""

from __future__ import annotations

from typing import Final

import apsw

from mapper.model.schema import EVENTS, GEOMETRY, TABLES, Column, Table
from mapper.project import blob, given, outside

APPLICATION_ID: Final = 0x47504B47
#: GeoPackage 1.3.0: the newest that GDAL 3.6 (Debian 12) reads without a warning.
USER_VERSION: Final = 10300
NOW: Final = "strftime('%Y-%m-%dT%H:%M:%fZ','now')"

_SQL_TYPES: Final = {
    "text": "TEXT",
    "integer": "INTEGER",
    "real": "REAL",
    "day": "DATE",
    "time": "DATETIME",
}

#: What a row made in QGIS gets where the person left a required column empty.
_DEFAULTS: Final = {
    "event_id": "('own:' || lower(hex(randomblob(6))))",
    "front_id": "('own:' || lower(hex(randomblob(6))))",
    "feed": "'own'",
    "title": "'Untitled'",
    "verification_status": "'unverified'",
    "workflow_status": "'new'",
    "redistribution": "'unknown'",
    "source": "'own'",
}

_WKT: Final = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)

_BASE: Final = f"""
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326, '{_WKT}', 'longitude, latitude in degrees');
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT ({NOW}),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
    definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""

#: Tables of Mapper's own beside those of the model, listed for GDAL as attributes.
OWN_TABLES: Final = {
    "changes": """
        at DATETIME NOT NULL, name TEXT NOT NULL, reason TEXT,
        state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')),
        tables TEXT NOT NULL, event_ids TEXT""",
    "imports": """
        at DATETIME NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, feed TEXT NOT NULL,
        rows INTEGER NOT NULL, accepted INTEGER NOT NULL, updated INTEGER NOT NULL,
        unchanged INTEGER NOT NULL, rejected INTEGER NOT NULL, ignored INTEGER NOT NULL,
        front_days TEXT, warnings TEXT""",
    "settings": "key TEXT NOT NULL UNIQUE, value TEXT",
}

#: Not listed in gpkg_contents, so GDAL and QGIS do not offer them.
_HIDDEN: Final = """
CREATE TABLE mapper_steps (
    step INTEGER NOT NULL, direction TEXT NOT NULL, part INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (step, direction, part));
CREATE TABLE mapper_quiet (on_now INTEGER);
CREATE INDEX mapper_sources_event ON sources (event_id);
CREATE INDEX mapper_claims_event ON claims (event_id);
CREATE INDEX mapper_media_source ON media (source_id);
CREATE INDEX mapper_measurements_event ON measurements (event_id);
"""


def create(connection: apsw.Connection) -> None:
    """Fill an empty database with the tables of a project; inside a transaction."""
    connection.execute(_BASE)
    for table in TABLES.values():
        _create_table(connection, table)
    for name, columns in OWN_TABLES.items():
        connection.execute(
            f"CREATE TABLE {name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {columns})"
        )
        _list(connection, name, "attributes")
    connection.execute(_HIDDEN)
    given.create(connection)
    outside.create(connection)


def _create_table(connection: apsw.Connection, table: Table) -> None:
    parts = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    if table.geometry is not None:
        parts.append(f"{GEOMETRY} {table.geometry.upper()}")
    parts += [_column(column, table) for column in table.columns]
    connection.execute(f"CREATE TABLE {table.name} ({', '.join(parts)})")
    _list(connection, table.name, "features" if table.geometry else "attributes")
    if table.geometry is not None:
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, 4326, 0, 0)",
            (table.name, GEOMETRY, table.geometry.upper()),
        )
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index',"
            " 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
            (table.name, GEOMETRY),
        )
        connection.execute(
            f"CREATE VIRTUAL TABLE rtree_{table.name}_{GEOMETRY}"
            " USING rtree(id, minx, maxx, miny, maxy)"
        )
        for sql in rtree_triggers(table.name):
            connection.execute(sql)


def _column(column: Column, table: Table) -> str:
    text = f"{column.name} {_SQL_TYPES[column.kind]}"
    if column.required:
        text += " NOT NULL"
        default = _DEFAULTS.get(column.name)
        if default is not None and (table.geometry or table is EVENTS):
            text += f" DEFAULT {default}"
    return text + (" UNIQUE" if column.name == table.key else "")


def _list(connection: apsw.Connection, name: str, data_type: str) -> None:
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, ?, ?, ?)",
        (name, data_type, name, 4326 if data_type == "features" else 0),
    )


def rtree_triggers(table: str) -> list[str]:
    """Return the SQL of the triggers that keep the spatial index of ``table``."""
    g, index = GEOMETRY, f"rtree_{table}_{GEOMETRY}"
    new = f"(NEW.{g} NOT NULL AND NOT ST_IsEmpty(NEW.{g}))"
    no_new = f"(NEW.{g} ISNULL OR ST_IsEmpty(NEW.{g}))"
    old = f"(OLD.{g} NOT NULL AND NOT ST_IsEmpty(OLD.{g}))"
    no_old = f"(OLD.{g} ISNULL OR ST_IsEmpty(OLD.{g}))"
    box = f"ST_MinX(NEW.{g}), ST_MaxX(NEW.{g}), ST_MinY(NEW.{g}), ST_MaxY(NEW.{g})"
    replace = f"INSERT OR REPLACE INTO {index} VALUES (NEW.fid, {box});"
    delete = f"DELETE FROM {index} WHERE id = OLD.fid;"
    moved = (
        f"UPDATE {index} SET minx = ST_MinX(NEW.{g}), maxx = ST_MaxX(NEW.{g}),"
        f" miny = ST_MinY(NEW.{g}), maxy = ST_MaxY(NEW.{g}) WHERE id = NEW.fid;"
    )
    same, other = "OLD.fid = NEW.fid", "OLD.fid != NEW.fid"
    of_geometry = f"UPDATE OF {g}"
    rules = (
        ("insert", "INSERT", new, replace),
        ("update6", of_geometry, f"{same} AND {new} AND {old}", moved),
        ("update7", of_geometry, f"{same} AND {new} AND {no_old}", replace),
        ("update2", of_geometry, f"{same} AND {no_new}", delete),
        ("update5", "UPDATE", f"{other} AND {new}", delete + " " + replace),
        (
            "update4",
            "UPDATE",
            f"{other} AND {no_new}",
            f"DELETE FROM {index} WHERE id IN (OLD.fid, NEW.fid);",
        ),
        ("delete", "DELETE", f"OLD.{g} NOT NULL", delete),
    )
    return [
        f"CREATE TRIGGER {index}_{name} AFTER {event} ON {table} WHEN {when} BEGIN {body} END"
        for name, event, when, body in rules
    ]


def register_functions(connection: apsw.Connection) -> None:
    """Register the ST_ functions the triggers call.

    They are innocuous: with ``trusted_schema`` off SQLite lets triggers call
    no other function.
    """

    def corner(position: int) -> apsw.ScalarProtocol:
        def value(*geometry: apsw.SQLiteValue) -> apsw.SQLiteValue:
            box = blob.bounds(geometry[0])
            return None if box is None else box[position]

        return value

    def is_empty(*geometry: apsw.SQLiteValue) -> apsw.SQLiteValue:
        return None if geometry[0] is None else int(blob.bounds(geometry[0]) is None)

    functions: dict[str, apsw.ScalarProtocol] = {
        "ST_MinX": corner(0),
        "ST_MinY": corner(1),
        "ST_MaxX": corner(2),
        "ST_MaxY": corner(3),
        "ST_IsEmpty": is_empty,
    }
    for name, function in functions.items():
        connection.create_scalar_function(
            name, function, 1, deterministic=True, flags=apsw.SQLITE_INNOCUOUS
        )
