"""``mapper copy``, ``merge``, ``backups`` and ``rescue``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from mapper.cli import options, output
from mapper.cli.options import Debug, Json, ProjectArgument


class Side(StrEnum):
    """Whose value a conflict is to have."""

    THEIRS = "theirs"
    OURS = "ours"


_Target = Annotated[Path, typer.Argument(metavar="TARGET.gpkg", help="The new project.")]


def copy(
    project: ProjectArgument, target: _Target, json: Json = False, debug: Debug = False
) -> None:
    """Write a copy of a project, which may be in use. An existing file is never overwritten."""
    from mapper.project import copy_project, open_project

    with open_project(project) as opened, output.progress(quiet=json) as progress:
        progress.start("Copying")
        size_bytes = copy_project(opened, target, progress=progress)
    if json:
        output.print_json({"project": project, "copy": target, "size_bytes": size_bytes})
    else:
        output.say(f"Copied {project.name} to {target} ({_size(size_bytes)}).")


def merge(
    project: ProjectArgument,
    file: Annotated[
        Path, typer.Argument(metavar="COPY.gpkg", help="A copy that somebody worked on.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be taken, and the conflicts.")
    ] = False,
    take: Annotated[
        Side | None, typer.Option("--take", help="Whose value a conflict is to have.")
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Take what a colleague changed in a copy of the project, as one step to undo.

    What only one of you changed has that value. What you changed differently, or one
    changed and the other deleted, is a conflict: nothing is taken until --take decides.
    """
    from mapper.cli import merging

    merging.run(
        project, file, take=None if take is None else take.value, dry_run=dry_run, as_json=json
    )


def backups(
    project: ProjectArgument,
    day: Annotated[
        Any,
        typer.Option(
            "--open",
            metavar="DAY",
            parser=options.day,
            help="Write a copy of that day's backup beside the project.",
        ),
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """List the daily backups of a project, the newest first.

    The window and `mapper import` make them in your own folder before a day's first
    work; they are there also when the project is damaged or gone.
    """
    from mapper.model.errors import ProjectError
    from mapper.project.backups import backups as listed
    from mapper.project.backups import open_copy

    found = listed(project)
    if day is not None:
        chosen = next((backup for backup in found if backup.day == day), None)
        if chosen is None:
            raise ProjectError(f"There is no backup of {project.name} of {day.isoformat()}.")
        target = open_copy(chosen, project)
        if json:
            output.print_json({"project": project, "copy": target})
        else:
            output.say(f"Wrote {target}.")
        return
    if json:
        entries = [
            {
                "day": backup.day,
                "file": backup.file,
                "size_bytes": backup.size_bytes,
                "events": backup.events,
                "before_migration": backup.before_migration,
            }
            for backup in found
        ]
        output.print_json({"project": project, "backups": entries})
    elif not found:
        output.say(f"There are no backups of {project.name}.")
    else:
        rows = [
            [
                backup.day.isoformat(),
                "damaged" if (events := backup.events) is None else f"{events:,}",
                _size(backup.size_bytes),
                "before a change of format" if backup.before_migration else "",
            ]
            for backup in found
        ]
        output.table(["Day", "Events", "Size", ""], rows, right=(1, 2))


def rescue(
    damaged: Annotated[Path, typer.Argument(metavar="DAMAGED", help="A damaged project.")],
    target: _Target,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write a new project with all that can be read of a damaged one, which stays as it is."""
    from dataclasses import asdict

    from mapper.project.rescue import rescue as rescue_

    with output.progress(quiet=json) as progress:
        progress.start("Rescuing")
        report = rescue_(damaged, target, progress=progress)
    if json:
        tables = {name: asdict(table) for name, table in report.tables.items()}
        output.print_json(
            {"damaged": damaged, "project": target, "tables": tables, "warnings": report.warnings}
        )
        return
    output.say(f"{report.words} They are in {target}.")
    output.warn(report.warnings)


def _size(size_bytes: int) -> str:
    from mapper.project.copying import megabytes

    return megabytes(size_bytes)
