"""What is not to be published is not in the file: not in any column, text or number."""

from __future__ import annotations

import gzip
import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from payload_reader import document_in
from shapely import MultiPolygon, Point, Polygon

from mapper import export
from mapper.export.generalising import middles
from mapper.export.withholding import (
    REMOVED,
    ids_without_links,
    without_links,
    without_positions,
)
from mapper.geodesy import GEOD
from mapper.model import schema
from mapper.model.errors import ExportError, InputError

AREA = MultiPolygon([Polygon([(37.5, 47.3), (38.2, 47.3), (39.5, 48.3), (38.5, 49.3), (37.5, 48)])])
EXACT = (36.23157, 49.99342)


def frames() -> dict[str, Any]:
    rows = [
        {
            "event_id": "mine:5f3a",
            "title": "Strike at 49.99342, 36.23157",
            "description": "Filmed from https://maps.example/@49.99342,36.23157,17z and said so.",
            "notes": "49°59'36.3\"N 36°13'53.7\"E; 37U CQ 12345 67890; see https://who.example/a",
            "place_name": "Kharkiv",
            "weapon": "drone",
            "killed_best": 2,
            "geo_precision": "exact",
            "radius_m": 10.0,
            "claimed_by": "Somebody",
            "geom": Point(EXACT),
        },
        {"event_id": "mine:6", "title": "Lost", "geom": None},
        {
            "event_id": "mine:7",
            "title": "Oblast",
            "geo_precision": "region",
            "admin1": "Sumy Oblast",
        },
    ]
    frame = gpd.GeoDataFrame(rows, geometry="geom", crs=schema.CRS)
    days = {"date_start": "2025-07-01", "date_end": "2025-07-01", "feed": "mine"}
    source = {
        "source_id": "s1",
        "event_id": "mine:5f3a",
        "url": "https://www.google.com/maps/place/49.99342,36.23157",
        "archive_url": "https://archive.example/1",
        "publisher": "Very Secret Paper",
        "title": "Report",
    }
    said = [
        {"claim_id": "1", "event_id": "mine:5f3a", "field": "killed_best", "value": "4"},
        {"claim_id": "2", "event_id": "mine:5f3a", "field": "geom", "value": "36.2, 49.9"},
    ]
    area = {
        "front_id": "x:2025-07-01",
        "as_of": "2025-07-01",
        "source": "Someone",
        "redistribution": "no",
        "control_status": "occupied",
        "side": "Russia",
        "geom": AREA,
    }
    return {
        "events": frame.assign(**days),
        "sources": pd.DataFrame([source]),
        "claims": pd.DataFrame(said).assign(source_id="s1"),
        "control_areas": gpd.GeoDataFrame([area], geometry="geom", crs=schema.CRS),
    }


def everything_in(path: Path) -> str:
    """Return the page with the document unpacked, as one text."""
    text = path.read_text(encoding="utf-8")
    (data,) = re.findall(r'gzip\+base64">([^<]*)<', text)
    document = gzip.decompress(b64decode(data)).decode("utf-8", errors="replace")
    # Packed, it may spell anything by chance.
    return text.replace(data, "") + document


