"""The worked table: real files where they are there, and the sample's own line."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from mapper import basemap, paths, readers
from mapper.geodesy import line_of_contact, nearest_on_line
from mapper.measure import Fronts, Place, distance

IZHEVSK = Place("Izhevsk", 53.2045, 56.8498)
KHARKIV = Place("Kharkiv", 36.2304, 49.9935)
SEVASTOPOL = Place("Sevastopol", 33.5254, 44.6166)
JULY = dt.date(2025, 7, 1)


def fronts_of(*files):
    read = [readers.read(file) for file in files]
    tables = [
        [t for t in (getattr(r, kind) for r in read) if t is not None and len(t)]
        for kind in ("control_areas", "lines_of_contact")
    ]
    inputs = [{"file": str(r.file), "sha256": r.sha256} for r in read]
    return Fronts(*(pd.concat(t, ignore_index=True) if t else None for t in tables), inputs)


@pytest.fixture
def july(given):
    return fronts_of(given("deepstate-daily", "deepstatemap_data_20250701.geojson"))


def test_worked_table(july):
    line = distance(IZHEVSK, fronts=july, day=JULY, claim="over 1,000 kilometers")
    assert 1_263e3 <= line.distance_m <= 1_266e3
    assert line.claim.verdict == "agrees"
    assert "collected on 1 July 2025" in line.statement
    area = distance(IZHEVSK, "control-area", fronts=july, day=JULY)
    assert area.distance_m == pytest.approx(1_183.7e3, abs=50)
    assert (area.target.lon, area.target.lat) == pytest.approx((40.135, 49.616), abs=0.001)
    assert distance(KHARKIV, fronts=july, day=JULY).distance_m == pytest.approx(32.1e3, abs=50)
    inside = distance(SEVASTOPOL, fronts=july, day=JULY)
    assert inside.inside_control_area is True
    assert 224e3 <= inside.distance_m <= 229e3


def test_stability_over_the_radius(july):
    area, country = july.control_areas.geometry.iloc[0], basemap.country("UA")
    found = {name: [] for name in ("Izhevsk", "Kharkiv")}
    for radius in (500, 750, 1_000, 2_000, 3_000):
        line = line_of_contact(area, country, radius).line
        near = nearest_on_line([[p.lon, p.lat] for p in (IZHEVSK, KHARKIV)], line)
        for values, value in zip(found.values(), near.distance_m, strict=True):
            values.append(value)
    assert max(found["Izhevsk"]) - min(found["Izhevsk"]) <= 2_500
    assert max(found["Kharkiv"]) - min(found["Kharkiv"]) < 100


@pytest.mark.parametrize(
    ("folder", "name", "kharkiv_m"),
    [
        ("deepstate-daily", "deepstatemap_data_20240815.geojson", 31_170),
        ("deepstate-daily", "deepstatemap_data_20250330.geojson", 31_170),
        ("deepstate-raw", "1751314076.geojson", 32_090),
        ("isw", "20221130_RussianAssessedCoTinUkraine.geojson", 109_110),
        ("owlmaps", "20240601.json", 30_020),
        ("owlmaps", "20250701.json", 32_190),
    ],
)
def test_other_sources(given, folder, name, kharkiv_m):
    fronts = fronts_of(given(folder, name))
    found = distance(KHARKIV, fronts=fronts)
    assert found.distance_m == pytest.approx(kharkiv_m, abs=100)
    assert 1_262e3 < distance(IZHEVSK, fronts=fronts).distance_m < 1_266e3


def test_sample_line():
    fronts = fronts_of(paths.data("sample", "front_pairs_2025-07-01.csv"))
    found = distance(IZHEVSK, fronts=fronts, day=JULY, claim="over 1,000 kilometers")
    assert found.distance_m == pytest.approx(1_264_050, abs=5)
    assert found.claim.verdict == "agrees"
    assert found.min_m <= 1_264_050 - 4_999
    assert found.max_m >= 1_264_050 + 4_999


def test_an_area_and_a_given_line_are_compared(given):
    fronts = fronts_of(
        paths.data("sample", "front_pairs_2025-07-01.csv"),
        given("deepstate-daily", "deepstatemap_data_20250701.geojson"),
    )
    found = distance(IZHEVSK, fronts=fronts, day=JULY)
    assert found.target.source.startswith("DeepState")
    assert any(text.startswith("Sources side by side") for text in found.warnings)
