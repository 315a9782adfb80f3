"""Other events near the selected one, found against brute force and shown in its details."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from PyQt6.QtWidgets import QPushButton

from mapper.gui.columns import EventColumns
from mapper.gui.labels import TextLabel
from mapper.gui.nearby import NEAR_DAYS, NEAR_M, find
from mapper.model import schema
from mapper.project import open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
DAY = dt.date(2025, 7, 1)
IZHEVSK, GULYAI_POLE = "mapper:2025-07-01-izhevsk", "mapper:gulyai-pole"


def made(points: list[tuple[float, float]], days: list[int | None]) -> Any:
    texts = [None if n is None else (DAY + dt.timedelta(days=n)).isoformat() for n in days]
    events = schema.conform(
        gpd.GeoDataFrame(
            {
                "event_id": [str(n) for n in range(len(points))],
                "feed": "t",
                "title": "t",
                "date_start": pd.Series(texts, dtype="object"),
                "date_end": pd.Series(texts, dtype="object"),
            },
            geometry=gpd.points_from_xy(*zip(*points, strict=True)),
            crs=4326,
        ),
        schema.EVENTS,
    )
    return SimpleNamespace(events=events, columns=EventColumns.of(events))


@settings(max_examples=60)
@given(
    st.sampled_from([(37.0, 48.0), (179.95, -17.0), (-179.99, 66.0), (10.0, 88.0)]),
    st.lists(
        st.tuples(st.floats(-0.6, 0.6), st.floats(-0.3, 0.3), st.none() | st.integers(-10, 10)),
        max_size=25,
    ),
)
def test_what_is_near_is_what_brute_force_finds(
    here: tuple[float, float], others: list[tuple[float, float, int | None]]
) -> None:
    places = [((here[0] + x + 180) % 360 - 180, here[1] + y) for x, y, _ in others]
    data = made([here, *places], [0, *(day for *_, day in others)])
    found = find(data, "0", SimpleNamespace(check=lambda: None))  # type: ignore[arg-type]
    apart = [Geod(ellps="WGS84").inv(*here, *place)[2] for place in places]
    expected = sorted(
        (metres, str(n + 1))
        for n, (metres, (*_, day)) in enumerate(zip(apart, others, strict=True))
        if metres <= NEAR_M and day is not None and abs(day) <= NEAR_DAYS
    )
    assert found.count == len(expected)
    np.testing.assert_allclose(
        [near.apart_m for near in found.nearest], [metres for metres, _ in expected[:12]], atol=0.01
    )


def test_events_nearby_are_listed_and_chosen(open_window: Open, sample: Path) -> None:
    with open_project(sample, mode="rw") as project:
        first = project.event(IZHEVSK)
        project.add_event(replace(first, event_id="second", title="A second strike"))
    driver = open_window(sample, select=IZHEVSK)
    panel = driver.window.panel
    panel.nearby.head.setChecked(True)
    driver.settle()
    assert panel.nearby.head.text().endswith("Nearby (1)")
    rows = [b for b in panel.nearby.findChildren(QPushButton) if b is not panel.nearby.head]
    rows[-1].click()
    driver.settle()
    assert driver.window.selection.event_id == "second"
    assert panel.nearby.head.text().endswith("Nearby (1)"), "it stays open from event to event"
    driver.window.selection.select(GULYAI_POLE)
    driver.settle()
    told = [label.text() for label in panel.nearby.findChildren(TextLabel)]
    assert "Where it happened is not known well enough to tell what is near." in told
