"""``mapper merge``: what a colleague changed in a copy, into the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pandas as pd

from mapper.cli import output
from mapper.model.errors import ProjectError, ReadOnlyProjectError, shorten
from mapper.model.schema import GEOMETRY
from mapper.model.vocabulary import field_label
from mapper.project import CopyComparison, Project, open_project
from mapper.project.entries import TABLE_WORDS

#: Changes printed for people; JSON has all that are listed.
_PRINTED: Final = 50


def run(project_path: Path, file: Path, *, take: str | None, dry_run: bool, as_json: bool) -> None:
    """Merge a copy, or list what that would do."""
    with (
        open_project(project_path, "r" if dry_run else "rw") as project,
        output.progress(quiet=as_json) as progress,
    ):
        if not dry_run and project.read_only_reason is not None:
            raise ReadOnlyProjectError(project.read_only_reason)
        progress.start(f"Comparing {file.name}")
        told = project.compare_copy(file, progress=progress)
        if not dry_run:
            _take(project, told, take, progress)
    if as_json:
        _print_json(told, project_path, take, dry_run=dry_run)
    else:
        _print(told, take, dry_run=dry_run)


def _take(
    project: Project, told: CopyComparison, take: str | None, progress: output.Progress
) -> None:
    count = len(told.conflicts)
    if count and take is None:
        # Kept as here without a word, they would never be asked again.
        raise ProjectError(
            f"There {'is 1 conflict' if count == 1 else f'are {count:,} conflicts'}, so nothing "
            "was taken: --dry-run lists them, --take ours or --take theirs decides them; the "
            "window lets you decide one by one."
        )
    progress.start(f"Merging {told.file.name}")
    theirs: Any = "all" if take == "theirs" else ()
    project.take_copy(told.file, theirs=theirs, told=told, progress=progress)


def _print_json(told: CopyComparison, project: Path, take: str | None, *, dry_run: bool) -> None:
    counts: dict[str, dict[str, int]] = {"added": {}, "changed": {}, "deleted": {}}
    for (table, kind), count in told.counts.items():
        counts[kind][table] = count
    changes = told.changes.astype(object).where(told.changes.notna(), None)
    rows = changes.to_dict("records")
    for row in rows:
        row["conflict"] = row["conflict"] if row["conflict"] >= 0 else None
    output.print_json(
        {
            "project": project,
            "copy": told.file,
            "dry_run": dry_run,
            "steps": [{"at": s.at, "name": s.name, "reason": s.reason} for s in told.steps],
            "counts": counts,
            "conflicts": len(told.conflicts),
            "take": take,
            "changes": rows,
            "more_changes": told.more,
            "warnings": told.warnings,
        }
    )


def _print(told: CopyComparison, take: str | None, *, dry_run: bool) -> None:
    output.say(told.words)
    for row in told.changes.head(_PRINTED).to_dict("records"):
        output.say(_line(row))
    further = len(told.changes) - _PRINTED + told.more
    if further > 0:
        output.say(f"  and {further:,} further changes; --json lists more.")
    output.warn(told.warnings)
    if dry_run:
        output.say("Nothing was taken: this was a dry run.")
    elif told.conflicts:
        whose = "the copy's value" if take == "theirs" else "the value they had here"
        output.say(f"The conflicts have {whose}.")


def _line(row: dict[Any, Any]) -> str:
    base, ours, theirs = (_cell(row[name]) for name in ("base", "ours", "theirs"))
    lead = f"  {TABLE_WORDS[row['table']]} {row['key']}"
    if isinstance(row["title"], str) and row["title"]:
        lead += f" ({shorten(row['title'], 40)})"
    whole = not isinstance(row["field"], str)
    if row["conflict"] < 0:
        if not whole:
            return f"{lead}: {_label(row['field'])}: {ours} -> {theirs}"
        return f"{lead}: {row['change']}" + (f" {theirs}" if row["change"] == "added" else "")
    if whole:
        ours, theirs = (
            "deleted" if pd.isna(row[name]) else shown
            for name, shown in (("ours", ours), ("theirs", theirs))
        )
    what = "" if whole else f"{_label(row['field'])}: "
    return f"{lead}: CONFLICT: {what}was {base}, here {ours}, in the copy {theirs}"


def _cell(value: Any) -> str:
    return "empty" if pd.isna(value) or value == "" else shorten(value)


def _label(name: str) -> str:
    return "position" if name == GEOMETRY else field_label(name).lower()
