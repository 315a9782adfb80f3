"""GPX: waypoints are events, tracks are somebody's way."""

from __future__ import annotations

import pytest
from made_files import accounted

from mapper.model.errors import AnswerNeededError, InputError
from mapper.readers import look, read

NAMESPACE = ' xmlns="http://www.topografix.com/GPX/1/1"'
WAYPOINT = (
    '<wpt lat="50.0" lon="36.2"><time>2025-07-01T10:00:00Z</time><name>Удар</name>'
    '<desc>near &lt;b&gt;the&lt;/b&gt; plant</desc><link href="https://example.org/1"/></wpt>'
)
TRACK = '<trk><trkseg><trkpt lat="50" lon="36"/><trkpt lat="51" lon="36"/></trkseg></trk>'


def _file(tmp_path, inside, namespace=NAMESPACE):
    path = tmp_path / "a.gpx"
    path.write_text(f'<?xml version="1.0"?><gpx version="1.1"{namespace}>{inside}</gpx>', "utf-8")
    return path


@pytest.mark.parametrize("namespace", [NAMESPACE, ""])
def test_waypoints_are_events_and_tracks_are_left_out(tmp_path, namespace):
    path = _file(tmp_path, WAYPOINT + TRACK, namespace)
    result = read(path)
    assert (result.rows, len(result.events), result.ignored) == (2, 1, 1)
    assert accounted(result)
    assert "tracks and routes: 1" in " ".join(result.warnings)
    event = result.events.iloc[0]
    assert (event.geom.x, event.geom.y, event["title"]) == (36.2, 50.0, "Удар")
    assert (event["date_start"], event["description"]) == ("2025-07-01", "near the plant")
    assert result.sources["url"].tolist() == ["https://example.org/1"]
    assert look(path).feed == "vector"


def test_a_position_that_is_none_is_rejected(tmp_path):
    bad = WAYPOINT.replace('lat="50.0"', 'lat="north"')
    result = read(_file(tmp_path, WAYPOINT + bad))
    assert (len(result.events), len(result.rejected)) == (1, 1)


def test_no_waypoints(tmp_path):
    with pytest.raises(InputError, match="no waypoints"):
        read(_file(tmp_path, ""))


def test_entities_are_refused(tmp_path):
    path = tmp_path / "a.gpx"
    path.write_text(
        '<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/hostname">]><gpx><wpt lat="1" lon="2">'
        "<name>&x;</name></wpt></gpx>"
    )
    with pytest.raises(InputError, match="entities"):
        read(path)


def test_a_file_without_a_coordinate_system_is_asked_for(tmp_path):
    import geopandas as gpd

    points = gpd.GeoDataFrame(
        {"date": ["2025-07-01"]}, geometry=gpd.points_from_xy([36.2], [50.0]), crs=4326
    )
    points.to_crs(32637).to_file(tmp_path / "a.shp")
    (tmp_path / "a.prj").unlink()
    with pytest.raises(AnswerNeededError) as raised:
        read(tmp_path / "a.shp")
    assert raised.value.asks == "crs"
    event = read(tmp_path / "a.shp", columns={"crs": "EPSG:32637"}).events.iloc[0]
    assert (event.geom.x, event.geom.y) == pytest.approx((36.2, 50.0), abs=1e-7)
    with pytest.raises(InputError, match="not known"):
        read(tmp_path / "a.shp", columns={"crs": "EPSG:nothing"})
