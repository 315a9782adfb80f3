"""Tables of many rows: the same as row by row, with progress, and stopped when asked."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from mapper.model.errors import CancelledError
from mapper.readers import read

ROWS = 70_000


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    numbers = range(ROWS)
    frame = pd.DataFrame(
        {
            "id": numbers,
            "date": [f"2024-{1 + n % 12:02}-{1 + n % 28:02}" for n in numbers],
            "title": [f"Strike {n}" for n in numbers],
            "lat": [f"{44 + n % 800 / 100:.2f}" for n in numbers],
            "lon": [f"{22 + n / ROWS:.7f}" for n in numbers],
            "publisher": ["A", "B"] * (ROWS // 2),
            "unit": [["", '5th "A"', "back\\slash", "x\ty"][n % 4] for n in numbers],
            "remark": [f"r{n}" if n % 7 else "" for n in numbers],
            "code": [str(n % 3) for n in numbers],
        }
    )
    frame.loc[ROWS - 1, "lat"] = "95"
    path = tmp_path_factory.mktemp("large") / "large.csv"
    frame.to_csv(path, index=False)
    return path, frame


def test_every_row_as_if_it_were_alone(table, tmp_path):
    path, frame = table
    result = read(path)
    assert result.rows == ROWS
    assert len(result.rejected) == 1
    assert "latitude: found 95" in result.rejected["reason"].iloc[0]
    events = result.events
    kept = frame.iloc[:-1]
    assert events["title"].tolist() == kept["title"].tolist()
    assert events["date_start"].tolist() == kept["date"].tolist()
    assert events.geometry.x.tolist() == [float(lon) for lon in kept["lon"]]
    assert events.geometry.y.tolist() == [float(lat) for lat in kept["lat"]]
    expected = [
        {name: value for name, value in zip(("unit", "remark", "code"), row, strict=True) if value}
        for row in kept[["unit", "remark", "code"]].itertuples(index=False)
    ]
    assert [json.loads(text) for text in events["extra"]] == expected
    # Events that share a publisher each keep it.
    assert result.sources["publisher"].tolist() == kept["publisher"].tolist()
    assert result.sources["event_id"].is_unique


def test_progress_grows_and_is_told_while_the_file_is_parsed(table):
    shares: list[float] = []
    read(table[0], progress=shares.append)
    assert shares == sorted(shares)
    assert sum(0.05 < share <= 0.35 for share in shares) >= 2
    assert 0 <= shares[0] <= shares[-1] <= 1


@pytest.mark.parametrize("until", [0.04, 0.1, 0.55, 0.75])
def test_cancelled_at_once(table, until):
    calls = []

    def progress(share: float) -> bool:
        calls.append(share)
        return share < until

    with pytest.raises(CancelledError):
        read(table[0], progress=progress)
    assert sum(share >= until for share in calls) == 1
