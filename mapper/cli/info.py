"""``mapper info``: what a project holds."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from mapper.cli import output
from mapper.model.schema import TABLES
from mapper.project import open_project, unreadable_words


def run(path: Path, *, as_json: bool) -> None:
    """Print what a project holds."""
    with open_project(path) as project:
        info = project.info()
        for table in TABLES.values():
            project.table(table)
        unreadable = project.unreadable
        info["unreadable"] = [asdict(row) for row in unreadable]
    if as_json:
        output.print_json(info)
        return
    fronts = info["fronts"]
    days = info["front_days"]
    rows = [
        ["Events", f"{info['events']:,}{_range(info['first_day'], info['last_day'])}"],
        ["Sources", f"{info['sources']:,}"],
        ["Control areas", f"{fronts['control_areas']:,}"],
        ["Lines of contact", f"{fronts['lines_of_contact']:,}"],
        ["Days with a front", f"{len(days):,}{_range(days[0], days[-1]) if days else ''}"],
        ["Country boundary", info["boundary"] or "as in the base map"],
        ["Feeds", ", ".join(f"{name} ({count:,})" for name, count in info["feeds"].items())],
        ["Licences", "; ".join(_licence(entry) for entry in info["licences"])],
        ["Last change", info["last_change"]],
    ]
    for label, value in rows:
        output.say(f"{label + ':':<19}{value or 'none'}")
    output.warn(unreadable_words(unreadable))


def _range(first: str | None, last: str | None) -> str:
    if first is None:
        return ""
    return f"  ({first})" if first == last else f"  ({first} to {last})"


def _licence(entry: dict[str, Any]) -> str:
    terms = {
        "yes": "may be republished",
        "no": "may not be republished",
        "unknown": "terms of republishing not known",
    }
    return (
        f"{entry['source']}: {entry['licence'] or 'not stated'}, {terms[entry['redistribution']]}"
    )
