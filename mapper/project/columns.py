"""Columns of text read a portion at a time, while somebody works in the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

import apsw
import pandas as pd
import pyarrow as pa

from mapper.model.schema import Table
from mapper.model.texts import arrow_memory
from mapper.project import tables

#: Rows of a portion.
_PORTION: Final = 5_000


def read_texts(
    connection: apsw.Connection, table: Table, names: Sequence[str], checked: Callable[[], None]
) -> pd.DataFrame:
    """Return some columns of text as they stand in the file, in the order of its ``fid``.

    Only they are read, and a portion at a time: Python's lock is never held for long, so that a
    window goes on meanwhile.

    Parameters
    ----------
    checked
        Called before each portion; may raise to stop the work.
    """
    portions: list[dict[str, pa.Array]] = []
    last = -(2**63)
    with arrow_memory():
        while True:
            checked()
            (found,) = cast(
                list[Any],
                connection.execute(
                    "SELECT min(fid), max(fid), count(*) FROM (SELECT fid FROM"
                    f" {table.name} WHERE fid > {last:d} ORDER BY fid LIMIT {_PORTION:d})"
                ).fetchall(),
            )
            first, last, count = found
            if not count:
                break
            portions.append(tables.joined(connection, table, list(names), first, last, count))
        columns = {
            name: pa.chunked_array([part[name] for part in portions], pa.large_string())
            for name in names
        }
        return pd.DataFrame(
            {name: tables.TEXT.__from_arrow__(one) for name, one in columns.items()}
        )
