"""Every accepted value stands in the file: what is read is traced back to what was written."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import accounted
from made_workbooks import ods, xlsx

from mapper.readers import read

#: Letters as people write them; what cleaning mends has tests of its own.
WORDS = st.text("abcyzАБЖїґЄ01,;'<>&|-/()=", min_size=1, max_size=20).filter(
    # A workbook's cell, a tag or a number would be read as one.
    lambda text: not any(mark in text for mark in ("<", "&")) and not text.isdigit()
)
DAYS = st.dates(dt.date(2014, 1, 1), dt.date(2026, 12, 31)).map(dt.date.isoformat)
DEGREES = st.integers(-1_000_000, 1_000_000)
KILLED = st.none() | st.integers(0, 400)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "date": DAYS,
            "title": WORDS,
            "lat": DEGREES.map(lambda part: 50 + part / 1e6),
            "lon": DEGREES.map(lambda part: 31 + part / 1e6),
            "killed": KILLED,
        }
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda record: (record["title"], record["date"], record["lat"], record["lon"]),
)
Records = Sequence[dict[str, Any]]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def write_csv(path: Path, records: Records) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(records[0]))
        writer.writeheader()
        writer.writerows(records)
    return path


def write_sheet(path: Path, records: Records) -> Path:
    names = list(records[0])
    rows = [names, *([_text(one[name]) for name in names] for one in records)]
    return (xlsx if path.suffix == ".xlsx" else ods)(path, {"events": rows})


def write_layer(path: Path, records: Records) -> Path:
    table = pd.DataFrame(records).astype({"killed": "Int64"})
    points = gpd.points_from_xy(table.pop("lon"), table.pop("lat"))
    frame = gpd.GeoDataFrame(table, geometry=points, crs=4326)
    if path.suffix != ".zip":
        frame.to_file(path)
        return path
    frame.to_file(path.with_suffix(".shp"), encoding="utf-8")
    with zipfile.ZipFile(path, "w") as packed:
        for part in path.parent.glob(f"{path.stem}.*"):
            if part != path:
                packed.write(part, part.name)
    return path


def write_kml(path: Path, records: Records) -> Path:
    marks = "".join(
        f"<Placemark><name>{escape(one['title'])}</name>"
        f"<TimeStamp><when>{one['date']}</when></TimeStamp>"
        f"<ExtendedData><Data name='killed'><value>{_text(one['killed'])}</value></Data>"
        f"</ExtendedData><Point><coordinates>{one['lon']},{one['lat']}</coordinates></Point>"
        "</Placemark>"
        for one in records
    )
    path.write_text(f"<kml><Document>{marks}</Document></kml>", encoding="utf-8")
    return path


def write_gpx(path: Path, records: Records) -> Path:
    marks = "".join(
        f"<wpt lat={quoteattr(str(one['lat']))} lon={quoteattr(str(one['lon']))}>"
        f"<time>{one['date']}T00:00:00Z</time><name>{escape(one['title'])}</name></wpt>"
        for one in records
    )
    path.write_text(f'<gpx version="1.1">{marks}</gpx>', encoding="utf-8")
    return path


WRITERS: dict[str, Callable[[Path, Records], Path]] = {
    "a.csv": write_csv,
    "a.xlsx": write_sheet,
    "a.ods": write_sheet,
    "a.geojson": write_layer,
    "a.gpkg": write_layer,
    "a.fgb": write_layer,
    "a.zip": write_layer,
    "a.kml": write_kml,
    "a.gpx": write_gpx,
}


@pytest.mark.parametrize("name", WRITERS)
def test_accepted_values_are_those_written(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    @settings(max_examples=12, deadline=None)
    @given(records=RECORDS)
    def trace(records: Records) -> None:
        path = WRITERS[name](tmp_path_factory.mktemp("file") / name, records)
        result = read(path)
        assert accounted(result)
        assert len(result.rejected) == 0
        assert result.events is not None
        events = result.events
        found = [
            (day, title, round(point.y, 6), round(point.x, 6))
            for day, title, point in zip(
                events["date_start"], events["title"], events.geometry, strict=True
            )
        ]
        written = [(one["date"], one["title"], one["lat"], one["lon"]) for one in records]
        written = [(day, title, round(lat, 6), round(lon, 6)) for day, title, lat, lon in written]
        assert sorted(found) == sorted(written)
        if name != "a.gpx":
            killed = events["killed_best"].astype(object).where(events["killed_best"].notna(), None)
            both = zip(events["title"], events["date_start"], killed, strict=True)
            assert sorted(map(repr, both)) == sorted(
                repr((one["title"], one["date"], one["killed"])) for one in records
            )
        # Nothing is filled in that no cell tells.
        for column in ("injured_best", "weapon", "claimed_by", "country", "radius_m"):
            assert events[column].isna().all(), column

    trace()
