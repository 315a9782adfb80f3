"""The real files, with exact counts: nothing in them is lost or made up."""

from __future__ import annotations

import geopandas as gpd
import pytest
from made_files import accounted
from shapely.geometry import box

from mapper.model import schema
from mapper.model.errors import InputError
from mapper.readers import ImportResult, feeds, read

#: file: feed, rows, events, sources, fronts, rejected, ignored
EXPECTED = {
    "acled/acledR_dummy_argentina.csv": ("acled", 326, 326, 366, 0, 0, 0),
    "acled/header_standard_31.csv": ("acled", 0, 0, 0, 0, 0, 0),
    "deepstate-daily/deepstatemap_data_20240815.geojson": ("deepstate-daily", 1, 0, 0, 1, 0, 0),
    "deepstate-daily/deepstatemap_data_20250701.geojson": ("deepstate-daily", 1, 0, 0, 1, 0, 0),
    "deepstate-raw/1751314076.geojson": ("deepstate", 406, 0, 0, 4, 0, 402),
    "deepstate-raw/1754251105.geojson": ("deepstate", 409, 0, 0, 4, 0, 405),
    "isw/20221130_RussianAssessedCoTinUkraine.geojson": ("isw", 1, 0, 0, 1, 0, 0),
    "owlmaps/20240601.json": ("owlmaps", 1136, 0, 0, 2, 0, 1134),
    "owlmaps/20250701.json": ("owlmaps", 1380, 0, 0, 2, 0, 1378),
    "ucdp/UCDP-Ukraine_2023-02-03_isodatetime.csv": ("ucdp", 3000, 3000, 4193, 0, 0, 0),
    "ucdp/UCDP-Ukraine_2023-06-23_isodate.csv": ("ucdp", 3077, 3077, 4313, 0, 0, 0),
    "viina/VIINA_2022_REBUILD.csv": ("viina", 2060, 2060, 2277, 0, 0, 0),
    "viina/VIINA_2023_REBUILD.csv": ("viina", 650, 650, 684, 0, 0, 0),
    "viina/VIINA_2024_REBUILD.csv": ("viina", 543, 543, 557, 0, 0, 0),
}


def _size(frame) -> int:
    return 0 if frame is None else len(frame)


def _counts(result: ImportResult) -> tuple:
    return (
        result.feed,
        result.rows,
        _size(result.events),
        _size(result.sources),
        _size(result.fronts),
        len(result.rejected),
        result.ignored,
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_counts(name, shared_data):
    result = read(shared_data / name)
    assert _counts(result) == EXPECTED[name]
    assert accounted(result)
    if result.events is not None:
        schema.conform(result.events, schema.EVENTS)
        assert result.events.geometry.is_valid.all()
    assert len(result.control_areas) + len(result.lines_of_contact) == _size(result.fronts)


def test_every_file_is_recognised_or_refused_in_a_sentence(shared_data):
    refused = []
    for path in sorted(shared_data.rglob("*.csv")) + sorted(shared_data.rglob("*json")):
        try:
            assert read(path).feed in feeds()
        except InputError:
            refused.append(path.name)
    assert refused == ["acled_codebook.csv"]


def _km2(frame: gpd.GeoDataFrame | gpd.GeoSeries) -> float:
    return float(frame.to_crs(6933).area.sum() / 1e6)


def test_all_daily_files_give_a_valid_area_of_their_day(shared_data):
    for path in sorted((shared_data / "deepstate-daily").glob("*.geojson")):
        areas = read(path).control_areas
        assert areas["as_of"].tolist() == [
            f"{path.stem[-8:-4]}-{path.stem[-4:-2]}-{path.stem[-2:]}"
        ]
        assert areas["published_at"].isna().all()
        assert areas.geometry.is_valid.all()
        assert 100_000 < _km2(areas) < 125_000


def test_the_site_and_its_mirror_show_the_same_area(shared_data):
    # The mirror's file of 2 July is what DeepState published on 30 June, 20:07 UTC.
    site = read(shared_data / "deepstate-raw/1751314076.geojson").control_areas
    assert set(site["as_of"]) == {"2025-06-30"}
    assert set(site["published_at"]) == {"2025-06-30T20:07:56Z"}
    held = site[site["control_status"].isin(["occupied", "pre_2022_occupied"])].dissolve()
    mirror = read(shared_data / "deepstate-daily/deepstatemap_data_20250702.geojson").control_areas
    # The mirror leaves out the island of Tuzla.
    tuzla = box(36.4, 45.2, 36.7, 45.4)
    apart = held.geometry.symmetric_difference(mirror.geometry).difference(tuzla)
    assert _km2(apart) < 0.05


def test_nothing_of_deepstate_lies_outside_the_war(shared_data):
    # Karelia, the Kurils and Abkhazia are in the file and must not be fronts.
    west, south, east, north = read(
        shared_data / "deepstate-raw/1751314076.geojson"
    ).fronts.total_bounds
    assert west > 22
    assert east < 42
    assert south > 44
    assert north < 53


def test_owlmaps_is_in_ukraine_and_not_in_iran(shared_data):
    result = read(shared_data / "owlmaps/20250701.json")
    west, south, east, north = result.fronts.total_bounds
    assert (west > 31, south > 44, east < 42, north < 53) == (True, True, True, True)
    assert 110_000 < _km2(result.control_areas) < 125_000
    assert len(result.lines_of_contact) == 1


def test_both_ucdp_versions_agree_on_shared_events(shared_data):
    older = read(shared_data / "ucdp/UCDP-Ukraine_2023-02-03_isodatetime.csv").events
    newer = read(shared_data / "ucdp/UCDP-Ukraine_2023-06-23_isodate.csv").events
    both = older.merge(newer, on="event_id", suffixes=("", "_new"))
    assert len(both) > 2900
    assert (both["date_start"] == both["date_start_new"]).mean() > 0.99
    assert (both["place_name"] == both["place_name_new"]).mean() > 0.98


def test_ucdp_values(shared_data):
    result = read(shared_data / "ucdp/UCDP-Ukraine_2023-06-23_isodate.csv")
    events = result.events.set_index("external_id")
    first = events.loc["147997"]
    assert (first["date_start"], first["date_end"], first["date_precision"]) == (
        "2014-01-22",
        "2014-01-22",
        "day",
    )
    assert (first["killed_min"], first["killed_best"], first["killed_max"]) == (5, 5, 5)
    assert (first["country"], first["admin1"]) == ("UA", "Kiev Special Republican city")
    assert (first.geom.x, first.geom.y) == (30.52333, 50.45)
    assert first["verification_status"] == "reported"
    sources = result.sources[result.sources["event_id"] == "ucdp:147997"]
    assert sources["publisher"].tolist() == ["Agence France Presse"] * 5
    assert sources["published_at"].iloc[-1] == "2014-01-25"
    assert sources["title"].iloc[0].startswith("Police disperse Kiev protest, activists say")
    assert result.sources["publisher"].notna().all()
    assert events["country"].value_counts().to_dict() == {"UA": 3076, "RU": 1}
    far = events[events["geo_precision"] == "country"]
    assert len(far) == 3
    assert far["radius_m"].isna().all()
    assert events["injured_best"].isna().all()
