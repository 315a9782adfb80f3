"""``mapper open``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mapper.cli import options
from mapper.cli.options import Debug, Json


def open_(
    project: Annotated[
        Path | None,
        typer.Argument(metavar="PROJECT", help="A project; the last one if left out."),
    ] = None,
    select: Annotated[
        str | None, typer.Option("--select", metavar="EVENT", help="Id of an event to select.")
    ] = None,
    date: Annotated[
        Any,
        typer.Option(
            "--date", metavar="DAY", parser=options.day, help="Day whose front is shown first."
        ),
    ] = None,
    size: Annotated[
        Any,
        typer.Option("--size", metavar="WxH", parser=options.size, help="Size in pixels."),
    ] = None,
    theme: Annotated[
        Any,
        typer.Option(
            "--theme",
            metavar="light|dark|high-contrast",
            parser=options.word_of("light", "dark", "high-contrast"),
            help="Colours; the system's if left out.",
        ),
    ] = None,
    screenshot: Annotated[
        Any,
        typer.Option(
            "--screenshot",
            metavar="OUT.png",
            parser=options.file_ending(".png"),
            help="Save a picture of the window once the map is drawn, and exit.",
        ),
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Open the window."""
    from mapper.cli import window

    code = window.open_window(
        project,
        select=select,
        day=date,
        size=size,
        theme=theme,
        screenshot=screenshot,
        as_json=json,
    )
    raise typer.Exit(code)
