"""Vector files: points are events, areas and lines are fronts."""

from __future__ import annotations

import json
import sqlite3

import geopandas as gpd
import pytest
import shapely
from made_files import collection, feature, point, square
from shapely.geometry import Point, Polygon

from mapper.model.errors import InputError
from mapper.readers import read

BOWTIE = {"type": "Polygon", "coordinates": [[[30, 50], [31, 51], [31, 50], [30, 51], [30, 50]]]}
LINE = {"type": "LineString", "coordinates": [[30, 50, 9], [31, 50, 9]]}


def test_points_are_events(read_text):
    result = read_text(
        collection(
            feature(point(30, 50), date="2025-07-01", name="a", killed=3, list=[1]),
            feature(point(300, 50), date="2025-07-01"),
            feature(None, date="2025-07-01"),
            feature(point("east", 50), date="2025-07-01"),
        ),
        "x.geojson",
    )
    event = result.events.iloc[0]
    assert (event["title"], event["killed_best"], event.geom.x) == ("a", 3, 30)
    assert json.loads(event["extra"]) == {"list": "[1]"}
    assert [reason.split(",")[0] for reason in result.rejected["reason"]] == [
        "longitude: found 300",
        "geometry: empty",
        "geometry: found 'Point ['east'",
    ]


def test_areas_and_lines_are_fronts(read_text):
    result = read_text(
        collection(feature(square(), name="A"), feature(LINE), feature(square(), name="again")),
        "held_2025-07-01.geojson",
    )
    assert result.fronts["as_of"].tolist() == ["2025-07-01"] * 2
    assert result.control_areas["source"].tolist() == ["held_2025-07-01.geojson"]
    assert result.control_areas["redistribution"].tolist() == ["unknown"]
    assert not result.lines_of_contact.geometry.has_z.any()
    assert result.rejected["reason"].tolist() == ["geometry: stands in the file already"]
    again = read_text(collection(feature(square(), name="A")), "held_2025-07-01.geojson")
    assert again.fronts["front_id"].tolist() == result.control_areas["front_id"].tolist()


def test_the_day_of_fronts_is_given_written_or_asked_for(read_text):
    area = collection(feature(square()))
    with pytest.raises(InputError, match="the day that these fronts show is not known"):
        read_text(area, "held.geojson")
    assert read_text(area, "held.geojson", date="2025-07-02").fronts["as_of"][0] == "2025-07-02"
    dated = collection(feature(square(), as_of="1 July 2025"))
    assert read_text(dated, "held.geojson").fronts["as_of"][0] == "2025-07-01"


def test_an_area_that_cannot_be_mended_is_rejected(read_text):
    result = read_text(collection(feature(BOWTIE)), "f20250701.geojson")
    assert result.fronts is None
    assert "crosses itself" in result.rejected["reason"].iloc[0]


def test_a_small_crossing_is_mended(read_text):
    ring = [[30, 50], [31, 50], [31, 51], [30.0001, 51], [30, 51.0001], [30, 51], [30.0002, 51]]
    geometry = {"type": "Polygon", "coordinates": [[*ring, [30, 50]]]}
    result = read_text(collection(feature(geometry)), "f20250701.geojson")
    assert result.fronts.geometry.is_valid.all()
    assert result.fronts.geometry[0].area == pytest.approx(1, rel=1e-3)
    assert any("mended" in warning for warning in result.warnings)


def test_labels_beside_areas_do_not_cost_the_areas(read_text):
    result = read_text(
        collection(feature(square()), feature(point(30, 50), name="label")), "f20250701.geojson"
    )
    assert len(result.fronts) == 1
    assert len(result.rejected) == 1


def test_a_bare_geometry_and_a_stated_crs(read_text):
    assert len(read_text(square(), "2025-07-01.json").fronts) == 1
    name = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    moved = collection(feature(point(3339584.7238, 6446275.8410), date="2025-07-01"), crs=name)
    where = read_text(moved, "m.geojson").events.geom[0]
    assert (where.x, where.y) == pytest.approx((30, 50), abs=1e-6)
    name["properties"]["name"] = "+proj=longlat +nadgrids=/etc/passwd +type=crs"
    with pytest.raises(InputError, match="not known by its number"):
        read_text(moved, "m.geojson")
    name["properties"]["name"] = "EPSG:999999"
    with pytest.raises(InputError, match="coordinate system is not known"):
        read_text(moved, "m.geojson")


@pytest.fixture
def places() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"date": ["2025-07-01", "2025-07-02"], "killed": [1, None], "name": ["a", "ї"]},
        geometry=[Point(30, 50), Point(31, 51)],
        crs=4326,
    )


