"""``mapper measure``: along several places, what they enclose, or what a file holds."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import typer

from mapper import gazetteer, geodesy, measure
from mapper.cli import output, places
from mapper.measure import Shape
from mapper.project import open_project


def run(
    points: list[str],
    *,
    closed: bool,
    project_path: Path | None,
    country: str | None,
    unit: str,
    as_json: bool,
) -> None:
    """Measure along places, or the lines and areas of one file, and print the answer."""
    if len(points) == 1 and places.is_file(points[0]):
        answer = of_shape(places.shape(Path(points[0]), project_path), unit)
        lines: list[tuple[str, str]] = []
    else:
        if len(points) < (3 if closed else 2):
            least = "three places for an outline" if closed else "two places, or one file"
            raise typer.BadParameter(f"at least {least}")
        answer, lines = _along(points, closed, project_path, country, unit, quiet=as_json)
    if as_json:
        output.print_json(answer)
        return
    output.say(answer["statement"])
    for label, value in lines:
        output.say(f"  {label + ': ':<17}{value}")
    output.warn(answer["warnings"])


def _along(
    points: list[str],
    closed: bool,
    project_path: Path | None,
    country: str | None,
    unit: str,
    *,
    quiet: bool,
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    with contextlib.ExitStack() as stack:
        progress = stack.enter_context(output.progress(quiet=quiet))
        project = None
        if project_path is not None:
            project = stack.enter_context(open_project(project_path))
        progress.start("Building the index of places, once")
        gazetteer.ensure_index(progress)
        country = country.upper() if country else None
        found = [places.find(text.strip(), project, country) for text in points]
    path = measure.along([one.place for one in found], unit=unit, closed=closed)
    answer = path.to_json()
    answer["warnings"] = [*(one.note for one in found if one.note), *answer["warnings"]]
    ends = [*path.places, *path.places[:1]]
    lines = []
    for number, (leg, bearing) in enumerate(zip(path.legs_m, path.bearings_deg, strict=True)):
        off = ends[number].radius_m + ends[number + 1].radius_m
        written = measure.format_distance(leg, max(leg - off, 0.0), leg + off, unit)
        to = ends[number + 1].words
        lines.append((f"Leg {number + 1}", f"{written}, bearing {bearing:.0f}°, to {to}"))
    return answer, lines


def of_shape(shape: Shape, unit: str) -> dict[str, Any]:
    """Return length, and for areas the area, of an imported shape."""
    length = geodesy.length_m(shape.lines)
    written = measure.format_distance(length, length, length, unit)
    area = None if shape.area is None else geodesy.area_m2(shape.area)
    if area is None:
        statement = f"{shape.name} is {written} long."
    else:
        statement = (
            f"{shape.name} covers {measure.format_area(area, unit)}; "
            f"its boundary is {written} long."
        )
    return {
        "total_m": round(length, 3),
        "area_m2": None if area is None else round(area, 1),
        "statement": statement,
        "method": "Lengths and areas are those on the WGS 84 ellipsoid; edges are straight in "
        "longitude and latitude, as in files.",
        "inputs": [dict(entry) for entry in shape.inputs],
        "warnings": [f"{shape.name} was repaired: {text}." for text in shape.repairs],
    }
