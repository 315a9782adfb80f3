"""Statement and methods note of a measurement, as plain text or Markdown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from mapper.measure.kept import KeptMeasurement
from mapper.measure.rounding import format_area, format_distance, format_interval
from mapper.model import vocabulary as words
from mapper.model.dates import write_day
from mapper.model.errors import MapperError

#: Parts of an interval: their words, and the names of what widens it below and above.
INTERVAL_PARTS: Final = (
    ("The place", "place_below_m", "place_above_m"),
    ("The source's accuracy", "source_below_m", "source_above_m"),
    ("The definition of the line", "definition_below_m", "definition_above_m"),
    ("Days since the front", "gap_below_m", "gap_above_m"),
    ("The base map's lines", "outline_m", "outline_m"),
)

#: What Markdown would take for more than text, wherever it stands: marks, HTML, links, formulas.
_MARKS: Final = re.compile(r"[\\`*_\[\]<>#|~&!$]")
#: What GitHub and others make a link of without being asked.
_LINKS: Final = re.compile(r"(?<=\w)(?=://)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
#: What begins a list, a rule or a heading where it stands first.
_FIRST: Final = re.compile(r"^(\d{1,9})(?=[.)])|^(?=[-+=:])")

#: A line: its label, its text, and lines below it.
_Line = tuple[str, str, tuple[str, ...]]


def statement_text(kept: KeptMeasurement, *, markdown: bool = False, more: str = "") -> str:
    """Return the statement with its warnings and inputs.

    Parameters
    ----------
    markdown
        Whether to write Markdown (CommonMark, as GitHub reads it), else plain text.
    more
        A further line, such as what became of a claim.
    """
    warnings = tuple(str(one) for one in kept.inputs.get("warnings") or ())
    lines: list[_Line] = [("Warning", one, ()) for one in warnings]
    if more:
        lines.append(("Claim", more, ()))
    lines += _inputs(kept)
    return _written(kept.statement, lines, markdown)


def methods_note(kept: KeptMeasurement, *, markdown: bool = False, more: str = "") -> str:
    """Return how a measurement was made: all that it rests on; parameters as `statement_text`.

    Examples
    --------
    >>> from mapper.measure import KeptMeasurement, Place, along
    >>> way = along([Place("A", 36, 50), Place("B", 37, 50)])
    >>> methods_note(KeptMeasurement.of_path(way, [None, None])).splitlines()[2:4]
    ['Bearings: 90°', 'Positions:']
    """
    return _written(kept.statement, _lines(kept, more), markdown)


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows as it stands: the one place where that is seen to."""
    one_line = " ".join(text.split())
    escaped = _LINKS.sub(r"\\", _MARKS.sub(r"\\\g<0>", one_line))
    return _FIRST.sub(lambda found: (found[1] or "") + "\\", escaped)


#: What the definition of a line of contact is given, in words; see `line_of_contact`.
_PARAMETERS: Final = {
    "radius_m": "radius of the opening",
    "reach_m": "edge taken within",
    "least_held_m2": "held parts of at least",
    "beside_m": "left out beside border and coast",
    "projection": "projection of the opening",
}


def _lines(kept: KeptMeasurement, more: str) -> Iterator[_Line]:
    said = kept.inputs
    unit = str(said.get("unit") or "km")
    if kept.note:
        yield "Note", kept.note, ()
    if said.get("method"):
        yield "Method", str(said["method"]), ()
    parameters = said.get("parameters")
    if isinstance(parameters, Mapping) and parameters:
        yield "Definition", "", tuple(_flat(parameters))
    if kept.max_m > kept.min_m:
        span = (kept.distance_m, kept.min_m, kept.max_m)
        whole = not all(one.get("radius_known", True) for one in kept.places)
        parts = said.get("uncertainty")
        told = interval_parts(parts if isinstance(parts, Mapping) else {}, unit)
        yield (
            "Interval",
            format_interval(*span, unit, whole=whole),
            tuple(f"{name}: {value}" for name, value in told),
        )
    if isinstance(said.get("area_m2"), int | float):
        yield "Area", format_area(float(said["area_m2"]), unit), ()
    fronts = tuple(front_words(one) for one in said.get("terms") or () if isinstance(one, Mapping))
    if fronts:
        day = said.get("day")
        of = f"Fronts for {_day(day)}" if isinstance(day, str) else "Fronts"
        only = f" (of {said['source']} only, as chosen)" if said.get("source") else ""
        yield of + only, "", fronts
    nearest = said.get("nearest")
    if isinstance(nearest, list) and len(nearest) == 2 and kept.target_kind != "place":
        near = f", near {kept.target_name}" if kept.target_name else ""
        yield "Nearest point", f"{_position(*nearest)}{near}", ()
    if isinstance(said.get("azimuth_deg"), int | float):
        yield "Bearing at the start", f"{round(said['azimuth_deg']) % 360}°", ()
    bearings = said.get("bearings_deg")
    if isinstance(bearings, list):
        yield "Bearings", ", ".join(f"{round(one) % 360}°" for one in bearings), ()
    places = tuple(_place(one) for one in kept.places)
    if places:
        yield "Positions", "", places
    yield from _inputs(kept)
    warnings = tuple(str(one) for one in said.get("warnings") or ())
    if warnings:
        yield "Warnings", "", warnings
    if more:
        yield "Claim", more, ()
    if said.get("mapper"):
        yield "Made with", f"Mapper {said['mapper']}", ()


