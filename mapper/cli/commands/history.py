"""``mapper history``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from mapper.cli import options
from mapper.cli.options import Debug, Json, ProjectArgument


def history(
    project: ProjectArgument,
    event: Annotated[
        str | None,
        typer.Option("--event", metavar="ID", help="Only what happened to this event."),
    ] = None,
    since: Annotated[
        Any,
        typer.Option(
            "--since", metavar="DAY", parser=options.day, help="Only this day (UTC) and later."
        ),
    ] = None,
    field: Annotated[
        str | None,
        typer.Option("--field", metavar="FIELD", help="Only changes of this field, as title."),
    ] = None,
    csv: Annotated[
        Any,
        typer.Option(
            "--csv",
            metavar="OUT.csv",
            parser=options.file_ending(".csv"),
            help="Write all of it as a table, a line per field.",
        ),
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Tell what was changed in a project, when, and from which value to which.

    Newest first, with what was undone and what other programs changed.
    """
    from mapper.cli import history as history_

    history_.run(project, event_id=event, since=since, field=field, out=csv, as_json=json)
