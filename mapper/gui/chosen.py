"""Some of the events of a project, without a Python text of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The map's page is loaded before these are there: see `mapper.gui.starting`.
    import numpy as np
    import numpy.typing as npt
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Chosen:
    """Some of the events of a state of the project: rows of all its ids."""

    of: pd.Index
    rows: npt.NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.rows)

    def ids(self) -> list[str]:
        """Return their ids; half a million take a while, so ask for them in a worker."""
        found: list[str] = self.of[self.rows].tolist()
        return found
