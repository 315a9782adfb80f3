"""Rows that lack nothing but coordinates: what becomes of them."""

from __future__ import annotations

import pandas as pd

from mapper.readers.registry import Options
from mapper.readers.result import Reading


def settle(reading: Reading, options: Options) -> Reading:
    """Return a reading in which every waiting row is accepted or rejected."""
    waiting, reading.waiting = reading.waiting, ()
    if waiting:
        more = [reading.rejected, *(rows.rejected for rows in waiting)]
        listed = pd.concat([frame for frame in more if len(frame)])
        reading.rejected = listed.sort_values("row", kind="stable").reset_index(drop=True)
    return reading
