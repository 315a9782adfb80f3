"""``mapper new``, ``info`` and ``boundary``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapper.cli import output
from mapper.cli.options import Debug, Json, ProjectArgument


def new(project: ProjectArgument, json: Json = False, debug: Debug = False) -> None:
    """Make an empty project. An existing file is never overwritten."""
    from mapper.project import create_project

    with create_project(project):
        pass
    if json:
        output.print_json({"project": str(project)})
    else:
        output.say(f"Made the empty project {project}.")


def info(project: ProjectArgument, json: Json = False, debug: Debug = False) -> None:
    """Tell what a project holds."""
    from mapper.cli import info as info_

    info_.run(project, as_json=json)


def boundary(
    project: ProjectArgument,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="An area: the country's own boundary, to be kept."),
    ] = None,
    clear: Annotated[
        bool, typer.Option("--clear", help="Use the base map's outline again.")
    ] = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Show or set the country's boundary that a project's fronts are measured with.

    Setting and clearing it are steps that can be undone.
    """
    from mapper.cli import boundary as boundary_

    boundary_.run(project, file, clear=clear, as_json=json)
