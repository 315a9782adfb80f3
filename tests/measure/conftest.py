"""A small made-up front in Ukraine, and the given files where they are there."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from mapper import paths
from mapper.measure import Fronts
from mapper.model import schema

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Keep derived lines out of the person's cache folder."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setattr(paths, "cache_folder", lambda: folder)
    return folder


@pytest.fixture(autouse=True)
def places(monkeypatch):
    """Name places without building the gazetteer's index."""
    from mapper.measure import wording

    monkeypatch.setattr(wording, "near_words", lambda lon, lat: "Topoli, Kharkiv oblast")


@pytest.fixture
def given():
    """Return a given file, or skip where the files are not there."""

    def find(*parts):
        path = SHARED.joinpath("data", *parts)
        if not path.exists():
            pytest.skip(f"{path.name} is not among the given files on this machine")
        return path

    return find


def control(day, west, *, source="Test", front_id=None, **more):
    """Return a row: everything in Ukraine east of a meridian, between 47 and 49 north."""
    return {
        "front_id": front_id or f"test:{source}:{day}",
        "as_of": day,
        "source": source,
        "redistribution": "yes",
        "control_status": "occupied",
        "geom": shapely.MultiPolygon([shapely.box(west, 47.0, 40.5, 49.0)]),
        **more,
    }


def table(rows, kind=schema.CONTROL_AREAS):
    """Return rows as a front table."""
    if not rows:
        return schema.empty(kind)
    frame = pd.DataFrame([{k: v for k, v in row.items() if k != "geom"} for row in rows])
    geometry = gpd.GeoSeries([row["geom"] for row in rows], crs="EPSG:4326", name="geom")
    return schema.conform(gpd.GeoDataFrame(frame, geometry=geometry), kind)


@pytest.fixture
def moving():
    """Two snapshots nine days apart: the front moves a tenth of a degree west."""
    rows = [control("2025-07-01", 37.0), control("2025-07-10", 36.9)]
    return Fronts(table(rows), None, [{"file": "a.geojson", "sha256": "00"}])
