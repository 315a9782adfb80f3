"""The small map of a file: what it shows of the file's places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from mapper import readers
from mapper.gui.import_map import ImportMap
from mapper.gui.import_sketch import MOST_POINTS, sketch


def test_a_point_is_not_hidden_by_the_name_of_a_place(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    # The name of Donetsk stands at just this position.
    file.write_text("date,lat,lon,title\n2025-07-01,48.01,37.80,A\n", encoding="utf-8")
    small = ImportMap()
    qtbot.addWidget(small)
    small.resize(428, 414)
    small.show_sketch(sketch(readers.read(file)), "")
    picture = small.grab().toImage()
    middle = [picture.pixelColor(x, y) for x in range(208, 220) for y in range(201, 213)]
    blue = [c for c in middle if c.blue() - c.red() > 100]
    assert len(blue) > 30


def test_it_is_painted_once_and_anew_for_another_size_theme_or_file(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[bool] = []
    paint = ImportMap._paint

    def counted(*arguments: Any) -> None:
        painted.append(True)
        paint(*arguments)

    monkeypatch.setattr(ImportMap, "_paint", counted)
    sketches = []
    for lon in (37.80, 30.52):
        file = tmp_path / f"{lon}.csv"
        file.write_text(f"date,lat,lon,title\n2025-07-01,48.01,{lon},A\n", encoding="utf-8")
        sketches.append(sketch(readers.read(file)))
    small = ImportMap()
    qtbot.addWidget(small)
    small.resize(428, 414)
    small.show_sketch(sketches[0], "")
    first = small.grab().toImage()
    assert small.grab().toImage() == first
    assert len(painted) == 1
    # A file's words, not its places, are others.
    small.show_sketch(sketches[0], "Other words")
    assert small.grab().toImage() == first
    assert len(painted) == 1
    small.show_sketch(sketches[1], "")
    assert small.grab().toImage() != first
    small.resize(400, 400)
    small.grab()
    assert len(painted) == 3
    palette = small.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor("black"))
    small.setPalette(palette)
    small.grab()
    assert len(painted) == 4
    small.show_sketch(None, "No places")
    small.show_sketch(sketches[0], "")
    small.grab()
    assert len(painted) == 5


def test_many_points_are_shown_by_some_that_lie_where_they_all_do(tmp_path: Path) -> None:
    """Every so many rows may be of one place, where a file is as regular as this one."""
    file = tmp_path / "events.csv"
    rows = [f"2025-07-01,{40 + row % 4},{30 + row % 3},{row}" for row in range(4 * MOST_POINTS)]
    file.write_text("\n".join(["date,lat,lon,title", *rows]), encoding="utf-8")
    result = readers.read(file)
    made = sketch(result)
    assert made is not None
    assert made.places == 4 * MOST_POINTS
    assert len(made.points) == MOST_POINTS
    assert len({tuple(point) for point in made.points.tolist()}) == 12
    again = sketch(result)
    assert again is not None
    assert again.points.tolist() == made.points.tolist()
