"""What a project holds, counted by SQLite without reading the tables."""

from __future__ import annotations

import json
from typing import Any

import apsw
import pandas as pd

from mapper.model.schema import TABLES
from mapper.project import boundary


def info(connection: apsw.Connection) -> dict[str, Any]:
    """Return the JSON object of ``mapper info``."""

    def one(sql: str) -> Any:
        return connection.execute(sql).get

    feeds: list[Any] = connection.execute(
        "SELECT feed, count(*) FROM (SELECT feed FROM events UNION ALL"
        " SELECT substr(front_id, 1, instr(front_id || ':', ':') - 1) FROM control_areas UNION ALL"
        " SELECT substr(front_id, 1, instr(front_id || ':', ':') - 1) FROM lines_of_contact)"
        " GROUP BY feed ORDER BY feed"
    ).fetchall()
    columns = "source, licence, attribution, redistribution"
    licences = connection.execute(
        f"SELECT {columns} FROM control_areas UNION SELECT {columns} FROM lines_of_contact"
        " ORDER BY source, licence"
    ).fetchall()
    days = connection.execute(
        "SELECT as_of FROM control_areas UNION SELECT as_of FROM lines_of_contact ORDER BY as_of"
    ).fetchall()
    return {
        "events": one("SELECT count(*) FROM events"),
        "sources": one("SELECT count(*) FROM sources"),
        "fronts": {
            "control_areas": one("SELECT count(*) FROM control_areas"),
            "lines_of_contact": one("SELECT count(*) FROM lines_of_contact"),
        },
        "first_day": one("SELECT min(date_start) FROM events"),
        "last_day": one("SELECT max(date_end) FROM events"),
        "front_days": [day for (day,) in days],
        "feeds": dict(feeds),
        "licences": [dict(zip(columns.split(", "), row, strict=True)) for row in licences],
        "boundary": boundary.name(connection),
        "last_change": last_change(connection),
    }


def last_change(connection: apsw.Connection) -> str:
    """Return the time of the newest change of the data (ISO, UTC).

    GDAL and QGIS keep ``gpkg_contents.last_change`` too, so their edits count. The
    country's boundary, which distances depend on, counts with the settings.
    """
    names = (*TABLES, "settings")
    marks = ", ".join("?" * len(names))
    return str(
        connection.execute(
            f"SELECT max(last_change) FROM gpkg_contents WHERE table_name IN ({marks})",
            names,
        ).get
    )


def front_inputs(connection: apsw.Connection) -> list[dict[str, Any]]:
    """Return file, SHA-256 and ``front_days`` of every import that gave fronts."""
    found: list[Any] = connection.execute(
        "SELECT file, sha256, front_days FROM imports WHERE front_days IS NOT NULL ORDER BY fid"
    ).fetchall()
    return [
        {"file": file, "sha256": sha256, "front_days": json.loads(days)}
        for file, sha256, days in found
    ]


def imports(connection: apsw.Connection) -> pd.DataFrame:
    """Return the imports so far, the newest first."""
    texts, numbers = (
        ("at", "file", "sha256", "feed"),
        (
            "rows",
            "accepted",
            "updated",
            "unchanged",
            "rejected",
            "ignored",
        ),
    )
    names = (*texts, *numbers, "warnings")
    found: list[Any] = connection.execute(
        f"SELECT {', '.join(names)} FROM imports ORDER BY fid DESC"
    ).fetchall()
    frame = pd.DataFrame(found, columns=list(names))
    frame["warnings"] = [json.loads(text or "[]") for text in frame["warnings"]]
    return frame.astype(dict.fromkeys(texts, "str") | dict.fromkeys(numbers, "int64"))
