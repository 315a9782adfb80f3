"""``mapper history``: what was changed in a project, step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pandas as pd
import typer

from mapper.cli import output
from mapper.cli.csvfile import write_csv_parts
from mapper.cli.options import refuse_replacing
from mapper.model.errors import MissingRowError, shorten
from mapper.model.schema import GEOMETRY, TABLES
from mapper.model.vocabulary import field_label
from mapper.project import Project, open_project, past_words
from mapper.project.entries import TABLE_WORDS, Entry, RowChange

#: Steps, and rows of each, that are printed for people.
_STEPS: Final = 200
_ROWS: Final = 8
#: Rows of one step in the JSON object; the table has all.
_LISTED: Final = 1_000
#: Lines of the table that are held at once.
_PORTION: Final = 20_000

_COLUMNS: Final = (
    *("at", "step", "action", "by", "state", "reason", "events"),
    *("record", "record_id", "change", "field", "before", "after"),
)


def run(
    path: Path,
    *,
    event_id: str | None,
    since: dt.date | None,
    field: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Print the history of a project, or write it as a table."""
    column = None if field is None else _column(field)
    refuse_replacing(out, [path])
    chosen: dict[str, Any] = {"event_id": event_id, "since": since, "field": column}
    with open_project(path) as project:
        _refuse_unknown(project, event_id)
        if out is not None:
            lines = write_table(project, out, **chosen)
            if as_json:
                output.print_json({"file": str(out), "lines": lines})
            else:
                output.say(f"Wrote {out}: {lines:,} lines.")
        elif as_json:
            told = project.history(listed=_LISTED, **chosen)
            output.print_json({"history": [_entry(entry) for entry in told]})
        else:
            _print(project.history(listed=_ROWS, **chosen))


def write_table(
    project: Project,
    path: Path,
    *,
    event_id: str | None = None,
    since: dt.date | None = None,
    field: str | None = None,
) -> int:
    """Write the history as CSV, a line per field; return how many lines.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    rows = _rows(project, event_id=event_id, since=since, field=field)
    count = 0

    def parts() -> Iterator[pd.DataFrame]:
        nonlocal count
        while True:
            some = list(islice(rows, _PORTION))
            if count and not some:
                return
            count += len(some)
            yield pd.DataFrame(some, columns=list(_COLUMNS)).astype({"step": "Int64"})
            if not some:
                return

    write_csv_parts(parts(), path)
    return count


def _rows(project: Project, **chosen: Any) -> Iterator[tuple[Any, ...]]:
    alone = chosen["event_id"] is None and chosen["field"] is None
    for head, items in project.history_items(**chosen):
        by = "another program" if head.outside else "Mapper"
        state = past_words.state_words(head)
        start = (head.at, head.step or None, head.name, by, state, head.reason)
        told = False
        for item in items:
            # Of one event only the import that brought it is told, not its other rows.
            for line in past_words.lines(item):
                told = True
                events = " | ".join(line.event_ids)
                rest = (line.change, line.field, line.before, line.after)
                yield (*start, events, line.what, line.key, *rest)
        named = head.state == "dropped" and head.event_ids is not None
        if not told and (alone or (named and chosen["field"] is None)):
            events = " | ".join(head.event_ids or ())
            yield (*start, events, *[None] * 6)


def _column(field: str) -> str:
    """Return the column that a person means."""
    name = field.strip().lower().replace(" ", "_")
    known = {column for table in TABLES.values() for column in table.names}
    if name in ("lon", "lat", "position", GEOMETRY):
        return GEOMETRY
    if name not in known:
        raise typer.BadParameter(f"'{field}' is no field; fields are named as in an export.")
    return name


def _refuse_unknown(project: Project, event_id: str | None) -> None:
    if event_id is not None and next(project.history(event_id=event_id, listed=0), None) is None:
        found = project.query("SELECT 1 FROM events WHERE event_id = ?", (event_id,))
        if not found:
            raise MissingRowError(f"The project never had an event {shorten(event_id)}.")


def _entry(entry: Entry) -> dict[str, Any]:
    head = entry.head
    counts: dict[str, dict[str, int]] = {}
    for (table, kind), count in entry.counts.items():
        counts.setdefault(kind, {})[table] = count
    return {
        "step": head.step or None,
        "at": head.at,
        "name": head.name,
        "kind": entry.kind,
        "state": head.state,
        "reason": head.reason,
        "by": "another program" if head.outside else "Mapper",
        "events": None if head.event_ids is None else list(head.event_ids),
        "imports": [vars(imported) for imported in entry.imports],
        "counts": counts,
        "fields": entry.fields,
        "changes": [_change(row) for row in entry.rows],
        "more": entry.more,
    }


def _change(row: RowChange) -> dict[str, Any]:
    pairs = {name: past_words.values(row, name) for name in row.fields}
    return {
        "table": row.table,
        "id": row.key,
        "kind": row.kind,
        "events": list(row.event_ids),
        "before": {name: old for name, (old, _) in pairs.items() if name in row.before},
        "after": {name: new for name, (_, new) in pairs.items() if name in row.after},
    }


def _print(entries: Iterator[Entry]) -> None:
    told = False
    for entry in islice(entries, _STEPS):
        told = True
        _say(entry)
    if not told:
        output.say("Nothing was changed.")
    elif next(entries, None) is not None:
        output.say("… and earlier steps; --csv OUT.csv writes all, --since DAY fewer.")


def _say(entry: Entry) -> None:
    head = entry.head
    state = "" if head.state == "stands" else f" ({past_words.state_words(head)})"
    output.say(f"{head.at[:16].replace('T', ' ')} UTC  {head.name}{state}")
    if head.reason:
        output.say(f"  Reason: {head.reason}")
    for imported in entry.imports:
        output.say(f"  {imported.file} ({past_words.imported_words(imported)})")
    for row in entry.rows:
        _say_row(row)
    if entry.more:
        output.say(f"  and {entry.more:,} more; in all {past_words.summary(entry)}")
    elif entry.counts and not entry.rows:
        output.say(f"  {past_words.summary(entry)}")


def _say_row(row: RowChange) -> None:
    what = "" if row.table == "events" else f"{TABLE_WORDS[row.table]} "
    lead = f"  {what}{row.key}"
    if row.kind == "merged":
        output.say(f"{lead}: {past_words.merged_words(row)}")
    elif row.kind != "changed":
        title = past_words.row_title(row)
        output.say(f"{lead}: {row.kind}" + (f" ({shorten(title)})" if title else ""))
    for name in row.fields if row.kind == "changed" else ():
        before, after = (
            "empty" if text is None else shorten(text) for text in past_words.values(row, name)
        )
        label = "position" if name == GEOMETRY else field_label(name).lower()
        output.say(f"{lead}: {label}: {before} -> {after}")
