"""Choosing a base map: Mapper's own, a file of tiles, or tiles of a host once agreed to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tile_makers as make
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QDialogButtonBox, QLabel

from mapper.gui import basemaps, settings
from mapper.gui.web.tiles import OnlineTiles

OSM = "online:OpenStreetMap.Mapnik"


class NoTiles(OnlineTiles):
    """Tiles of a host that asks nobody."""

    made = 0

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        NoTiles.made += 1

    def fetch(self, zoom: int, x: int, y: int, answer: Any) -> Callable[[], None]:
        answer(None)
        return lambda: None


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    NoTiles.made = 0
    monkeypatch.setattr(basemaps, "OnlineTiles", NoTiles)


def entry(driver: Any, text: str) -> QAction:
    bar = driver.window.menuBar()
    view = next(one.menu() for one in bar.actions() if one.text() == "&View")
    menu = next(one.menu() for one in view.actions() if one.text() == "Ba&se map")
    return next(one for one in menu.actions() if one.text() == text)


def test_online_tiles_are_asked_for_only_after_agreeing(
    open_window: Callable[..., Any], empty: Path
) -> None:
    driver = open_window(empty)
    maps = driver.window.basemaps
    own, osm = entry(driver, "&Mapper's own"), entry(driver, "OpenStreetMap")
    assert own.isChecked()
    osm.trigger()
    assert maps.dialog is not None
    said = " ".join(label.text() for label in maps.dialog.findChildren(QLabel))
    assert "tile.openstreetmap.org will see your network address" in said
    assert "It does not see your project" in said
    assert NoTiles.made == 0
    box = maps.dialog.findChild(QDialogButtonBox)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).isDefault()
    assert not maps.dialog.agree.isDefault()
    maps.dialog.reject()
    assert NoTiles.made == 0
    assert own.isChecked()
    assert settings.agreed_hosts() == []

    osm.trigger()
    maps.dialog.agree.click()
    assert NoTiles.made == 1
    assert osm.isChecked()
    assert maps.shown == OSM
    assert settings.agreed_hosts() == ["tile.openstreetmap.org"]
    own.trigger()
    assert maps.shown == ""
    assert own.isChecked()
    # Agreed once, it is not asked again.
    osm.trigger()
    assert NoTiles.made == 2


def test_the_choice_is_remembered_but_not_without_agreement(
    open_window: Callable[..., Any], empty: Path
) -> None:
    settings.set_basemap(OSM)
    assert open_window(empty).window.basemaps.shown == ""
    settings.set_agreed_hosts(["tile.openstreetmap.org"])
    assert open_window(empty).window.basemaps.shown == OSM


def test_a_file_of_tiles(
    open_window: Callable[..., Any],
    empty: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = {"name": "Survey", "attribution": "© Office", "license": "CC BY 4.0"}
    path = make.mbtiles(tmp_path / "t.mbtiles", {(0, 0, 0): make.png()}, said)
    monkeypatch.setattr(basemaps.dialogs, "ask_tiles", lambda _parent: path)
    driver = open_window(empty)
    entry(driver, "Tiles &file…").trigger()
    driver.wait_for(lambda: driver.window.basemaps.shown == f"file:{path}")
    told = driver.window.notices.text.accessibleName()
    assert "Survey (made by: © Office; licence: CC BY 4.0)" in told
    assert "Exported maps keep Mapper's own base map." in told
    assert entry(driver, "Tiles &file…").isChecked()
    assert settings.basemap() == f"file:{path}"


def test_an_unusable_file_is_told_and_nothing_changes(
    open_window: Callable[..., Any],
    empty: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "x.mbtiles"
    path.write_bytes(b"nothing of the kind")
    monkeypatch.setattr(basemaps.dialogs, "ask_tiles", lambda _parent: path)
    driver = open_window(empty)
    entry(driver, "Tiles &file…").trigger()
    driver.wait_for(
        lambda: "neither an MBTiles nor a PMTiles" in driver.window.notices.text.accessibleName()
    )
    assert driver.window.basemaps.shown == ""
    assert entry(driver, "&Mapper's own").isChecked()


def test_how_names_are_written_is_remembered(open_window: Callable[..., Any], empty: Path) -> None:
    driver = open_window(empty)
    driver.window.map_view.labels_chosen.emit("local")
    assert settings.label_script() == "local"
    again = open_window(empty)
    assert again.in_map("MapperClient.labelScript.chosen()") == "local"
