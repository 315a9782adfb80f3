"""A list kept in order row by row is the list sorted and filtered anew."""

from __future__ import annotations

import datetime as dt
import random

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from effort import tries

from mapper.gui.columns import (
    ArrangeRequest,
    EventColumns,
    Sorting,
    arrange,
)
from mapper.gui.list_columns import GROUPS, SORT_KEYS
from mapper.gui.rearranging import rearrange
from mapper.gui.touched import Touched
from mapper.model import schema
from mapper.model.filters import EventFilter

FILTERS = (
    EventFilter(),
    EventFilter(text="straße"),
    EventFilter(from_day=dt.date(2025, 7, 2)),
    EventFilter(statuses=("claimed",)),
)
Row = dict[str, object]


def row(chance: random.Random, event_id: str) -> Row:
    """Return an event with few different values, so that many are equal."""
    day = chance.choice([None, "2025-07-01", "2025-07-02", "2025-07-03"])
    return {
        "event_id": event_id,
        "feed": "test",
        "title": chance.choice(
            ["Strike", "strike", "Straße", "STRASSE", "Żniwa", "жнива", "ЖНИВА"]
        ),
        "place_name": chance.choice([None, "Kyiv", "kyiv", "Одеса"]),
        "admin1": chance.choice([None, "Kyiv", "Odesa"]),
        "weapon": chance.choice([None, "drone", "artillery"]),
        "tags": chance.choice([None, "a", "B"]),
        "date_start": day,
        "date_end": day,
        "killed_best": chance.choice([None, 0, 3]),
        "injured_max": chance.choice([None, 1, 2]),
        "verification_status": chance.choice(["reported", "claimed"]),
    }


def table(rows: list[Row]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    for name in ("killed_best", "injured_max"):
        frame[name] = frame[name].astype("Int64")
    geometry = gpd.GeoSeries([None] * len(frame), crs=schema.CRS)
    return schema.conform(gpd.GeoDataFrame(frame, geometry=geometry), schema.EVENTS)


@pytest.mark.parametrize("seed", range(tries(30)))
def test_rows_find_their_places(seed: int) -> None:
    chance = random.Random(seed)
    rows = [row(chance, f"e{number}") for number in range(25)]
    changed = {f"e{number}" for number in chance.sample(range(25), chance.randrange(6))}
    after = []
    for one in rows:
        event_id = str(one["event_id"])
        if event_id not in changed:
            after.append(one)
        elif chance.random() < 0.7:
            after.append(row(chance, event_id))
        if chance.random() < 0.1:
            changed.add(f"new {event_id}")
            after.append(row(chance, f"new {event_id}"))
    old, new = table(rows), table(after)
    before = EventColumns.of(old)
    touched = Touched.between(before.ids, new["event_id"], changed, since=1)
    columns = before.after(new, touched)
    metres = np.array([chance.choice([1.0, 2.0, np.nan]) for _ in rows])
    metres_after = touched.put(metres, np.nan)
    for key in chance.sample(SORT_KEYS, 8):
        for descending in (False, True):
            for chosen in FILTERS:
                sorting = Sorting(key, descending, chance.choice(list(GROUPS)))
                first = arrange(ArrangeRequest(old, before, chosen, sorting, metres))
                request = ArrangeRequest(new, columns, chosen, sorting, metres_after)
                wanted, found = arrange(request), rearrange(request, first, touched)
                assert found.rows.tolist() == wanted.rows.tolist()
                assert (found.groups is None) == (wanted.groups is None)
                if found.groups is not None and wanted.groups is not None:
                    assert found.groups.starts.tolist() == wanted.groups.starts.tolist()
                    assert found.groups.keys.equals(wanted.groups.keys)
