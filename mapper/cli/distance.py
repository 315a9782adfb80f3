"""``mapper distance``: one distance, with its statement."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from pathlib import Path
from typing import Any, Final

import typer

from mapper import gazetteer, geodesy, measure
from mapper.cli import output, places
from mapper.cli.fronts import FrontSet
from mapper.measure import Place, Shape
from mapper.model.errors import MeasureError
from mapper.project import open_project

#: What can be measured to beside a place.
FRONTS: Final = ("line-of-contact", "control-area")
BORDERS: Final = ("state-border", "coast")


def run(
    start: str,
    to: str,
    *,
    day: dt.date | None,
    project_path: Path | None,
    front_files: list[Path],
    boundary: Path | None,
    country: str | None,
    radius_m: float,
    max_gap_days: int,
    unit: str,
    claim: str | None,
    notation: str,
    as_json: bool,
) -> None:
    """Measure from a place, coordinates or an event, and print the answer."""
    country = country.upper() if country else None
    to = _target(to)
    target: str | Place | Shape
    with contextlib.ExitStack() as stack:
        progress = stack.enter_context(output.progress(quiet=as_json))
        project = None
        if project_path is not None:
            project = stack.enter_context(open_project(project_path))
        progress.start("Building the index of places, once")
        gazetteer.ensure_index(progress)
        begin = places.find(start, project, country)
        end, target = None, to
        if to not in FRONTS + BORDERS:
            if places.is_file(to):
                target = places.shape(Path(to), project_path)
            else:
                end = places.find(to, project, country)
                target = end.place
        gathered = FrontSet(None if boundary is None else places.shape(boundary, project_path))
        gathered.add_files(front_files, progress, project=project_path)
        if project is not None and isinstance(target, str):
            gathered.add_project(project)
        if to in FRONTS and not len(gathered):
            if front_files or project is not None:
                raise MeasureError(f"{project_path} holds no front; add one with --front FILE.")
            raise typer.BadParameter("a front is needed: give --front FILE or --project PROJECT")
        named = begin.by_name or (end is not None and end.by_name)
        progress.start("Measuring")
        fronts = gathered.fronts().with_radius(radius_m) if len(gathered) else None
        answer = measure.distance(
            begin.place,
            target,
            fronts=fronts,
            day=day or begin.day,
            max_gap_days=max_gap_days,
            # With a name, the country says which place of that name is meant.
            country=None if named and to not in BORDERS else country,
            unit=unit,
            claim=claim,
        ).to_json()
    notes = [point.note for point in (begin, end) if point is not None and point.note]
    notes += places.doubts(start, begin.place, fronts)
    answer["warnings"] = [*notes, *answer["warnings"]]
    if notation != "decimal":
        for side in ("from", "to"):
            answer[side]["written"] = _position(answer[side], notation)
    if as_json:
        output.print_json(answer)
    else:
        _print(answer, unit, notation, whole=not begin.place.radius_known)


def _target(text: str) -> str:
    """Return the target that words such as "State border" mean, else the text itself.

    Raises
    ------
    BadParameter
        If "front" is said, of which there are two kinds (and a place in Italy).
    """
    word = re.sub(r"[\s_-]+", "-", text.strip().casefold())
    if word.removeprefix("the-") in ("front", "front-line", "frontline"):
        raise typer.BadParameter(
            f"'{text}' can mean several things: say {', '.join(FRONTS)}, {' or '.join(BORDERS)}"
        )
    return word if word in FRONTS + BORDERS else text


def _position(end: dict[str, Any], notation: str) -> str:
    return geodesy.format_position(end["lon"], end["lat"], notation)


def _print(answer: dict[str, Any], unit: str, notation: str, *, whole: bool) -> None:
    to, claim = answer["to"], answer["claim"]
    bounds = (answer["distance_m"], answer["min_m"], answer["max_m"])
    lines = []
    if answer["max_m"] > 0.0:
        lines.append(("Interval", measure.format_interval(*bounds, unit, whole=whole)))
    if answer.get("boundary_m") is not None:
        depth, low, high = (answer[f"boundary_{part}m"] for part in ("", "min_", "max_"))
        written = measure.format_distance(depth, low, high, unit, whole=whole)
        lines.append(("To its boundary", written))
    if to["kind"] != "place":
        named = to["name"] and to["kind"] not in ("line", "area")
        near = f" (near {to['name']})" if named else ""
        lines.append(("Nearest point", f"{_position(to, notation)}{near}"))
    lines.append(("Bearing", f"{answer['azimuth_deg']:.0f}°"))
    if to["as_of"]:
        gap = f", {to['gap_days']} days before" if to["gap_days"] else ""
        lines.append(("Front", f"{to['source']}, {to['as_of']}{gap}"))
    for one in answer.get("sources", []):
        said = measure.format_distance(
            one["distance_m"], one["min_m"], one["max_m"], unit, whole=whole
        )
        lines.append((f"By {one['source']}", f"{said} ({one['as_of']})"))
    if claim:
        apart = abs(claim["difference_m"] or 0)
        by = (
            f" by {measure.format_distance(apart, apart, apart, unit, whole=whole)}"
            if apart
            else ""
        )
        lines.append(("Claim", f"“{claim['text']}” {claim['verdict']}{by}"))
    output.say(answer["statement"])
    for label, value in lines:
        output.say(f"  {label + ': ':<17}{value}")
    output.warn(answer["warnings"])
