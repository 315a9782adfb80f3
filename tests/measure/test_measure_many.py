"""Every event against the front of its own day."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from madeup_fronts import control, table

from mapper.mapdoc.language import language_of
from mapper.measure import Fronts, Place, distance, distances, without_day
from mapper.measure.many import COLUMNS
from mapper.model import schema
from mapper.model.errors import CancelledError, MeasureError


def events(*rows):
    names = ("event_id", "date_start", "date_end", "lon", "lat", "geo_precision", "radius_m")
    frame = pd.DataFrame(rows, columns=names)
    points = gpd.points_from_xy(frame["lon"], frame["lat"], crs="EPSG:4326")
    geometry = gpd.GeoSeries(points).where(frame["lon"].notna().to_numpy(), None)
    frame = frame.drop(columns=["lon", "lat"]).assign(feed="test", title="x")
    framed = gpd.GeoDataFrame(frame, geometry=geometry.rename("geom"), crs="EPSG:4326")
    return schema.conform(framed, schema.EVENTS)


@pytest.fixture
def some():
    return events(
        ("a", "2025-07-01", "2025-07-01", 36.0, 48.0, "exact", None),
        ("b", "2025-07-04", "2025-07-04", 36.0, 48.0, "settlement", 2_000.0),
        ("c", "2025-07-12", "2025-07-12", 38.0, 48.0, "exact", None),
        ("d", "2025-06-01", "2025-06-01", 36.0, 48.0, "exact", None),
        ("e", "2025-08-01", "2025-08-01", 36.0, 48.0, "exact", None),
        ("f", "2025-07-01", "2025-07-01", None, None, None, None),
        ("g", "2025-07-01", "2025-07-01", 36.0, 48.0, "country", None),
        ("h", None, None, 36.0, 48.0, "exact", None),
        ("i", "2025-07-01", "2025-07-12", 36.0, 48.0, "exact", None),
    ).set_index(pd.Index(range(100, 109)))


def test_each_to_its_own_day(some, moving):
    found = distances(some, moving)
    assert list(found.columns) == [*COLUMNS, "known_to_region"]
    assert found.index.equals(some.index)
    assert found["as_of"].iloc[:3].tolist() == ["2025-07-01", "2025-07-01", "2025-07-10"]
    assert found["gap_days"].iloc[:3].tolist() == [0, 3, 2]
    assert found["inside_control_area"].iloc[:3].tolist() == [False, False, True]
    assert found["refused"].iloc[:3].isna().all()
    assert found["front_source"].iloc[0] == "Test"


def test_where_a_front_has_no_line_the_source_that_gives_one_is_named(some):
    everything = shapely.MultiPolygon([shapely.box(20.0, 43.0, 42.0, 54.0)])
    areas = [
        control("2025-07-01", 0.0, source="All", geom=everything),
        control("2025-06-29", 37.0, source="Other"),
    ]
    only, both = (Fronts(table(some_of)) for some_of in (areas[:1], areas))
    said = "This control area has no line of contact: it meets no held land"
    assert distances(some, only)["refused"].iloc[0] == f"{said}."
    refused = distances(some, both)["refused"]
    assert refused.iloc[0] == f"{said} (All). A line for this day is given by Other."
    # Three days on the other line is still in force.
    assert refused.iloc[1] == refused.iloc[0]
    # Eleven days on neither is.
    assert "the limit is 7" in refused.iloc[2]
    start = Place("Here", 36.0, 48.0)
    with pytest.raises(MeasureError, match=r"\(All\)\. A line for this day is given by Other\."):
        distance(start, fronts=both, day=dt.date(2025, 7, 1))
    # Seven days on it is too old.
    late = events(("z", "2025-07-08", "2025-07-08", 36.0, 48.0, "exact", None))
    assert distances(late, both)["refused"].iloc[0] == f"{said}."
    for language in ("uk", "ru"):
        assert "All" in language_of(language).refusal(refused.iloc[0])
        assert language_of(language).refusal(f"{said}.") != f"{said}."


def test_refusals_have_reasons(some, moving):
    reasons = distances(some, moving)["refused"].tolist()
    assert "the first one is of 1 July 2025" in reasons[3]
    assert "the limit is 7" in reasons[4]
    assert reasons[5] == "The event has no coordinates."
    assert reasons[6] == "The place is known only to the country."
    assert reasons[7] == "The event has no day."
    assert distances(some, moving)["distance_m"].iloc[3:8].isna().all()


def test_a_reason_without_its_days_is_one_for_all_of_them(some, moving):
    reasons = distances(some, moving)["refused"].dropna()
    none_of_day = reasons[reasons.str.startswith("There is no front")]
    assert none_of_day.nunique() == 2, "one before the first, one after the last"
    assert {without_day(one) for one in none_of_day} == {"There is no front for the day."}
    others = reasons.drop(none_of_day.index)
    assert [without_day(one) for one in others] == others.tolist()


def test_same_numbers_as_one_at_a_time(some, moving):
    found = distances(some, moving)
    for row, place in ((0, Place("", 36, 48, 10.0)), (1, Place("", 36, 48, 2_000.0))):
        day = dt.date.fromisoformat(some["date_start"].iloc[row])
        alone = distance(place, fronts=moving, day=day)
        for name in ("distance_m", "min_m", "max_m"):
            assert found[name].iloc[row] == pytest.approx(getattr(alone, name), abs=1e-6)


def test_several_days_take_in_both_fronts(some, moving):
    found = distances(some, moving)
    assert found["distance_m"].iloc[8] == found["distance_m"].iloc[0]
    assert found["min_m"].iloc[8] < found["min_m"].iloc[0] - 5_000
    assert found["max_m"].iloc[8] == pytest.approx(found["max_m"].iloc[0])


def test_progress_and_cancel(some, moving):
    seen = []
    distances(some, moving, progress=seen.append)
    assert seen[-1] == 1.0
    assert seen == sorted(seen)
    with pytest.raises(CancelledError):
        distances(some, moving, progress=lambda share: False)


def test_a_snapshot_that_gives_no_line_refuses_its_events_only(some):
    rows = [control("2025-07-01", 37.0, control_status="liberated"), control("2025-07-10", 36.9)]
    found = distances(some, Fronts(table(rows)))
    assert "no control area" in found["refused"].iloc[0]
    assert np.isfinite(found["distance_m"].iloc[2])


def test_no_events(moving):
    assert len(distances(schema.empty(schema.EVENTS), moving)) == 0
