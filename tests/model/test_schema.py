import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, Polygon

from mapper.model import schema
from mapper.model.errors import InputError


def events(geometry=None, crs="EPSG:4326", **columns):
    values = {"event_id": ["a", "b"], "feed": "table", "title": "t"} | columns
    geometry = geometry or [Point(1, 2), None]
    return gpd.GeoDataFrame(values, geometry=geometry, crs=crs)


def test_a_table_gets_all_its_columns_in_order():
    table = schema.conform(events(killed_best=[0, None], notes=["  ", "x"]), schema.EVENTS)
    assert list(table.columns) == [*schema.EVENTS.names, "geom"]
    assert table["killed_best"].tolist() == [0, pd.NA]
    assert table["notes"].isna().tolist() == [True, False]
    assert table["verification_status"].tolist() == ["reported", "reported"]
    assert table.crs.to_epsg() == 4326


@pytest.mark.parametrize("table", schema.TABLES.values(), ids=lambda table: table.name)
def test_an_empty_table_conforms(table):
    frame = schema.empty(table)
    assert len(frame) == 0
    assert list(schema.conform(frame, table).columns) == list(frame.columns)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"colour": "red"}, "no column 'colour'"),
        ({"event_id": ["a", "a"]}, "repeats a key"),
        ({"title": ["t", None]}, "row 2, field 'title'"),
        ({"verification_status": ["sure", "reported"]}, "outside the vocabulary; found 'sure'"),
        ({"date_start": ["1.7.2025", None]}, "malformed day"),
        ({"date_start": ["2025-07-02", None], "date_end": ["2025-07-01", None]}, "in order"),
        ({"date_start": ["2025-07-02", None]}, "both days"),
        ({"killed_best": ["many", None]}, "wrong kind"),
    ],
)
def test_a_wrong_table_is_refused_in_words(change, words):
    with pytest.raises(InputError, match=words):
        schema.conform(events(**change), schema.EVENTS)


def test_another_crs_is_refused_not_guessed():
    with pytest.raises(InputError, match="EPSG:4326"):
        schema.conform(events(crs=3857), schema.EVENTS)
    with pytest.raises(InputError, match="EPSG:4326"):
        schema.conform(events(crs=None), schema.EVENTS)


def test_another_geometry_is_refused():
    with pytest.raises(InputError, match="another kind of geometry"):
        schema.conform(events(geometry=[Polygon(), Point(1, 2)]), schema.EVENTS)


def test_what_is_changed_later_leaves_the_input_as_it_was():
    frame = events([Point(30, 50), Point(31, 50)], title=["x", "y"])
    checked = schema.conform(frame, schema.EVENTS)
    checked.loc[0, "title"] = "changed"
    checked.loc[0, "geom"] = Point(0, 0)
    assert frame["title"].tolist() == ["x", "y"]
    assert frame.geometry.x.tolist() == [30.0, 31.0]
