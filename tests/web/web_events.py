"""Many events for tests of the map client, and what these ask of a page."""

from __future__ import annotations

import json

import numpy as np

#: The app of a page, in its scripts.
APP = "MapperClient.app"


def look_at(browser, lon, lat, zoom):
    browser.run(f"mapper.setView({{lon: {lon}, lat: {lat}, zoom: {zoom}}})")
    browser.drawn()


def choose(browser, **look):
    for name, value in look.items():
        browser.run(f"mapper.set{name.capitalize()}({json.dumps(value)})")
    browser.drawn()


def legend(browser):
    keys = "[...document.querySelectorAll('.mapper-legend fieldset:first-child .mapper-key')]"
    return browser.run(
        f"{keys}.filter((k) => !k.parentElement.hidden).map((k) => [k.children[1].textContent,"
        " k.querySelector('.mapper-count')?.textContent])"
    )


def cloud(count, seed=5):
    random = np.random.default_rng(seed)
    start = random.integers(19000, 19400, count).astype(np.int32)
    start[random.random(count) < 0.05] = -(2**31)
    length = np.where(random.random(count) < 0.3, random.integers(0, 40, count), 0)
    end = np.where(start == -(2**31), start, start + length).astype(np.int32)
    arrays = {
        "lon": np.rint(random.normal(36, 2, count) * 1e7).astype(np.int32),
        "lat": np.rint(random.normal(48, 1, count) * 1e7).astype(np.int32),
        "start": start,
        "end": end,
        "status": random.integers(0, 8, count).astype(np.uint8),
        "precision": random.integers(0, 6, count).astype(np.uint8),
        "type": random.choice(np.array([0, 1, 1, 3, 255], np.uint8), count),
        "weapon": random.integers(0, 10, count).astype(np.uint8),
        "radius_m": np.full(count, np.nan, np.float32),
        "killed_best": random.choice(np.array([-1, 0, 1, 5, 20, 80], np.int32), count),
        "located": (random.random(count) > 0.02).astype(np.uint8),
    }
    texts = {"event_id": [str(i) for i in range(count)], "title": ["T"] * count}
    return arrays, texts
