"""What commands print: one JSON object, or a few lines for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

#: Texts of files are anybody's, and such characters command the terminal.
_COMMANDS: Final = {
    code: "?" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"
}


def print_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object; NaN would be no JSON and is a bug of ours."""
    unicode = "utf" in (sys.stdout.encoding or "").lower()
    print(json.dumps(value, ensure_ascii=not unicode, allow_nan=False, default=_plain))


def _plain(value: Any) -> Any:
    """Return what JSON can hold for NumPy's numbers, paths and days."""
    if hasattr(value, "item"):
        return value.item()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "__fspath__"):
        return value.__fspath__()
    raise TypeError(f"{type(value).__name__} in JSON output")


def say(text: str = "") -> None:
    """Print a line for a person."""
    print(text.translate(_COMMANDS))


def warn(sentences: Any) -> None:
    """Print warnings to stderr, one line each."""
    for sentence in sentences:
        print(f"Note: {sentence}".translate(_COMMANDS), file=sys.stderr)


def fail(sentence: str, *, as_json: bool) -> None:
    """Report a failure where its reader looks."""
    sentence = " ".join(sentence.split())
    if as_json:
        print_json({"error": sentence})
    else:
        print(sentence.translate(_COMMANDS), file=sys.stderr)


def table(columns: list[str], rows: list[list[str]], *, right: tuple[int, ...] = ()) -> None:
    """Print a table as wide as it needs, cut to nothing."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, column in enumerate(columns):
        drawn.add_column(column, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell.translate(_COMMANDS)) for cell in row))
    console = Console(highlight=False)
    if not sys.stdout.isatty():
        lines = [columns, *rows]
        needed = sum(max(len(line[at]) for line in lines) + 3 for at in range(len(columns)))
        console = Console(highlight=False, width=max(200, needed))
    console.print(drawn)


class Progress:
    """Progress of slow work on stderr, only when somebody looks at it."""

    def __init__(self, bar: Any | None) -> None:
        self._bar = bar
        self._task: Any = None

    def start(self, words: str) -> None:
        """Begin another piece of work."""
        if self._bar is not None:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task(words, total=1.0)

    def __call__(self, share: float) -> bool:
        """Show the share done, 0 to 1; never cancels."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=share)
        return True


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """Show progress inside, unless ``quiet`` or stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield Progress(None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Progress(bar)
