"""The base map of the first view is kept as a picture, which the next start shows for that view."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QImage
from pytestqt.qtbot import QtBot
from window_map import document, drawn, value

from mapper import mapdoc
from mapper.gui.web import BegunPage, MapView
from mapper.gui.web.scheme import Ground

LAND = {
    "name": "land",
    "kind": "polygon",
    "min_zoom": 0,
    "max_zoom": 20,
    "features": [[[300_000, 400_000, 150_000, 0, 0, 150_000, -150_000, 0]]],
}
NO_PLACES = {name: [] for name in ("name", "local", "lon", "lat", "population", "min_zoom", "kind")}
BASEMAP = {"scale": 10_000, "layers": [LAND], "places": NO_PLACES, "attribution": [], "id": "one"}


@pytest.fixture
def shown() -> mapdoc.MapDocument:
    return document("a", "b", basemap=BASEMAP)


@pytest.fixture
def ground(qtbot: QtBot, shown: mapdoc.MapDocument) -> Ground:
    """Return what a page that began without tells to keep."""
    view = started(qtbot, shown, None)
    with qtbot.waitSignal(view.ground_kept, timeout=20_000):
        pass
    assert view.ground is not None
    kept = view.ground
    view.close()
    return kept


def started(
    qtbot: QtBot, shown: mapdoc.MapDocument, ground: Ground | None, height: int = 480
) -> MapView:
    """Return a map that began with a document that was kept."""
    page = BegunPage(expecting=True)
    page.handler.theme = "light"
    page.handler.begin_with(shown.brief, ground)
    view = MapView(begun=page)
    view.resize(640, height)
    qtbot.addWidget(view)
    view.show()
    return view


def value_of_land(qtbot: QtBot) -> str:
    """Return the colour of land as the page has it."""
    view = started(qtbot, document("a"), None)
    drawn(qtbot, view)
    colour = value(qtbot, view, "MapperClient.theme.colour('map-land')")
    view.close()
    return str(colour)


def fitted(qtbot: QtBot, view: MapView, shown: mapdoc.MapDocument) -> bool:
    """Tell whether a map began with the picture, once it is drawn."""
    view.adopt(shown.event_ids)
    drawn(qtbot, view)
    assert view.messages == []
    assert value(qtbot, view, "mapper.counts().on_map") == 2
    return bool(value(qtbot, view, "MapperClient.app.ground.fitted"))


def test_it_is_the_base_map_of_the_whole_screen(qtbot: QtBot, ground: Ground) -> None:
    image = QImage.fromData(ground.picture, "png")
    assert ground.key.startswith("one light ")
    assert (image.width(), image.height()) == tuple(map(int, ground.key.split()[5:7]))
    assert image.width() == 640
    land = value_of_land(qtbot)
    corners = [(0, 0), (image.width() - 1, image.height() - 1)]
    assert {image.pixelColor(*at).name() for at in corners} == {land}


def test_the_next_start_shows_it(qtbot: QtBot, shown: mapdoc.MapDocument, ground: Ground) -> None:
    view = started(qtbot, shown, ground)
    assert fitted(qtbot, view, shown)
    # It is the same still, so it is not told again.
    assert value(qtbot, view, "MapperClient.app.ground.told") == ground.key
    assert view.ground == ground
    view.close()


def test_another_view_or_map_is_drawn(
    qtbot: QtBot, shown: mapdoc.MapDocument, ground: Ground
) -> None:
    lower = started(qtbot, shown, ground, height=400)
    assert not fitted(qtbot, lower, shown)
    lower.close()
    other = document("a", "b", basemap=BASEMAP | {"id": "two"})
    view = started(qtbot, other, ground)
    with qtbot.waitSignal(view.ground_kept, timeout=20_000):
        assert not fitted(qtbot, view, other)
    assert view.ground is not None
    assert view.ground.key == ground.key.replace("one", "two", 1)
    view.close()


def test_a_picture_that_is_none_is_passed_over(
    qtbot: QtBot, shown: mapdoc.MapDocument, ground: Ground
) -> None:
    view = started(qtbot, shown, Ground(ground.key, b"no picture"))
    assert not fitted(qtbot, view, shown)
    view.close()


def test_files_do_not_say_of_which_computer_their_map_is(shown: mapdoc.MapDocument) -> None:
    assert b'"id":"one"' in shown.brief
    assert b'"id":"one"' not in shown.payload()
