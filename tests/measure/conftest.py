"""A small made-up front in Ukraine, and the given files where they are there."""

from __future__ import annotations

from pathlib import Path

import pytest
from madeup_fronts import control, table

from mapper import paths
from mapper.measure import Fronts

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


@pytest.fixture
def moving():
    """Two snapshots nine days apart: the front moves a tenth of a degree west."""
    rows = [control("2025-07-01", 37.0), control("2025-07-10", 36.9)]
    return Fronts(table(rows), None, [{"file": "a.geojson", "sha256": "00"}])
