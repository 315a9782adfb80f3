"""``mapper counts``: events and people by group."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from mapper.cli import output
from mapper.export.countchart import KINDS as PICTURES
from mapper.export.countchart import chart
from mapper.export.countsheet import sentences, sheet_of
from mapper.export.credits import event_credits
from mapper.export.crosssheet import cross_sentences, cross_sheet
from mapper.export.sheet import Beside, write_sheet
from mapper.export.tables import gather
from mapper.model.counting import Counts, count
from mapper.model.crossing import CrossCounts, count_across
from mapper.model.filters import EventFilter
from mapper.project import open_project


def run(
    project_path: Path,
    *,
    by: str,
    across: str | None,
    from_day: dt.date | None,
    until_day: dt.date | None,
    statuses: tuple[str, ...],
    text: str,
    out: Path | None,
    measure: str,
    as_json: bool,
) -> None:
    """Count the events of a project that pass the filter; write a table if ``out`` is given."""
    chosen = EventFilter(from_day, until_day, statuses, text)
    with open_project(project_path) as project:
        tables = gather(project, out or Path("counts")).select(chosen)
        data_date = project.last_change
    credits = event_credits(tables.events)
    beside = Beside(tables.filter_text, tables.sentences, credits, data_date)
    counts: Counts | CrossCounts
    if across is None:
        rows = counts = count(tables.events, by)
        told: dict[str, Any] = {"by": by}
        sheet = sheet_of(rows, beside)
        said = sentences(rows)
    else:
        counts = cross = count_across(tables.events, by, across)
        rows = cross.rows
        told = {"by": by, "across": across, "cells": _cells(cross)}
        told["columns"] = _records(cross.columns.table)
        sheet = cross_sheet(cross, measure, beside)
        said = cross_sentences(cross)
    warnings = (*tables.sentences, *said)
    if out is not None and out.suffix.lower() in PICTURES:
        warnings = chart(counts, measure, out, beside)
    elif out is not None:
        write_sheet(sheet, out)
        warnings = sheet.warnings
    if as_json:
        (total,) = _records(rows.total.drop(columns="group"))
        output.print_json(
            told
            | {
                "groups": _records(rows.table),
                "total": total,
                "left_out": tables.left_out,
                "file": None if out is None else str(out),
                "warnings": list(warnings),
            }
        )
        return
    if out is not None:
        groups = len(rows.table)
        output.say(f"Wrote {out}: {groups:,} {'group' if groups == 1 else 'groups'}.")
    else:
        shown = sheet.shown()
        numbers = tuple(range(1, len(shown.columns)))
        output.table(list(shown.columns), shown.to_numpy().tolist(), right=numbers)
    output.warn(warnings)


def _cells(cross: CrossCounts) -> list[dict[str, Any]]:
    """Return the cells that have events, with the names of their groups."""
    cells = cross.cells.drop(columns=["row", "column"])
    groups = cross.rows.table["group"].iloc[cross.cells["row"]]
    across = cross.columns.table["group"].iloc[cross.cells["column"]]
    cells.insert(0, "group", groups.to_numpy())
    cells.insert(1, "across", across.to_numpy())
    return _records(cells)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON has them: None for what is unknown or not stated."""
    plain = frame.astype(object).where(frame.notna(), None)
    for name in {"group", "across"} & set(plain):
        plain[name] = plain[name].where(plain[name] != "", None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
