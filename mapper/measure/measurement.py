"""A distance that can be printed, with everything it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.measure.claim import ClaimCheck
from mapper.measure.region import Region, regions_of, whole_region
from mapper.model.errors import InputError, MeasureError
from mapper.model.event import Event, check_lonlat, write_position
from mapper.model.vocabulary import DEFAULT_RADIUS_M


@dataclass(frozen=True)
class Place:
    """A place on Earth known to a radius.

    Attributes
    ----------
    name
        For print; may be empty.
    lon, lat
        WGS 84, degrees.
    radius_m
        The true place lies within this of the position; 0 when exact.
    radius_known
        False where nothing says how exactly the place is known: the radius
        then stands for nothing, and distances are not printed finer than a unit.
    region
        The first-order region where the place is known to that and no better:
        the interval is then that over the region, whatever the radius.
    """

    name: str
    lon: float
    lat: float
    radius_m: float = 0.0
    radius_known: bool = True
    region: Region | None = None

    def __post_init__(self) -> None:
        check_lonlat(self.lon, self.lat)
        if not 0.0 <= self.radius_m < 20_004_000.0:
            raise InputError("not a radius", found=self.radius_m, expected="metres, zero or more")

    @classmethod
    def of_event(cls, event: Event) -> Place:
        """Return where an event took place, with its radius or the one for its precision.

        Raises
        ------
        MeasureError
            If the place is not known, or only to the country.
        """
        if event.lon is None or event.lat is None:
            raise MeasureError(
                f"The place of '{event.title}' is not known; no distance can be given."
            )
        if event.geo_precision == "country":
            raise MeasureError(
                f"'{event.title}' is known only to its country; no distance can be given."
            )
        radius_m = event.radius_m
        if radius_m is None and event.geo_precision:
            radius_m = DEFAULT_RADIUS_M[event.geo_precision]
        region = None
        if event.geo_precision == "region" and whole_region(radius_m, event.admin1, event.country):
            region = regions_of([[event.lon, event.lat]], [event.admin1])[0]
        name = event.place_name or event.title
        return cls(name, event.lon, event.lat, radius_m or 0.0, radius_m is not None, region)

    @property
    def words(self) -> str:
        """The name, or the coordinates where there is none."""
        return self.name or write_position(self.lon, self.lat)


def radius_known(events: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return per event, shape (n,), whether anything says how exactly its place is known.

    As `Place.radius_known` of `Place.of_event`, for a whole table ``events``.
    """
    return np.asarray(events["radius_m"].notna() | events["geo_precision"].notna(), dtype=bool)


@dataclass(frozen=True)
class Target:
    """What was measured to, and where its nearest point is.

    Attributes
    ----------
    kind
        ``line-of-contact``, ``control-area``, ``state-border``, ``coast``, ``place``,
        ``line`` or ``area``.
    name
        Name of the place or, for the others, a place near the nearest point.
    lon, lat
        The nearest point.
    as_of, published_at, source, gap_days
        Of the front; None for other targets.
    """

    kind: str
    name: str
    lon: float
    lat: float
    as_of: str | None = None
    published_at: str | None = None
    source: str | None = None
    gap_days: int | None = None


@dataclass(frozen=True)
class Measurement:
    """A measured distance: best value, interval, words, and inputs.

    Attributes
    ----------
    distance_m, min_m, max_m
        Best value and interval in metres, WGS 84.
    inside_control_area
        Whether the start lies in the control area; None where that is not known.
    boundary_m
        Distance to the area's boundary; only for a start inside an area that it
        was measured to.
    boundary_off_m
        The most that distance can be off, to either side.
    start, target
        From where, to what.
    azimuth_deg
        Direction of the geodesic at the start, degrees from north.
    statement, method
        One sentence for print; how it was done.
    claim
        The check of a claim, if one was given.
    inputs
        Files with their SHA-256.
    warnings
        Sentences that belong with the number.
    uncertainty
        The interval's parts in metres, by name.
    sources
        What each source of the day says, the one used first; empty for a single one.
    parameters
        Those of the definition by which the line of contact was derived.
    """

    distance_m: float
    min_m: float
    max_m: float
    inside_control_area: bool | None
    start: Place
    target: Target
    azimuth_deg: float
    method: str
    statement: str
    claim: ClaimCheck | None = None
    inputs: tuple[dict[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    boundary_m: float | None = None
    boundary_off_m: float = 0.0
    uncertainty: dict[str, Any] = field(default_factory=dict)
    sources: tuple[dict[str, Any], ...] = ()
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def region(self) -> str | None:
        """The region, where the start is known to that and no better."""
        return None if self.start.region is None else self.start.region.name

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of the command line: metres to the millimetre."""
        found: dict[str, Any] = {
            "distance_m": round(self.distance_m, 3),
            "min_m": round(self.min_m, 3),
            "max_m": round(self.max_m, 3),
            "inside_control_area": self.inside_control_area,
            "from": {
                "name": self.start.name,
                "lon": self.start.lon,
                "lat": self.start.lat,
                "radius_m": self.start.radius_m,
            },
            "to": {
                "kind": self.target.kind,
                "name": self.target.name,
                "lon": round(self.target.lon, 9),
                "lat": round(self.target.lat, 9),
                "as_of": self.target.as_of,
                "published_at": self.target.published_at,
                "source": self.target.source,
                "gap_days": self.target.gap_days,
            },
            "azimuth_deg": round(self.azimuth_deg, 6),
            "method": self.method,
            "statement": self.statement,
            "claim": None
            if self.claim is None
            else {
                "text": self.claim.text,
                "verdict": self.claim.verdict,
                "difference_m": self.claim.difference_m,
            },
            "inputs": [dict(entry) for entry in self.inputs],
            "warnings": list(self.warnings),
            "uncertainty": dict(self.uncertainty),
            "parameters": dict(self.parameters),
        }
        if self.sources:
            found["sources"] = [dict(said) for said in self.sources]
        if self.region is not None:
            found["from"]["region"] = self.region
        if self.boundary_m is not None:
            found["boundary_m"] = round(self.boundary_m, 3)
            found["boundary_min_m"] = round(max(self.boundary_m - self.boundary_off_m, 0.0), 3)
            found["boundary_max_m"] = round(self.boundary_m + self.boundary_off_m, 3)
        return found
