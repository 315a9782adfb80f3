"""ZIP and KMZ: what is inside is read, traps are refused."""

from __future__ import annotations

import zipfile

import geopandas as gpd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from mapper.model.errors import InputError
from mapper.readers import read, zipguard

TABLE = "date,lat,lon\n2025-07-01,50,30\n"
KML = "<kml><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>30,50 31,50 31,51 30,50"
KML += "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"


def pack(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def test_a_table_in_a_zip(tmp_path):
    path = pack(tmp_path / "a.zip", **{"in/events.csv": TABLE, "__MACOSX/._events.csv": "x"})
    result = read(path)
    assert (result.file, result.feed, len(result.events)) == (path, "table", 1)


def test_kmz_takes_the_day_from_its_own_name(tmp_path):
    path = pack(tmp_path / "held_2025-07-01.kmz", **{"doc.kml": KML, "files/icon.png": "x"})
    assert read(path).fronts["as_of"].tolist() == ["2025-07-01"]


def test_a_zipped_shapefile(tmp_path):
    frame = gpd.GeoDataFrame({"date": ["2025-07-01"]}, geometry=[Point(30, 50)], crs=4326)
    (tmp_path / "in").mkdir()
    frame.to_file(tmp_path / "in/p.shp")
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as packed:
        for part in (tmp_path / "in").iterdir():
            packed.write(part, f"data/{part.name}")
    assert read(tmp_path / "p.zip").events.geom[0] == Point(30, 50)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"../../etc/x.csv": TABLE}, "outside its folder"),
        ({"/etc/x.csv": TABLE}, "outside its folder"),
        ({"C:\\x.csv": TABLE}, "outside its folder"),
        ({"x.csv": "0" * 30_000_000}, "absurd size"),
        ({f"{number}.bin": "" for number in range(zipguard.MAX_FILES + 1)}, "too many files"),
        ({"a.csv": "", "b.csv": ""}, "no file in the ZIP file can be read"),
        ({"a.exe": "x"}, "nothing to read"),
        ({"xl/workbook.xml": "<x/>"}, "workbook cannot be read"),
        ({"a.csv": ""}, "empty"),
    ],
)
def test_archives_that_are_refused(tmp_path, files, problem):
    with pytest.raises(InputError, match=problem):
        read(pack(tmp_path / "a.zip", **files))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_archive_never_crashes(tmp_path, data):
    whole = pack(tmp_path / "a.zip", **{"a.csv": TABLE * 20}).read_bytes()
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "b.zip").write_bytes(damaged[: data.draw(st.integers(10, len(whole)))])
    try:
        read(tmp_path / "b.zip")
    except InputError:
        return
