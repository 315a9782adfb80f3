"""Events in words, for the detail panel: plain text from plain values."""

from __future__ import annotations

from mapper import basemap
from mapper.model import vocabulary as words
from mapper.model.dates import write_days
from mapper.model.errors import InputError
from mapper.model.event import Event


def when(event: Event) -> str:
    """Return the days, the time of day and how exact they are."""
    if event.date_start is None:
        return f"Unknown (written as “{event.date_text}”)" if event.date_text else "Unknown"
    text = write_days(event.date_start, event.date_end or event.date_start)
    if event.time_local:
        text += f", {event.time_local}"
        text += f" ({event.timezone})" if event.timezone else " local time"
    if event.date_precision and event.date_precision != "day":
        text += f". {words.DATE_PRECISIONS[event.date_precision].meaning}"
    return text


def where(event: Event) -> str:
    """Return place, region and country."""
    land = None if event.country is None else country(event.country)
    parts = [part for part in (event.place_name, event.admin1, land) if part]
    return ", ".join(dict.fromkeys(parts)) or "Place not named"


def country(code: str) -> str:
    """Return the name of a country, or the code if it is none that is known."""
    try:
        return basemap.country_name(code)
    except InputError:
        return code


def precision(event: Event, *, radius: bool = True) -> str:
    """Return how exactly the place is known, and what that means."""
    if event.lon is None:
        return f"No place yet. {words.ROUGH_PLACES['none'].meaning}"
    if event.geo_precision is None:
        text = "Precision not stated."
    elif event.geo_precision in words.ROUGH_PLACES:
        meaning = words.ROUGH_PLACES[event.geo_precision].meaning
        text = f"Known only to {_extent(event)}: {meaning[0].lower()}{meaning[1:]}"
    else:
        term = words.GEO_PRECISIONS[event.geo_precision]
        text = f"{term.label}: {term.meaning[0].lower()}{term.meaning[1:]}"
    if radius and event.radius_m is not None and event.geo_precision != "country":
        text += f" Radius {length(event.radius_m)}."
    return text


def _extent(event: Event) -> str:
    """Return the region or the country that is all that is known of a place."""
    if event.geo_precision == "country":
        return "the country" if event.country is None else country(event.country)
    if not event.admin1:
        return "its region"
    return basemap.region_label(event.country or "", event.admin1)


def position(event: Event) -> str:
    """Return the coordinates as latitude, longitude with letters, or nothing."""
    if event.lon is None or event.lat is None:
        return ""
    north = "N" if event.lat >= 0 else "S"
    east = "E" if event.lon >= 0 else "W"
    return f"{abs(event.lat):.5f}° {north}, {abs(event.lon):.5f}° {east}"


def length(metres: float) -> str:
    """Return a short length such as a radius."""
    if metres < 1000:
        return f"{metres:,.0f} m"
    return f"{metres / 1000:,.1f} km".replace(".0 km", " km")


def what(event: Event) -> str:
    """Return type, weapon, target and outcome as one line."""
    parts = []
    if event.event_type:
        term = words.EVENT_TYPES.get(event.event_type)
        parts.append(term.label if term else event.event_type)
    for value, terms, lead in (
        (event.weapon, words.WEAPONS, "weapon"),
        (event.target_type, words.TARGET_TYPES, "target"),
        (event.outcome, words.OUTCOMES, "outcome"),
    ):
        if value and value not in ("unknown", "undefined"):
            parts.append(f"{lead}: {terms[value].label.lower()}")
    return "; ".join(parts)


def size_words(size: int) -> str:
    """Return a number of bytes for people."""
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{max(size // 1000, 1):,} kB"
