"""The rows of the list that are kept for a start, in the words in which they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mapper.gui import kept_start
from mapper.gui.cell_words import cell_text, short_text
from mapper.gui.columns import ROUGH, STATUSES, EventColumns
from mapper.gui.kept_start import KeptRow, KeptRows

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from mapper.gui.distance_column import DistanceColumn


def rows_of(
    columns: EventColumns,
    order: npt.NDArray[np.intp],
    distances: DistanceColumn | None,
    unit: str,
    keys: Sequence[str],
) -> KeptRows:
    """Return the first and the last rows of a list as they are shown.

    Sources are not among them: they are counted once the project is read.
    """
    count = len(order)
    last = range(max(count - kept_start.LAST_ROWS, kept_start.FIRST_ROWS), count)
    rows = {}
    for at in (*range(min(count, kept_start.FIRST_ROWS)), *last):
        row = int(order[at])
        rough = ROUGH[columns.rough[row]]
        texts = {
            key: cell_text(columns, key, row, distances, unit) for key in keys if key != "sources"
        }
        short = {key: short_text(columns, key, row) for key in ("killed", "injured")}
        rows[at] = KeptRow(
            event_id=str(columns.ids[row]),
            status=STATUSES[columns.status[row]],
            rough="" if rough is None else rough.value,
            texts={key: text for key, text in texts.items() if text},
            short={key: text for key, text in short.items() if text},
        )
    return KeptRows(count, rows)
