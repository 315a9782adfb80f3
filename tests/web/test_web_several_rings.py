"""Rings around several events, in a real browser engine."""

import pytest
from web_payload import payload

EVENTS = [
    {"id": "a", "title": "West", "lon": 30, "lat": 48},
    {"id": "b", "title": "Middle", "lon": 34, "lat": 48},
    {"id": "c", "title": "East", "lon": 38, "lat": 48},
    {"id": "d", "title": "No place"},
]
#: Which of the placed events have the colour of the rings beside them.
RINGED = """(() => {
  const { app, projection, theme } = MapperClient;
  const wanted = theme.rgb("accent");
  const canvases = app.map.getPane("mapper-lines").querySelectorAll("canvas");
  return ["a", "b", "c"].filter((id) => [...canvases].some((canvas) => {
    const box = canvas.getBoundingClientRect();
    const own = app.map.getContainer().getBoundingClientRect();
    const at = app.map.latLngToContainerPoint([48, { a: 30, b: 34, c: 38 }[id]]);
    const ratio = canvas.width / box.width;
    const [x, y] = [own.left - box.left + at.x, own.top - box.top + at.y];
    if (!canvas.width) return false;
    const across = [(x - 20) * ratio, y * ratio, 40 * ratio, 1];
    const { data } = canvas.getContext("2d").getImageData(...across);
    for (let i = 0; i < data.length; i += 4) {
      const like = wanted.every((one, k) => Math.abs(data[i + k] - one) < 24);
      if (like && data[i + 3] > 200) return true;
    }
    return false;
  }));
})()"""


def ringed(browser):
    browser.run("mapper.drawn()")
    return browser.run(RINGED)


def test_rings_are_drawn_around_all_that_are_named(browser):
    browser.open(payload(EVENTS))
    assert ringed(browser) == []
    browser.run("mapper.setRinged(['a', 'c', 'd', 'nobody'])")
    assert ringed(browser) == ["a", "c"]
    # As bits, lowest first: a and b.
    browser.run("mapper.setRinged({bits: btoa(String.fromCharCode(3))})")
    assert ringed(browser) == ["a", "b"]
    browser.run("mapper.setLayer('events', false)")
    assert ringed(browser) == []
    browser.run("mapper.setLayer('events', true)")
    assert ringed(browser) == ["a", "b"]
    browser.run("mapper.setRinged(null)")
    assert ringed(browser) == []


def test_rings_follow_the_view_and_the_theme(browser):
    browser.open(payload(EVENTS))
    browser.run("mapper.setRinged(['b'])")
    browser.run("mapper.setView({lon: 34.2, lat: 48.1, zoom: 7})")
    assert ringed(browser) == ["b"]
    browser.run("mapper.setTheme('dark')")
    assert ringed(browser) == ["b"]
    browser.run("mapper.setTheme('light')")


@pytest.mark.parametrize("wrong", ["'a'", "{}", "{bits: '***'}", "3"])
def test_what_names_no_events_is_refused(browser, wrong):
    browser.open(payload(EVENTS))
    browser.run("mapper.setRinged(['a'])")
    with pytest.raises(RuntimeError, match=r"setRinged|bits"):
        browser.run(f"mapper.setRinged({wrong})")
    assert ringed(browser) == ["a"]
