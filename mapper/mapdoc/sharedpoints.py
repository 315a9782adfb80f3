"""Fronts of many days in little room: each vertex once, each front as runs of them.

From one day to the next a front keeps nearly all of its vertices: of 3,000 in
a daily file some 30 are new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


#: What of an entry holds lines, and what it is called once they are runs.
_LINES: Final = {"features": "runs", "others": "others", "area": "area"}


def share_points(fronts: Iterable[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], Ints]:
    """Return fronts whose lines point into one table of vertices, and that table.

    Parameters
    ----------
    fronts
        Entries of `mapper.mapdoc.fronts.packed_fronts`.

    Returns
    -------
    entries : list of dict
        As given, with ``runs`` in place of ``features``: per line
        ``[first, length, first, length, ...]``, positions in the table; a
        negative length runs backwards from ``first``. Likewise ``others`` and ``area``.
    points : numpy.ndarray
        Shape (m, 2): lon, lat in degrees times `SCALE`, in the order of first use.
    """
    entries = [dict(front) for front in fronts]
    lines = [
        line
        for entry in entries
        for name in _LINES
        for feature in entry.get(name, ())
        for line in feature
    ]
    if not lines:
        return [_with_runs(entry, iter(())) for entry in entries], np.empty((0, 2), dtype=np.int64)
    vertices = [np.asarray(line, dtype=np.int64).reshape(-1, 2).cumsum(axis=0) for line in lines]
    points, places = _table(np.concatenate(vertices))
    ends = np.cumsum([len(line) for line in vertices])[:-1]
    runs = map(runs_of, np.split(places, ends))
    return [_with_runs(entry, runs) for entry in entries], points


def _with_runs(entry: dict[str, Any], runs: Iterator[list[int]]) -> dict[str, Any]:
    """Return the entry with the next of the runs in place of its lines."""
    given = {name: entry.pop(name) for name in _LINES if name in entry}
    return entry | {
        _LINES[name]: [[next(runs) for _ in feature] for feature in features]
        for name, features in given.items()
    }


def _table(vertices: Ints) -> tuple[Ints, Ints]:
    """Return every vertex once, in the order of first use, and the place of each in it."""
    keys = (vertices[:, 0] << 32) + vertices[:, 1]
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return vertices[first[order]], rank[inverse]


def runs_of(places: Ints) -> list[int]:
    """Return places as ``[first, length, ...]`` of stretches that go up or down by one."""
    steps = np.diff(places)
    steps[np.abs(steps) != 1] = 0
    # Where the step changes, another stretch may begin.
    turns = np.flatnonzero(np.diff(steps)) + 1
    bounds = [0, *turns.tolist(), len(steps)]
    runs: list[int] = []
    done = 0
    for begin, end in pairwise(bounds):
        step = int(steps[begin]) if begin < len(steps) else 0
        if step:
            # The vertex a stretch begins at may be the last of the one before.
            length = end - max(begin, done) + 1
            runs += (int(places[max(begin, done)]), step * length)
            done = end + 1
        else:
            for place in places[max(begin, done) : end].tolist():
                runs += (place, 1)
            done = max(done, end)
    for place in places[done:].tolist():
        runs += (place, 1)
    return runs
