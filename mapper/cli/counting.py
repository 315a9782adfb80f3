"""``mapper counts``: events and people by group."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import pandas as pd

from mapper.cli import output
from mapper.export.countchart import KINDS as PICTURES
from mapper.export.countchart import chart
from mapper.export.countsheet import in_words, sentences, sheet_of
from mapper.export.credits import event_credits
from mapper.export.sheet import Beside, write_sheet
from mapper.export.tables import gather
from mapper.model.counting import count
from mapper.model.filters import EventFilter
from mapper.project import open_project

#: Columns of numbers of what is printed.
_NUMBERS: Final = tuple(range(1, 7))


def run(
    project_path: Path,
    *,
    by: str,
    from_day: dt.date | None,
    until_day: dt.date | None,
    statuses: tuple[str, ...],
    text: str,
    out: Path | None,
    bars: str,
    as_json: bool,
) -> None:
    """Count the events of a project that pass the filter; write a table if ``out`` is given."""
    chosen = EventFilter(from_day, until_day, statuses, text)
    with open_project(project_path) as project:
        tables = gather(project, out or Path("counts")).select(chosen)
        data_date = project.last_change
    counts = count(tables.events, by)
    credits = event_credits(tables.events)
    beside = Beside(tables.filter_text, tables.sentences, credits, data_date)
    warnings = (*tables.sentences, *sentences(counts))
    if out is not None and out.suffix.lower() in PICTURES:
        warnings = chart(counts, bars, out, beside)
    elif out is not None:
        sheet = sheet_of(counts, beside)
        write_sheet(sheet, out)
        warnings = sheet.warnings
    if as_json:
        (total,) = _records(counts.total.drop(columns="group"))
        output.print_json(
            {
                "by": by,
                "groups": _records(counts.table),
                "total": total,
                "left_out": tables.left_out,
                "file": None if out is None else str(out),
                "warnings": list(warnings),
            }
        )
        return
    if out is not None:
        groups = len(counts.table)
        output.say(f"Wrote {out}: {groups:,} {'group' if groups == 1 else 'groups'}.")
    else:
        shown = in_words(counts)
        output.table(list(shown.columns), shown.to_numpy().tolist(), right=_NUMBERS)
    output.warn(warnings)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON has them: None for what is unknown or not stated."""
    plain = frame.astype(object).where(frame.notna(), None)
    if "group" in plain:
        plain["group"] = plain["group"].where(plain["group"] != "", None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
