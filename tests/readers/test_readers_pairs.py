"""Both coordinates in one cell: read where name or notation leave no doubt, else asked for."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapper.model.errors import AnswerNeededError, InputError
from mapper.readers import look, read

KHARKIV = (36.2304, 49.9935)


def write(tmp_path, column, *cells):
    path = tmp_path / "strikes.csv"
    rows = [(f"Strike {n}", f"2025-07-{n:02d}", cell) for n, cell in enumerate(cells, start=1)]
    pd.DataFrame(rows, columns=["title", "date", column]).to_csv(path, index=False)
    return path


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("lat, lon", "49.9935, 36.2304"),
        ("Lat/Long", "49.9935 36.2304"),
        ("latlng", "(49.9935; 36.2304)"),
        ("lon_lat", "[36.2304,49.9935]"),
        ("Широта, довгота", "49,9935; 36,2304"),
        ("coords", "49°59'36.6\"N 36°13'49.4\"E"),
        ("Координати", "49.9935° N, 36.2304° E"),
        ("geometry", "POINT (36.2304 49.9935)"),
        ("wkt", "SRID=4326;POINT(36.2304 49.9935)"),
        ("geo", '{"type": "Point", "coordinates": [36.2304, 49.9935]}'),
        ("coordinates", "https://www.openstreetmap.org/?mlat=49.9935&mlon=36.2304"),
        ("mgrs", "37U CR 01495 41586"),
        ("Plus code", "8GXRX6VJ+C5"),
    ],
)
def test_one_position_in_many_forms(tmp_path, column, cell):
    result = read(write(tmp_path, column, cell))
    assert list(result.rejected["reason"]) == []
    position = result.events.geometry[0]
    assert (position.x, position.y) == pytest.approx(KHARKIV, abs=0.02)


def test_bare_numbers_under_a_name_that_says_nothing_are_asked_for(tmp_path):
    path = write(tmp_path, "coordinates", "49.9935, 36.2304", "46.48, 30.73")
    with pytest.raises(AnswerNeededError) as caught:
        read(path)
    assert (caught.value.asks, caught.value.choices) == ("axis_order", ("lat-lon", "lon-lat"))
    first = read(path, columns={"axis_order": "lat-lon"}).events.geometry
    assert sorted(zip(first.x, first.y, strict=True)) == [(30.73, 46.48), KHARKIV]
    second = read(path, columns={"axis_order": "lon-lat"}).events.geometry
    assert sorted(zip(second.x, second.y, strict=True)) == [(46.48, 30.73), KHARKIV[::-1]]


def test_the_whole_column_decides(tmp_path):
    path = write(tmp_path, "coords", "36.2304, 49.9935", "131.9, 43.1")
    assert sorted(read(path).events.geometry.x) == [36.2304, 131.9]
    path = write(tmp_path, "coords", "43.1, 131.9", "131.9, 43.1")
    with pytest.raises(InputError, match="some positions have the latitude first"):
        read(path)


def test_what_is_no_position_is_rejected_with_what_stood_there(tmp_path):
    cells = ["49.9935, 36.2304", "somewhere", "", "95.5, 36.2"]
    result = read(write(tmp_path, "lat, lon", *cells))
    assert len(result.events) == 1
    assert list(result.rejected["row"]) == [2, 3, 4]
    assert list(result.rejected.columns) == ["title", "date", "lat, lon", "row", "reason"]
    assert "somewhere" in result.rejected["reason"][0]
    assert result.rejected["lat, lon"].fillna("").tolist() == cells[1:]


def test_a_column_of_words_is_no_column_of_positions(tmp_path):
    path = write(tmp_path, "position", "north of the town", "in the harbour")
    with pytest.raises(AnswerNeededError, match="no column of coordinates"):
        read(path)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cells=st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_nothing_is_invented(tmp_path, cells):
    path = write(tmp_path, "lat, lon", *cells, "49.9935, 36.2304")
    try:
        result = read(path)
    except InputError:
        return
    taken = 0 if result.events is None else len(result.events)
    assert result.rows == taken + len(result.rejected) + result.ignored


def test_a_look_names_the_column_and_it_can_be_given(tmp_path):
    path = write(tmp_path, "coordinates", "49.9935, 36.2304")
    assert look(path).fields["coordinates"] == "coordinates"
    assert look(path).question.asks == "axis_order"
    assert "coordinates" not in look(path, columns={"coordinates": ""}).fields
    named = tmp_path / "own.csv"
    named.write_text(
        "date,latitude,longitude,where\n2025-07-01,1,2,POINT (36.2304 49.9935)\n", encoding="utf-8"
    )
    given = {"coordinates": "where"}
    assert {"lat", "lon"} <= look(named).fields.keys()
    assert look(named, columns=given).fields == {"date_start": "date", "coordinates": "where"}
    point = read(named, columns=given).events.geometry[0]
    assert (point.x, point.y) == KHARKIV


def test_a_given_column_is_read_whatever_stands_in_it(tmp_path):
    path = write(tmp_path, "where", "POINT (36.2304 49.9935)", "by the river", "near the mill")
    result = read(path, columns={"coordinates": "where"})
    assert (len(result.events), len(result.rejected)) == (1, 2)
    with pytest.raises(InputError, match="no column for 'coordinates'"):
        read(path, columns={"coordinates": "wheer"})
