"""``mapper boundary``: the country's own boundary that a project measures with."""

from __future__ import annotations

from pathlib import Path

import typer

from mapper import geodesy
from mapper.cli import output, places
from mapper.model.errors import ReadOnlyProjectError
from mapper.project import open_project


def run(project_path: Path, file: Path | None, *, clear: bool, as_json: bool) -> None:
    """Print the boundary of a project, or set or clear it first."""
    if clear and file is not None:
        raise typer.BadParameter("give a file or --clear, not both")
    changes = clear or file is not None
    with open_project(project_path, "rw" if changes else "r") as project:
        if changes and project.read_only_reason is not None:
            raise ReadOnlyProjectError(project.read_only_reason)
        if changes:
            project.set_boundary(None if file is None else places.shape(file, project_path))
        found = project.boundary
    name = None if found is None else found.name
    area = None if found is None or found.area is None else geodesy.area_m2(found.area)
    inputs = [] if found is None else [dict(entry) for entry in found.inputs]
    warnings = [] if found is None else [f"{name} was repaired: {text}." for text in found.repairs]
    if as_json:
        output.print_json(
            {"boundary": name, "area_m2": area, "inputs": inputs, "warnings": warnings}
        )
        return
    if area is None:
        output.say("No boundary of its own: lines of contact are derived in the base map's.")
    else:
        files = ", ".join(f"{entry['file']}, SHA-256 {entry['sha256']}" for entry in inputs)
        output.say(f"{name}: {area / 1e6:,.0f} km²" + (f" ({files})" if files else ""))
    output.warn(warnings)
