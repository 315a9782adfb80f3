"""``mapper measure`` and ``place``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapper.cli.options import Debug, Json, Notation, Unit


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


def place(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="A place in any spelling, or LON,LAT: what is there."),
    ],
    country: Annotated[
        str | None, typer.Option("--country", metavar="CC", help="Country, such as UA or RU.")
    ] = None,
    region: Annotated[
        str | None,
        typer.Option("--region", metavar="REGION", help="List places of this region first."),
    ] = None,
    near: Annotated[
        str | None,
        typer.Option("--near", metavar="LON,LAT", help="List the nearest places first."),
    ] = None,
    notation: Notation = "decimal",
    json: Json = False,
    debug: Debug = False,
) -> None:
    """List the places of a name, with all that share it."""
    from mapper.cli import place as place_

    place_.run(name, country=country, region=region, near=near, notation=notation, as_json=json)
