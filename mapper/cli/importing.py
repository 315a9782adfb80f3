"""``mapper import``: files into a project, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapper import readers
from mapper.cli import output
from mapper.cli.csvfile import write_csv
from mapper.cli.given import Given, with_option
from mapper.cli.options import refuse_replacing
from mapper.model.errors import (
    AnswerNeededError,
    InputError,
    ProjectError,
    ReadOnlyProjectError,
    shorten,
)
from mapper.model.vocabulary import field_label
from mapper.project import Change, Comparison, Counts, open_project, refuse_open_project
from mapper.project.backups import back_up

if TYPE_CHECKING:
    from mapper.project import Project
    from mapper.readers import ImportResult

#: Changes printed for a person; JSON has all that are listed.
_PRINTED = 50


@dataclass(frozen=True)
class _Told:
    """What is left of a file once its rows are taken: what is to be told of them."""

    file: Path
    feed: str
    rejected: pd.DataFrame
    ignored: int
    warnings: list[str]


def run(
    project_path: Path,
    files: list[Path],
    *,
    feed: str | None,
    given: Given,
    rejected_path: Path | None,
    dry_run: bool = False,
    overwrite_edited: bool = False,
    as_json: bool,
) -> None:
    """Read files into a project and report what became of every row."""
    refuse_replacing(rejected_path, [project_path, *files])
    given.check(files)
    told: list[_Told] = []

    def read(progress: output.Progress) -> Iterator[ImportResult]:
        for file in files:
            refuse_open_project(file, project_path)
            progress.start(f"Reading {file.name}")
            others = [other for other in files if other != file]
            result = _read(file, feed, given, others, progress)
            rejected = result.rejected
            told.append(_Told(file, result.feed, rejected, result.ignored, result.warnings))
            if result.rows and len(rejected) == result.rows:
                _write_rejected(told, rejected_path)
                raise _nothing_usable(file, result, rejected_path)
            progress.start(f"Comparing {file.name}" if dry_run else f"Storing {file.name}")
            yield result

    done: list[Change] | list[Comparison]
    with (
        open_project(project_path, "r" if dry_run else "rw") as project,
        output.progress(quiet=as_json) as progress,
    ):
        results = read(progress)
        overwrite: Any = "all" if overwrite_edited else ()
        if dry_run:
            done = [
                project.compare(result, overwrite=overwrite, progress=progress)
                for result in results
            ]
            _write_rejected(told, rejected_path)
        else:
            done = _take(project, results, told, overwrite, rejected_path, progress)
    parts = list(zip(told, done, strict=True))
    if as_json:
        _print_json(parts, dry_run=dry_run)
    else:
        _print(parts, rejected_path, dry_run=dry_run)


def _read(
    file: Path, feed: str | None, given: Given, others: list[Path], progress: output.Progress
) -> ImportResult:
    day, columns, inside = given.of_file(file)
    try:
        return readers.read(file, feed, day, columns, progress, inside=inside, beside=others)
    except AnswerNeededError as error:
        if not error.inside:
            raise
        raise with_option(error) from error


def _take(
    project: Project,
    results: Iterator[ImportResult],
    told: list[_Told],
    overwrite: Any,
    rejected_path: Path | None,
    progress: output.Progress,
) -> list[Change]:
    """Take all results in as one step."""
    if project.read_only_reason is not None:
        raise ReadOnlyProjectError(project.read_only_reason)
    _back_up(project, progress)
    with project.transaction():
        change = project.add_all(results, overwrite=overwrite, progress=progress)
        # Before the commit: a table that cannot be written undoes all.
        _write_rejected(told, rejected_path)
    return list(change.parts)


def _back_up(project: Project, progress: output.Progress) -> None:
    """Make today's backup, as the window does; the import does not depend on it."""
    progress.start("Backing up")
    try:
        back_up(project, progress=progress)
    except ProjectError as error:
        output.warn([f"Today's backup could not be made. {error}"])


def _print_json(parts: list[tuple[_Told, Any]], *, dry_run: bool) -> None:
    entries = []
    for told, part in parts:
        of_file = _entries(told, part)
        if dry_run:
            rows = part.changes.astype(object).where(part.changes.notna(), None)
            of_file[0] |= {"changes": rows.to_dict("records"), "more_changes": part.more}
        entries += of_file
    output.print_json({"files": entries} | ({"dry_run": True} if dry_run else {}))


def _print(parts: list[tuple[_Told, Any]], rejected_path: Path | None, *, dry_run: bool) -> None:
    for told, part in parts:
        for entry in _entries(told, part):
            output.say(_line(entry))
            output.warn(entry["warnings"])
        if part.fields:
            fields = sorted(part.fields.items(), key=lambda item: -item[1])
            words = ", ".join(f"{_label(name)} ({count:,})" for name, count in fields)
            output.say(f"  {'Would update' if dry_run else 'Updated'}: {words}.")
        if dry_run:
            _print_changes(part)
    if any(len(told.rejected) for told, _ in parts):
        if rejected_path is None:
            output.warn(["--rejected OUT.csv writes the rejected rows with their reasons."])
        else:
            output.say(f"The rejected rows are in {rejected_path}.")
    if dry_run:
        output.say("Nothing was taken: this was a dry run.")


def _print_changes(comparison: Comparison) -> None:
    for change in comparison.changes.head(_PRINTED).to_dict("records"):
        before, after = (
            "empty" if pd.isna(text) else shorten(text)
            for text in (change["before"], change["after"])
        )
        kept = " (edited here, stays)" if change["edited"] else ""
        output.say(f"  {change['event_id']}: {_label(change['field'])}: {before} -> {after}{kept}")
    further = len(comparison.changes) - _PRINTED + comparison.more
    if further > 0:
        output.say(f"  and {further:,} further changes; --json lists more.")


def _label(name: str) -> str:
    kind, _, rest = name.partition(" ")
    if name == "geom":
        return "position"
    return f"{kind} {field_label(rest).lower()}" if rest else field_label(name).lower()


def _nothing_usable(file: Path, result: ImportResult, rejected_path: Path | None) -> InputError:
    first = result.rejected.iloc[0]
    rows = "its only row" if result.rows == 1 else f"any of its {result.rows:,} rows"
    reason = str(first["reason"]).strip().rstrip(".")
    listed = "" if rejected_path is None else f"; all are listed in {rejected_path}"
    problem = f"Mapper cannot use {rows}; row {first['row']}: {reason}{listed}"
    return InputError(problem, file=file)


def _entries(told: _Told, change: Change | Comparison) -> list[dict[str, Any]]:
    """Return an entry per kind; what is no row of a kind counts with the first."""
    entries = []
    rejected, ignored = len(told.rejected), told.ignored
    warnings = [*told.warnings, *change.warnings]
    # A file may hold nothing but parts that are by rule neither event nor front.
    for kind, counts in (change.counts or {"events": Counts()}).items():
        taken = counts.accepted + counts.updated + counts.unchanged
        entries.append(
            {
                "file": str(told.file),
                "feed": told.feed,
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


def _write_rejected(told: list[_Told], path: Path | None) -> None:
    """Write the original columns, then file, row number and reason."""
    rejected = [(one.file, one.rejected) for one in told if len(one.rejected)]
    if path is None or not rejected:
        return
    frames = [frame.assign(file=file.name) for file, frame in rejected]
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
