"""The small map of a file: what it shows of the file's places."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from mapper import readers
from mapper.gui.import_map import ImportMap
from mapper.gui.import_sketch import sketch


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
