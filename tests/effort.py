"""How hard the tests look that try things at random.

What lands is not decided by chance: in CI (`CI` is set) they see the same things each time, so
fewer do; everyday runs see more, and look for new ones.
"""

from __future__ import annotations

import os
from typing import Final

IN_CI: Final = "CI" in os.environ


def tries(number: int) -> int:
    """Return how many of a number of tries are made here."""
    return max(1, number * 2 // 5) if IN_CI else number