def test_generalised_positions_cannot_be_found_again(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    report = export.html(frames(), path, generalise_m=5_000)
    whole = everything_in(path)
    for trace in ("99342", "23157", "36.3", "53.7", "67890", "5f3a", "google.com/maps", "36.2,"):
        assert trace not in whole.replace("<svg", ""), trace
    assert "fields of 5 km" in whole or "field of 5 km by 5 km" in whole
    assert any("generalised" in warning for warning in report.warnings)
    page = document_in(path)
    assert page.texts["event_id"] == ["event:1", "event:2", "event:3"]
    lon, lat = page.arrays["lon"][0] / 1e7, page.arrays["lat"][0] / 1e7
    away_m = GEOD.inv(*EXACT, lon, lat)[2]
    assert 0 < away_m <= page.arrays["radius_m"][0] == 3_800
    precisions = page.header["vocabulary"]["geo_precision"]
    assert precisions[page.arrays["precision"][0]]["value"] == "settlement"
    assert page.arrays["located"].tolist() == [1, 0, 0]
    # The distance is that of the coarse place, with the field in its interval.
    assert page.arrays["max_m"][0] - page.arrays["min_m"][0] > 2 * 3_700
    (source,) = page.texts["sources"][0]
    assert (source["url"], source["publisher"]) == (None, "Very Secret Paper")
    assert [claim["field"] for claim in page.texts["claims"][0]] == ["Killed"]


def test_equal_places_of_a_field_give_equal_files(tmp_path: Path) -> None:
    """Nothing in the file tells where in its field an event lies."""
    near = frames()
    moved = near["events"].geometry.translate(0.003, 0.002)
    both = []
    for name, points in (("a", near["events"].geometry), ("b", moved)):
        tables = near | {"events": near["events"].set_geometry(points)}
        assert (
            middles(np.array([[points[0].x, points[0].y]]), 5_000)
            == middles(np.array([EXACT]), 5_000)
        ).all()
        export.html(tables, tmp_path / name, generalise_m=5_000)
        both.append((tmp_path / name).read_bytes())
    assert both[0] == both[1]


@pytest.mark.parametrize("grid_m", [100.0, 1_000.0, 25_000.0, 100_000.0])
def test_a_field_is_as_large_as_said_and_its_radius_covers_it(grid_m: float) -> None:
    rng = np.random.default_rng(1)
    lonlat = np.column_stack([rng.uniform(-180, 180, 20_000), rng.uniform(-75, 75, 20_000)])
    middle = middles(lonlat, grid_m)
    away_m = GEOD.inv(*lonlat.T, *middle.T)[2]
    assert away_m.max() <= 0.75 * grid_m
    assert away_m.max() >= 0.68 * grid_m


def test_fields_have_limits(tmp_path: Path) -> None:
    for grid_m in (0, 99, 200_000, float("nan")):
        with pytest.raises(ExportError, match="Positions are generalised to 100 to 100,000 m"):
            export.html(frames(), tmp_path / "map.html", generalise_m=grid_m)


def test_hidden_sources_leave_nothing(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    export.html(frames(), path, sources=False)
    whole = everything_in(path)
    for trace in ("Secret Paper", "archive.example", "who.example", "google.com", "maps.example"):
        assert trace not in whole
    page = document_in(path)
    assert "sources" not in page.texts
    assert "claims" not in page.texts
    assert "Sources are not shown" in whole
    assert page.texts["title"][0].startswith("Strike at 49.99342"), "places were not to be hidden"


def test_ids_that_are_addresses_are_neutral_where_sources_are_hidden(tmp_path: Path) -> None:
    both = []
    for name in ("a", "b"):
        tables = frames()
        ids = ["https://t.me/secret_channel/5", "mine:6", "table:vk.com/wall-1_2"]
        tables["events"] = tables["events"].assign(event_id=ids)
        for table in ("sources", "claims"):
            tables[table] = tables[table].assign(event_id=ids[0])
        report = export.html(tables, tmp_path / name, sources=False)
        assert report.events == 3
        assert not re.search(r"secret_channel|vk\.com", everything_in(tmp_path / name))
        both.append((tmp_path / name).read_bytes())
    assert both[0] == both[1]
    assert document_in(tmp_path / "a").texts["event_id"] == ["event:1", "mine:6", "event:3"]
    again = export.html(tables, tmp_path / "c", sources=False, since=tmp_path / "a")
    assert "no event added, removed or changed" in again.warnings[0]
    fewer = tables | {"events": tables["events"].iloc[1:].reset_index(drop=True)}
    again = export.html(fewer, tmp_path / "d", sources=False, since=tmp_path / "a")
    assert "1 event removed." in again.warnings[0]
    export.html(tables, tmp_path / "e")
    assert document_in(tmp_path / "e").texts["event_id"] == ids, "shown with their sources"


def test_neutral_ids_are_no_ids_that_are_there() -> None:
    ids = pd.Series(["event:2", "https://a.example/1", "ucdp:1.5"], dtype="str")
    assert ids_without_links(ids).tolist() == ["event:2", "event_:2", "ucdp:1.5"]


def test_only_the_columns_asked_for_are_there(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    export.html(frames(), path, columns=["weapon", "sources"])
    page = document_in(path)
    assert set(page.texts) == {"event_id", "title", "place", "place_note", "sources"}
    assert page.texts["place"] == [None] * 3
    assert page.arrays["killed_best"].tolist() == [-1, -1, -1]
    assert "distance_m" not in page.arrays
    assert page.header["hidden"] == [
        "description",
        "place_name",
        "event_type",
        "killed",
        "injured",
        "perpetrator_alleged",
        "claimed_by",
        "denied_by",
        "notes",
        "distance",
        "claims",
    ]
    whole = everything_in(path)
    for trace in ("Kharkiv,", "Somebody", "37U CQ", "Filmed"):
        assert trace not in whole
    assert "Left out of each event: description, name of the place" in whole


def test_layers_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    export.html(frames(), path, layers=["events"])
    page = document_in(path)
    assert page.header["fronts"] == []
    assert page.arrays["distance_m"][0] > 100_000, "measured to the front all the same"
    assert "near_lon" not in page.arrays, "the nearest points would draw the front"
    assert "Left out of this file: control areas, lines of contact." in everything_in(path)
    assert "Someone" in everything_in(path), "whose front it is must be said"
    export.html(frames(), path, layers=["lines_of_contact"])
    page = document_in(path)
    assert [front["kind"] for front in page.header["fronts"]] == ["line_of_contact"]
    assert page.header["events"] == 0


def test_unknown_names_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a layer of a page"):
        export.html(frames(), tmp_path / "map.html", layers=["roads"])
    with pytest.raises(InputError, match="not a column of a page"):
        export.html(frames(), tmp_path / "map.html", columns=["colour"])
    with pytest.raises(InputError, match="not a language of the page"):
        export.html(frames(), tmp_path / "map.html", language="fr")


@pytest.mark.parametrize(
    "text",
    [
        "48.0159, 37.8028",
        "48,0159; 37,8028",
        "(48.0159 37.8028)",
        "48.0159N 37.8028E",
        "lat: 48.01 lon=37.80",
        "широта 48.0159",
        "48°00'57\"N, 37°48'10\"E",
        "48° 0.954' 37° 48.168'",
        "37U DQ 12345 67890",
        "8GV5X2QR+8V",
        "///table.lamp.spoon",
        "https://www.openstreetmap.org/#map=17/48.0159/37.8028",
        "https://maps.app.goo.gl/AbCd",
        "https://yandex.ru/maps/?ll=37.8028%2C48.0159",
        "goo.gl/maps/AbCd",
        "N48.0159 E37.8028",
        "48.0159N37.8028E",
        "48.0159 and 37.8028",
        "48.0159 с.ш. 37.8028 в.д.",
        "48.0159 пн.ш., 37.8028 сх.д.",
        "(48.0159)(37.8028)",
        "Lat/Lon: 48.0159 37.8028",
        "latitude is 48.0159",
        "N48.0159",
        "48 00 57 N 037 48 10 E",
        "480057N 0374810E",
        "48d00m159s",
        "37U 412345 5321234",
        "X=5321234 Y=7412345",
        "48 00 N, 37 48 E",
        "geohash u8vxn84",
        "Geohash: u8vxn84",
        "u8vxn84 (geohash)",
        "the geohash is gcpvj",
        "геохеш u8vxn84",
        "https://geohash.org/u8vxn84mr",
        "geohash.org/gcpvjd",
        "///стол.лампа.ложка-",
        "/// lampe.légende.cuillère",
        "what3words: table.lamp.spoon",
    ],
)
def test_positions_are_found_in_any_notation(text: str) -> None:
    table = pd.DataFrame({"title": pd.Series([f"Hit {text} here"], dtype="str")})
    cleaned = without_positions(table)["title"][0]
    assert REMOVED in cleaned
    assert not re.search(r"\d{3}|[A-Z]{2}\d|lamp|ламп|goo|u8v|gcp", cleaned), cleaned


TENTHS = ["48.0, 37.8", "(48,0; 37,8)", "N48.0 E37.8", "48.0N 37.8E", "-1.3 / 36.8"]


@pytest.mark.parametrize("text", TENTHS)
def test_one_decimal_is_left_where_fields_are_finer(text: str) -> None:
    table = pd.DataFrame({"title": pd.Series([f"Hit {text} here"], dtype="str")})
    assert without_positions(table, 5_000)["title"][0] == f"Hit {text} here"
    cleaned = without_positions(table, 10_000)["title"][0]
    assert REMOVED in cleaned
    assert not re.search(r"\d", cleaned), cleaned


@pytest.mark.parametrize(
    "text",
    [
        "On 01.07.2025 at 14:30, 06.2025 - 07.2025",
        "1,200 and 1,300 people, 95.5% and 12.25%",
        "Su-34, Х-101, S-300, Shahed-136/131; 110/35/10 kV",
        "1,264.3 km",
        "3.5 of 10 flats, 12 people",
        "https://a.example/2025/07/x",
        "1.5, 2.5 km; 3.5/4.5 %; 1.2.2025, 3.4.2025; version 2.5.1, 3.0.2",
        "code u8vxn84; geohashing is a game; either/or, and so on...",
    ],
)
def test_other_figures_stay(text: str) -> None:
    table = pd.DataFrame({"title": pd.Series([text], dtype="str")})
    for grid_m in (1_000, 50_000):
        assert without_positions(table, grid_m)["title"][0] == text


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/b",
        "www.a.example/b",
        "t.me/x/1",
        "telegram.me/x/1",
        "liveuamap.com/en/2025",
        "suspilne.media",
        "президент.рф/новости",
        "hxxps://a.example/b",
        "tg://resolve?domain=abc",
        "desk@paper.example",
        "@some_channel",
    ],
)
def test_addresses_are_found_in_texts(address: str) -> None:
    table = pd.DataFrame({"notes": pd.Series([f"See {address} and more"], dtype="str")})
    assert without_links(table)["notes"][0] == f"See {REMOVED} and more"


def test_what_is_no_address_stays() -> None:
    text = "U.S. and/or e.g./i.e., 3.5/10; вул.Шевченка/Франка @ 14:30"
    table = pd.DataFrame({"notes": pd.Series([text], dtype="str")})
    assert without_links(table)["notes"][0] == text
