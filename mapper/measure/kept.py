"""A measurement kept in a project: numbers, words, and all it was measured from."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

import pandas as pd
import shapely
from shapely import MultiLineString

from mapper import __version__
from mapper.geodesy import geodesic_line
from mapper.measure.keptinputs import usable_inputs
from mapper.measure.measurement import Measurement, Place
from mapper.measure.path import Path
from mapper.model.errors import InputError
from mapper.model.schema import GEOMETRY

#: Kinds of what was drawn on the map, beside those of `mapper.measure.Target`.
PATH_KINDS: Final = ("path", "outline")


@dataclass(frozen=True, eq=False)
class KeptMeasurement:
    """A row of the table ``measurements``.

    Attributes
    ----------
    measurement_id
        Stable id; empty until the project gives one.
    event_id
        The event it starts at; None for a start of its own.
    start_lon, start_lat
        Where it starts, WGS 84 degrees.
    target_kind
        As `mapper.measure.Target.kind`; ``path`` or ``outline`` along points.
    distance_m, min_m, max_m
        Best value and interval; of a path its whole length.
    as_of
        ISO day of the front.
    statement
        One sentence for print.
    inputs
        All that it was measured from, as JSON: ``files`` (``file``, ``sha256``), ``places``
        (positions, radii and events, start first), ``day`` and whether it is the ``event_day``,
        ``source`` and ``radius_m`` of the definition where one was chosen, ``fronts`` of that
        day by source with their ``fingerprint``, their ``terms``, ``unit``, and of the answer
        ``method``, ``warnings``,
        ``parameters``, ``uncertainty``, ``azimuth_deg``, the version of ``mapper``, and the
        person's ``note``.
    line
        What was measured along, geodesic; None where no line would be true.
    """

    target_kind: str
    distance_m: float
    min_m: float
    max_m: float
    start_lon: float
    start_lat: float
    statement: str
    measurement_id: str = ""
    event_id: str | None = None
    target_name: str | None = None
    as_of: str | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    line: MultiLineString | None = None

    @classmethod
    def of_distance(
        cls,
        found: Measurement,
        *,
        event_id: str | None = None,
        target_event_id: str | None = None,
        **asked: Any,
    ) -> Self:
        """Return a measured distance to be kept.

        Parameters
        ----------
        event_id, target_event_id
            The events it was measured from and to.
        **asked
            What was asked for: ``day``, ``event_day``, ``source``, ``radius_m``, ``fronts``,
            ``terms``, ``unit``.
        """
        start, target = found.start, found.target
        places = [_place(start, event_id)]
        if target.kind == "place":
            end = Place(target.name, target.lon, target.lat)
            places.append(_place(end, target_event_id))
        drawn = found.region is None and (found.distance_m > 0 or bool(found.boundary_m))
        inputs = {
            "files": [dict(entry) for entry in found.inputs],
            "places": places,
            **asked,
            "nearest": [round(target.lon, 9), round(target.lat, 9)],
            "azimuth_deg": round(found.azimuth_deg, 6),
            "source_of_front": target.source,
            "published_at": target.published_at,
            "gap_days": target.gap_days,
            "inside_control_area": found.inside_control_area,
            "boundary_m": found.boundary_m,
            "boundary_off_m": found.boundary_off_m,
            "method": found.method,
            "warnings": list(found.warnings),
            "uncertainty": dict(found.uncertainty),
            "parameters": dict(found.parameters),
            "mapper": __version__,
        }
        line = _along([(start.lon, start.lat), (target.lon, target.lat)]) if drawn else None
        return cls(
            target.kind, found.distance_m, found.min_m, found.max_m, start.lon, start.lat,
            found.statement, event_id=event_id, target_name=target.name or None,
            as_of=target.as_of, inputs=_present(inputs), line=line,
        )  # fmt: skip

    @classmethod
    def of_path(cls, path: Path, event_ids: Sequence[str | None], *, unit: str = "km") -> Self:
        """Return a way along points to be kept; ``event_ids`` are those the points stand on."""
        closed = len(path.legs_m) == len(path.places)
        points = [(place.lon, place.lat) for place in path.places]
        inputs = {
            "places": [_place(*one) for one in zip(path.places, event_ids, strict=True)],
            "unit": unit,
            "legs_m": [round(leg, 3) for leg in path.legs_m],
            "bearings_deg": [round(bearing, 6) for bearing in path.bearings_deg],
            "area_m2": path.area_m2,
            "method": path.method,
            "warnings": list(path.warnings),
            "mapper": __version__,
        }
        first = path.places[0]
        return cls(
            "outline" if closed else "path", path.total_m, path.min_m, path.max_m,
            first.lon, first.lat, path.statement, event_id=event_ids[0],
            inputs=_present(inputs), line=_along([*points, *points[: int(closed)]]),
        )  # fmt: skip

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Return a row of the table; what another program wrote may lack anything."""
        known: dict[str, Any] = {name: _known(row.get(name)) for name in _COLUMNS}
        try:
            inputs = json.loads(known.pop("inputs") or "{}")
        except ValueError:
            inputs = {}
        line = row.get(GEOMETRY)
        known |= {name: _number(known[name]) for name in _NUMBERS}
        return cls(
            **{**known, "statement": known["statement"] or ""},
            inputs=usable_inputs(inputs),
            line=line if isinstance(line, MultiLineString) and not line.is_empty else None,
        )

    @classmethod
    def all_of(cls, table: pd.DataFrame) -> list[Self]:
        """Return the rows of a table ``measurements``, which are as many as a person kept."""
        rows: list[Any] = table.to_dict("records")
        return [cls.from_row(row) for row in rows]

    def row(self) -> dict[str, Any]:
        """Return the values of the table's columns."""
        values: dict[str, Any] = {name: getattr(self, name) for name in _COLUMNS}
        values["inputs"] = json.dumps(self.inputs, ensure_ascii=False, allow_nan=False)
        return {**values, GEOMETRY: self.line}

    @property
    def places(self) -> list[Mapping[str, Any]]:
        """The places it was measured from, to or along, as ``inputs`` has them."""
        found = self.inputs.get("places")
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    @property
    def event_ids(self) -> tuple[str, ...]:
        """All events it tells of."""
        ids = [self.event_id, *(one.get("event_id") for one in self.places)]
        return tuple(dict.fromkeys(str(one) for one in ids if one))

    @property
    def note(self) -> str:
        """What the person wrote of it."""
        return str(self.inputs.get("note") or "")


