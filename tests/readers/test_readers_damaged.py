"""Files of every binary format with bytes flipped or cut: a sentence, or a sum that is right."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_files import accounted
from shapely.geometry import Point, box

from mapper.model.errors import InputError
from mapper.readers import read

TABLE = "date,lat,lon,title\n" + "2025-07-01,50,30,Strike\n2025-07-02,51,31,Fire\n" * 8
KML = (
    "<kml><Document><Placemark><name>Strike</name><TimeStamp><when>2025-07-01</when></TimeStamp>"
    "<Point><coordinates>30.5,50.25</coordinates></Point></Placemark></Document></kml>"
)
GPX = (
    '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="50" lon="30">'
    "<time>2025-07-01T00:00:00Z</time><name>Strike</name></wpt><trk><name>way</name></trk></gpx>"
)


def make(folder: Path, name: str) -> bytes:
    places = gpd.GeoDataFrame(
        {"date": ["2025-07-01", "2025-07-02"], "name": ["Strike", "Held"]},
        geometry=[Point(30, 50), Point(31, 51)],
        crs=4326,
    )
    path = folder / f"whole_{name}"
    if name == "a.zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("one.csv", TABLE)
            packed.writestr("two.kml", KML)
    elif name == "shape.zip":
        places.to_file(folder / "p.shp")
        with zipfile.ZipFile(path, "w") as packed:
            for part in folder.glob("p.*"):
                packed.write(part, part.name)
    elif name == "p.gpkg":
        places.to_file(path, layer="sites")
        area = gpd.GeoDataFrame({"as_of": ["2025-07-01"]}, geometry=[box(30, 50, 31, 51)], crs=4326)
        area.to_file(path, layer="held")
    elif name == "p.fgb":
        places.to_file(path)
    else:
        path.write_text(KML if name == "p.kml" else GPX, encoding="utf-8")
    return path.read_bytes()


@pytest.mark.parametrize("name", ["a.zip", "shape.zip", "p.gpkg", "p.fgb", "p.gpx", "p.kml"])
def test_damaged_files_never_crash(tmp_path: Path, name: str) -> None:
    whole = make(tmp_path, name)
    path = tmp_path / name
    path.write_bytes(whole)
    assert accounted(read(path))

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def damage(data: st.DataObject) -> None:
        damaged = bytearray(whole)
        for _ in range(data.draw(st.integers(0, 6))):
            damaged[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
        length = data.draw(st.just(len(whole)) | st.integers(8, len(whole)))
        path.write_bytes(damaged[:length])
        try:
            result = read(path)
        except InputError:
            return
        assert accounted(result)

    damage()
