"""Colours: the list and the map mark a status alike, and text can be read."""

from __future__ import annotations

import re

import pytest
from PyQt6.QtGui import QColor

from mapper import paths
from mapper.gui.theme import DARK, LIGHT, Colours
from mapper.model import vocabulary as words

CSS = paths.resource("web", "colours.css").read_text(encoding="utf-8")


def in_css(selector: str) -> dict[str, str]:
    block = CSS[CSS.index(selector) :]
    block = block[: block.index("}")]
    return dict(re.findall(r"--status-(\w+): (#\w{6});", block))


def luminance(colour: str) -> float:
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_statuses_have_the_colours_of_the_map() -> None:
    light = in_css(":root {")
    assert light == LIGHT.statuses
    assert light | in_css(':root[data-theme="dark"]') == DARK.statuses
    assert set(light) == set(words.VERIFICATION_STATUSES)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read(colours: Colours) -> None:
    for ground in (colours.window, colours.surface, colours.raised, colours.note):
        assert contrast(colours.text, ground) >= 7
        assert contrast(colours.muted, ground) >= 4.5
        for verdict in (colours.agrees, colours.undecided, colours.danger):
            assert contrast(verdict, ground) >= 4.5
    assert contrast(colours.on_selection, colours.selection) >= 7
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    for status, ground in colours.statuses.items():
        assert contrast(colours.on_status(status), ground) >= 4.5
