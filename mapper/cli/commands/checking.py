"""``mapper check``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from mapper.cli import options
from mapper.cli.options import Debug, Json, ProjectArgument


def check(
    project: ProjectArgument,
    conflict_start: Annotated[
        Any,
        typer.Option(
            "--conflict-start",
            metavar="DAY",
            parser=options.day,
            help="First day of the conflict; earlier events are told.",
        ),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="RULE", help="Only this check; may be repeated."),
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Tell what is doubtful about a project's events. Nothing is changed."""
    from mapper.cli import checking

    checking.run(project, conflict_start=conflict_start, rules=rule, as_json=json)
