"""Tables for spreadsheets, where no cell may run as a formula."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pandas as pd

from mapper.export.files import write_whole

#: Spreadsheets run a cell that starts like this, unless it is a number. One that has the
#: apostrophe already gets another: readers take one away.
_FORMULA: Final = r"^(?:'+[=+\-@\t\r]|[=+\-@\t\r](?!(?:\d+(?:[.,]\d*)?|[.,]\d+)\s*$))"


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as UTF-8 CSV; text that looks like a formula gets an apostrophe.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    write_csv_parts([frame], path)


def write_csv_parts(frames: Iterable[pd.DataFrame], path: Path) -> None:
    """Write tables of the same columns below each other, as `write_csv` does one."""

    def write(part: Path) -> None:
        with part.open("wb") as file:
            for number, frame in enumerate(frames):
                safe = {name: _harmless(column) for name, column in frame.items()}
                text = pd.DataFrame(safe, index=frame.index).to_csv(
                    index=False, header=number == 0, lineterminator="\r\n"
                )
                # Spreadsheets take a file without the mark for the local code page.
                file.write(text.encode("utf-8" if number else "utf-8-sig"))

    write_whole(path, write)


def _harmless(column: pd.Series) -> pd.Series:
    if not (pd.api.types.is_string_dtype(column) or column.dtype == object):
        return column
    texts = column.astype("str")
    risky = texts.str.match(_FORMULA).fillna(False).astype(bool)
    return texts.where(~risky, "'" + texts)
