"""Events in words, for the detail panel: plain text from plain values."""

from __future__ import annotations

from mapper import basemap
from mapper.gui import day_words
from mapper.gui.day_words import measured, write_days
from mapper.gui.translation import tr
from mapper.model import vocabulary as words
from mapper.model.errors import InputError
from mapper.model.event import Event


def when(event: Event) -> str:
    """Return the days, the time of day and how exact they are."""
    if event.date_start is None:
        return (
            tr("Unknown (written as “{text}”)", text=event.date_text)
            if event.date_text
            else tr("Day unknown")
        )
    text = write_days(event.date_start, event.date_end or event.date_start)
    if event.time_local:
        text += f", {event.time_local}"
        text += f" ({event.timezone})" if event.timezone else " " + tr("local time")
    if event.date_precision and event.date_precision != "day":
        text += f". {tr(words.DATE_PRECISIONS[event.date_precision].meaning)}"
    return text


def where(event: Event) -> str:
    """Return place, region and country."""
    land = None if event.country is None else country(event.country)
    parts = [part for part in (event.place_name, event.admin1, land) if part]
    return ", ".join(dict.fromkeys(parts)) or tr("Place not named")


def country(code: str) -> str:
    """Return the name of a country, or the code if it is none that is known."""
    try:
        return day_words.country(code)
    except InputError:
        return code


def precision(event: Event, *, radius: bool = True) -> str:
    """Return how exactly the place is known, and what that means."""
    if event.lon is None:
        return tr("No place yet. {meaning}", meaning=tr(words.ROUGH_PLACES["none"].meaning))
    if event.geo_precision is None:
        text = tr("Precision not stated.")
    elif event.geo_precision in words.ROUGH_PLACES:
        meaning = tr(tr(words.ROUGH_PLACES[event.geo_precision].meaning))
        meaning = meaning[0].lower() + meaning[1:]
        text = tr("Known only to {extent}: {meaning}", extent=_extent(event), meaning=meaning)
    else:
        term = words.GEO_PRECISIONS[event.geo_precision]
        meaning = tr(tr(term.meaning))
        text = f"{tr(tr(term.label))}: {meaning[0].lower()}{meaning[1:]}"
    if radius and event.radius_m is not None and event.geo_precision != "country":
        text += " " + tr("Radius {length}.", length=length(event.radius_m))
    return text


def _extent(event: Event) -> str:
    """Return the region or the country that is all that is known of a place."""
    if event.geo_precision == "country":
        return tr("the country") if event.country is None else country(event.country)
    if not event.admin1:
        return tr("its region")
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
        return measured(f"{metres:,.0f} m")
    return measured(f"{metres / 1000:,.1f} km".replace(".0 km", " km"))


def what(event: Event) -> str:
    """Return type, weapon, target and outcome as one line."""
    parts = []
    if event.event_type:
        term = words.EVENT_TYPES.get(event.event_type)
        parts.append(tr(tr(term.label)) if term else event.event_type)
    for value, terms, lead in (
        (event.weapon, words.WEAPONS, tr("Weapon")),
        (event.target_type, words.TARGET_TYPES, tr("Target")),
        (event.outcome, words.OUTCOMES, tr("Outcome")),
    ):
        if value and value not in ("unknown", "undefined"):
            parts.append(f"{lead.lower()}: {tr(tr(terms[value].label)).lower()}")
    return "; ".join(parts)


def size_words(size: int) -> str:
    """Return a number of bytes for people."""
    return (
        tr("{number:,.1f} MB", number=size / 1e6)
        if size >= 1e6
        else tr("{number:,} kB", number=max(size // 1000, 1))
    )
