"""Any frame of points as Mapper's table."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import Point

from mapper import export
from mapper.export.tables import as_table
from mapper.mapdoc.columns import event_arrays
from mapper.mapdoc.texts import long_texts
from mapper.model import schema
from mapper.model.errors import InputError


def test_a_plain_frame_needs_only_the_first_day_and_may_have_times() -> None:
    days = pd.to_datetime(["2025-07-01 23:30+03:00", "2025-07-02 00:30+03:00", None])
    points = [Point(36, 48), Point(), Point(math.nan, 3)]
    frame = gpd.GeoDataFrame({"date_start": days}, geometry=points, crs=4326)
    table = as_table(frame, schema.EVENTS)
    assert table["date_start"].fillna("").tolist() == ["2025-07-01", "2025-07-02", ""]
    assert table["date_end"].fillna("").tolist() == ["2025-07-01", "2025-07-02", ""]
    assert shapely.is_missing(table["geom"].to_numpy()).tolist() == [False, False, True]


@pytest.mark.parametrize("point", [Point(361, 48), Point(36, 93), Point(math.inf, 3)])
def test_a_point_outside_the_earth_is_refused(point: Point) -> None:
    frame = gpd.GeoDataFrame({"title": ["a"]}, geometry=[point], crs=4326)
    with pytest.raises(InputError, match="row 1: a point lies outside the Earth"):
        as_table(frame, schema.EVENTS)


def test_a_frame_without_geometry_is_refused() -> None:
    with pytest.raises(InputError, match="has no geometry"):
        as_table(gpd.GeoDataFrame({"title": ["a"]}), schema.EVENTS)


def test_a_plain_frame_of_fronts_needs_only_day_and_source() -> None:
    """As geopandas makes it: single polygons, times, another CRS, any index."""
    areas = gpd.GeoDataFrame(
        {
            "as_of": pd.to_datetime(["2025-07-01 23:30+03:00", "2025-07-02 12:00+03:00"]),
            "source": "Us",
        },
        geometry=[shapely.box(36, 47, 37, 48), shapely.box(36, 47, 38, 48)],
        index=["x", "x"],
        crs=4326,
    ).to_crs(32637)
    table = as_table(areas, schema.CONTROL_AREAS)
    assert table["as_of"].tolist() == ["2025-07-01", "2025-07-02"]
    assert table["front_id"].tolist() == ["row:1", "row:2"]
    assert set(table["redistribution"]) == {"unknown"}
    assert set(table.geom_type) == {"MultiPolygon"}
    assert table["geom"].iloc[1].bounds == pytest.approx((36, 47, 38, 48), abs=0.01)
    lines = areas.set_geometry(areas.boundary)
    assert set(as_table(lines, schema.LINES_OF_CONTACT).geom_type) == {"MultiLineString"}
    # Neither day nor source is made up.
    for name in ("as_of", "source"):
        with pytest.raises(InputError, match=name):
            as_table(areas.drop(columns=name), schema.CONTROL_AREAS)


def two(**columns: Any) -> gpd.GeoDataFrame:
    points = [Point(37, 48), Point(38, 48)]
    given = {name: pd.Series(values, dtype=object) for name, values in columns.items()}
    return gpd.GeoDataFrame({"title": ["a", "b"], **given}, geometry=points, crs=schema.CRS)


@pytest.mark.parametrize(
    ("frame", "options", "words"),
    [
        (two(killed_best=[1, 2**31]), {}, r"row 2, field 'killed_best': .*too large.*2147483648"),
        (two(injured_max=[2**70, 1]), {}, r"row 1, field 'injured_max': .*too large"),
        (two(sensitive=[0, 2**70]), {}, r"row 2, field 'sensitive': .*wrong kind"),
        (two(radius_m=[1.0, "far"]), {}, r"row 2, field 'radius_m': .*wrong kind; found 'far'"),
        (two(title=["a", "x\ud83d"]), {}, r"row 2, field 'title': .*half a char.*'x\\ud83d'"),
        (two(event_id=["a", "\ud83d"]), {}, r"row 2, field 'event_id': .*half a character"),
        (two(), {"title": "x\ud83d"}, r"field 'title': a text has half a character"),
        (two(), {"changes": "x\ud83d"}, r"field 'changes': a text has half a character"),
    ],
)
def test_what_no_page_can_hold_is_named(
    tmp_path: Path, frame: gpd.GeoDataFrame, options: dict[str, str], words: str
) -> None:
    with pytest.raises(InputError, match=words) as raised:
        export.html(frame, tmp_path / "map.html", **options)
    str(raised.value).encode()
    assert not (tmp_path / "map.html").exists()


def test_a_column_that_stands_twice_is_named(tmp_path: Path) -> None:
    frame = two(date_start=["2025-07-01", "2025-07-02"], mine=[1, 2])
    for name in ("title", "date_start"):
        twice = gpd.GeoDataFrame(pd.concat([frame, frame[[name]]], axis=1), geometry="geometry")
        with pytest.raises(InputError, match=f"field '{name}': table events has a column twice"):
            export.html(twice, tmp_path / "map.html")
    # One that is not Mapper's is left out anyway.
    other = gpd.GeoDataFrame(pd.concat([frame, frame[["mine"]]], axis=1), geometry="geometry")
    assert export.html(other, tmp_path / "map.html").events == 2


def test_a_number_beyond_the_arrays_is_told_as_it_is() -> None:
    """A project may hold one, and its map must draw all the same."""
    events = as_table(two(killed_best=[3, 4]), schema.EVENTS).assign(
        killed_best=pd.Series([3, 3_000_000_000], dtype="Int64")
    )
    assert event_arrays(events)["killed_best"].tolist() == [3, 2**31 - 1]
    assert long_texts(events)["killed"].to_pylist() == [None, "3000000000"]


def test_what_is_no_frame_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """A series of points is a common slip: ``frame.geometry`` for ``frame``."""
    series: Any = gpd.GeoSeries([Point(36, 48)], crs=4326)
    with pytest.raises(InputError, match="not what a map can be made of; found 'GeoSeries'"):
        export.html(series, tmp_path / "map.html")
    with pytest.raises(InputError, match="table events is no frame; found 'GeoSeries'"):
        export.EventLayer(series)
    frames: Any = {"events": series}
    with pytest.raises(InputError, match="table events is no frame; found 'GeoSeries'"):
        export.html(frames, tmp_path / "map.html")