def interval_parts(parts: Mapping[str, Any], unit: str) -> list[tuple[str, str]]:
    """Return what widens an interval, and by how much to either side."""
    rows = []
    for name, below, above in INTERVAL_PARTS:
        if below not in parts:
            continue
        sides = [parts.get(below), parts.get(above)]
        if None in sides:
            rows.append((name, "not known"))
        elif any(sides):
            low, high = (
                format_distance(side, side, side, unit)
                for side in (float(value) for value in sides if value is not None)
            )
            rows.append((name, f"± {low}" if low == high else f"− {low}, + {high}"))
    return rows


def front_words(terms: Mapping[str, Any]) -> str:
    """Return source, day, gap, attribution and licence of a front."""
    gap = terms.get("gap_days") or 0
    age = f"{gap} day{'' if gap == 1 else 's'} older than the day" if gap else ""
    published = terms.get("published_at")
    permission = words.REDISTRIBUTIONS[str(terms.get("redistribution") or "unknown")].label.lower()
    parts = [
        f"{terms.get('source')}, {terms.get('what')} {_day(str(terms.get('as_of')))}",
        f"published {_day(str(published)[:10])}" if published else "",
        age,
        str(terms.get("attribution") or ""),
        str(terms.get("licence") or "licence not stated"),
        permission,
    ]
    return "; ".join(part for part in parts if part)


def _flat(parameters: Mapping[str, Any], lead: str = "") -> Iterator[str]:
    """Return parameters a line each, in words; those of a side behind its name."""
    for name, value in parameters.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{lead}{name}: ")
        elif name == "given" and value:
            yield f"{lead}line as the source gives it, not derived"
        elif value not in (None, [], ""):
            yield f"{lead}{_PARAMETERS.get(name, f'{name}:')} {_amount(name, value)}"


def _amount(name: str, value: Any) -> str:
    """Return a parameter with the unit that its name ends in."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    if name.endswith("_m2"):
        return f"{value / 1e6:,.6g} km²"
    return f"{value:,.6g} m" if name.endswith("_m") else f"{value:g}"


def _inputs(kept: KeptMeasurement) -> list[_Line]:
    files = [one for one in kept.inputs.get("files") or () if isinstance(one, Mapping)]
    listed = tuple(f"{one.get('file')} (SHA-256 {one.get('sha256')})" for one in files)
    return [("Inputs", "", listed)] if listed else []


def _place(place: Mapping[str, Any]) -> str:
    radius_m = place.get("radius_m") or 0.0
    known = f", known to {format_distance(radius_m, radius_m, radius_m, 'km')}" if radius_m else ""
    if place.get("region"):
        known = f", known only to {place['region']}"
    named = f"{place['name']}: " if place.get("name") else ""
    return f"{named}{_position(place['lon'], place['lat'])}{known}"


def _position(lon: float, lat: float) -> str:
    return f"{lon:.5f}, {lat:.5f} (longitude, latitude)"


def _day(text: str) -> str:
    try:
        return write_day(dt.date.fromisoformat(text))
    except (ValueError, MapperError):
        return text


def _written(statement: str, lines: Iterator[_Line] | list[_Line], markdown: bool) -> str:
    if not markdown:
        plain = [statement] if statement else []
        for label, text, below in lines:
            plain.append(f"{label}: {text}".rstrip())
            plain += [f"  {one}" for one in below]
        return "\n".join(plain)
    written = [f"**{escape_markdown(statement)}**", ""] if statement else []
    for label, text, below in lines:
        written.append(f"- **{escape_markdown(label)}:** {escape_markdown(text)}".rstrip())
        written += [f"  - {escape_markdown(one)}" for one in below]
    return "\n".join(written).rstrip()
