"""Tables made for the occasion are harmless, whole and the same every time."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from mapper.export.sheet import MOST_MARKDOWN_ROWS, Sheet, markdown, write_sheet
from mapper.model.errors import ExportError

NASTY = ["=HYPERLINK(0)", "a | b\nc", "<b>*bold*</b>"]


def sheet(rows: int = 1) -> Sheet:
    frame = pd.DataFrame(
        {
            "place": pd.Series(NASTY * rows, dtype="str"),
            "day": pd.Series(["2025-07-01", None, "2025-07-03"] * rows, dtype="str"),
            "killed": pd.array([3, None, 0] * rows, dtype="Int64"),
            "inside": pd.array([True, None, False] * rows, dtype="boolean"),
        }
    )
    return Sheet(
        "counts",
        "Counts *here*",
        frame,
        lambda: frame[["place", "killed"]].astype("str").fillna("–"),
        about=(("Filter", "none"),),
        days=frozenset({"day"}),
        right=frozenset({"killed"}),
        data_date="2025-07-06T10:00:00Z",
    )


def test_csv_runs_nothing_and_leaves_the_unknown_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_sheet(sheet(), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[1] == ["'=HYPERLINK(0)", "2025-07-01", "3", "True"]
    assert rows[2] == ["a | b\nc", "", "", ""]
    assert rows[3][2:] == ["0", "False"]


def test_a_workbook_has_dates_numbers_and_what_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_sheet(sheet(), path)
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["counts", "about"]
    rows = book.get_sheet_by_name("counts").to_python()
    assert rows[1][0] == "=HYPERLINK(0)"
    assert [str(value) for value in rows[1][1:]] == ["2025-07-01", "3.0", "True"]
    assert rows[2][1:] == ["", "", ""]
    assert book.get_sheet_by_name("about").to_python()[0] == ["Table", "Counts *here*"]


def test_markdown_has_one_line_a_row_and_no_markup_of_others() -> None:
    lines = markdown(sheet()).splitlines()
    assert lines[0] == r"# Counts \*here\*"
    assert lines[3] == "| --- | ---: |"
    assert lines[4] == "| =HYPERLINK(0) | 3 |"
    assert lines[5] == r"| a \| b c | – |"
    assert lines[6] == r"| \<b\>\*bold\*\</b\> | 0 |"
    assert lines[-1] == "- Filter: none"


def test_a_text_holds_only_so_many_rows(tmp_path: Path) -> None:
    large = sheet(rows=MOST_MARKDOWN_ROWS)
    with pytest.raises(ExportError, match="narrow the filter"):
        write_sheet(large, tmp_path / "a.md")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["csv", "xlsx", "md"])
def test_the_same_bytes(kind: str, tmp_path: Path) -> None:
    one, two = tmp_path / f"one.{kind}", tmp_path / f"two.{kind}"
    write_sheet(sheet(), one)
    write_sheet(sheet(), two)
    assert one.read_bytes() == two.read_bytes()


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"\.csv, \.xlsx, \.md"):
        write_sheet(sheet(), tmp_path / "a.pdf")
