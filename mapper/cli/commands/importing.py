"""``mapper import``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mapper.cli import options
from mapper.cli.options import Debug, Json, ProjectArgument


def import_(
    project: ProjectArgument,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Events or fronts.")],
    feed: Annotated[
        str | None,
        typer.Option("--as", metavar="FEED", help="What the files are; recognised if left out."),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FIELD=COLUMN",
            help="Which column of a table holds a field, such as lat=Breite, or lat= for none; "
            "may be repeated. NAME:FIELD=COLUMN counts for the file of that name alone, also "
            "one in a ZIP.",
        ),
    ] = None,
    dates: Annotated[
        list[str] | None,
        typer.Option(
            "--date",
            metavar="DAY",
            help="The day a file shows, where it does not say so itself. NAME=DAY counts for "
            "the file of that name alone, also one in a ZIP; may be repeated.",
        ),
    ] = None,
    rejected: Annotated[
        Any,
        typer.Option(
            "--rejected",
            metavar="OUT.csv",
            parser=options.file_ending(".csv"),
            help="Write the rejected rows with their reasons, to be mended and imported again.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would change; take nothing.")
    ] = False,
    overwrite_edited: Annotated[
        bool,
        typer.Option(
            "--overwrite-edited",
            help="Take the files' values also where an event was edited in the project.",
        ),
    ] = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Read events or fronts into a project.

    All files are taken or, if one cannot be read, none; together they are one
    step that can be undone. What was edited in the project stays as it is.
    """
    from mapper.cli import importing
    from mapper.cli.given import Given

    importing.run(
        project,
        files,
        feed=feed,
        given=Given.of(columns or (), dates or ()),
        rejected_path=rejected,
        dry_run=dry_run,
        overwrite_edited=overwrite_edited,
        as_json=json,
    )
