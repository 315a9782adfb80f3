"""Our own table: what Mapper exports reads back the same."""

from __future__ import annotations

import datetime as dt
import json

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from mapper import export
from mapper.measure import KeptMeasurement, Place, along
from mapper.model import schema
from mapper.project import open_project, sample_project
from mapper.readers import read

HEADER = "event_id,title,date_start,date_end,verification_status,lon,lat"


def test_a_row_may_have_no_place_and_no_day(read_text):
    result = read_text(f"{HEADER},date_text\na:1,Strike,,,claimed,,,in summer\n")
    assert result.feed == "mapper"
    event = result.events.iloc[0]
    assert event.geom is None
    assert event["date_text"] == "in summer"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a:1,Strike,2025-07-01,2025-07-01,sure,30,50", "verification_status: found 'sure'"),
        ("a:1,Strike,2025-07-01,2025-06-01,claimed,30,50", "date_end: found '2025-06-01'"),
        ("a:1,,2025-07-01,2025-07-01,claimed,30,50", "title: empty"),
        ("a:1,Strike,2025-07-01,2025-07-01,claimed,30,", "latitude: empty"),
        ("a:1,Strike,2025-07-01,2025-07-01,claimed,30,95", "latitude: found 95"),
    ],
)
def test_wrong_rows(read_text, row, reason):
    result = read_text(f"{HEADER}\n{row}\n")
    assert result.rejected["reason"].iloc[0].startswith(reason)


@pytest.mark.parametrize("sources", ['{"url": 1}', '[{"source_type": "rumour"}]', "[[1]]", "[1"])
def test_wrong_lists_of_sources(read_text, sources):
    cell = sources.replace('"', '""')
    result = read_text(f'{HEADER},sources\na:1,Strike,,,claimed,,,"{cell}"\n')
    assert result.rejected["reason"].iloc[0].startswith("sources: found")


def test_lists_of_sources_and_claims(read_text):
    lists = json.dumps([{"url": "https://a.b", "type": "news"}]).replace('"', '""')
    claims = json.dumps([{"field": "killed_best", "value": "3"}]).replace('"', '""')
    result = read_text(f'{HEADER},sources,claims\na:1,S,,,claimed,,,"{lists}","{claims}"\n')
    assert result.sources[["event_id", "url", "source_type"]].to_numpy().tolist() == [
        ["a:1", "https://a.b", "news"]
    ]
    assert result.claims[["event_id", "field", "value"]].to_numpy().tolist() == [
        ["a:1", "killed_best", "3"]
    ]


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
    min_size=1,
    max_size=20,
).map(lambda text: text if text.strip() and not text.startswith("'") else f"a{text}")


@st.composite
def tables(draw: st.DrawFn) -> gpd.GeoDataFrame:
    rows = []
    points = []
    for number in range(draw(st.integers(1, 4))):
        day = draw(st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
        counts = sorted(draw(st.lists(st.integers(0, 10**6), min_size=3, max_size=3)))
        rows.append(
            {
                "event_id": f"made:{number}",
                "feed": draw(st.sampled_from(["mapper", "ucdp"])),
                "title": draw(TEXTS),
                "description": draw(st.none() | TEXTS),
                "notes": draw(st.none() | TEXTS),
                "date_start": day and day.isoformat(),
                "date_end": day and day.isoformat(),
                "date_precision": day and "day",
                "geo_precision": draw(st.sampled_from([None, "exact", "region"])),
                "radius_m": draw(st.none() | st.floats(0, 1e6)),
                "killed_min": counts[0],
                "killed_best": draw(st.none() | st.just(counts[1])),
                "killed_max": counts[2],
                "verification_status": draw(st.sampled_from(["claimed", "reported"])),
                "extra": draw(
                    st.none()
                    | st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=2).map(json.dumps)
                ),
            }
        )
        lon, lat = draw(st.floats(-180, 180)), draw(st.floats(-90, 90))
        points.append(draw(st.none() | st.just(Point(round(lon, 7), round(lat, 7)))))
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=points, crs=schema.CRS)
    return gpd.GeoDataFrame(schema.conform(frame.rename_geometry(schema.GEOMETRY), schema.EVENTS))


def _same(found: gpd.GeoDataFrame, written: gpd.GeoDataFrame) -> None:
    pd.testing.assert_frame_equal(
        pd.DataFrame(found.drop(columns=["geom", "extra"])),
        pd.DataFrame(written.drop(columns=["geom", "extra"])),
    )
    for one, other in zip(found["extra"], written["extra"], strict=True):
        assert (one == one) == (other == other)
        assert one != one or json.loads(one) == json.loads(other)
    for one, other in zip(found.geom, written.geom, strict=True):
        assert (one is None) == (other is None)
        assert one is None or one.distance(other) < 1e-7


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".gpkg"])
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=tables())
def test_every_export_of_events_reads_back(tmp_path, suffix, events):
    path = tmp_path / f"export{suffix}"
    export.table(events, path)
    result = read(path)
    assert result.feed == "mapper"
    assert result.rejected.empty
    _same(result.events, events)


@pytest.mark.parametrize("kind", ["geojson", "gpkg", "kml", "xlsx"])
def test_kept_measurements_are_not_read_and_that_is_said(kind, tmp_path):
    way = along([Place("", 36, 50), Place("", 37, 50)])
    with open_project(sample_project(tmp_path / "own.gpkg"), "rw") as project:
        project.keep_measurement(KeptMeasurement.of_path(way, [None, None]))
        export.table(project, tmp_path / f"out.{kind}")
        project.delete_measurements(project.measurements["measurement_id"].tolist())
        export.table(project, tmp_path / f"none.{kind}")
    result = read(tmp_path / f"out.{kind}")
    assert len(result.events) == 3
    (said,) = [text for text in result.warnings if "measurement" in text]
    assert "not read" in said
    assert not any("measurement" in text for text in read(tmp_path / f"none.{kind}").warnings)
