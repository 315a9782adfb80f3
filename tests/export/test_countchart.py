"""Charts of counts: the same bytes, nothing missing, nothing run over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from counted_events import table

from mapper.export import countchart
from mapper.export.sheet import Beside
from mapper.model.counting import Counts, count
from mapper.model.errors import ExportError, InputError

BESIDE = Beside("July 2025", ("1 event left out.",), (), "2025-07-06T10:00:00Z")


def counts(by: str, number: int = 9) -> Counts:
    rows = [
        {"date_start": f"2025-07-{day:02d}", "killed_min": day, "admin1": f"Область {day}"}
        for day in range(1, number)
    ]
    return count(table(*rows, {"killed_min": 1, "killed_best": 2, "killed_max": 30}), by)


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
@pytest.mark.parametrize("by", ["day", "region"])
def test_the_same_bytes(by: str, kind: str, tmp_path: Path) -> None:
    one, two = tmp_path / f"one.{kind}", tmp_path / f"two.{kind}"
    for path in (one, two):
        said = countchart.chart(counts(by), "killed", path, BESIDE, dpi=60)
        assert "1 event left out." in said
    assert one.read_bytes() == two.read_bytes()


def test_a_sheet_grows_with_its_groups_up_to_a_limit(tmp_path: Path) -> None:
    heights = []
    for number in (3, 9, 29):
        path = tmp_path / f"{number}.svg"
        countchart.chart(counts("region", number), "events", path, BESIDE)
        heights.append(float(re.search(r'height="([\d.]+)pt"', path.read_text("utf-8"))[1]))
    assert heights == sorted(set(heights))


def test_no_events_are_no_trouble(tmp_path: Path) -> None:
    for by in ("day", "weapon"):
        countchart.chart(count(table(), by), "events", tmp_path / f"{by}.png", Beside(), dpi=60)


def test_what_is_no_chart_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.png, \.svg, \.pdf"):
        countchart.chart(counts("day"), "events", tmp_path / "a.csv", BESIDE)
    with pytest.raises(InputError, match="events, incidents"):
        countchart.chart(counts("day"), "colour", tmp_path / "a.png", BESIDE)
