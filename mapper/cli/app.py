"""The commands of ``mapper``.

Each command imports what it needs when it runs; the window, and with it
PyQt6, only when one is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mapper import __version__
from mapper.cli import options, output
from mapper.cli.options import (
    Boundary,
    Debug,
    Fronts,
    Json,
    MaxGap,
    Notation,
    ProjectArgument,
    Unit,
)

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    help=(
        "Reported strikes on a map, and how far they lie from the front. "
        "Without a command the window opens."
    ),
)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    if version:
        if json:
            output.print_json({"version": __version__})
        else:
            output.say(f"mapper {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from mapper.cli import window

        raise typer.Exit(window.open_window(None, as_json=json))


@app.command("open")
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
            metavar="light|dark",
            parser=options.word_of("light", "dark"),
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


@app.command()
def new(project: ProjectArgument, json: Json = False, debug: Debug = False) -> None:
    """Make an empty project. An existing file is never overwritten."""
    from mapper.project import create_project

    with create_project(project):
        pass
    if json:
        output.print_json({"project": str(project)})
    else:
        output.say(f"Made the empty project {project}.")


@app.command("import")
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
            help="Which column of a table holds a field, such as lat=Breite; may be repeated.",
        ),
    ] = None,
    date: Annotated[
        Any,
        typer.Option(
            "--date",
            metavar="DAY",
            parser=options.day,
            help="The day a file shows, where it does not say so itself.",
        ),
    ] = None,
    rejected: Annotated[
        Any,
        typer.Option(
            "--rejected",
            metavar="OUT.csv",
            parser=options.file_ending(".csv"),
            help="Write the rejected rows with their reasons.",
        ),
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Read events or fronts into a project.

    All files are taken or, if one cannot be read, none. Each file is one
    step that can be undone.
    """
    from mapper.cli import importing

    importing.run(
        project,
        files,
        feed=feed,
        columns=dict(options.pair(text) for text in columns or ()),
        day=date,
        rejected_path=rejected,
        as_json=json,
    )


@app.command()
def info(project: ProjectArgument, json: Json = False, debug: Debug = False) -> None:
    """Tell what a project holds."""
    from mapper.cli import info as info_

    info_.run(project, as_json=json)


@app.command()
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


@app.command()
def distance(
    start: Annotated[
        str,
        typer.Argument(
            metavar="FROM",
            help="LON,LAT in degrees, coordinates in other notations, a map link, a place name, "
            "or an event id of --project.",
        ),
    ],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="TO",
            help="line-of-contact, control-area, state-border, coast, a place as FROM, or a file "
            "with a line or an area.",
        ),
    ] = "line-of-contact",
    date: Annotated[
        Any,
        typer.Option(
            "--date",
            metavar="DAY",
            parser=options.day,
            help="Day of the front; the event's day, or the latest front's, if left out.",
        ),
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option("--project", metavar="PROJECT", help="Take fronts and events from it."),
    ] = None,
    front: Fronts = None,
    boundary: Boundary = None,
    country: Annotated[
        str | None,
        typer.Option(
            "--country",
            metavar="CC",
            help="Country (UA, RU, ...) of a place name; otherwise the country whose "
            "front, border or coast is meant.",
        ),
    ] = None,
    max_gap_days: MaxGap = 7,
    unit: Unit = "km",
    claim: Annotated[
        str | None,
        typer.Option(
            "--claim", metavar="TEXT", help="A claim to check, such as 'over 1,000 kilometers'."
        ),
    ] = None,
    notation: Notation = "decimal",
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Measure how far a place or event lies from the front of its day.

    Distances are geodesics on the WGS 84 ellipsoid, given with an interval.
    """
    from mapper.cli import distance as distance_

    distance_.run(
        start.strip(),
        to.strip(),
        day=date,
        project_path=project,
        front_files=front or [],
        boundary=boundary,
        country=country,
        max_gap_days=max_gap_days,
        unit=unit,
        claim=claim,
        notation=notation,
        as_json=json,
    )


@app.command()
def distances(
    source: Annotated[
        Path, typer.Argument(metavar="INPUT", help="A project, or a file of events.")
    ],
    out: Annotated[
        Any,
        typer.Option(
            "--out",
            metavar="OUT.csv",
            parser=options.file_ending(".csv"),
            help="The table to write.",
        ),
    ],
    front: Fronts = None,
    boundary: Boundary = None,
    max_gap_days: MaxGap = 7,
    compare: Annotated[
        bool,
        typer.Option("--compare", help="Add what every source of fronts gives, side by side."),
    ] = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Measure every event to the front of its own day and write a table."""
    from mapper.cli import distances as distances_

    distances_.run(
        source,
        front_files=front or [],
        boundary=boundary,
        out=out,
        max_gap_days=max_gap_days,
        compare=compare,
        as_json=json,
    )


@app.command()
def measure(
    points: Annotated[
        list[str],
        typer.Argument(metavar="PLACE...", help="Places as FROM of distance, or one file."),
    ],
    area: Annotated[
        bool, typer.Option("--area", help="Close the way and give the area within it.")
    ] = False,
    project: Annotated[
        Path | None, typer.Option("--project", metavar="PROJECT", help="Take events from it.")
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="CC", help="Country of place names.")
    ] = None,
    unit: Unit = "km",
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Measure along several places, the area within them, or what a file holds."""
    from mapper.cli import along

    along.run(points, closed=area, project_path=project, country=country, unit=unit, as_json=json)


@app.command()
def place(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place, in any spelling.")],
    country: Annotated[
        str | None, typer.Option("--country", metavar="CC", help="Country, such as UA or RU.")
    ] = None,
    notation: Notation = "decimal",
    json: Json = False,
    debug: Debug = False,
) -> None:
    """List the places of a name, with all that share it."""
    from mapper.cli import place as place_

    place_.run(name, country=country, notation=notation, as_json=json)


@app.command()
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
