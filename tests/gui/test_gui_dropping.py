"""What is dragged over window or details: where it would go, and what would become of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PyQt6.QtWidgets import QApplication, QWidget

from mapper.gui.dropping import words_for

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
NOTHING = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
COPY = Qt.DropAction.CopyAction


def carried(*files: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return data


def enter(over: QWidget, data: QMimeData) -> bool:
    event = QDragEnterEvent(over.rect().center(), COPY, data, *NOTHING)
    event.ignore()
    QApplication.sendEvent(over, event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["a.csv"], "Drop to import 1 file"),
        (["a.csv", "b.jpg"], "Drop to import 2 files"),
        (["work.gpkg"], "Drop to open work.gpkg"),
        (["a.jpg", "b.mp4"], "Pictures and recordings: drop them on the details of an event"),
    ],
)
def test_what_becomes_of_files(names: list[str], said: str) -> None:
    assert words_for([Path(name) for name in names]) == said


def test_the_window_shows_where_a_file_goes(
    sample: Path, open_window: Open, tmp_path: Path
) -> None:
    window = open_window(sample).window
    veil = window.drops.veil
    data = carried(tmp_path / "a.csv")
    assert enter(window, data)
    assert veil.isVisible()
    assert veil.size() == window.centralWidget().size()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not veil.isVisible()
    assert not enter(window, QMimeData())
    assert not veil.isVisible()
    # A picture is told where it belongs, and not imported as a table.
    picture = carried(tmp_path / "a.jpg")
    assert enter(window, picture)
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), COPY, picture, *NOTHING))
    assert not veil.isVisible()
    assert "drop them on its details" in window.notices.text.text()
    assert window.commands.dialog is None


def test_the_details_show_that_a_picture_goes_there(
    sample: Path, open_window: Open, tmp_path: Path
) -> None:
    driver = open_window(sample, select="mapper:gulyai-pole")
    panel, drops = driver.window.panel, driver.window.attaching._drops
    picture = carried(tmp_path / "a.jpg")
    assert enter(panel, picture)
    assert drops.veil.isVisible()
    assert drops.veil.words == "Drop to attach to this event"
    QApplication.sendEvent(panel, QDragLeaveEvent())
    assert not drops.veil.isVisible()
    # The window imports a table.
    table = carried(tmp_path / "a.csv")
    assert enter(panel, table)
    assert not drops.veil.isVisible()
    assert driver.window.drops.veil.isVisible()


def test_the_import_shows_that_more_files_can_be_dropped(
    sample: Path, open_window: Open, tmp_path: Path
) -> None:
    table = tmp_path / "a.csv"
    table.write_text("title,date,lat,lon\nA,2025-07-01,48,36\n", encoding="utf-8")
    driver = open_window(sample)
    driver.window.commands.take_dropped([table])
    dialog = driver.dialog()
    driver.wait_for(lambda: not dialog.importer.busy)
    data = carried(table)
    assert enter(dialog, data)
    assert dialog.veil.isVisible()
    assert dialog.veil.words == "Drop to import 1 file"
    QApplication.sendEvent(dialog, QDragLeaveEvent())
    assert not dialog.veil.isVisible()
    assert enter(dialog, data)
    QApplication.sendEvent(dialog, QDropEvent(QPointF(9, 9), COPY, data, *NOTHING))
    assert not dialog.veil.isVisible()
    driver.wait_for(lambda: not dialog.importer.busy)
    dialog.reject()
