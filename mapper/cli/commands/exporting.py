"""``mapper export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mapper.cli import options
from mapper.cli.options import Debug, Json, ProjectArgument


def export(
    project: ProjectArgument,
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", help="File to write; its ending (html, geojson, csv, gpkg) says what."
        ),
    ],
    from_day: Annotated[
        Any,
        typer.Option("--from", metavar="DAY", parser=options.day, help="First day, included."),
    ] = None,
    until: Annotated[
        Any,
        typer.Option("--until", metavar="DAY", parser=options.day, help="Last day, included."),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status", metavar="STATUS", help="Verification status to keep; may be repeated."
        ),
    ] = None,
    text: Annotated[
        str,
        typer.Option("--text", metavar="WORDS", help="Words in titles, places and notes."),
    ] = "",
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="Title of the page.")
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Export a map (html) or a table (geojson, csv, gpkg)."""
    from mapper.cli import exporting

    exporting.run(
        project,
        out,
        from_day=from_day,
        until_day=until,
        statuses=tuple(status or ()),
        text=text,
        title=title,
        as_json=json,
    )
