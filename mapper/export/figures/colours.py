"""Colours of the map's marks and layers, as the map client has them."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from mapper import paths

Theme = Literal["light", "dark"]
Colour = tuple[float, float, float, float]


class Colours:
    """The named colours of a theme.

    Parameters
    ----------
    theme
        ``light`` for print on paper, ``dark`` for screens.
    """

    def __init__(self, theme: Theme = "light") -> None:
        self.theme = theme
        self._values = _variables(theme)

    def __call__(self, name: str, alpha: float = 1.0) -> Colour:
        """Return red, green, blue and alpha, 0 to 1, of a colour such as ``map-land``."""
        digits = self._values[name].lstrip("#")
        parts = [int(digits[place : place + 2], 16) / 255.0 for place in range(0, len(digits), 2)]
        return parts[0], parts[1], parts[2], (parts[3] if len(parts) > 3 else 1.0) * alpha

    def edge(self, name: str) -> Colour:
        """Return a mark's edge: its own colour, darker."""
        red, green, blue, _ = self(name)
        share = float(self._values["mark-edge-light"])
        return red * share, green * share, blue * share, 1.0


@cache
def _variables(theme: Theme) -> dict[str, str]:
    text = paths.resource("web", "colours.css").read_text(encoding="utf-8")
    blocks = re.findall(r"(:root[^{]*)\{([^{}]*)\}", text)
    values: dict[str, str] = {}
    for selector, body in blocks:
        if selector.strip() == ":root" or (theme == "dark" and f'"{theme}"' in selector):
            values |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
    return values
