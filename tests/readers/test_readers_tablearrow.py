"""Text parsed in parts is the table that it is as a whole."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.readers import tablearrow
from mapper.readers.tabletext import ParsedTable, parse_stream, parse_table

FILE = Path("table.csv")
CELLS = st.text(st.sampled_from(["a", "é", " ", ",", '"', "\n", "\r", ";"]), max_size=6)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=30)
)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tablearrow, "_PART_BYTES", 8)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)


def written(rows: list[list[str]], ends: str = "\n") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=ends)
    writer.writerow([f"name {number}" for number in range(len(rows[0]))])
    writer.writerows(rows)
    return text.getvalue().encode()


def parsed(content: bytes) -> ParsedTable | None:
    return parse_stream(lambda: io.BytesIO(content), len(content), FILE)


def as_a_whole(content: bytes) -> ParsedTable:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tablearrow, "_MOST_PARTS", 1)
        table = parsed(content)
        return parse_table(content.decode(), FILE) if table is None else table


@given(TABLES, st.sampled_from(["\n", "\r\n"]))
def test_any_table(rows: list[list[str]], ends: str) -> None:
    content = written(rows, ends)
    found = parsed(content) or parse_table(content.decode(), FILE)
    expected = as_a_whole(content)
    assert found.header == expected.header
    assert found.frame.values.tolist() == expected.frame.values.tolist()
    assert found.broken == expected.broken


def test_parts_are_parsed_and_none_is_cut_inside_a_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[int]] = []
    parse_parts = tablearrow._parse_parts

    def parse(open_stream, cuts, *more):
        seen.append(cuts)
        return parse_parts(open_stream, cuts, *more)

    monkeypatch.setattr(tablearrow, "_parse_parts", parse)
    plain = written([[str(number), "text"] for number in range(40)])
    table = parsed(plain)
    assert table is not None
    assert table.frame["name 0"].tolist() == [str(number) for number in range(40)]
    assert [len(cuts) for cuts in seen] == [5]

    seen.clear()
    # Every line end but the first is inside the one cell of many lines.
    within = written([["1", "line, of words\n" * 40]])
    table = parsed(within)
    assert len(seen) > 1
    assert seen[-1] == [0, len(within)]
    expected = parse_table(within.decode(), FILE)
    assert (table or expected).frame.values.tolist() == [["1", "line, of words\n" * 40]]


def test_what_the_report_raises_ends_the_parsing() -> None:
    content = written([[str(number), "text"] for number in range(400)])
    shares: list[float] = []

    def report(share: float) -> None:
        shares.append(share)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parse_stream(lambda: io.BytesIO(content), len(content), FILE, report=report)
    assert 0 < shares[0] <= 1
