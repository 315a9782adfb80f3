"""What the links of map sites are made of: pairs of numbers, views and their zoom."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Final, NamedTuple

from mapper.geodesy.angles import read_angles
from mapper.geodesy.ellipsoid import SEMI_MAJOR_M
from mapper.geodesy.gridcodes import read_full_plus_code
from mapper.geodesy.pasted import clean
from mapper.geodesy.position import Position, cell_radius_m, checked

#: What a link names: its pins, and the centre of its view.
Found = tuple[list[Position], Position | None]

#: Half-width of the area meant by a view whose scale the link does not tell.
UNSTATED_VIEW_M: Final = 1000.0
#: A view is about this many times as tall as half a map tile of 256 pixels.
_HALF_TILES: Final = 8.0

NUMBER: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_PAIR: Final = re.compile(rf"(?:loc:)?\s*({NUMBER})\s*[,;~_ ]\s*({NUMBER})(?![0-9.])")


class Link(NamedTuple):
    """A link, decoded: ``search`` is its query as text, ``anchors`` the fragment's fields."""

    host: str
    path: str
    query: dict[str, str]
    search: str
    fragment: str
    anchors: dict[str, str]


def read_pin(lat: str, lon: str, *, view_m: float | None = None) -> Position:
    """Return the position of two numbers in a link; a view has its own radius."""
    x, y = float(lon), float(lat)
    if view_m is not None and math.isfinite(x):
        # Web maps go on counting when one scrolls around the world.
        x = x if abs(x) <= 180.0 else (x + 180.0) % 360.0 - 180.0
    x, y = checked(x, y, expected="latitude -90 to 90, longitude -180 to 180")
    half = [0.5 * 10.0 ** -len(text.partition(".")[2]) for text in (lon, lat)]
    radius_m = max(cell_radius_m(x, y, half[0], half[1]), view_m or 0.0)
    return Position(x, y, radius_m, "link")


def read_pins(text: str | None, *, lon_first: bool = False) -> list[Position]:
    """Return the position at the start of a field that sites write, as a list."""
    found = _PAIR.match(clean(text or ""))
    if found is None:
        return []
    return [read_pin(*(found.groups()[::-1] if lon_first else found.groups()))]


def read_typed(text: str | None) -> list[Position]:
    """Return the position in a field that people type, if it is no address or name."""
    plain = clean(text or "")
    if found := _PAIR.match(plain):
        rest = plain[found.end() :]
        # "12, 14 Shevchenka street" begins like one.
        if not rest or ("." in found[1] and "." in found[2] and rest.lstrip()[:1] in "(,"):
            return [read_pin(*found.groups())]
        return []
    position = read_angles(plain) if "°" in plain else read_full_plus_code(plain)
    return [replace(position, form="link")] if position else []


def read_view(
    text: str | None,
    *,
    zoom: str | None = None,
    height_m: float | None = None,
    lon_first: bool = False,
) -> Position | None:
    """Return the centre of a view, with half a map tile at its scale as radius."""
    found = _PAIR.match(clean(text or ""))
    if found is None:
        return None
    lat, lon = found.groups()[::-1] if lon_first else found.groups()
    radius_m = UNSTATED_VIEW_M
    number = re.match(r"[0-9]{1,2}(?:\.[0-9]+)?", zoom or "")
    if height_m is not None:
        radius_m = min(height_m / _HALF_TILES, math.pi * SEMI_MAJOR_M)
    elif number and abs(float(lat)) <= 90.0:
        tile_m = 2.0 * math.pi * SEMI_MAJOR_M * math.cos(math.radians(float(lat)))
        radius_m = tile_m / 2.0 ** (float(number[0]) + 1.0)
    return read_pin(lat, lon, view_m=radius_m)


def read_length_m(text: str) -> float | None:
    """Return a number of metres, or None for digits and points that are none."""
    try:
        return float(text)
    except ValueError:
        return None


def read_slashes(text: str | None) -> Position | None:
    """Read zoom/lat/lon, the form of Leaflet's and OpenStreetMap's fragments."""
    zoom, _, rest = (text or "").lstrip("#/").partition("/")
    if not re.fullmatch(r"[0-9]{1,2}(?:\.[0-9]+)?", zoom):
        return None
    return read_view(re.sub(r"^([^/]*)/", r"\1,", rest), zoom=zoom)


def read_named(link: Link) -> Found:
    """Read what any site may use: fields called lat and lon, and map=zoom/lat/lon."""
    fields = {**link.anchors, **link.query}
    if "mlat" in fields and "mlon" in fields:
        return read_pins(f"{fields['mlat']},{fields['mlon']}"), None
    lat = next((fields[name] for name in ("lat", "latitude") if name in fields), None)
    lon = next((fields[n] for n in ("lon", "lng", "long", "longitude") if n in fields), None)
    zoom = fields.get("zoom") or fields.get("z")
    if lat and lon:
        pair = f"{lat},{lon}"
        return ([], read_view(pair, zoom=zoom)) if zoom else (read_pins(pair), None)
    return [], read_slashes(fields.get("map"))
