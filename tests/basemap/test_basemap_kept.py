"""Drawings kept in the cache folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mapper import basemap
from mapper.basemap import kept

BOUNDS = (36.0, 49.0, 37.0, 50.0)
CELLS = basemap.cells_of([(36.2, 49.9)])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept.paths, "cache_folder", lambda: tmp_path)
    return tmp_path / "drawings"


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Count what is cut."""
    asked: list[Any] = []

    def counted(bounds: Any, cells: Any) -> Any:
        asked.append(bounds)
        return basemap.drawing(bounds, cells)

    monkeypatch.setattr(kept, "drawing", counted)
    return asked


def test_it_is_cut_once_and_stays_the_same(folder: Path, cut: list[Any]) -> None:
    first = kept.kept_drawing(BOUNDS, CELLS)
    again = kept.kept_drawing(BOUNDS, CELLS)
    assert len(cut) == 1
    assert json.dumps(first) == json.dumps(again) == json.dumps(basemap.drawing(BOUNDS, CELLS))
    kept.kept_drawing(BOUNDS, ())
    kept.kept_drawing(None, CELLS)
    assert len(cut) == 3, "each is asked for by all it follows from"


def test_another_state_of_the_data_is_cut_anew(
    folder: Path, cut: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.kept_drawing(None, ())
    state = kept._state()
    assert {"drawing.npz", "near.npz", "rivers.npz", "places.npz", "layers.py"} <= {
        name for name, *_ in state[1:]
    }
    monkeypatch.setattr(kept, "_state", lambda: [*state[:-1], ["places.npz", 1, 2]])
    kept.kept_drawing(None, ())
    assert len(cut) == 2


def test_a_damaged_file_is_made_again(folder: Path, cut: list[Any]) -> None:
    made = kept.kept_drawing(None, ())
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    # Within a layer, between two, in the rest, and all of it.
    ends = (-100, whole.rindex(b"\n"), whole.index(b"\n") + 9, 0)
    for times, end in enumerate(ends, start=2):
        file.write_bytes(whole[:end])
        assert kept.kept_drawing(None, ()) == json.loads(json.dumps(made))
        assert len(cut) == times
        assert file.read_bytes() == whole


def test_only_the_newest_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "drawing", lambda *_: {"layers": []})
    for number in range(kept._MOST + 3):
        kept.kept_drawing(None, [(number, 0)])
    assert len(list(folder.iterdir())) == kept._MOST


def test_where_nothing_can_be_kept_it_is_cut(tmp_path: Path, cut: list[Any], monkeypatch) -> None:
    nowhere = tmp_path / "file"
    nowhere.write_text("")
    monkeypatch.setattr(kept.paths, "cache_folder", lambda: nowhere)
    assert kept.kept_drawing(None, ())["layers"]
