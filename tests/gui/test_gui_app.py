"""The program from outside: the picture of the window, and failures in a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PyQt6.QtGui import QColor, QImage

_CODE = """
import sys
from mapper.gui.app import run
project, out, select = sys.argv[1:4]
sys.exit(run(project, select=select or None, size=(1100, 700), theme="light", screenshot=out))
"""


def picture(
    project: Path, out: Path, select: str = "", *, code: str = _CODE
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, str(project), str(out), select],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_picture_that_takes_too_long_is_a_sentence(sample: Path, tmp_path: Path) -> None:
    late = "import mapper.gui.app as app; app._MOST_SECONDS = 0\n" + _CODE
    ended = picture(sample, tmp_path / "window.png", code=late)
    assert ended.returncode == 1
    assert "was not drawn within" in ended.stderr


def colours(image: QImage, left: int, right: int) -> set[int]:
    return {
        QColor(image.pixel(x, y)).rgb()
        for x in range(left, right, 3)
        for y in range(120, image.height() - 60, 3)
    }


def test_the_picture_shows_the_whole_window(sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "window.png"
    ended = picture(sample, out, "mapper:2025-07-01-izhevsk")
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    image = QImage(str(out))
    assert (image.width(), image.height()) == (1100, 700)
    # A web view that was not painted is one flat colour.
    assert len(colours(image, 400, 780)) > 50


def test_a_missing_project_is_a_sentence(tmp_path: Path) -> None:
    ended = picture(tmp_path / "missing.gpkg", tmp_path / "window.png")
    assert ended.returncode == 1
    assert "missing.gpkg" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "window.png").exists()


def test_an_unwritable_picture_is_a_sentence(sample: Path, tmp_path: Path) -> None:
    ended = picture(sample, tmp_path / "no folder" / "window.png")
    assert ended.returncode == 1
    assert "no folder" in ended.stderr


def test_an_unknown_event_is_a_sentence(sample: Path, tmp_path: Path) -> None:
    ended = picture(sample, tmp_path / "window.png", "nobody:knows")
    assert ended.returncode == 1
    assert "no event 'nobody:knows'" in ended.stderr
    assert not (tmp_path / "window.png").exists()
