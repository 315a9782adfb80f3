"""Statuses can be told apart by those who do not see red and green as others do."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from mapper.paths import resource

#: Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
SEEN = {
    "usual sight": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}
#: sRGB to XYZ (IEC 61966-2-1), white point D65.
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = XYZ.sum(axis=1)
#: Differences of CIELAB that are seen at a glance between small marks.
LEAST = 12.0


def palettes() -> dict[str, dict[str, str]]:
    """Return the colour of each status by theme, as the style sheet has them."""
    text = resource("web", "colours.css").read_text(encoding="utf-8")
    found = [
        dict(re.findall(r"--status-(\w+): (#[0-9a-f]{6})", block))
        for block in re.findall(r"\{([^{}]*--status-[^{}]*)\}", text)
    ]
    light = found[0]
    assert len(light) == 8
    return {"light": light, "dark": light | found[1]}


def shapes() -> dict[str, str]:
    """Return the shape of each status that is no circle."""
    text = resource("web", "eventstyles.js").read_text(encoding="utf-8")
    told = re.search(r"STATUS_SHAPES = \{([^}]*)\}", text)
    assert told is not None
    return dict(re.findall(r'(\w+): "(\w+)"', told[1]))


def lab(colour: str, matrix: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return CIELAB of a colour as someone sees it."""
    srgb = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    xyz = XYZ @ np.clip(np.asarray(matrix) @ linear, 0, 1) / WHITE
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("sight", SEEN)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_statuses_of_one_shape_differ_in_colour(theme: str, sight: str) -> None:
    colours, shape = palettes()[theme], shapes()
    near = {
        (one, other): round(float(np.linalg.norm(lab(a, SEEN[sight]) - lab(b, SEEN[sight]))), 1)
        for (one, a), (other, b) in combinations(colours.items(), 2)
        if shape.get(one, "circle") == shape.get(other, "circle")
    }
    assert {pair: apart for pair, apart in near.items() if apart < LEAST} == {}
