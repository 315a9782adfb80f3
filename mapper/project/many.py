"""Edits of more events than anybody looks at: SQLite goes over them, portion by portion."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import apsw

from mapper.model.errors import CancelledError, InputError, MissingRowError, shorten
from mapper.project.aside import Progress

#: Events of one statement: the person can stop between two of them.
_PORTION: Final = 5_000
#: Ids of the events of a portion, bound as JSON.
AMONG: Final = "IN (SELECT value FROM json_each(?))"

_COUNTS: Final = (
    "{0}_min < 0 OR {0}_best < 0 OR {0}_max < 0"
    " OR {0}_min > {0}_best OR {0}_best > {0}_max OR {0}_min > {0}_max"
)
#: What no event may say, by the beginning of its columns; as `Event` refuses it.
_WRONG: Final = {
    "date": (
        "(date_start IS NULL) <> (date_end IS NULL) OR date_end < date_start",
        "an event needs both days of its range, in order",
    ),
    "killed": (_COUNTS.format("killed"), "counts are out of order"),
    "injured": (_COUNTS.format("injured"), "counts are out of order"),
}


def portions(
    event_ids: Sequence[str], action: str, progress: Progress | None = None
) -> Iterator[list[str]]:
    """Give the ids portion by portion.

    Raises
    ------
    CancelledError
        If ``progress`` returned False; ``action`` is what was cancelled.
    """
    count = len(event_ids)
    for start in range(0, count, _PORTION):
        if progress is not None and progress(start / count) is False:
            raise CancelledError(action)
        yield list(event_ids[start : start + _PORTION])


def bound(event_ids: Iterable[str]) -> str:
    """Return ids as `AMONG` takes them."""
    return json.dumps(list(event_ids))


def check_known(connection: apsw.Connection, event_ids: Sequence[str]) -> None:
    """Raise `MissingRowError` unless there is an event of every id."""
    for part in portions(event_ids, "The look"):
        lost = connection.execute(
            "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT event_id FROM events)"
            " LIMIT 1",
            (bound(part),),
        ).get
        if lost is not None:
            raise MissingRowError(f"The project has no event {shorten(lost)}.")


def set_values(
    connection: apsw.Connection,
    event_ids: Sequence[str],
    values: Mapping[str, Any],
    progress: Progress | None = None,
) -> None:
    """Set columns of events to values as they are stored, and refuse what no event may say.

    Raises
    ------
    InputError
        If an event would be wrong with them; the caller takes all back.
    """
    assignments = ", ".join(f"{name} = ?" for name in values)
    heads = {name.partition("_")[0] for name in values}
    rules = [rule for head, rule in _WRONG.items() if head in heads]
    for part in portions(event_ids, "The edit", progress):
        connection.execute(
            f"UPDATE events SET {assignments} WHERE event_id {AMONG}",
            (*values.values(), bound(part)),
        )
        for wrong, words in rules:
            found = connection.execute(
                f"SELECT title FROM events WHERE event_id {AMONG} AND ({wrong}) LIMIT 1",
                (bound(part),),
            ).get
            if found is not None:
                raise InputError(words, found=shorten(found, 40))