_NUMBERS: Final = ("distance_m", "min_m", "max_m", "start_lon", "start_lat")
_COLUMNS: Final = (
    *("measurement_id", "event_id", "start_lon", "start_lat", "target_kind", "target_name"),
    *("distance_m", "min_m", "max_m", "as_of", "statement", "inputs"),
)


def _along(points: Sequence[tuple[float, float]]) -> MultiLineString | None:
    """Return the geodesics through points (lon, lat), cut at the antimeridian."""
    parts = []
    for start, end in itertools.pairwise(points):
        if start != end:
            parts += shapely.get_parts(geodesic_line(start, end)).tolist()
    return MultiLineString(parts) if parts else None


def _place(place: Place, event_id: str | None) -> dict[str, Any]:
    return _present(
        {
            "name": place.name or None,
            "lon": place.lon,
            "lat": place.lat,
            "radius_m": place.radius_m,
            "radius_known": place.radius_known,
            "region": None if place.region is None else place.region.name,
            "event_id": event_id,
        }
    )


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _known(value: Any) -> Any:
    """Return a cell, None for any kind of missing."""
    return None if value is None or value != value else value


def _number(value: Any) -> float:
    try:
        return float("nan") if value is None else float(value)
    except (TypeError, ValueError) as error:
        raise InputError("a measurement has a value of the wrong kind", found=value) from error
