"""What the page is told of other readings of a derived line."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiLineString

from mapper.geodesy import Edges, densify, nearest_on_line
from mapper.mapdoc.spread import late_edges, other_stretches, stated_accuracy_m
from mapper.measure import FrontLine

DRAWN = [
    np.array([[36.0, 48.0], [36.5, 48.0], [37.0, 48.0]]),
    np.array([[38.0, 49.0], [38.0, 50.0]]),
]
BEST = MultiLineString([line.tolist() for line in DRAWN])


def front(*readings: MultiLineString, ends: MultiLineString | None = None) -> FrontLine:
    line = densify(BEST)
    assert isinstance(line, MultiLineString)
    edges = Edges.of(line)
    return FrontLine(
        line,
        edges,
        tuple(Edges.of(densify(reading)) for reading in readings),
        None if ends is None else Edges.of(ends),
        ((edges, 250.0),),
        None,
        "UA",
        None,
        {},
        (),
    )


def test_readings_that_agree_say_nothing() -> None:
    same = front(BEST, BEST)
    assert late_edges(same, DRAWN) == []
    assert other_stretches(same).is_empty
    assert stated_accuracy_m(same) == 250.0


def test_an_edge_left_out_is_late_by_the_way_to_the_reading() -> None:
    shorter = MultiLineString([DRAWN[0][:2].tolist(), DRAWN[1].tolist()])
    [[line, edge, metres]] = late_edges(front(BEST, shorter), DRAWN)
    assert (line, edge) == (0, 1)
    away = nearest_on_line([[37.0, 48.0]], densify(shorter)).distance_m[0]
    assert metres == pytest.approx(away, abs=1)


def test_what_readings_and_ends_add_is_handed_on() -> None:
    longer = MultiLineString([[*DRAWN[0].tolist(), [37.4, 48.3]], DRAWN[1].tolist()])
    end = MultiLineString([[(38.0, 50.0), (38.2, 50.1)]])
    added = other_stretches(front(longer, ends=end))
    expected = [LineString([(37, 48), (37.4, 48.3)]), LineString([(38, 50), (38.2, 50.1)])]
    assert added.hausdorff_distance(shapely.MultiLineString(expected)) < 1e-3
