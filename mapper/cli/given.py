"""What ``mapper import`` is told of its files: of all, or of one by its name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import typer

from mapper import readers
from mapper.cli import options
from mapper.model.errors import AnswerNeededError, InputError
from mapper.readers import Said


@dataclass(frozen=True)
class Given:
    """Answers that count for all files, and for the files of a name alone, also in a ZIP."""

    of_all: Said = field(default_factory=Said)
    by_name: dict[str, Said] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Iterable[str], dates: Iterable[str]) -> Given:
        """Read ``[NAME:]FIELD=COLUMN`` and ``[NAME=]DAY``; anything else is wrong usage."""
        said: dict[str, Said] = {"": Said()}
        for text in columns:
            name, column = options.pair(text)
            file, _, known = name.rpartition(":")
            one = said.get(file, Said())
            said[file] = replace(one, columns={**one.columns, known: column})
        for text in dates:
            file, _, written = text.rpartition("=")
            one = said.get(file, Said())
            if one.date is not None:
                raise typer.BadParameter(f"--date is given twice for {file or 'all files'}.")
            said[file] = replace(one, date=options.day(written))
        return cls(said.pop(""), said)

    def check(self, files: Sequence[Path]) -> None:
        """Refuse names that no file has.

        Raises
        ------
        InputError
            If something was said of a file that is not among these, nor in a ZIP.
        """
        known = {name for file in files for name in (file.name, *self._names(file))}
        for name in self.by_name.keys() - known:
            raise InputError(
                "there is no file of that name to import",
                found=name,
                expected="one of " + ", ".join(sorted(known)[:12]),
            )

    def of_file(self, file: Path) -> tuple[dt.date | None, dict[str, str], dict[str, Said]]:
        """Return day and columns of a file, and what was said of files in it."""
        own = self.by_name.get(file.name, Said())
        inside = {name: self.by_name[name] for name in self._names(file) if name in self.by_name}
        return own.date or self.of_all.date, {**self.of_all.columns, **own.columns}, inside

    def _names(self, file: Path) -> tuple[str, ...]:
        return readers.names_in(file) if self.by_name else ()


def with_option(error: AnswerNeededError) -> InputError:
    """Return a question about files in a ZIP as a sentence that says how each is answered."""
    asked = [error, *error.more]
    names = [one.inside for one in asked if one.asks == error.asks]
    told = ", ".join(names[1:5]) + (", ..." if len(names) > 5 else "")
    also = f"; the same is asked of {told}" if told else ""
    answer = f"--date '{names[0]}=DAY'"
    if error.asks != "day":
        answer = f"--map '{names[0]}:{error.asks}=...'"
    return InputError(
        error.problem,
        file=error.file,
        inside=error.inside,
        field=error.field,
        found=error.found,
        expected=f"{error.expected or 'an answer'}, for this file alone as {answer}{also}",
    )
