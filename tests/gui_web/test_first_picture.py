"""A picture of the map as the next start draws it, and how it stands for the map until then."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PyQt6.QtCore import QByteArray, QPoint, QSize
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_map import document, drawn, value

from mapper import mapdoc
from mapper.gui.first_picture import PIXELS, FirstPicture
from mapper.gui.kept_picture import KeptPicture
from mapper.gui.picturing import Picturing
from mapper.gui.web import MapView

SIZE = QSize(640, 480)
LAND = {
    "name": "land",
    "kind": "polygon",
    "min_zoom": 0,
    "max_zoom": 20,
    "features": [[[300_000, 400_000, 150_000, 0, 0, 150_000, -150_000, 0]]],
}
NO_PLACES = {name: [] for name in ("name", "local", "lon", "lat", "population", "min_zoom", "kind")}
BASEMAP = {"scale": 10_000, "layers": [LAND], "places": NO_PLACES, "attribution": []}


@pytest.fixture
def shown() -> mapdoc.MapDocument:
    return document("a", "b", basemap=BASEMAP)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[MapView]:
    made = MapView()
    made.set_theme("dark")
    made.resize(SIZE)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def plain(colour: str, size: QSize = SIZE) -> KeptPicture:
    """Return a picture that cannot be taken for a map."""
    image = QImage(size, PIXELS)
    image.fill(QColor(colour))
    bits = image.constBits()
    assert bits is not None
    pixels = bits.asstring(image.sizeInBytes())
    return KeptPicture("a key", image.width(), image.height(), 1.0, pixels)


def colour_of(view: MapView) -> str:
    """Return the colour of the middle of a map as a person sees it."""
    return view.grab().toImage().pixelColor(QPoint(320, 240)).name()


def test_it_is_what_a_start_draws_whatever_was_done_since(
    qtbot: QtBot, view: MapView, shown: mapdoc.MapDocument
) -> None:
    view.load(shown)
    drawn(qtbot, view)
    qtbot.wait(800)
    first = view.grab().toImage().convertToFormat(PIXELS)
    view.select("a")
    view.set_view(10, 10, 4)
    drawn(qtbot, view)
    windows = {id(one) for one in QApplication.topLevelWidgets() if one.isVisible()}
    got: list[QImage] = []
    maker = Picturing(view)
    maker.make(QByteArray(shown.brief), "dark", view, got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=20_000)
    (image,) = got
    assert image.size() == SIZE
    seen = [(x, y) for x in range(0, 640, 16) for y in range(0, 380, 12)]
    same = sum(first.pixel(*at) == image.pixel(*at) for at in seen)
    # Coordinates of the pointer are other words.
    assert same > 0.98 * len(seen)
    assert len({image.pixel(*at) for at in seen}) > 3
    qtbot.waitUntil(
        lambda: {id(one) for one in QApplication.topLevelWidgets() if one.isVisible()} == windows
    )
    # The person's map is as it was.
    assert value(qtbot, view, "mapper.selected()") == "a"


def test_no_picture_is_made_of_what_cannot_be_drawn(qtbot: QtBot, view: MapView) -> None:
    got: list[QImage] = []
    maker = Picturing(view)
    maker.make(QByteArray(b"no document"), "light", view, got.append)
    qtbot.waitUntil(lambda: maker._view is not None, timeout=20_000)
    qtbot.waitUntil(lambda: maker._view is None, timeout=20_000)
    assert got == []


def test_one_that_is_given_up_leaves_nothing(
    qtbot: QtBot, view: MapView, shown: mapdoc.MapDocument
) -> None:
    got: list[QImage] = []
    maker = Picturing(view)
    for wait_ms in (0, 30, 300):
        maker.make(QByteArray(shown.brief), "light", view, got.append)
        if wait_ms:
            qtbot.wait(wait_ms)
        maker.stop()
    qtbot.wait(1500)
    assert got == []
    assert maker._view is maker._page is None


def test_it_stands_for_the_map_until_that_is_drawn(
    qtbot: QtBot, view: MapView, shown: mapdoc.MapDocument
) -> None:
    picture = FirstPicture(view, plain("#ff00ff"))
    view.resize(SIZE.width() + 1, SIZE.height())
    view.resize(SIZE)
    picture.show()
    assert picture.fits
    assert colour_of(view) == "#ff00ff"
    # What is clicked is the map.
    assert not isinstance(view.childAt(320, 240), FirstPicture)
    view.load(shown)
    qtbot.waitUntil(lambda: colour_of(view) != "#ff00ff", timeout=20_000)
    assert value(qtbot, view, "mapper.counts().on_map") == 2


def test_a_map_of_another_size_has_none(qtbot: QtBot, view: MapView) -> None:
    picture = FirstPicture(view, plain("#ff00ff"))
    picture.show()
    view.resize(SIZE.width(), SIZE.height() - 1)
    assert not picture.fits
    qtbot.waitUntil(lambda: colour_of(view) != "#ff00ff", timeout=20_000)
    view.resize(SIZE)
    assert colour_of(view) == "#ff00ff"


@pytest.mark.parametrize("what", ["failed", "hung"])
def test_nobody_looks_at_the_picture_of_a_map_that_is_lost(
    qtbot: QtBot, view: MapView, what: str
) -> None:
    picture = FirstPicture(view, plain("#ff00ff"))
    view.resize(SIZE.width(), SIZE.height() - 1)
    view.resize(SIZE)
    picture.show()
    assert colour_of(view) == "#ff00ff"
    if what == "failed":
        view.failed.emit("The map's process ended.")
    else:
        view.hung.emit(True)
    qtbot.waitUntil(lambda: colour_of(view) != "#ff00ff", timeout=20_000)
    qtbot.waitUntil(lambda: not view.findChildren(FirstPicture))


def test_its_pixels_are_those_of_a_screen_of_that_ratio(view: MapView) -> None:
    kept = plain("#ff00ff")
    fine = KeptPicture(kept.key, kept.width, kept.height, 2.0, kept.pixels)
    picture = FirstPicture(view, fine)
    view.resize(SIZE / 2)
    assert view.size() == SIZE / 2
    assert not picture.fits
