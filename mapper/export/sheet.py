"""A table made for the occasion and what is said beside it, as CSV, XLSX or Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

import pandas as pd

from mapper.export.credits import Credit, event_credits
from mapper.export.csvfile import harmless, unmistaken
from mapper.export.files import write_whole
from mapper.export.xlsxfile import write_book
from mapper.mapdoc.language import ENGLISH, Note
from mapper.model.errors import ExportError

F = TypeVar("F", bound=pd.DataFrame)

#: Rows that a table in a text may have; more belong into a file of their own.
MOST_MARKDOWN_ROWS: Final = 2_000
#: What would be markup in a cell of Markdown.
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>|#~])")


@dataclass(frozen=True)
class Beside:
    """What is said beside a table or a chart.

    Parameters
    ----------
    filter_text
        The filter in words, empty where everything is chosen.
    notes
        Sentences of what was left out.
    credits
        Whose data it is.
    data_date
        Last change of the data, UTC; empty if not known.
    """

    filter_text: str = ""
    notes: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    data_date: str = ""


def without_sensitive(events: F, filter_text: str, data_date: str) -> tuple[F, Beside]:
    """Return the events that may leave the project, and what is said of that."""
    hidden = (events["sensitive"].fillna(0) != 0).to_numpy(bool)
    notes: tuple[str, ...] = ()
    if hidden.any():
        notes = (ENGLISH.note(Note("sensitive", {"events": int(hidden.sum())})),)
        events = events[~hidden]
    return events, Beside(filter_text, notes, event_credits(events), data_date)


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table and what is said beside it.

    Parameters
    ----------
    name
        Of the sheet in a workbook.
    title
        Above the table in a text.
    frame
        Columns of text, numbers and truth, missing where unknown.
    shown
        Returns the same rows as a person reads them, all texts, for Markdown.
    about
        Names and texts: filter, notes, date, credits.
    days
        Columns of ISO days.
    right
        Columns of ``shown`` that stand to the right.
    data_date
        Last change of the data, UTC; empty if not known.
    warnings
        What whoever saves it should know: licences.
    """

    name: str
    title: str
    frame: pd.DataFrame
    shown: Callable[[], pd.DataFrame]
    about: tuple[tuple[str, str], ...] = ()
    days: frozenset[str] = frozenset()
    right: frozenset[str] = frozenset()
    data_date: str = ""
    warnings: tuple[str, ...] = field(default=())


def write_sheet(sheet: Sheet, path: str | Path) -> None:
    """Write a sheet; the suffix of `path` says as what.

    ``.csv``: UTF-8 with byte-order mark; texts that a spreadsheet would run get an
    apostrophe before them. ``.xlsx``: the table and a sheet ``about``. ``.md``: the table as
    a person reads it, at most `MOST_MARKDOWN_ROWS` rows, with the same below it. The same
    sheet gives the same bytes.

    Raises
    ------
    ExportError
        For another suffix, too many rows, or a file that cannot be written.
    """
    path = Path(path)
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise ExportError(
            f"{path.name} cannot be written: counts and distances are written as "
            f"{', '.join(_WRITERS)}."
        )
    write_whole(path, lambda part: write(sheet, part))


def _write_csv(sheet: Sheet, path: Path) -> None:
    frame = sheet.frame.copy()
    for name in frame.columns[frame.dtypes == "str"]:
        if name not in sheet.days:
            frame[name] = harmless(frame[name])
    # Names of groups are anybody's texts.
    frame.columns = harmless(pd.Series(frame.columns, dtype="str")).tolist()
    # Spreadsheets take a file without the mark for the local code page.
    frame.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _write_xlsx(sheet: Sheet, path: Path) -> None:
    frame = sheet.frame.copy()
    for name in frame.columns[frame.dtypes == "str"]:
        frame[name] = unmistaken(frame[name])
    frame.columns = unmistaken(pd.Series(frame.columns, dtype="str")).tolist()
    write_book(
        path,
        {sheet.name: frame},
        {sheet.name: sheet.days},
        (("Table", sheet.title), *sheet.about),
        sheet.data_date,
    )


def _write_markdown(sheet: Sheet, path: Path) -> None:
    if len(sheet.frame) > MOST_MARKDOWN_ROWS:
        raise ExportError(
            f"{len(sheet.frame):,} rows are too many for a text, which holds "
            f"{MOST_MARKDOWN_ROWS:,}; narrow the filter, or write csv or xlsx."
        )
    path.write_text(markdown(sheet), encoding="utf-8", newline="\n")


def markdown(sheet: Sheet) -> str:
    """Return a sheet as Markdown: title, table, and what is said beside it."""
    shown = sheet.shown()
    names = [str(name) for name in shown.columns]
    rules = ["---:" if name in sheet.right else "---" for name in names]
    lines = [f"# {_plain(sheet.title)}", "", _row(map(_plain, names)), _row(rules)]
    lines += [_row(map(_plain, row)) for row in shown.itertuples(index=False)]
    lines += ["", *(f"- {_plain(name)}: {_plain(text)}" for name, text in sheet.about), ""]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Return text of anybody as text of one line that is no markup."""
    return _MARKUP.sub(r"\\\1", " ".join(str(text).split()))


_WRITERS: Final[dict[str, Callable[[Sheet, Path], None]]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".md": _write_markdown,
}
