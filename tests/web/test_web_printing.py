"""The page on paper: the map is as large as it is there, and comes back as it was."""

import pytest
from PyQt6.QtCore import QBuffer, QEventLoop, QIODevice
from PyQt6.QtPdf import QPdfDocument
from web_events import APP
from web_payload import payload

EVENTS = [
    {"id": f"e{i}", "lon": 30 + i, "lat": 50, "start": f"2025-07-0{i + 1}", "title": f"Event {i}"}
    for i in range(9)
]
PRINT = "dispatchEvent(new Event('{}print'))"
STATE = (
    "[Object.values(mapper.view()).map((one) => one && one.toFixed(1)),"
    f" {APP}.map.getSize(), document.documentElement.className, {APP}.timeline.plot.width]"
)


@pytest.fixture
def browser(shared_browser):
    shared_browser.open(payload(EVENTS), theme="dark")
    shared_browser.resize(900, 600)
    return shared_browser


def pages(browser):
    """Return the texts of the pages that are printed."""
    loop, printed = QEventLoop(), []
    browser.view.page().printToPdf(lambda data: (printed.append(data), loop.quit()))
    if not printed:
        loop.exec()
    buffer = QBuffer()
    buffer.setData(printed[0])
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)
    document.load(buffer)
    texts = [document.getAllText(page).text() for page in range(document.pageCount())]
    document.close()
    return texts


@pytest.mark.parametrize("width", [360, 1280])
def test_the_map_takes_its_size_on_paper_and_comes_back(browser, width):
    browser.resize(width, 600)
    browser.run("mapper.setView({lon: 34, lat: 50, zoom: 6})")
    before = browser.run(STATE)
    shown = browser.run(f"{APP}.map.getBounds().getWest()")
    browser.run(PRINT.format("before"))
    size = browser.run(f"{APP}.map.getSize()")
    assert size == {"x": 1040, "y": 530}
    # What was in view still is, but for a hair; and no canvas waits to be painted.
    assert browser.run(f"{APP}.map.getBounds().getWest()") < shown + 0.6
    width_of = "({right, left}) => right - left"
    # One that has nothing to draw has no picture.
    views = f"Object.values({APP}.canvases).flatMap((one) => one._view?.window ?? [])"
    assert browser.run(f"{views}.map({width_of})") == [1040] * 4
    assert browser.run(f"{APP}.timeline.plot.width") == 940
    browser.run(PRINT.format("after"))
    browser.drawn()
    assert browser.run(STATE) == before


def test_the_map_stands_on_the_first_page_with_the_list_open(browser):
    browser.run("document.querySelector('.mapper-button-list').click()")
    browser.run(f"{APP}.list.open")
    first, *_ = pages(browser)
    assert "Reported" in first
    assert "Event 0" in first
    # Only what tells something on paper.
    for left_out in ("Show as", "DMS", "Circles of precision", "Place names"):
        assert left_out not in first
