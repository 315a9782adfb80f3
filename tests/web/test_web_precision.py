"""Circles of how far places may be off."""

import numpy as np
import pytest
from web_events import APP, choose, look_at
from web_payload import payload


@pytest.fixture
def browser(shared_browser):
    return shared_browser


@pytest.mark.parametrize("lat", [-70, 0, 49, 72])
def test_circles_of_precision_are_true_at_every_latitude(browser, lat):
    browser.open(
        payload(
            [
                {"lon": 30, "lat": lat, "radius_m": 40_000},
                {"lon": 30.5, "lat": lat, "radius_m": np.nan},
            ]
        )
    )
    look_at(browser, 30, lat, 6)
    browser.run("mapper.setCircles(true)")
    browser.drawn()
    for group in ("circles", "selection"):
        if group == "selection":
            browser.run("mapper.select('e0', {pan: false})")
            browser.drawn()
        lines = browser.run(f"""{APP}.lines.groups.get('{group}').map(({{ points }}) => {{
          const {{ lon, lat }} = MapperClient.projection;
          return Array.from({{ length: points.length / 2 }}, (_, i) =>
            mapper.measure([[30, {lat}], [lon(points[2 * i]), lat(points[2 * i + 1])]]));
        }})""")
        assert len(lines) == 1
        assert np.abs(np.array(lines[0]) - 40_000).max() < 0.01


def test_too_many_circles_are_told_not_drawn(browser):
    events = [{"lon": 30 + i / 300, "lat": 50, "radius_m": 30_000} for i in range(300)]
    browser.open(payload(events))
    look_at(browser, 30.5, 50, 7)
    choose(browser, circles=True)
    assert browser.run(f"{APP}.lines.groups.has('circles')") is False
    note = "document.querySelector('.mapper-circles + .mapper-note')"
    told = browser.run(f"{note}.textContent")
    assert told == "Circles are drawn where 200 events or fewer are in view."
    look_at(browser, 30.5, 50, 11)
    assert 0 < browser.run(f"{APP}.lines.groups.get('circles').length") <= 200
    assert browser.run(f"{note}.hidden")
