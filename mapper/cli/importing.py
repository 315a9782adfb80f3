"""``mapper import``: files into a project, all of them or none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapper import readers
from mapper.cli import output
from mapper.cli.csvfile import write_csv
from mapper.cli.options import refuse_replacing
from mapper.model.errors import InputError, ReadOnlyProjectError
from mapper.project import Change, Counts, open_project, refuse_open_project

if TYPE_CHECKING:
    from mapper.readers import ImportResult


def run(
    project_path: Path,
    files: list[Path],
    *,
    feed: str | None,
    columns: dict[str, str],
    day: dt.date | None,
    rejected_path: Path | None,
    as_json: bool,
) -> None:
    """Read files into a project and report what became of every row."""
    refuse_replacing(rejected_path, [project_path, *files])
    entries: list[dict[str, Any]] = []
    rejected: list[tuple[Path, pd.DataFrame]] = []
    with open_project(project_path, "rw") as project:
        if project.read_only_reason is not None:
            raise ReadOnlyProjectError(project.read_only_reason)
        with output.progress(quiet=as_json) as progress, project.transaction():
            for file in files:
                refuse_open_project(file, project_path)
                progress.start(f"Reading {file.name}")
                result = readers.read(file, feed, day, columns or None, progress)
                if len(result.rejected):
                    rejected.append((file, result.rejected))
                if result.rows and len(result.rejected) == result.rows:
                    _write_rejected(rejected, rejected_path, several=len(files) > 1)
                    raise _nothing_usable(file, result)
                progress.start(f"Storing {file.name}")
                entries += _entries(file, result, project.add(result))
            # Before the commit: a table that cannot be written undoes all.
            _write_rejected(rejected, rejected_path, several=len(files) > 1)
    if as_json:
        output.print_json({"files": entries})
        return
    for entry in entries:
        output.say(_line(entry))
        output.warn(entry["warnings"])
    if rejected:
        if rejected_path is None:
            output.warn(["--rejected OUT.csv writes the rejected rows with their reasons."])
        else:
            output.say(f"The rejected rows are in {rejected_path}.")


def _nothing_usable(file: Path, result: ImportResult) -> InputError:
    first = result.rejected.iloc[0]
    rows = "its only row" if result.rows == 1 else f"any of its {result.rows:,} rows"
    reason = str(first["reason"]).strip().rstrip(".")
    return InputError(f"Mapper cannot use {rows}; row {first['row']}: {reason}", file=file)


def _entries(file: Path, result: ImportResult, change: Change) -> list[dict[str, Any]]:
    """Return an entry per kind; what is no row of a kind counts with the first."""
    entries = []
    rejected, ignored = len(result.rejected), result.ignored
    warnings = [*result.warnings, *change.warnings]
    # A file may hold nothing but parts that are by rule neither event nor front.
    for kind, counts in (change.counts or {"events": Counts()}).items():
        taken = counts.accepted + counts.updated + counts.unchanged
        entries.append(
            {
                "file": str(file),
                "feed": result.feed,
                "kind": kind,
                "rows": taken + rejected + ignored,
                "accepted": counts.accepted,
                "updated": counts.updated,
                "unchanged": counts.unchanged,
                "rejected": rejected,
                "ignored": ignored,
                "warnings": warnings,
            }
        )
        rejected, ignored, warnings = 0, 0, []
    return entries


def _write_rejected(
    rejected: list[tuple[Path, pd.DataFrame]], path: Path | None, *, several: bool
) -> None:
    """Write the original columns, then row number and reason."""
    if path is None or not rejected:
        return
    frames = [frame.assign(file=file.name) if several else frame for file, frame in rejected]
    table = pd.concat(frames, ignore_index=True)
    last = [name for name in ("file", "row", "reason") if name in table.columns]
    write_csv(table[[name for name in table.columns if name not in last] + last], path)


def _line(entry: dict[str, Any]) -> str:
    words = [f"{entry['accepted']:,} new"]
    words += [
        f"{entry[name]:,} {name}"
        for name in ("updated", "unchanged", "rejected", "ignored")
        if entry[name]
    ]
    return f"{entry['file']}: {entry['kind']} ({entry['feed']}): {', '.join(words)}"
