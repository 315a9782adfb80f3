"""``mapper check``: what is doubtful about a project's events."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import pandas as pd

from mapper import checks
from mapper.cli import output
from mapper.project import open_project

#: Findings of one rule that are printed; --json has all.
_SHOWN: Final = 5


def run(
    path: Path, *, conflict_start: dt.date | None, rules: list[str] | None, as_json: bool
) -> None:
    """Print the findings that nobody has dismissed."""
    wanted = None if not rules else [rule.strip().replace("-", "_").lower() for rule in rules]
    with open_project(path) as project, output.progress(quiet=as_json) as progress:
        progress.start("Checking")
        events = project.events
        found = checks.check(
            events,
            project.sources,
            project.media,
            conflict_start=conflict_start,
            rules=wanted,
            progress=progress,
        )
        told = checks.open_findings(project, found)
    dismissed = len(found) - len(told)
    if as_json:
        rows = zip(*(told[name] for name in told.columns), strict=True)
        output.print_json({"findings": [_entry(*row) for row in rows], "dismissed": dismissed})
        return
    if not len(told):
        output.say(f"Nothing doubtful in {len(events):,} events.")
    for rule, title in checks.RULES.items():
        _say(rule, title, told[told["rule"] == rule])
    if dismissed:
        output.say(f"Dismissed before: {dismissed:,}.")


def _entry(
    event_id: str, rule: str, message: str, other_ids: tuple[str, ...], mend: checks.Mend | None
) -> dict[str, Any]:
    entry: dict[str, Any] = {"event_id": event_id, "rule": rule, "message": message}
    if other_ids:
        entry["other_ids"] = list(other_ids)
    if mend is not None:
        entry["mend"] = {"kind": mend.kind, "label": mend.label, "values": mend.values}
    return entry


def _say(rule: str, title: str, told: pd.DataFrame) -> None:
    if not len(told):
        return
    output.say(f"{title} ({rule}): {len(told):,}")
    first = told.head(_SHOWN)
    for event_id, message in zip(first["event_id"], first["message"], strict=True):
        output.say(f"  {event_id}: {message}")
    if len(told) > _SHOWN:
        output.say(f"  and {len(told) - _SHOWN:,} more; --json tells all")
