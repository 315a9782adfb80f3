"""What each source shows for each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import pandas as pd

from mapper.model.dates import parse_day, write_day


@dataclass(frozen=True)
class Snapshot:
    """What one source shows for one day.

    Attributes
    ----------
    source, attribution, licence, redistribution
        As the source's rows say.
    as_of, published_at
        The day it shows; when the source published it, where that is known.
    kind
        Whether the source gives areas or a line.
    collected
        Whether ``as_of`` is the day it was collected (DeepState's daily files).
    front_ids
        Its rows.
    gap_days
        Days between ``as_of`` and the day asked for.
    url
        Where the source publishes it.
    """

    source: str
    as_of: dt.date
    published_at: str | None
    kind: Literal["control_area", "line_of_contact"]
    collected: bool
    attribution: str | None
    licence: str | None
    redistribution: str | None
    front_ids: tuple[str, ...]
    rows: tuple[int, ...]
    gap_days: int = 0
    url: str | None = None

    @property
    def words(self) -> str:
        """Source and day for print."""
        verb = "collected on" if self.collected else "as of"
        return f"{self.source}, {verb} {write_day(self.as_of)}"


def order(snapshot: Snapshot) -> tuple[dt.date, bool, str]:
    """Return what snapshots are sorted by: day, areas before lines, source."""
    return snapshot.as_of, snapshot.kind == "line_of_contact", snapshot.source


def snapshots_of(table: gpd.GeoDataFrame, kind: str) -> Iterable[Snapshot]:
    """Return the snapshots of a front table, ``control_area`` or ``line_of_contact``."""
    known = pd.DataFrame(table.drop(columns=table.geometry.name)).reset_index(drop=True)
    usable = known["as_of"].notna() & ~table.geometry.isna().to_numpy()
    usable &= ~table.geometry.is_empty.to_numpy()
    known = known[usable]
    source = known["source"].fillna(known["name"]).fillna("source not named")
    for (day, name), group in known.groupby([known["as_of"], source], sort=True):
        first = group.iloc[0]
        dates = group["published_at"].dropna()
        yield Snapshot(
            source=str(name),
            as_of=parse_day(str(day)),
            published_at=str(dates.max()) if len(dates) else None,
            kind="control_area" if kind == "control_area" else "line_of_contact",
            collected=str(first["front_id"]).startswith("deepstate-daily:"),
            attribution=_text(first["attribution"]),
            licence=_text(first["licence"]),
            redistribution=_text(first["redistribution"]),
            front_ids=tuple(group["front_id"].astype(str)),
            rows=tuple(int(row) for row in group.index),
            url=_text(first["url"]),
        )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