@pytest.mark.parametrize("name", ["p.gpkg", "p.shp", "p.fgb"])
def test_gdal_formats_in_another_crs(tmp_path, places, name):
    places.to_crs(32636).to_file(tmp_path / name)
    result = read(tmp_path / name)
    events = result.events.sort_values("title", ignore_index=True)
    assert events.geometry.geom_equals_exact(places.geometry, 1e-6).all()
    assert events["title"].tolist() == ["a", "ї"]
    assert events["killed_best"].fillna(-1).tolist() == [1, -1]


def test_a_missing_crs_is_asked_for(tmp_path, places):
    places.to_file(tmp_path / "p.shp")
    (tmp_path / "p.prj").unlink()
    with pytest.raises(InputError, match="does not say its coordinate system"):
        read(tmp_path / "p.shp")


def test_layers_of_one_package(tmp_path, places):
    path = tmp_path / "both_20250701.gpkg"
    places.to_file(path, layer="strikes")
    area = gpd.GeoDataFrame({"name": ["A"]}, geometry=[Polygon([(1, 1), (2, 1), (2, 2)])], crs=4326)
    area.to_file(path, layer="held")
    result = read(path)
    assert (len(result.events), len(result.fronts), result.rows) == (2, 1, 3)


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("spy", "CREATE VIRTUAL TABLE spy USING VirtualOGR('/etc/passwd')"),
        ("spy", "CREATE/**/VIRTUAL TABLE spy USING VirtualOGR('/etc/passwd')"),
        ("using rtree", "CREATE VIRTUAL TABLE \"using rtree\" USING VirtualOGR('/etc/passwd')"),
    ],
)
def test_a_package_that_reads_elsewhere_is_refused(tmp_path, places, name, sql):
    path = tmp_path / "p.gpkg"
    places.to_file(path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute("INSERT INTO sqlite_master VALUES ('table', ?, ?, 0, ?)", (name, name, sql))
    connection.commit()
    connection.close()
    with pytest.raises(InputError, match="reads from elsewhere"):
        read(path)


KML = """<?xml version="1.0"?>
<kml><Document><Folder><name>Last days</name>
<Placemark><name>Strike &amp; fire</name>
<description><![CDATA[<b>Two</b> hit<br><a href="https://a.b/c">video</a>]]></description>
<TimeStamp><when>2025-07-01</when></TimeStamp>
<ExtendedData><Data name="killed"><value>3</value></Data>
<SchemaData><SimpleData name="oblast">Udmurtia</SimpleData></SchemaData></ExtendedData>
<Point><coordinates>30.5,50.25,0</coordinates></Point></Placemark></Folder>
<Placemark><name>Held</name><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>
30,50 31,50 31,51 30,50</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry>
</Placemark>
<Placemark><Point><coordinates>here</coordinates></Point></Placemark>
</Document></kml>"""


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.opengis.net/kml/2.2"'])
def test_kml(read_text, namespace):
    result = read_text(KML.replace("<kml>", f"<kml{namespace}>"), "m_2025-07-01.kml")
    event = result.events.iloc[0]
    assert event["title"] == "Strike & fire"
    assert event["description"] == "Two hit\nvideo (https://a.b/c)"
    assert (event["killed_best"], event["admin1"], event["date_start"]) == (
        3,
        "Udmurtia",
        "2025-07-01",
    )
    assert json.loads(event["extra"]) == {"folder": "Last days"}
    assert result.control_areas["name"].tolist() == ["Held"]
    assert len(result.rejected) == 1


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/passwd">'
    '<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><kml><Placemark><name>&a;&c;</name></Placemark></kml>'
)


@pytest.mark.parametrize("text", [ENTITIES, "<kml><Placemark>", "<kml", "<gpx/>"])
def test_xml_that_is_refused(read_text, text):
    with pytest.raises(InputError):
        read_text(text, "x.kml")


def test_a_view_is_named_and_not_run(tmp_path, places):
    path = tmp_path / "p.gpkg"
    places.to_file(path, layer="sites")
    connection = sqlite3.connect(path)
    # Counts without end: whoever reads it never returns.
    connection.execute(
        "CREATE VIEW trap AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n) "
        "SELECT n.fid, sites.geom, sites.date FROM n, sites"
    )
    for table, columns in (
        ("gpkg_contents", "data_type, identifier, srs_id"),
        ("gpkg_geometry_columns", "column_name, geometry_type_name, srs_id, z, m"),
    ):
        connection.execute(
            f"INSERT INTO {table} (table_name, {columns}) "
            f"SELECT 'trap', {columns.replace('identifier', repr('trap'))} FROM {table} "
            "WHERE table_name = 'sites'"
        )
    connection.commit()
    connection.close()
    result = read(path)
    assert (len(result.events), result.rows) == (len(places), len(places))
    assert "Layers that are computed are not read: trap." in result.warnings


