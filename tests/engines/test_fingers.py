"""An exported page on a phone, in Chromium: what a finger can hit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_wire import WebDriver
from engines import ENGINES, Engine, missing

FINGER_PX = 40
#: What is shown, its name and its size; a label counts as part of its box.
TARGETS = """
    [...document.querySelectorAll('main :is(button, select, input, [role=slider])')]
      .filter((one) => one.checkVisibility({visibilityProperty: true}))
      .map((one) => {
        const boxes = [one, ...(one.labels || [])].map((part) => part.getBoundingClientRect());
        const size = (side) => Math.round(Math.max(...boxes.map((box) => box[side])));
        return [one.ariaLabel || one.labels?.[0]?.textContent || one.textContent,
                size('width'), size('height')];
      })
"""


@pytest.fixture(scope="module")
def phone() -> Iterator[Engine]:
    """Start Chromium as a phone of 360 × 640 with a touch screen."""
    if lacking := missing("chromium"):
        pytest.skip(lacking)
    engine = ENGINES["chromium"][0]()
    wire = engine.wire
    assert isinstance(wire, WebDriver)
    screen = {"width": 360, "height": 640, "deviceScaleFactor": 2, "mobile": True}
    touch = {"enabled": True, "maxTouchPoints": 5}
    for name, values in (("DeviceMetricsOverride", screen), ("TouchEmulationEnabled", touch)):
        wire.command("goog/cdp/execute", cmd=f"Emulation.set{name}", params=values)
    yield engine
    engine.close()


def test_a_finger_can_hit_every_control(phone: Engine, file: Path) -> None:
    phone.open(file)
    for unfolded in ("main", ".mapper-legend summary", ".mapper-button-moreTime"):
        phone.run(f"document.querySelector('{unfolded}').click()")
        targets = phone.run(TARGETS)
        assert len(targets) > 10
        # The span between the handles is dragged along, not hit.
        small = [one for one in targets if one[0] != "Days shown" and min(one[1:]) < FINGER_PX]
        assert small == [], unfolded
        assert phone.run("document.documentElement.scrollWidth") == 360
