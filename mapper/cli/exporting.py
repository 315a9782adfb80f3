"""``mapper export``: a page, a figure or a table of a project's events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typer

from mapper import export
from mapper.cli import output
from mapper.model.filters import EventFilter
from mapper.project import open_project

_TABLES: Final = (".geojson", ".csv", ".gpkg", ".kml", ".xlsx")
_FIGURES: Final = (".png", ".svg", ".pdf")
_OPTIONS: Final = {"size_mm": "size", "measurements": "measure"}
#: Options of a page that say nothing.
_UNASKED: Final = {"language": "en", "sources": True}


def run(
    project_path: Path,
    out: Path,
    *,
    from_day: dt.date | None,
    until_day: dt.date | None,
    statuses: tuple[str, ...],
    text: str,
    page: Mapping[str, Any],
    drawing: Mapping[str, Any],
    as_json: bool,
) -> None:
    """Write a project's events that pass the filter.

    ``page`` are the options of `mapper.export.html`, of which others have the title;
    ``drawing`` those of `mapper.export.figure` that were given, of which a page has the day.
    """
    ending = out.suffix.lower()
    known = (".html", *_TABLES, *_FIGURES)
    if ending not in known:
        endings = ", ".join(each.removeprefix(".") for each in known)
        raise typer.BadParameter(f"{out.name} ends in none of {endings}.")
    figures_only = [name for name in drawing if not (name == "day" and ending == ".html")]
    if ending not in _FIGURES and figures_only:
        said = ", ".join(f"--{_OPTIONS.get(name, name)}" for name in figures_only)
        raise typer.BadParameter(f"Only figures (png, svg, pdf) are drawn with {said}.")
    asked = [n for n, value in page.items() if value and value != _UNASKED.get(n) and n != "title"]
    if ending in _FIGURES:
        asked = [name for name in asked if name != "layers"]
    if ending != ".html" and (asked or not page["sources"]):
        asked = asked or ["sources"]
        raise typer.BadParameter(f"{', '.join(asked)}: only a page (.html) has that.")
    chosen = EventFilter(from_day, until_day, statuses, text)
    with open_project(project_path) as project:
        if ending == ".html":
            report = export.html(project, out, filter=chosen, day=drawing.get("day"), **page)
        elif ending in _FIGURES:
            both = {name: page[name] for name in ("title", "layers")}
            report = export.figure(project, out, filter=chosen, **both, **drawing)
        else:
            report = export.table(project, out, filter=chosen)
    if as_json:
        output.print_json(
            {
                "file": str(report.file),
                "events": report.events,
                "left_out": report.left_out,
                "warnings": list(report.warnings),
            }
        )
        return
    left = f", {report.left_out:,} left out" if report.left_out else ""
    events = "event" if report.events == 1 else "events"
    output.say(f"Wrote {report.file}: {report.events:,} {events}{left}.")
    output.warn(report.warnings)
