"""Files dropped on the window become events and fronts, and one undo takes them back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt
from shapely.geometry import box, mapping

TABLE = """title,date,latitude,longitude,place,killed
Удар по складу,2025-07-01,49.99,36.23,Харків,2
Strike nowhere,2025-07-01,536,36.23,Nowhere,
Strike on a port,2025-07-02,46.48,30.73,Одеса,0
"""


def front(file: Path) -> Path:
    """Write an area that runs from the east to the middle of the country."""
    area = {"type": "Feature", "properties": {}, "geometry": mapping(box(37.5, 47.2, 38.1, 48.9))}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [area]}))
    return file


def test_files_are_dropped_looked_at_taken_and_taken_back(
    open_window: Any, empty: Path, tmp_path: Path, drop: Any, press: Any, picture: Any
) -> None:
    table = tmp_path / "звіти strikes.csv"
    table.write_text(TABLE, encoding="utf-8")
    area = front(tmp_path / "deepstatemap_data_20250701.geojson")
    driver = open_window(empty)
    window = driver.window
    picture(driver, "empty")
    drop(driver, table, area)
    dialog = driver.dialog()
    driver.wait_for(lambda: len(dialog.importer.files) == 2 and not dialog.importer.busy)
    assert dialog.summary.text() == "Ready: 2 new events and 1 new front, 1 rejected."
    picture(driver, "dialog")
    driver.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    driver.wait_for(lambda: window.commands.dialog is None)
    driver.settle()
    assert driver.titles() == ["Strike on a port", "Удар по складу"]
    assert driver.in_map("mapper.counts().events") == 2
    assert driver.in_map("mapper.counts().fronts") == 1
    assert "rejected" in window.notices.text.accessibleName()
    # The distances follow by themselves.
    window.selection.select(window.events.model.event_id(1))
    driver.settle()
    assert "km" in window.selection.answer.number
    assert "1 July 2025" in window.front.whole
    picture(driver, "imported")
    assert window.events.table.hasFocus() or not window.isActiveWindow()
    # The key is heard from the search box too, where nothing was written.
    press(driver, "find")
    press(driver, "undo")
    driver.settle()
    assert driver.titles() == []
    assert driver.in_map("mapper.counts().events + mapper.counts().fronts") == 0
