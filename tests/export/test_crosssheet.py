"""Counts across as a sheet and as squares."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from counted_events import table

from mapper.export import countchart
from mapper.export.crosssheet import cross_in_words, cross_sentences, cross_sheet
from mapper.export.matrixdata import class_words, classes_of, matrix_data
from mapper.export.sheet import Beside, markdown, write_sheet
from mapper.model.crossing import CrossCounts, count_across

BESIDE = Beside("July", ("1 event left out.",), (), "2025-07-06T10:00:00Z")
ROWS: tuple[dict[str, Any], ...] = (
    {"weapon": "drone", "killed_best": 1200, "incident_id": "s"},
    {"weapon": "drone", "killed_best": 1300, "incident_id": "s", "date_start": "2025-09-01"},
    {"killed_min": 2, "perpetrator_alleged": "=cmd"},
)


def cross(by: str = "weapon", across: str = "month") -> CrossCounts:
    return count_across(table(*ROWS), by, across)


def test_cells_and_totals_in_words() -> None:
    shown = cross_in_words(cross(), "killed")
    assert list(shown.columns) == ["Weapon", "2025-07", "2025-09", "Total"]
    assert shown.to_numpy().tolist() == [
        ["Drone", "1,200", "1,300", "1,300"],
        ["Not stated", "at least 2", "", "at least 2"],
        ["Total", "at least 1,202", "1,300", "at least 1,302"],
    ]
    assert cross_in_words(cross(), "events")["Total"].tolist() == ["2", "1", "3"]


def test_numbers_of_people_are_four_columns_each(tmp_path: Path) -> None:
    write_sheet(cross_sheet(cross(), "killed", BESIDE), tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        first, second = csv.DictReader(file)
    assert [first["2025-09_best"], second["2025-09_best"]] == ["1300", ""]
    assert [second["2025-07_min"], second["2025-07_best"]] == ["2", ""]
    assert [first["total_best"], second["2025-09_unknown"]] == ["1300", "0"]
    events = cross_sheet(cross(), "events", BESIDE).frame
    assert events[["2025-07", "2025-09", "total"]].to_numpy().tolist() == [[1, 1, 2], [1, 0, 1]]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "md"])
def test_the_name_of_a_column_runs_nothing(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    write_sheet(cross_sheet(cross("weapon", "attributed"), "events", BESIDE), path)
    if kind == "csv":
        head = path.read_text("utf-8-sig").splitlines()[0]
        assert head == "weapon,not stated,'=cmd,total"
    if kind == "xlsx":
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(path)
        head = book.get_sheet_by_name("counts").to_python()[0]
        assert head[1:] == ["not stated", "=cmd", "total"]


def test_what_has_to_be_known_is_said() -> None:
    assert cross_sentences(cross()) == (
        "1 salvo lies in several cells; each cell counts it, each total once.",
        "The events of 1 salvo give different numbers of people; the highest counts.",
    )
    text = markdown(cross_sheet(cross(), "killed", BESIDE))
    assert text.startswith("# People killed by weapon and month\n")
    assert "1 event left out." in text


def test_time_runs_to_the_right_and_stands_empty_where_nothing_was() -> None:
    for by, across in (("weapon", "month"), ("month", "weapon")):
        shown = matrix_data(cross(by, across), "killed")
        assert [shown.along.name(at) for at in range(3)] == ["2025-07", "2025-08", "2025-09"]
        assert [shown.down.name(at) for at in range(2)] == ["Drone", "Not stated"]
        assert shown.size.tolist() == [[1200, 0, 1300], [2, 0, 0]]
        assert [shown.short(1, 0), shown.short(0, 1), shown.value(0, 2)] == ["≥2", "", "1,300"]


def test_nothing_known_has_no_shade() -> None:
    shown = matrix_data(cross(), "injured")
    assert np.isnan(shown.size).sum() == 3
    assert not shown.shade.any()
    assert shown.value(0, 0) == "–"


def test_shades_are_few_and_round() -> None:
    assert classes_of(0) == (1,)
    assert classes_of(7) == (1, 2, 5)
    assert classes_of(460) == (1, 2, 10, 50, 200)
    for most in (9, 99, 10**3, 10**6, 123_456_789):
        classes = classes_of(most)
        assert len(classes) <= 6
        assert classes[0] == 1
        assert classes[-1] <= most
    assert class_words((1, 2, 5), 13) == ["1", "2–4", "5–13"]


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
@pytest.mark.parametrize(("by", "across"), [("day", "weapon"), ("weapon", "region")])
def test_the_same_bytes(by: str, across: str, kind: str, tmp_path: Path) -> None:
    one, two = tmp_path / f"one.{kind}", tmp_path / f"two.{kind}"
    for path in (one, two):
        said = countchart.chart(cross(by, across), "killed", path, BESIDE, dpi=60)
        assert "1 event left out." in said
    assert one.read_bytes() == two.read_bytes()


def test_no_events_are_no_trouble(tmp_path: Path) -> None:
    nothing = count_across(table(), "weapon", "month")
    countchart.chart(nothing, "events", tmp_path / "none.png", BESIDE, dpi=60)
    assert len(cross_sheet(nothing, "killed", BESIDE).frame) == 0


def test_many_rows_and_columns_are_told(tmp_path: Path) -> None:
    rows = [{"admin1": f"Область {at}", "claimed_by": f"Somebody {at}"} for at in range(60)]
    path = tmp_path / "many.svg"
    countchart.chart(count_across(table(*rows), "region", "claimed"), "events", path, BESIDE)
    assert float(path.read_text("utf-8").split('height="')[1].split("pt")[0]) < 842
