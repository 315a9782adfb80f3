"""``mapper distance`` and ``distances``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mapper.cli import options
from mapper.cli.options import Boundary, Debug, Fronts, Json, MaxGap, Notation, Unit


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
    radius_m: Annotated[
        float,
        typer.Option(
            "--radius-m",
            metavar="METRES",
            min=500.0,
            max=3_000.0,
            help="Radius of the definition of the line of contact.",
        ),
    ] = 1_000.0,
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
        radius_m=radius_m,
        max_gap_days=max_gap_days,
        unit=unit,
        claim=claim,
        notation=notation,
        as_json=json,
    )


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
