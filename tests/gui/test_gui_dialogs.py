"""Where files are saved, and under which ending."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from mapper.gui import dialogs

KINDS = "Interactive map (*.html);;Figure, PNG (*.png);;Figure, SVG (*.svg)"


@pytest.mark.parametrize(
    ("typed", "kind", "saved"),
    [
        ("map.html", "Interactive map (*.html)", "map.html"),
        ("map.html", "Figure, PNG (*.png)", "map.png"),
        ("map", "Figure, PNG (*.png)", "map.png"),
        ("map 2.7.2025", "Figure, PNG (*.png)", "map 2.7.2025.png"),
        ("map.PNG", "Figure, PNG (*.png)", "map.PNG"),
        # Typed by hand.
        ("map.svg", "Figure, PNG (*.png)", "map.svg"),
        ("map.txt", "All files (*)", "map.txt"),
    ],
)
def test_the_ending_is_that_of_the_kind(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    kind: str,
    saved: str,
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), kind))
    asked = dialogs.ask_save_as(parent, "Export", "map.html", KINDS)
    assert asked == (tmp_path / saved, kind)


def test_a_file_that_is_there_under_the_other_ending_is_asked_about(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "map.png").write_text("there")
    proposed = []

    def choose(_parent: QWidget, _title: str, name: str, *_: str) -> tuple[str, str]:
        proposed.append(Path(name).name)
        # The second time the dialog itself has asked.
        return str(tmp_path / Path(name).name), "Figure, PNG (*.png)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    assert dialogs.ask_save(parent, "Export", "map.html", KINDS) == tmp_path / "map.png"
    assert proposed == ["map.html", "map.png"]
