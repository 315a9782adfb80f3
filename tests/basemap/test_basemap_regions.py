"""Which country and region a position lies in."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper import basemap


@pytest.mark.parametrize(
    ("lon", "lat", "country", "admin1"),
    [
        (53.2045, 56.8498, "RU", "Udmurtia"),
        (33.5254, 44.6166, "UA", "Sevastopol"),
        (34.10, 44.95, "UA", "Crimea"),
        (36.2558, 47.6669, "UA", "Zaporizhzhia"),
        (34.1485, 48.1185, "UA", "Dnipropetrovsk"),
        (39.3055, 48.5681, "UA", "Luhansk"),
        (37.93, 50.02, "UA", "Kharkiv"),
        (30.5238, 50.4547, "UA", "Kyiv City"),
        (30.10, 49.80, "UA", "Kyiv"),
        (36.59, 50.60, "RU", "Belgorod"),
        (37.62, 55.75, "RU", "Moscow City"),
        (30.2044, 45.2553, "UA", "Odesa"),  # Snake Island
        (27.57, 53.90, "BY", "Minsk City"),
        (-177.0, 66.0, "RU", "Chukotka"),
        (31.5, 43.5, "", ""),
        (0.0, 0.0, "", ""),
    ],
)
def test_locate(lon: float, lat: float, country: str, admin1: str) -> None:
    row = basemap.locate([(lon, lat)]).iloc[0]
    assert (row["country"], row["admin1"]) == (country, admin1)


def test_locate_just_off_the_shore() -> None:
    pier = basemap.locate([(30.78, 46.48)])
    assert pier["country"].tolist() == ["UA"]
    assert pier["admin1"].tolist() == ["Odesa"]


def test_locate_many_keeps_the_order() -> None:
    lonlat = np.array([[53.2, 56.85], [np.nan, 50.0], [34.1, 44.95], [31.5, 43.5]] * 500)
    found = basemap.locate(lonlat)
    assert found["country"].tolist() == ["RU", "", "UA", ""] * 500
    assert found.index.equals(basemap.locate(lonlat).index)
    assert len(basemap.locate(np.empty((0, 2)))) == 0


@settings(max_examples=60, deadline=None)
@given(
    st.floats(20.0, 60.0),
    st.floats(42.0, 62.0),
)
def test_locate_agrees_with_the_outlines(lon: float, lat: float) -> None:
    country = basemap.locate([(lon, lat)])["country"].iloc[0]
    if country:
        assert basemap.country(country).distance(shapely.Point(lon, lat)) <= 0.03
    else:
        for code in ("UA", "RU", "BY", "RO"):
            assert not shapely.contains_xy(basemap.country(code), lon, lat)


def test_regions_of_ukraine() -> None:
    regions = basemap.admin1("UA")
    assert len(regions) == 27
    assert regions.crs == "EPSG:4326"
    assert regions.geometry.name == "geom"
    assert regions.geometry.is_valid.all()
    local = dict(zip(regions["name"], regions["name_local"], strict=True))
    assert local["Kharkiv"] == "Харківська область"
    assert local["Kyiv City"] == "Київ"
    assert local["Kyiv"] == "Київська область"
    assert "Crimea" in local
    assert "Crimea" not in set(basemap.admin1("RU")["name"])
    assert len(basemap.admin1("RU")) == 83
    assert len(basemap.admin1("MC")) <= 1


def test_labels_of_regions() -> None:
    assert basemap.region_label("UA", "Zaporizhzhia") == "Zaporizhzhia oblast"
    assert basemap.region_label("UA", "Crimea") == "Crimea"
    assert basemap.region_label("UA", "Kyiv City") == "Kyiv City"
    assert basemap.region_label("RU", "Krasnodar") == "Krasnodar krai"
    assert basemap.region_label("RU", "Udmurtia") == "Udmurtia"
    assert basemap.region_label("FR", "nowhere") == "nowhere"
    assert basemap.region_codes()["UA.26"] == "Zaporizhzhia"
    assert basemap.region_codes()["RU.80"] == "Udmurtia"


def test_attributions_name_owner_and_licence() -> None:
    given_ = basemap.attributions()
    texts = " ".join(entry["text"] for entry in given_)
    assert "© OpenStreetMap contributors" in texts
    assert "Natural Earth" in texts
    assert "GeoNames" in texts
    assert all(set(entry) == {"text", "licence", "url", "redistribution"} for entry in given_)
    given_[0]["text"] = "changed"
    assert basemap.attributions()[0]["text"] != "changed"
