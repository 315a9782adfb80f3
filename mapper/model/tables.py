"""The tables of Mapper: their columns, kinds and allowed values.

The same names stand in the project file, in every reader's result and in
every table export.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from mapper.model import vocabulary as words

Kind = Literal["text", "integer", "real", "day", "time"]
GeometryKind = Literal["Point", "MultiPolygon", "MultiLineString"]


@dataclass(frozen=True)
class Column:
    """One column: ``day`` is ISO text of a day, ``time`` ISO text in UTC."""

    name: str
    kind: Kind = "text"
    terms: dict[str, words.Term] | None = None
    required: bool = False


@dataclass(frozen=True)
class Table:
    """One table; ``key`` is the column of its stable id."""

    name: str
    key: str
    columns: tuple[Column, ...]
    geometry: GeometryKind | None = None

    @property
    def names(self) -> list[str]:
        """Column names in order, without the geometry."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """Return the column of that name (KeyError if there is none)."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


EVENTS: Final = Table(
    "events",
    "event_id",
    (
        Column("event_id", required=True),
        Column("incident_id"),
        Column("external_id"),
        Column("feed", required=True),
        Column("title", required=True),
        Column("description"),
        Column("date_start", "day"),
        Column("date_end", "day"),
        Column("date_precision", terms=words.DATE_PRECISIONS),
        Column("date_text"),
        Column("time_local"),
        Column("timezone"),
        Column("place_name"),
        Column("admin1"),
        Column("country"),
        Column("geo_precision", terms=words.GEO_PRECISIONS),
        Column("radius_m", "real"),
        Column("event_type"),
        Column("weapon", terms=words.WEAPONS),
        Column("target_type", terms=words.TARGET_TYPES),
        Column("outcome", terms=words.OUTCOMES),
        Column("perpetrator_alleged"),
        Column("claimed_by"),
        Column("denied_by"),
        Column("affected_party"),
        Column("killed_min", "integer"),
        Column("killed_best", "integer"),
        Column("killed_max", "integer"),
        Column("injured_min", "integer"),
        Column("injured_best", "integer"),
        Column("injured_max", "integer"),
        Column("verification_status", terms=words.VERIFICATION_STATUSES, required=True),
        Column("workflow_status", terms=words.WORKFLOW_STATUSES, required=True),
        Column("sensitive", "integer"),
        Column("tags"),
        Column("notes"),
        Column("extra"),
        Column("created_at", "time"),
        Column("updated_at", "time"),
    ),
    "Point",
)

SOURCES: Final = Table(
    "sources",
    "source_id",
    (
        Column("source_id", required=True),
        Column("event_id", required=True),
        Column("url"),
        Column("archive_url"),
        Column("title"),
        Column("publisher"),
        Column("author"),
        Column("published_at"),
        Column("accessed_at"),
        Column("language"),
        Column("source_type", terms=words.SOURCE_TYPES),
        Column("quote"),
        Column("sha256"),
        Column("notes"),
    ),
)

CLAIMS: Final = Table(
    "claims",
    "claim_id",
    (
        Column("claim_id", required=True),
        Column("event_id", required=True),
        Column("source_id"),
        Column("field", required=True),
        Column("value"),
        Column("note"),
    ),
)

MEDIA: Final = Table(
    "media",
    "media_id",
    (
        Column("media_id", required=True),
        Column("source_id"),
        Column("file"),
        Column("url"),
        Column("sha256"),
        Column("taken_at"),
        Column("caption"),
        Column("thumbnail"),
    ),
)

_FRONT_COLUMNS: Final = (
    Column("front_id", required=True),
    Column("as_of", "day", required=True),
    Column("published_at"),
    Column("name"),
    Column("source", required=True),
    Column("url"),
    Column("attribution"),
    Column("licence"),
    Column("redistribution", terms=words.REDISTRIBUTIONS, required=True),
    Column("control_status", terms=words.CONTROL_STATUSES),
    Column("side"),
    Column("assessment", terms=words.ASSESSMENTS),
    Column("accuracy_m", "real"),
    Column("extra"),
)

CONTROL_AREAS: Final = Table("control_areas", "front_id", _FRONT_COLUMNS, "MultiPolygon")
LINES_OF_CONTACT: Final = Table("lines_of_contact", "front_id", _FRONT_COLUMNS, "MultiLineString")

MEASUREMENTS: Final = Table(
    "measurements",
    "measurement_id",
    (
        Column("measurement_id", required=True),
        Column("event_id"),
        Column("start_lon", "real"),
        Column("start_lat", "real"),
        Column("target_kind", required=True),
        Column("target_name"),
        Column("distance_m", "real"),
        Column("min_m", "real"),
        Column("max_m", "real"),
        Column("as_of", "day"),
        Column("statement"),
        Column("inputs"),
    ),
    "MultiLineString",
)

TABLES: Final = {
    table.name: table
    for table in (EVENTS, SOURCES, CLAIMS, MEDIA, CONTROL_AREAS, LINES_OF_CONTACT, MEASUREMENTS)
}
