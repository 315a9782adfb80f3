"""Filtering and sorting the list, without a window."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from mapper.gui.columns import ArrangeRequest, EventColumns, Sorting, arrange
from mapper.model import schema
from mapper.model.filters import EventFilter


def events() -> pd.DataFrame:
    rows = [
        ("a", "Strike", "Kyiv", "2025-07-01", "2025-07-01", 3, "reported"),
        ("b", "жнива", "Одеса", None, None, None, "claimed"),
        ("c", "attack", None, "2025-06-28", "2025-07-02", 0, "verified"),
        ("d", "Attack", "Kyiv", "2024-12-30", "2025-01-02", 12, "reported"),
    ]
    names = ["event_id", "title", "place_name", "date_start", "date_end", "killed_best"]
    frame = pd.DataFrame(rows, columns=[*names, "verification_status"])
    frame["feed"] = "test"
    frame["killed_best"] = frame["killed_best"].astype("Int64")
    geometry = gpd.GeoSeries([None] * len(frame), crs=schema.CRS)
    return schema.conform(gpd.GeoDataFrame(frame, geometry=geometry), schema.EVENTS)


def order(sorting: Sorting, chosen: EventFilter | None = None, **more: object) -> str:
    table = events()
    columns = EventColumns.of(table)
    request = ArrangeRequest(table, columns, chosen or EventFilter(), sorting, **more)
    return "".join(columns.ids[arrange(request).rows])


@pytest.mark.parametrize(
    ("key", "up", "down"),
    [
        ("date", "dcab", "acdb"),
        ("title", "cdab", "bacd"),
        ("place", "adbc", "badc"),
        ("status", "adbc", "cbad"),
        ("killed", "cadb", "dacb"),
        ("injured", "abcd", "abcd"),
    ],
)
def test_unknown_values_are_last_and_equal_ones_keep_their_order(
    key: str, up: str, down: str
) -> None:
    assert order(Sorting(key, descending=False)) == up
    assert order(Sorting(key, descending=True)) == down


def test_sorting_by_distance_waits_for_the_distances() -> None:
    assert order(Sorting("distance", descending=False)) == "abcd"
    metres = np.array([50.0, np.nan, 7.0, 900.0])
    assert order(Sorting("distance", descending=False), distance_m=metres) == "cadb"
    assert order(Sorting("distance", descending=True), distance_m=metres) == "dacb"


def test_sorting_by_sources_waits_for_their_numbers() -> None:
    assert order(Sorting("sources", descending=True)) == "abcd"
    numbers = np.array([2, -1, 0, 5], dtype=np.int32)
    assert order(Sorting("sources", descending=True), source_counts=numbers) == "dacb"
    assert order(Sorting("sources", descending=False), source_counts=numbers) == "cadb"


def test_the_filter_keeps_the_order() -> None:
    july = EventFilter(from_day=dt.date(2025, 7, 1), until_day=dt.date(2025, 7, 1))
    assert order(Sorting("date", descending=True), july) == "ac"
    assert order(Sorting("title", descending=False), EventFilter(text="одеса")) == "b"


def test_days_are_shortened_within_a_month_and_a_year() -> None:
    columns = EventColumns.of(events())
    assert [columns.days_text(row) for row in range(4)] == [
        "2025-07-01",
        "unknown",
        "2025-06-28 – 07-02",
        "2024-12-30 – 2025-01-02",
    ]


def test_rows_are_found_by_id() -> None:
    columns = EventColumns.of(events())
    assert columns.row_of("c") == 2
    assert columns.row_of("nothing") is None
    assert columns.rows_of(pd.Series(["d", "nothing", "a"], dtype="str")).tolist() == [3, -1, 0]