def test_a_feature_per_line(tmp_path):
    line = (
        '{{"type":"Feature","properties":{{"date":"2025-07-0{n}","name":"Strike"}},'
        '"geometry":{{"type":"Point","coordinates":[3{n},49]}}}}\n'
    )
    lines = [line.format(n=n) for n in (1, 2, 3)]
    for name, text in (("a.geojsonl", "".join(lines)), ("b.json", "\x1e" + "\x1e".join(lines))):
        (tmp_path / name).write_text(text)
        result = read(tmp_path / name)
        assert sorted(result.events.geometry.x) == [31.0, 32.0, 33.0]
    (tmp_path / "c.geojson").write_text("".join(lines) + '{"type": "Feat')
    with pytest.raises(InputError, match="JSON is broken at line 2"):
        read(tmp_path / "c.geojson")


def test_links_of_a_kml_are_told_and_not_followed(tmp_path):
    link = "<NetworkLink><Link><href>https://maps.example/x.kml</href></Link></NetworkLink>"
    mark = (
        "<Placemark><name>Strike</name><TimeStamp><when>2025-07-01</when></TimeStamp>"
        "<Point><coordinates>36.2,49.9</coordinates></Point></Placemark>"
    )
    (tmp_path / "only.kml").write_text(f"<kml><Document>{link}</Document></kml>")
    with pytest.raises(InputError, match="only links to other files"):
        read(tmp_path / "only.kml")
    (tmp_path / "both.kml").write_text(f"<kml><Document>{link}{mark}</Document></kml>")
    result = read(tmp_path / "both.kml")
    assert len(result.events) == 1
    assert "The KML has 1 link to other files, which were not opened." in result.warnings


VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{}</SrcDataSource>'
    "</OGRVRTLayer></OGRVRTDataSource>"
)


@pytest.mark.parametrize("opening", [b"fgb\3", b"fgb\3fgb", b"fgb\3fgb\1"])
def test_a_file_that_points_to_another_is_not_followed(tmp_path, places, opening):
    places.to_file(tmp_path / "secret.geojson")
    path = tmp_path / "p.fgb"
    path.write_bytes(opening + VRT.format(tmp_path / "secret.geojson").encode())
    # What is guarded against: GDAL itself follows it.
    assert len(gpd.read_file(path)) == len(places)
    with pytest.raises(InputError):
        read(path)


def test_a_database_that_is_no_geopackage_is_refused(tmp_path, places):
    places.to_file(tmp_path / "p.sqlite", driver="SQLite")
    with pytest.raises(InputError, match="format that is not read; found 'SQLite'"):
        read(tmp_path / "p.sqlite")


def test_rejected_areas_keep_their_shape(read_text):
    ring = [[30, 50], [31, 51], [31, 50], [30, 51], [30, 50]]
    crossed = feature({"type": "Polygon", "coordinates": [ring]}, name="A")
    result = read_text(collection(feature(square()), crossed), "a_2025-07-01.geojson")
    assert result.rejected["row"].tolist() == [2]
    assert shapely.from_wkt(result.rejected["WKT"][0]).equals_exact(Polygon(ring))
    assert list(result.rejected.columns[-2:]) == ["row", "reason"]


def test_a_generated_column_is_not_computed(tmp_path, places):
    path = tmp_path / "a.gpkg"
    places.to_file(path, layer="sites")
    places.to_file(path, layer="bomb")
    connection = sqlite3.connect(path)
    connection.execute(
        "ALTER TABLE bomb ADD COLUMN size TEXT AS (hex(zeroblob(400000000))) VIRTUAL"
    )
    connection.commit()
    connection.close()
    result = read(path)
    assert len(result.events) == len(places)
    assert "Layers that are computed are not read: bomb." in result.warnings


def test_room_is_not_made_for_features_that_cannot_be(tmp_path, places):
    places.to_file(tmp_path / "a.gpkg", layer="sites")
    connection = sqlite3.connect(tmp_path / "a.gpkg")
    connection.execute("UPDATE gpkg_ogr_contents SET feature_count = 900000000")
    connection.commit()
    connection.close()
    places.to_file(tmp_path / "a.fgb")
    content = (tmp_path / "a.fgb").read_bytes()
    stated = len(places).to_bytes(8, "little")
    assert stated in content
    forged = content.replace(stated, (900_000_000).to_bytes(8, "little"), 1)
    (tmp_path / "a.fgb").write_bytes(forged)
    for name in ("a.gpkg", "a.fgb"):
        with pytest.raises(InputError, match="broken"):
            read(tmp_path / name)
