"""A framed line is inside the map, with room for the popup above its event."""

from __future__ import annotations

import math

import pytest
from PyQt6.QtCore import QSize

from mapper.gui.framing import View, frame, frame_box, holds


def pixels(lon: float, lat: float, view: object, size: QSize) -> tuple[float, float]:
    scale = 256 * 2**view.zoom

    def y(latitude: float) -> float:
        return math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)

    return (
        size.width() / 2 + (lon - view.lon) / 360 * scale,
        size.height() / 2 - (y(lat) - y(view.lat)) * scale,
    )


@pytest.mark.parametrize("end", [(37.92, 50.02), (60.0, 50.02), (53.2, 30.0), (53.21, 56.86)])
@pytest.mark.parametrize("size", [QSize(590, 780), QSize(1100, 900), QSize(370, 600)])
def test_both_ends_are_in_the_map(end: tuple[float, float], size: QSize) -> None:
    start = (53.2045, 56.8498)
    view = frame({"line": [[list(start), list(end)]]}, size)
    x, y = pixels(*start, view, size)
    side, top, bottom = (60, 60, 60) if size.width() < 560 else (200, 140, 60)
    assert side <= x <= size.width() - side or abs(start[0] - end[0]) < 0.1
    assert top <= y <= size.height() - bottom
    x, y = pixels(*end, view, size)
    assert 60 <= x <= size.width() - 60
    assert 60 <= y <= size.height() - bottom


def test_a_line_across_the_antimeridian_is_framed_there() -> None:
    parts = [[[170.0, 50.0], [180.0, 52.0]], [[-180.0, 52.0], [-165.0, 55.0]]]
    view = frame({"line": parts}, QSize(1100, 900))
    assert 165 < view.lon < 200
    assert view.zoom > 3


@pytest.mark.parametrize("box", [(22.0, 44.0, 40.0, 52.0), (36.2, 49.9, 36.2, 49.9)])
def test_a_box_is_framed_and_held_whole(box: tuple[float, float, float, float]) -> None:
    size = QSize(560, 700)
    view = frame_box(box, size)
    assert holds(view, size, box)
    for lon, lat in (box[:2], box[2:]):
        x, y = pixels(lon, lat, view, size)
        assert 60 <= x <= size.width() - 60
        assert 60 <= y <= size.height() - 60


def test_the_poles_do_not_break_the_frame() -> None:
    view = frame_box((-180.0, -90.0, 180.0, 90.0), QSize(560, 700))
    assert (view.lon, view.lat) == (0.0, pytest.approx(0.0))


def test_what_is_partly_outside_is_not_held() -> None:
    size = QSize(560, 700)
    view = View(31.0, 49.0, 6.0)
    assert holds(view, size, (30.0, 48.0, 32.0, 50.0))
    assert holds(View(391.0, 49.0, 6.0), size, (30.0, 48.0, 32.0, 50.0))
    assert not holds(view, size, (30.0, 48.0, 42.0, 50.0))
    assert not holds(view, size, (30.0, 48.0, 32.0, 56.0))
    assert not holds(view, size, (-100.0, 30.0, -90.0, 40.0))
