"""Fronts of many days packed as runs of shared vertices."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mapper import readers
from mapper.mapdoc import fronts
from mapper.mapdoc.sharedpoints import runs_of, share_points
from mapper.model import schema

DAILY = Path(__file__).resolve().parents[3] / "shared" / "data" / "deepstate-daily"


def places_of(runs: list[int]) -> list[int]:
    """Read runs by a second hand: first, length; a negative length goes backwards."""
    places: list[int] = []
    for first, length in zip(runs[::2], runs[1::2], strict=True):
        step = 1 if length > 0 else -1
        places += range(first, first + length, step)
    return places


def unpacked(entry: dict[str, Any], points: np.ndarray) -> list[list[list[list[int]]]]:
    return [[points[places_of(runs)].tolist() for runs in feature] for feature in entry["runs"]]


def absolute(entry: dict[str, Any]) -> list[list[list[list[int]]]]:
    return [
        [np.reshape(line, (-1, 2)).cumsum(axis=0).tolist() for line in feature]
        for feature in entry["features"]
    ]


@pytest.mark.parametrize(
    ("places", "runs"),
    [
        ([4, 5, 6, 7], [4, 4]),
        ([7, 6, 5], [7, -3]),
        ([3], [3, 1]),
        ([1, 2, 3, 2, 1], [1, 3, 2, -2]),
        ([0, 1, 2, 9, 10, 11], [0, 3, 9, 3]),
        ([5, 5, 8], [5, 1, 5, 1, 8, 1]),
    ],
)
def test_runs(places: list[int], runs: list[int]) -> None:
    assert runs_of(np.array(places)) == runs


def test_any_line_is_read_back_from_its_runs() -> None:
    rng = np.random.default_rng(6)
    for length in rng.integers(1, 14, 500):
        places = rng.integers(0, 6, length)
        assert places_of(runs_of(places)) == places.tolist()


def test_a_vertex_of_two_days_is_stored_once() -> None:
    first = {"front_id": "1", "features": [[np.array([0, 0, 10, 0, 0, 10, -10, 0])]]}
    # The next day has the same outline but for one vertex.
    second = {"front_id": "2", "features": [[np.array([0, 0, 10, 0, 5, 20, -15, -10])]]}
    entries, points = share_points([first, second])
    assert len(points) == 5
    assert entries[0]["runs"] == [[[0, 4]]]
    assert [unpacked(entry, points) for entry in entries] == [absolute(first), absolute(second)]
    assert "features" in first


def test_no_fronts_and_a_front_without_a_line() -> None:
    assert share_points([])[0] == []
    entries, points = share_points([{"front_id": "1", "features": []}])
    assert entries == [{"front_id": "1", "runs": []}]
    assert points.shape == (0, 2)


def test_real_days_share_most_of_their_vertices() -> None:
    files = sorted(DAILY.glob("*.geojson"))
    if not files:
        pytest.skip("the real DeepState days are not here")
    tables = [readers.read(file).fronts for file in files]
    given = [
        entry
        for table in tables
        for entry in fronts.packed_fronts(
            table, schema.empty(schema.LINES_OF_CONTACT), lambda _front_id: None
        )
    ]
    entries, points = share_points(given)
    for before, after in zip(given, entries, strict=True):
        assert unpacked(after, points) == absolute(before)
    lists = [[[line.tolist() for line in part] for part in one["features"]] for one in given]
    apart = len(json.dumps(lists, separators=(",", ":")))
    together = len(json.dumps([one["runs"] for one in entries], separators=(",", ":")))
    assert (together + 8 * len(points)) * 5 < apart
