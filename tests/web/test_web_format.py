"""Days and distances in words; the map says the same as the engine."""

import json

import numpy as np
import pytest

from mapper.measure import format_distance
from mapper.model.dates import parse_day, write_days


def test_distances_are_rounded_as_the_engine_rounds_them(browser):
    random = np.random.default_rng(11)
    best = 10 ** random.uniform(1, 6.5, 1500)
    low = best - 10 ** random.uniform(-1, 5, 1500)
    high = best + 10 ** random.uniform(-1, 5, 1500)
    cases = np.c_[best, low, high].tolist()
    cases += [
        [12_350.0, 12_349.0, 12_351.0],
        [12_450.0, 12_449.0, 12_451.0],
        [1500.0, 500.0, 2500.0],
    ]
    cases += [[1_264_312.0, 1_210_000.0, 1_319_000.0], [32_091.0, 32_091.0, 32_091.0]]
    browser.open(None)
    written = browser.run(f"{json.dumps(cases)}.map((c) => MapperClient.format.distance(...c))")
    assert written == [format_distance(*case) for case in cases]
    whole = f"{json.dumps(cases)}.map((c) => MapperClient.format.distance(...c, true))"
    assert browser.run(whole) == [format_distance(*case, whole=True) for case in cases]


def test_short_measured_distances_are_in_metres(browser):
    browser.open(None)
    values = [0, 0.4, 812.4, 999.4, 4_321, 98_765, 1_234_567]
    written = browser.run(f"{values}.map((v) => MapperClient.format.distance(v))")
    assert written == ["0 m", "0 m", "812 m", "999 m", "4.32 km", "98.8 km", "1,234.6 km"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2025-07-01", "2025-07-01"),
        ("2025-07-01", "2025-07-06"),
        ("2025-06-30", "2025-07-02"),
        ("2024-12-31", "2025-01-01"),
        ("1969-12-31", "1970-01-01"),
        ("0090-02-28", "0090-02-28"),
    ],
)
def test_days_are_written_as_the_engine_writes_them(browser, start, end):
    browser.open(None)
    number = "MapperClient.format.dayNumber"
    written = browser.run(f"MapperClient.format.days({number}('{start}'), {number}('{end}'))")
    assert written == write_days(parse_day(start), parse_day(end))
    assert browser.run(f"MapperClient.format.isoDay({number}('{start}'))") == start
