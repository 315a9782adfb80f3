"""Taking readers' results into the tables: new, updated or left as it was."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Literal

import apsw

from mapper.model.errors import CancelledError
from mapper.project import given
from mapper.project.comparison import MAX_CHANGES, Comparison, Report
from mapper.project.history import MAX_LISTED, Change, Counts, Step, now, quiet
from mapper.project.taking import Taker
from mapper.readers import ImportResult

#: Called with the share done, 0 to 1; returning False stops the work.
Progress = Callable[[float], bool | None]

#: Ids of edited events that are to have the file's values, or ``"all"`` of them.
Overwrite = Collection[str] | Literal["all"]


def take(
    connection: apsw.Connection,
    step: Step,
    results: Iterable[ImportResult],
    *,
    overwrite: Overwrite = (),
    progress: Progress | None = None,
) -> Change:
    """Write readers' results; inside a transaction.

    Events are matched by ``event_id``, fronts by ``front_id``. Of events edited since
    they came in, what somebody changed stays, except for those of ``overwrite``.

    Raises
    ------
    CancelledError
        If ``progress`` returned False.
    """
    work = _Work(results if isinstance(results, Sequence) else (), progress)
    parts: list[Change] = []
    # What feeds gave is kept only with a change of the data: else there is no step to undo it.
    connection.execute("SAVEPOINT taking")
    with quiet(connection):
        for result in results:
            if not isinstance(results, Sequence):
                work = _Work([result], progress)
            taker = Taker(
                connection, step, result, _ids(connection, overwrite), Report(), work.done
            )
            parts.append(taker.change())
            if parts[-1].tables:
                _note_import(connection, result, parts[-1])
    if not any(part.tables for part in parts):
        connection.execute("ROLLBACK TO taking")
    connection.execute("RELEASE taking")
    return _together(parts)


def compare(
    connection: apsw.Connection,
    result: ImportResult,
    *,
    overwrite: Overwrite = (),
    progress: Progress | None = None,
) -> Comparison:
    """Return what `take` would change; nothing is written."""
    report = Report(MAX_CHANGES)
    work = _Work([result], progress)
    change = Taker(
        connection, None, result, _ids(connection, overwrite), report, work.done
    ).change()
    return Comparison(
        counts=change.counts,
        changes=report.changes,
        more=report.more,
        edited=tuple(report.edited),
        fields=report.fields,
        warnings=change.warnings,
    )


def _ids(connection: apsw.Connection, overwrite: Overwrite) -> frozenset[str]:
    if overwrite == "all":
        return frozenset(given.edited(connection))
    return frozenset(overwrite)


class _Work:
    """Tells the progress: every row is looked at once, and may be written once."""

    def __init__(self, results: Sequence[ImportResult], progress: Progress | None) -> None:
        frames = [f for r in results for f in (r.events, r.sources, r.claims, r.fronts)]
        self._total = max(1, sum(len(frame) for frame in frames if frame is not None))
        self._progress = progress
        self._count = 0

    def done(self, rows: int) -> None:
        self._count += rows
        share = min(1.0, self._count / self._total)
        if self._progress is not None and self._progress(share) is False:
            raise CancelledError("The import")


def _together(parts: list[Change]) -> Change:
    """Return the changes of several files as one."""
    if len(parts) == 1:
        return dataclasses.replace(parts[0], parts=(parts[0],))
    counts: dict[str, Counts] = {}
    fields: dict[str, int] = {}
    for part in parts:
        for kind, count in part.counts.items():
            counts[kind] = counts.get(kind, Counts()) + count
        for name, number in part.fields.items():
            fields[name] = fields.get(name, 0) + number
    ids = [part.event_ids for part in parts]
    listed = {event_id for some in ids for event_id in some or ()}
    few = None not in ids and len(listed) <= MAX_LISTED
    return Change(
        name=f"Import of {len(parts)} files",
        tables=frozenset().union(*(part.tables for part in parts)),
        event_ids=tuple(sorted(listed)) if few else None,
        counts=counts,
        warnings=tuple(dict.fromkeys(warning for part in parts for warning in part.warnings)),
        fields=fields,
        kept=sum(part.kept for part in parts),
        parts=tuple(parts),
    )


def _note_import(connection: apsw.Connection, result: ImportResult, change: Change) -> None:
    days = [] if result.fronts is None else sorted(set(result.fronts["as_of"].dropna()))
    connection.execute(
        "INSERT INTO imports (at, file, sha256, feed, rows, accepted, updated, unchanged,"
        " rejected, ignored, front_days, warnings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            now(),
            result.file.name,
            result.sha256,
            result.feed,
            result.rows,
            change.accepted,
            change.updated,
            change.unchanged,
            len(result.rejected),
            result.ignored,
            json.dumps(days) if days else None,
            json.dumps([*result.warnings, *change.warnings], ensure_ascii=False),
        ),
    )
