"""``mapper open``: the window, or its picture where there is no display."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import sys
from pathlib import Path
from typing import Any, Final

from mapper.cli import display, output
from mapper.model.errors import MapperError
from mapper.readers.collecting import without_collecting

#: Where the window is drawn when there is no display.
PICTURE: Final = "mapper.png"


def open_window(
    project: Path | None,
    *,
    select: str | None = None,
    day: dt.date | None = None,
    size: tuple[int, int] | None = None,
    theme: Any = None,
    screenshot: Path | None = None,
    as_json: bool,
) -> int:
    """Show the window, or draw it into a picture; return the exit code.

    Raises
    ------
    MapperError
        If the project does not exist, or the machine lacks what a window needs.
    """
    if project is not None and not project.exists():
        raise MapperError(f"{project} does not exist.")
    missing = display.missing_libraries()
    if missing is not None:
        raise MapperError(missing)
    if screenshot is None and not display.has_display():
        screenshot = Path(PICTURE)
        if not as_json:
            print(
                f"There is no display here, so the window is drawn into {PICTURE} instead.",
                file=sys.stderr,
            )
    if screenshot is not None:
        _check_writable(screenshot)
    display.prepare_environment(offscreen=screenshot is not None)
    errors = io.StringIO()
    with (
        contextlib.redirect_stderr(errors) if as_json else contextlib.nullcontext(),
        # That takes 15 ms of a start; the window then does it itself (`mapper.gui.sweeping`).
        without_collecting(),
    ):
        from mapper.gui import first_start

        # Before Qt is imported: the other process takes longest of all.
        making = None if screenshot is not None else first_start.begin(project)
        from mapper.gui import app

        code = app.run(
            project,
            select=select,
            day=day,
            size=size,
            theme=theme,
            screenshot=screenshot,
            making=making,
        )
    if as_json:
        if code:
            output.fail(errors.getvalue() or "The window failed.", as_json=True)
        else:
            output.print_json(
                {
                    "project": None if project is None else str(project),
                    "screenshot": None if screenshot is None else str(screenshot),
                }
            )
    elif screenshot is not None and code == 0:
        output.say(f"Wrote {screenshot}.")
    return code


def _check_writable(path: Path) -> None:
    """Refuse before the window is drawn, which takes seconds."""
    if not path.absolute().parent.is_dir():
        raise MapperError(f"{path} cannot be written: its folder does not exist.")
    if path.is_dir():
        raise MapperError(f"{path} cannot be written: it is a folder.")
