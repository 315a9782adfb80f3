"""What written words may mean as the place of an event: worker functions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from mapper import gazetteer
from mapper.gazetteer import (
    Candidate,
    Region,
    Surroundings,
    Whereabouts,
    position_values,
    surroundings,
)
from mapper.geodesy import Position, distance_m, read_position
from mapper.gui import wording
from mapper.gui.goals import position_of
from mapper.gui.tasks import Progress
from mapper.gui.translation import tr
from mapper.model.errors import MapperError
from mapper.model.event import Event
from mapper.model.spelling import key
from mapper.model.vocabulary import ROUGH_PLACES

_MOST: Final = 30
_SHORTEST: Final = 2
_ONE: Final = tr("Choose it to place the event there.")
#: Where a position lies from a place.
_WINDS: Final = {
    "north": tr("north"),
    "north-east": tr("north-east"),
    "east": tr("east"),
    "south-east": tr("south-east"),
    "south": tr("south"),
    "south-west": tr("south-west"),
    "west": tr("west"),
    "north-west": tr("north-west"),
}

#: Two decimal numbers and nothing that tells which is which.
_BARE: Final = re.compile(r"[-+−]?\d+(?:\.\d+)?(?:\s*[,;]\s*|\s+)[-+−]?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Found:
    """The places that words may mean, each with its row for the list."""

    places: tuple[Whereabouts, ...] = ()
    rows: tuple[str, ...] = ()
    message: str = ""
    wrong: bool = False


def find_places(event: Event, text: str, entered: bool, _progress: Progress) -> Found:
    """Return what a person may mean by the place of an event; nothing is decided.

    Places of the event's own country come first, of these those of its region, of these the
    nearest to where it is now. While it is being written (not ``entered``) the words are
    also taken as the beginning of a name.
    """
    if len(text.strip()) < _SHORTEST:
        return Found()
    from mapper.readers.unplaced import region_meant  # brings much that the window starts without

    try:
        position = read_position(text, near=position_of)
        if position is not None:
            return _of_numbers(event, text, position, entered=entered)
        found = _named(event, text, entered=entered)
        region = region_meant((text, "", event.country or "")) or region_meant((text, "", ""))
    except MapperError as error:
        return _refused(error) if entered else Found()
    regions = () if region is None else (region,)
    rows = (
        *(tr("{one}: known only to the region", one=one) for one in regions),
        *(_of_candidate(event, one) for one in found[:_MOST]),
    )
    return Found((*regions, *found[:_MOST]), rows, _message(text, found, region) if entered else "")


def lies(event: Event, _progress: Progress) -> str:
    """Return how an event's position lies to the nearest place; nothing for a rough one."""
    now = _position_now(event)
    try:
        return "" if now is None else around_words(surroundings(*now))
    except MapperError:
        # Without its places the gazetteer cannot say; the window tells of that by itself.
        return ""


def around_words(found: Surroundings) -> str:
    """Return how a position lies to the nearest place, in the window's language."""
    away = wording.length(round(found.distance_m, -3))
    text = (
        tr("At {place}", place=found.near)
        if found.at
        else tr(
            "{length} {wind} of {place}", length=away, wind=_WINDS[found.wind], place=found.near
        )
    )
    if found.own is None:
        return text
    if found.own:
        return tr("{text}; in {region}", text=text, region=found.own)
    return tr("{text}; at sea", text=text)


def _named(event: Event, text: str, *, entered: bool) -> list[Candidate]:
    from mapper.readers.unplaced import candidates

    near = _position_now(event)
    region, country = event.admin1 or "", event.country or ""
    found = candidates((text, region, country), near, None)
    # Homonyms abroad too: what the event says of its country may be what is wrong.
    found += candidates((text, region, ""), near, None)
    if not entered:
        asked = _asked(text)
        found = [one for one in found if key(one.matched) == asked]
        begun = gazetteer.complete(text, limit=_MOST)
        found += sorted(begun, key=lambda place: place.country != country)
    return list({one.geonameid: one for one in reversed(found)}.values())[::-1]


def _of_candidate(event: Event, place: Candidate) -> str:
    parts = [str(place)]
    if place.matched and key(place.matched) != key(place.name):
        parts.append(tr("also called {matched}", matched=place.matched))
    if (now := _position_now(event)) is not None:
        away_m = round(distance_m(now, [place.lon, place.lat]).item(), -3)
        parts.append(
            tr("{length} away", length=wording.length(away_m)) if away_m else tr("where it is now")
        )
    return ", ".join(parts)


def _position_now(event: Event) -> tuple[float, float] | None:
    """Return where an event is (lon, lat), None where that says too little."""
    if event.lon is None or event.lat is None or event.geo_precision in ROUGH_PLACES:
        return None
    return event.lon, event.lat


def _of_numbers(event: Event, text: str, position: Position, *, entered: bool) -> Found:
    """Return what coordinates mean; two bare numbers may have been copied latitude first."""
    row = _of_position(event, position)
    if not _BARE.fullmatch(text.strip()) or abs(position.lon) > 90.0:
        return Found((position,), (row,), _ONE if entered else "")
    turned = replace(position, lon=position.lat, lat=position.lon)
    other = tr("Latitude first: {place}", place=_of_position(event, turned))
    words = tr("Bare numbers are longitude, latitude; the second row turns them round.")
    return Found((position, turned), (row, other), words if entered else "")


def _of_position(event: Event, position: Position) -> str:
    moved = replace(event, lon=position.lon, lat=position.lat)
    radius = wording.length(position_values(position)["radius_m"])
    words = around_words(surroundings(position.lon, position.lat))
    lies = words[0].lower() + words[1:]
    return tr(
        "{position}, known to {radius}: {lies}",
        position=wording.position(moved),
        radius=radius,
        lies=lies,
    )


def _message(text: str, found: list[Candidate], region: Region | None) -> str:
    if not found and region is None:
        if gazetteer.country_meant(text):
            return tr("This is a country; write a place in it.")
        return tr("No such place is known. Try another spelling, a larger place or coordinates.")
    if found and all(key(one.matched) != _asked(text) for one in found):
        return tr("No place has this name; these are called nearly so.")
    if len(found) > _MOST:
        return tr(
            "The first {most} of {number}; write its region after a comma.",
            most=_MOST,
            number=len(found),
        )
    if len(found) > 1:
        return tr("Several places have this name; choose one.")
    return _ONE


def _asked(text: str) -> str:
    """Return the folded name alone: region and country may follow after a comma."""
    return key(text.partition(",")[0])


def _refused(error: MapperError) -> Found:
    text = str(error)
    return Found(message=text[:1].upper() + text[1:], wrong=True)
