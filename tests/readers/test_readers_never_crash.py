"""Any bytes, any table, any JSON: a result that accounts for every row, or a sentence."""

from __future__ import annotations

import csv
import io
import json

import numpy as np
import pytest
from effort import tries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_files import accounted, square

from mapper.model import schema
from mapper.model.errors import InputError
from mapper.readers import ImportResult, feeds, read
from mapper.readers.ucdp import COLUMNS

SETTINGS = settings(
    max_examples=tries(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

CELLS = st.one_of(
    st.sampled_from(
        (
            *(
                "",
                "0",
                "1",
                "50",
                "30,5",
                "536",
                "-181",
                "nan",
                "inf",
                "n/a",
                "1e400",
                "2025-07-01",
            ),
            *("2025-02-30", "13/07/2025", "1 July", "July 2025", '"', "'=1", "\ufeff", "a\nb"),
            *("https://a.b/c", '[{"url": "x"}]', "{}", "claimed", "sure", "53°12'N", "9" * 400),
            *("x;y", "²"),
        )
    ),
    st.text(max_size=12),
)
NAMES = st.one_of(
    st.sampled_from(
        [*schema.EVENTS.names, *COLUMNS, "lat", "lon", "date", "source", "sources", "claims", "row"]
    ),
    st.text(max_size=8),
)
HEADS = st.sampled_from(
    [
        ["lat", "lon", "date"],
        ["event_id", "title", "date_start", "date_end", "verification_status", "lon", "lat"],
        ["event_id_cnty", "event_date", "latitude", "longitude", "source"],
        ["event_id_1pd", "geonameid", "date", "longitude", "latitude", "text", "source_urls"],
        [
            *("sector", "order", "ukraine_held", "ukraine_lon", "ukraine_lat", "russia_held"),
            *("russia_lon", "russia_lat", "note", "accuracy_km"),
        ],
        COLUMNS,
    ]
)


def check(result: ImportResult) -> None:
    assert accounted(result)
    assert result.feed in feeds()
    assert list(result.rejected["reason"].notna()) == [True] * len(result.rejected)
    if result.events is not None:
        events = schema.conform(result.events, schema.EVENTS)
        points = events.geometry[events.geometry.notna()]
        assert (points.x.abs() <= 180).all()
        assert (points.y.abs() <= 90).all()
        days = events["date_start"].dropna()
        assert days.str.fullmatch(r"(19|20)\d\d-\d\d-\d\d|2100-\d\d-\d\d").all()
        for text in events["extra"].dropna():
            assert isinstance(json.loads(text), dict)
        known = set(events["event_id"])
        for table in (result.sources, result.claims):
            assert table is None or set(table["event_id"]) <= known
    if result.fronts is not None:
        assert result.fronts.geometry.is_valid.all()
        assert np.isfinite(result.fronts.total_bounds).all() or result.fronts.empty


def try_read(path, **options) -> ImportResult | None:
    try:
        result = read(path, **options)
    except InputError:
        return None
    check(result)
    return result


@SETTINGS
@given(content=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.json", "a.shp"]))
def test_any_bytes(tmp_path, content, name):
    (tmp_path / name).write_bytes(content)
    try_read(tmp_path / name)


@SETTINGS
@given(
    magic=st.sampled_from([b"PK\x03\x04", b"SQLite format 3\0", b"\0\0\x27\x0a", b"fgb\x03fgb"]),
    content=st.binary(max_size=300),
)
def test_any_bytes_behind_a_known_signature(tmp_path, magic, content):
    (tmp_path / "a.dat").write_bytes(magic + content)
    try_read(tmp_path / "a.dat")


@SETTINGS
@given(text=st.text(max_size=300), delimiter=st.sampled_from([",", ";", "\n", '"']))
def test_any_text(tmp_path, text, delimiter):
    (tmp_path / "a.csv").write_text(
        delimiter.join(["date,lat,lon", text]), encoding="utf-8", errors="replace"
    )
    try_read(tmp_path / "a.csv")


@settings(SETTINGS, max_examples=tries(100))
@given(data=st.data())
def test_any_table(tmp_path, data):
    names = data.draw(HEADS) + data.draw(st.lists(NAMES, max_size=3))
    rows = data.draw(
        st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), max_size=4)
    )
    stream = io.StringIO()
    csv.writer(stream, delimiter=data.draw(st.sampled_from(",;\t"))).writerows([names, *rows])
    path = tmp_path / "front_2025-07-01.csv"
    path.write_text(stream.getvalue(), encoding="utf-8", newline="")
    result = try_read(path)
    if result is not None and result.feed not in ("front-pairs",):
        written = sum(any(cell.strip() for cell in row) for row in rows)
        assert len(result.events) + len(result.rejected) <= max(written, len(rows))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
GEOMETRIES = st.one_of(
    VALUES,
    st.just(square()),
    st.builds(
        lambda kind, coordinates: {"type": kind, "coordinates": coordinates},
        st.sampled_from(["Point", "Polygon", "MultiPolygon", "LineString", "MultiPoint", "x"]),
        VALUES
        | st.lists(st.floats(-200, 200), min_size=2, max_size=3)
        | st.lists(st.lists(st.integers(-190, 190), min_size=2, max_size=2), max_size=5)
        | st.lists(
            st.lists(
                st.lists(st.integers(-95, 95), min_size=2, max_size=2), min_size=4, max_size=6
            ),
            min_size=1,
            max_size=2,
        ),
    ),
)
PROPERTIES = st.one_of(
    VALUES,
    st.fixed_dictionaries(
        {},
        optional={
            "date": CELLS,
            "name": CELLS | st.just("Окуповано /// geoJSON.status.occupied"),
            "styleUrl": st.just("#a"),
            "FID": st.integers(),
            "layer": st.just("RussianAssessedCoTinUkraine"),
            "event_id": CELLS,
            "title": CELLS,
            "date_start": CELLS,
            "verification_status": CELLS,
            "sources": VALUES,
            "accuracy_m": VALUES,
            "redistribution": CELLS,
        },
    ),
)
FEATURES = st.builds(
    lambda geometry, properties: {
        "type": "Feature",
        "geometry": geometry,
        "properties": properties,
    },
    GEOMETRIES,
    PROPERTIES,
)


@settings(SETTINGS, max_examples=tries(100))
@given(features=st.lists(FEATURES | VALUES, max_size=4), crs=st.none() | VALUES)
@pytest.mark.parametrize("name", ["a.json", "1751314076.json", "deepstatemap_data_20250701.json"])
def test_any_geojson(tmp_path, name, features, crs):
    content = {
        "type": "FeatureCollection",
        "features": features,
        "crs": {"properties": {"name": crs}},
    }
    (tmp_path / name).write_text(json.dumps(content))
    result = try_read(tmp_path / name)
    if result is not None and result.feed == "vector":
        assert result.rows == len(features)


@SETTINGS
@given(areas=VALUES, line=VALUES | st.just([[48, 37], [49, 38]]), units=VALUES)
def test_any_owlmaps(tmp_path, areas, line, units):
    (tmp_path / "20250701.json").write_text(
        json.dumps({"areas": [areas], "frontline": [line], "units": units})
    )
    try_read(tmp_path / "20250701.json")


@SETTINGS
@given(
    parts=st.lists(
        st.sampled_from(
            (
                *("<Placemark>", "</Placemark>", "<Point><coordinates>30,50</coordinates></Point>"),
                *("<name>a</name>", "<TimeStamp><when>2025-07-01</when></TimeStamp>", "<Folder>"),
                *("</Folder>", "<Polygon>", "</Polygon>", "<description>&lt;b</description>", "x"),
                *("<LineString><coordinates>1,2 3,x</coordinates></LineString>", "&amp;", "&x;"),
            )
        ),
        max_size=12,
    )
)
def test_any_kml(tmp_path, parts):
    (tmp_path / "a20250701.kml").write_text(f"<kml>{''.join(parts)}</kml>")
    try_read(tmp_path / "a20250701.kml")
