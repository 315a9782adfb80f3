"""Fitting everything leaves no mark under what stands over the map."""

import pytest
from web_payload import front, payload

AREA = front("control_area", "2014-06-01", [[[[30, 44], [40, 44], [40, 52], [30, 52], [30, 44]]]])
# In the corners and all along the edges of their box; many on a point become circles with numbers.
EVENTS = [
    {"id": f"{x}/{y}/{n}", "lon": 30 + x, "lat": 44 + y, "start": "2025-07-01"}
    for x in range(11)
    for y in range(0, 9, 2)
    if x in (0, 10) or y in (0, 8)
    for n in range(4)
]
# Boxes of what stands over the map, and of the middles of all events.
BOXES = """(() => {
  const frame = document.querySelector('#map').getBoundingClientRect();
  const map = MapperClient.app.map;
  const stands = '.leaflet-control, .mapper-toolbar, .mapper-front-apart:not([hidden])';
  const over = [...document.querySelectorAll(stands)].map((one) => one.getBoundingClientRect())
    .filter(({width}) => width).map(({left, right, top, bottom}) => [left - frame.left,
      top - frame.top, right - frame.left, bottom - frame.top]);
  const at = [%s].map((at) => { const {x, y} = map.latLngToContainerPoint(at); return [x, y]; });
  return {over, at, size: [frame.width, frame.height]};
})()"""
MARK_PX = 12


def hidden_marks(browser):
    places = sorted({(event["lat"], event["lon"]) for event in EVENTS})
    found = browser.run(BOXES % ",".join(str(list(place)) for place in places))
    width, height = found["size"]
    assert found["over"]
    return [
        (x, y)
        for x, y in found["at"]
        if not (MARK_PX < x < width - MARK_PX and MARK_PX < y < height - MARK_PX)
        or any(
            left - MARK_PX < x < right + MARK_PX and top - MARK_PX < y < bottom + MARK_PX
            for left, top, right, bottom in found["over"]
        )
    ]


@pytest.mark.parametrize("size", [(360, 640), (500, 400), (768, 900), (1280, 800)])
def test_no_mark_stands_under_buttons_legend_or_caption(shared_browser, size):
    browser = shared_browser
    browser.view.resize(*size)
    browser.open(payload(EVENTS, fronts=[AREA]))
    browser.resize(*size)
    browser.run("mapper.fit()")
    browser.drawn()
    assert browser.run("!document.querySelector('.mapper-front-apart').hidden")
    assert hidden_marks(browser) == []
    browser.open(payload(EVENTS, fronts=[AREA]))
    assert hidden_marks(browser) == []


def test_a_legend_that_covers_a_small_map_takes_no_room(shared_browser):
    browser = shared_browser
    browser.open(payload(EVENTS))
    browser.resize(360, 640)
    browser.run("mapper.fit()")
    closed = browser.run("mapper.view().zoom")
    browser.run("document.querySelector('.mapper-legend').open = true")
    browser.run("mapper.fit()")
    assert browser.run("mapper.view().zoom") >= closed
