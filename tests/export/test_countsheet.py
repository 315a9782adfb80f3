"""Counts as a sheet: what is said beside them, what stands in a cell."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from mapper.export.countsheet import in_words, people_in_words, sheet_of
from mapper.export.sheet import Sheet, without_sensitive
from mapper.export.tables import as_table
from mapper.model import schema
from mapper.model.counting import count


def events(*rows: dict[str, Any]) -> gpd.GeoDataFrame:
    filled = [
        {"date_start": "2025-07-01", "date_end": "2025-07-01", "feed": "ucdp"} | row for row in rows
    ]
    frame = gpd.GeoDataFrame(pd.DataFrame(filled), geometry=[None] * len(rows), crs=4326)
    return as_table(frame, schema.EVENTS)


def count_sheet(table: gpd.GeoDataFrame, by: str, filter_text: str = "") -> Sheet:
    kept, beside = without_sensitive(table, filter_text, "")
    return sheet_of(count(kept, by), beside)


ROWS: tuple[dict[str, Any], ...] = (
    {"weapon": "drone", "killed_best": 1200, "incident_id": "s", "admin1": "Sumy"},
    {"weapon": "drone", "killed_best": 1300, "incident_id": "s", "admin1": "Kharkiv"},
    {"date_end": "2025-07-03", "injured_min": 2},
)


def test_values_and_words_of_groups() -> None:
    sheet = count_sheet(events(*ROWS), "weapon")
    assert sheet.frame["weapon"].fillna("").tolist() == ["drone", ""]
    assert sheet.frame["label"].tolist() == ["Drone", "Not stated"]
    assert "label" not in count_sheet(events(*ROWS), "region").frame


def test_cells_and_the_total_in_words() -> None:
    shown = in_words(count(events(*ROWS), "weapon"))
    assert shown.iloc[:, 0].tolist() == ["Drone", "Not stated", "Total"]
    assert shown["Killed"].tolist() == ["1,300", "–", "1,300"]
    assert shown["Injured"].tolist() == ["–", "at least 2", "at least 2"]
    assert shown["Killed unknown"].tolist() == ["0", "1", "1"]
    nobody = {"killed_min": None, "killed_best": 0, "killed_max": 0}
    assert people_in_words(nobody, "killed") == "0"


def test_what_has_to_be_known_is_said() -> None:
    said = dict(count_sheet(events(*ROWS), "region", filter_text="all July").about)
    assert said["Filter"] == "all July"
    assert said["Data of"] == "not known"
    assert said["Source"].startswith("UCDP Georeferenced")
    notes = [text for name, text in count_sheet(events(*ROWS), "region").about if name == "Note"]
    assert notes == [
        "1 salvo lies in several groups; each group counts it, the total once.",
        "The events of 1 salvo give different numbers of people; the highest counts.",
    ]
    (longer,) = count_sheet(events(ROWS[2]), "day").warnings
    assert longer == "1 event lasts into a later day; the first day counts."


def test_sensitive_events_stay_in_the_project() -> None:
    sheet = count_sheet(events(ROWS[0], ROWS[2] | {"sensitive": 1}), "weapon")
    assert sheet.frame["weapon"].tolist() == ["drone"]
    assert "sensitive" in sheet.warnings[0]
