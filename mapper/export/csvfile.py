"""Events as CSV that a spreadsheet shows and does not run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from mapper.export.joined import json_lists, named_sources
from mapper.model import schema

if TYPE_CHECKING:
    # What the window's tables need of this file stands without the exporters.
    from mapper.export.tables import Tables

#: Decimals of a degree in text files: 1 cm.
DECIMALS: Final = 7

#: A cell that starts like this is run as a formula by spreadsheets.
_FORMULA: Final = r"[=+\-@＝＋－＠\t\r\n]"


def write_csv(tables: Tables, path: Path) -> None:
    """Write the events, a row each; see `mapper.export.table`."""
    events = pd.DataFrame(tables.events.drop(columns=schema.GEOMETRY))
    for column in schema.EVENTS.columns:
        if column.kind in ("text", "time"):
            events[column.name] = harmless(events[column.name])
    place = list(events.columns).index("geo_precision")
    points = tables.events[schema.GEOMETRY]
    events.insert(place, "longitude", points.x.round(DECIMALS))
    events.insert(place + 1, "latitude", points.y.round(DECIMALS))
    ids = tables.events["event_id"]
    events["sources"] = harmless(named_sources(tables.sources, ids))
    events["sources_json"] = json_lists(tables.sources, schema.SOURCES, ids)
    events["claims"] = json_lists(tables.claims, schema.CLAIMS, ids)
    # Spreadsheets take a file without the mark for the local code page.
    events.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def harmless(values: pd.Series) -> pd.Series:
    """Return texts with an apostrophe before those that a spreadsheet would run."""
    return _guarded(values, f"'*{_FORMULA}")


def unmistaken(values: pd.Series) -> pd.Series:
    """Return texts that no reader takes for such with an apostrophe before them."""
    return _guarded(values, f"'+{_FORMULA}")


def _guarded(values: pd.Series, pattern: str) -> pd.Series:
    risky = values.str.match(pattern).fillna(False).astype(bool)
    return values.where(~risky, "'" + values)
