"""Whose an area is, and its colour, are the same in every export as in the map client."""

import re

import pytest

from mapper import paths
from mapper.export.sides import colours_of, holder_of


@pytest.mark.parametrize(
    ("side", "status", "holder"),
    [
        ("Russia", "occupied", "russia"),
        (" ru ", None, "russia"),
        ("Armed forces of Ukraine", "occupied", "ukraine"),
        ("SAF", "occupied", "SAF"),
        (None, "occupied", "russia"),
        (float("nan"), "liberated", "ukraine"),
    ],
)
def test_holder(side, status, holder):
    assert holder_of(side, status) == holder


def test_each_side_has_a_colour_of_its_own_that_the_page_knows():
    known = set(re.findall(r"--(front-[\w-]+):", paths.resource("web", "colours.css").read_text()))
    colours = colours_of(["SAF", "russia", "RSF", "SAF"])
    assert colours["RSF"] == "front-side-1"
    assert colours["SAF"] == "front-side-2"
    assert set(colours_of("abcdefgh").values()) <= known
