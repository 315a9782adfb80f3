"""One event, one source: frozen values made from a row when someone looks."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

import pandas as pd

from mapper.model import vocabulary as words
from mapper.model.dates import parse_day
from mapper.model.errors import InputError


def _absent(value: object) -> bool:
    """Tell a missing value of any of pandas' kinds (None, NaN, NA)."""
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


@dataclass(frozen=True)
class Count:
    """People killed or injured: unknown is None, zero is "reported none"."""

    min: int | None = None
    best: int | None = None
    max: int | None = None

    def __post_init__(self) -> None:
        known = [value for value in (self.min, self.best, self.max) if value is not None]
        if any(value < 0 for value in known):
            raise InputError("a count of people is negative", found=min(known))
        if known != sorted(known):
            raise InputError(
                "counts are out of order",
                found=known,
                expected="the least, the best and the most in that order",
            )

    @property
    def known(self) -> bool:
        """Whether any of the three values is known."""
        return not (self.min is None and self.best is None and self.max is None)

    def __str__(self) -> str:
        low, high = self.min, self.max
        if not self.known:
            return "unknown"
        if self.best is not None:
            spread = [value for value in (low, high) if value is not None and value != self.best]
            if not spread:
                return "none reported" if self.best == 0 else str(self.best)
            low = self.best if low is None else low
            high = self.best if high is None else high
            return f"{self.best} ({low}–{high})"
        if low is not None and high is not None:
            return str(low) if low == high else f"{low}–{high}"
        return f"at least {low}" if low is not None else f"at most {high}"


@dataclass(frozen=True)
class Source:
    """Where a report stands. Column meanings as in the table ``sources``."""

    source_id: str
    event_id: str
    url: str | None = None
    archive_url: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published_at: str | None = None
    accessed_at: str | None = None
    language: str | None = None
    source_type: str | None = None
    quote: str | None = None
    sha256: str | None = None
    notes: str | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Make a source from a row of the table ``sources``."""
        values: dict[str, Any] = {
            f.name: None if _absent(row[f.name]) else row[f.name] for f in fields(cls)
        }
        return cls(**values)


@dataclass(frozen=True)
class Event:
    """One reported event. ``lon``, ``lat`` are WGS 84 degrees, or both None."""

    event_id: str
    feed: str
    title: str
    lon: float | None = None
    lat: float | None = None
    incident_id: str | None = None
    external_id: str | None = None
    description: str | None = None
    date_start: dt.date | None = None
    date_end: dt.date | None = None
    date_precision: str | None = None
    date_text: str | None = None
    time_local: str | None = None
    timezone: str | None = None
    place_name: str | None = None
    admin1: str | None = None
    country: str | None = None
    geo_precision: str | None = None
    radius_m: float | None = None
    event_type: str | None = None
    weapon: str | None = None
    target_type: str | None = None
    outcome: str | None = None
    perpetrator_alleged: str | None = None
    claimed_by: str | None = None
    denied_by: str | None = None
    affected_party: str | None = None
    killed: Count = field(default_factory=Count)
    injured: Count = field(default_factory=Count)
    verification_status: str = "reported"
    workflow_status: str = "new"
    sensitive: bool = False
    tags: str | None = None
    notes: str | None = None
    extra: str | None = None
    created_at: str | None = None
    updated_at: str | None = None

    def __post_init__(self) -> None:
        if (self.lon is None) != (self.lat is None):
            raise InputError("an event needs both coordinates or none", field="geom")
        if self.lon is not None and self.lat is not None:
            check_lonlat(self.lon, self.lat)
        if self.date_start and self.date_end and self.date_end < self.date_start:
            raise InputError(
                "an event ends before it starts",
                field="date_end",
                found=self.date_end,
                expected=f"{self.date_start} or later",
            )
        for name, terms in (
            ("verification_status", words.VERIFICATION_STATUSES),
            ("workflow_status", words.WORKFLOW_STATUSES),
            ("geo_precision", words.GEO_PRECISIONS),
            ("date_precision", words.DATE_PRECISIONS),
        ):
            value = getattr(self, name)
            if value is not None and value not in terms:
                raise InputError(
                    "not a word of the vocabulary",
                    field=name,
                    found=value,
                    expected="one of " + ", ".join(terms),
                )

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Make an event from a row of the table ``events`` with its ``geom``."""
        try:
            return cls._of(row)
        except (TypeError, ValueError, AttributeError) as error:
            raise InputError(
                "an event has a value of the wrong kind", found=row.get("event_id")
            ) from error

    @classmethod
    def _of(cls, row: Mapping[str, Any]) -> Self:
        values: dict[str, Any] = {}
        for f in fields(cls):
            if f.name in row and not _absent(row[f.name]):
                values[f.name] = row[f.name]
        for name in ("date_start", "date_end"):
            if name in values:
                values[name] = parse_day(values[name])
        values["sensitive"] = bool(values.get("sensitive", 0))
        for name in ("killed", "injured"):
            parts = {}
            for part in ("min", "best", "max"):
                value: Any = row.get(f"{name}_{part}")
                parts[part] = None if _absent(value) else int(value)
            values[name] = Count(**parts)
        point = row.get("geom")
        if not _absent(point) and point is not None and not point.is_empty:
            values["lon"], values["lat"] = float(point.x), float(point.y)
        return cls(**values)


def check_lonlat(lon: float, lat: float) -> None:
    """Raise `InputError` unless the pair is a position on Earth (degrees)."""
    if not (math.isfinite(lon) and -180.0 <= lon <= 180.0):
        raise InputError("not a longitude", found=lon, expected="-180 to 180")
    if not (math.isfinite(lat) and -90.0 <= lat <= 90.0):
        raise InputError("not a latitude", found=lat, expected="-90 to 90")


def write_position(lon: float, lat: float, decimals: int = 4) -> str:
    """Return a position for print, latitude first as is usual there.

    Examples
    --------
    >>> write_position(53.2045, 56.8498), write_position(-70.65, -33.45, 2)
    ('56.8498° N, 53.2045° E', '33.45° S, 70.65° W')
    """
    north, east = "S" if lat < 0 else "N", "W" if lon < 0 else "E"
    return f"{abs(lat):.{decimals}f}° {north}, {abs(lon):.{decimals}f}° {east}"
