"""Options that several commands share, and how their text is read.

Only the standard library and typer are imported here, so that
``mapper --help`` answers at once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from mapper.model.errors import ExportError

#: Sides of a picture that the web engine can draw.
_LEAST_PIXELS: Final = 200
_MOST_PIXELS: Final = 8000

#: Longitude and latitude, decimal degrees.
COORDINATES: Final = re.compile(r"\s*([+-]?\d+(?:\.\d*)?)\s*[,;]\s*([+-]?\d+(?:\.\d*)?)\s*")


def day(text: str) -> dt.date:
    """Read a day; anything but YYYY-MM-DD is wrong usage."""
    try:
        if len(text.strip()) == 10:
            return dt.date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise typer.BadParameter(f"'{text}' is not a day such as 2025-07-01.")


def size(text: str) -> tuple[int, int]:
    """Read WIDTHxHEIGHT in pixels."""
    found = re.fullmatch(r"(\d{2,5})[xX×](\d{2,5})", text.strip())
    if found is None:
        raise typer.BadParameter(f"'{text}' is not a size such as 1400x900.")
    width, height = int(found[1]), int(found[2])
    if not (min(width, height) >= _LEAST_PIXELS and max(width, height) <= _MOST_PIXELS):
        raise typer.BadParameter(
            f"'{text}' is out of range: {_LEAST_PIXELS} to {_MOST_PIXELS} pixels a side."
        )
    return width, height


def size_mm(text: str) -> tuple[float, float]:
    """Read WIDTHxHEIGHT in millimetres."""
    found = re.fullmatch(r"(\d{1,4}(?:\.\d+)?)[xX×](\d{1,4}(?:\.\d+)?)(?:mm)?", text.strip())
    if found is None:
        raise typer.BadParameter(f"'{text}' is not a size in mm such as 180x140.")
    return float(found[1]), float(found[2])


def bounds(text: str) -> tuple[float, ...]:
    """Read WEST,SOUTH,EAST,NORTH in degrees."""
    parts = text.split(",")
    try:
        found = tuple(float(part) for part in parts)
    except ValueError:
        found = ()
    if len(found) != 4:
        raise typer.BadParameter(f"'{text}' is not west, south, east, north such as 22,44,40,53.")
    return found


def file_ending(ending: str) -> Any:
    """Return a reader of the path of a file to write, which must end so."""

    def read(text: str) -> Path:
        if Path(text).suffix.lower() != ending:
            raise typer.BadParameter(f"'{text}' does not end in {ending}.")
        return Path(text)

    return read


def refuse_replacing(out: Path | None, inputs: Iterable[Path]) -> None:
    """Refuse to write over a file that is read by the same command."""
    for file in inputs:
        if out is not None and out.exists() and file.exists() and out.samefile(file):
            raise ExportError(f"{out} is an input; give another file to write.")


def pair(text: str) -> tuple[str, str]:
    """Read FIELD=COLUMN; an empty column says that there is none."""
    field, sign, column = text.partition("=")
    if not (sign and field.strip()):
        raise typer.BadParameter(f"'{text}' is not of the form FIELD=COLUMN.")
    return field.strip(), column.strip()


def word_of(*allowed: str) -> Any:
    """Return a reader of one of a few words."""

    def read(text: str) -> str:
        if text not in allowed:
            raise typer.BadParameter(f"'{text}' is none of {', '.join(allowed)}.")
        return text

    return read


def prepare(arguments: list[str]) -> list[str]:
    """Return arguments in the form that click understands.

    It takes every leading minus for an option, and gives an option one value.
    """
    prepared = [f" {text}" if COORDINATES.fullmatch(text) else text for text in arguments]
    if prepared[:1] != ["distances"]:
        return prepared
    result: list[str] = []
    given = False
    for text in prepared:
        previous = result[-2] if len(result) > 1 else ""
        if given and previous == "--front" and not text.startswith("-"):
            result.append("--front")
        given = given or (len(result) > 0 and not text.startswith("-"))
        result.append(text)
    return result


Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the program it failed.")]
ProjectArgument = Annotated[Path, typer.Argument(metavar="PROJECT", help="A project (*.gpkg).")]
MaxGap = Annotated[
    int,
    typer.Option(
        "--max-gap-days",
        metavar="N",
        min=0,
        help="Refuse a front that is more days older than the event.",
    ),
]
Fronts = Annotated[
    list[Path] | None,
    typer.Option(
        "--front",
        metavar="FILE",
        help="A file of fronts (control areas or a line); may be repeated.",
    ),
]
Boundary = Annotated[
    Path | None,
    typer.Option(
        "--boundary",
        metavar="FILE",
        help="An area: the country's own boundary, in place of the base map's.",
    ),
]
Unit = Annotated[
    Any,
    typer.Option(
        "--unit",
        metavar="km|mi|nmi",
        parser=word_of("km", "mi", "nmi"),
        help="Unit of the statement.",
    ),
]
Notation = Annotated[
    Any,
    typer.Option(
        "--notation",
        metavar="decimal|dms|mgrs|plus-code|link",
        # `mapper.geodesy.FORMS`, which would have to be imported for --help.
        parser=word_of("decimal", "dms", "mgrs", "plus-code", "link"),
        help="How coordinates are written.",
    ),
]
FromDay = Annotated[
    Any, typer.Option("--from", metavar="DAY", parser=day, help="First day, included.")
]
UntilDay = Annotated[
    Any, typer.Option("--until", metavar="DAY", parser=day, help="Last day, included.")
]
Statuses = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATUS", help="Verification status to take; repeatable."),
]
Text = Annotated[
    str, typer.Option("--text", metavar="WORDS", help="Words in titles, places and notes.")
]
