"""How each map site writes positions into its links.

Every reader takes a `Link` and returns the pins it names and the view it shows.
Latitude comes first except at Yandex and 2GIS. Forms taken from the sites' own
documents (Google "Maps URLs", Yandex "Launch web version", Bing "Create a custom
map URL", Apple "Map Links" and "Adopting unified Maps URLs", RFC 5870,
OpenStreetMap wiki "Shortlink", GeoHack) and from links in public use.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple
from urllib.parse import unquote_plus

from mapper.geodesy.angles import read_angles
from mapper.geodesy.ellipsoid import SEMI_MAJOR_M
from mapper.geodesy.pasted import clean
from mapper.geodesy.position import Position, cell_radius_m, checked
from mapper.model.errors import InputError

#: What a link names: its pins, and the centre of its view.
Found = tuple[list[Position], Position | None]

#: Half-width of the area meant by a view whose scale the link does not tell.
UNSTATED_VIEW_M: Final = 1000.0
#: A view is about this many times as tall as half a map tile of 256 pixels.
_HALF_TILES: Final = 8.0

_NUMBER: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_PAIR: Final = re.compile(rf"(?:loc:)?\s*({_NUMBER})\s*[,;~_ ]\s*({_NUMBER})(?![0-9.])")


class Link(NamedTuple):
    """A link, decoded: ``search`` is its query as text, ``anchors`` the fragment's fields."""

    host: str
    path: str
    query: dict[str, str]
    search: str
    fragment: str
    anchors: dict[str, str]


def site(host: str) -> Callable[[Link], Found] | None:
    """Return the reader for the links of a host, if it is a known map site."""
    for pattern, reader in _SITES:
        if pattern.fullmatch(host):
            return reader
    return None


def _pin(lat: str, lon: str, *, view_m: float | None = None) -> Position:
    """Return the position of two numbers in a link; a view has its own radius."""
    x, y = float(lon), float(lat)
    if view_m is not None and math.isfinite(x):
        # Web maps go on counting when one scrolls around the world.
        x = x if abs(x) <= 180.0 else (x + 180.0) % 360.0 - 180.0
    x, y = checked(x, y, expected="latitude -90 to 90, longitude -180 to 180")
    half = [0.5 * 10.0 ** -len(text.partition(".")[2]) for text in (lon, lat)]
    radius_m = max(cell_radius_m(x, y, half[0], half[1]), view_m or 0.0)
    return Position(x, y, radius_m, "link")


def _pins(text: str | None, *, lon_first: bool = False) -> list[Position]:
    """Return the position a text names, if it does, as a list."""
    if not text:
        return []
    plain = clean(text)
    if found := _PAIR.match(plain):
        return [_pin(*(found.groups()[::-1] if lon_first else found.groups()))]
    position = read_angles(plain) if "°" in plain else None
    return [replace(position, form="link")] if position else []


def _view(
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
    return _pin(lat, lon, view_m=radius_m)


def _slashes(text: str | None) -> Position | None:
    """Read zoom/lat/lon, the form of Leaflet's and OpenStreetMap's fragments."""
    zoom, _, rest = (text or "").lstrip("#/").partition("/")
    if not re.fullmatch(r"[0-9]{1,2}(?:\.[0-9]+)?", zoom):
        return None
    return _view(re.sub(r"^([^/]*)/", r"\1,", rest), zoom=zoom)


def named(link: Link) -> Found:
    """Read what any site may use: fields called lat and lon, and map=zoom/lat/lon."""
    fields = {**link.anchors, **link.query}
    if "mlat" in fields and "mlon" in fields:
        return _pins(f"{fields['mlat']},{fields['mlon']}"), None
    lat = next((fields[name] for name in ("lat", "latitude") if name in fields), None)
    lon = next((fields[n] for n in ("lon", "lng", "long", "longitude") if n in fields), None)
    zoom = fields.get("zoom") or fields.get("z")
    if lat and lon:
        pair = f"{lat},{lon}"
        return ([], _view(pair, zoom=zoom)) if zoom else (_pins(pair), None)
    return [], _slashes(fields.get("map"))


def _google(link: Link) -> Found:
    query = link.query
    path = link.path.replace("+", " ")
    if "/dir/" in path or ({"saddr", "origin"} & query.keys()):
        raise InputError(
            "a route has several places", found=link.path, expected="a link to one place"
        )
    pins = [_pin(*pair) for pair in re.findall(rf"!3d({_NUMBER})!4d({_NUMBER})", path)]
    if not pins and (found := re.search(r"/(?:place|search)/([^/@]+)", path)):
        pins = _pins(found[1])
    for name in ("q", "query", "cbll", "viewpoint", "destination", "daddr"):
        pins = pins or _pins(query.get(name))
    if pins:
        return pins, None
    if found := re.search(rf"@({_NUMBER},{_NUMBER})(?:,([0-9.]+)([zma]))?(?:,([0-9.]+)d)?", path):
        pair, size, unit, distance = found.groups()
        if unit == "z":
            return [], _view(pair, zoom=size)
        height = distance or size
        return [], _view(pair, height_m=_length_m(height) if height else None)
    if found := re.search(rf"!1d([0-9.]+)!2d({_NUMBER})!3d({_NUMBER})", path + query.get("pb", "")):
        return [], _view(f"{found[3]},{found[2]}", height_m=_length_m(found[1]))
    zoom = query.get("z") or query.get("zoom")
    for name in ("ll", "center", "sll"):
        if view := _view(query.get(name), zoom=zoom):
            return [], view
    return [], None


def _length_m(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _openstreetmap(link: Link) -> Found:
    if found := re.match(r"/go/([A-Za-z0-9_@~]+)(-{0,2})", link.path):
        pin, view = _quadtile(found[1].replace("~", "@"), len(found[2]))
        marked = re.search(r"(?:^|[?&])m\b", link.search)
        return ([pin], None) if marked else ([], view)
    if link.path.startswith("/directions"):
        raise InputError(
            "a route has several places", found=link.path, expected="a link to one place"
        )
    return _pins(link.query.get("query")), None


_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@"


def _quadtile(code: str, dashes: int) -> tuple[Position, Position | None]:
    """Decode OpenStreetMap's short link: three bits of lon and of lat per letter."""
    x = y = 0
    for letter in code:
        bits = _ALPHABET.index(letter)
        for place in (5, 3, 1):
            x = x << 1 | bits >> place & 1
            y = y << 1 | bits >> (place - 1) & 1
    size = 8 ** len(code)
    zoom = 3 * len(code) - 8 - (3 - dashes if dashes else 0)
    lon, lat = (x + 0.5) / size * 360.0 - 180.0, (y + 0.5) / size * 180.0 - 90.0
    radius_m = cell_radius_m(lon, lat, 180.0 / size, 90.0 / size)
    view = _view(f"{lat:.9f},{lon:.9f}", zoom=str(max(zoom, 0)))
    return Position(lon, lat, radius_m, "link"), view


def _yandex(link: Link) -> Found:
    query = link.query
    pins = []
    for name in ("pt", "whatshere[point]", "poi[point]", "panorama[point]"):
        for part in query.get(name, "").split("~"):
            pins += _pins(part, lon_first=True)
    # A route and a search are written as people write: latitude first.
    for part in query.get("rtext", "").split("~"):
        pins += _pins(part)
    pins = pins or _pins(query.get("text"))
    return pins, _view(query.get("ll"), zoom=query.get("z"), lon_first=True)


def _bing(link: Link) -> Found:
    pins = []
    for point in re.findall(rf"point\.({_NUMBER}_{_NUMBER})", link.query.get("sp", "")):
        pins += _pins(point)
    pins = pins or _pins(link.query.get("where1")) or _pins(link.query.get("q"))
    return pins, _view(link.query.get("cp"), zoom=link.query.get("lvl"))


def _apple(link: Link) -> Found:
    query = link.query
    pins = _pins(query.get("coordinate"))
    # With q as its label, ll is the place itself.
    pins = pins or (_pins(query.get("ll")) if "q" in query else []) or _pins(query.get("q"))
    span = re.match(_NUMBER, query.get("span", ""))
    height_m = abs(float(span[0])) * 111_000.0 if span else None
    for name in ("ll", "center", "sll"):
        if view := _view(query.get(name), zoom=query.get("z"), height_m=height_m):
            return pins, view
    return pins, None


def _twogis(link: Link) -> Found:
    if "/directions" in link.path:
        raise InputError(
            "a route has several places", found=link.path, expected="a link to one place"
        )
    found = re.search(rf"/geo/(?:[0-9]+/)?({_NUMBER},{_NUMBER})", link.path)
    centre, _, zoom = (link.query.get("m") or "").partition("/")
    return (
        _pins(found[1], lon_first=True) if found else [],
        _view(centre, zoom=zoom, lon_first=True),
    )


def _liveuamap(link: Link) -> Found:
    return [], _view(link.query.get("ll"), zoom=link.query.get("zoom"))


def _hash(link: Link) -> Found:
    return [], _slashes(link.fragment)


def _suncalc(link: Link) -> Found:
    # What the sun is computed for, not just what is shown.
    return _pins(link.fragment.lstrip("/")), None


def _comma_hash(link: Link) -> Found:
    found = re.match(rf"({_NUMBER},{_NUMBER})(?:,([0-9.]+))?", link.fragment.lstrip("/"))
    return [], _view(found[1], zoom=found[2]) if found else None


def _zoom_earth(link: Link) -> Found:
    fields = dict(part.partition("=")[::2] for part in link.fragment.split("/"))
    view = re.match(rf"({_NUMBER},{_NUMBER})(?:,([0-9.]+)z)?", fields.get("view", ""))
    return _pins(fields.get("place")), _view(view[1], zoom=view[2]) if view else None


def _geohack(link: Link) -> Found:
    text = link.query.get("params", "")
    globe = re.search(r"globe:(\w+)", text)
    if globe and globe[1].lower() != "earth":
        raise InputError("not a place on Earth", found=text)
    found = re.match(r"([0-9._]+)_([NS])_([0-9._]+)_([EW])(?![a-z])", text, re.IGNORECASE)
    if found is None:
        return _pins(text), None
    position = read_angles(" ".join(found.groups()).replace("_", " "))
    return [replace(position, form="link")] if position else [], None


def geo(text: str) -> list[Position]:
    """Read what follows ``geo:`` (RFC 5870), with Android's ``0,0?q=lat,lon(label)``.

    Raises
    ------
    InputError
        If its coordinate system is not WGS 84, or it names no position.
    """
    place, _, query = text.partition("?")
    point, *parameters = place.replace("%2C", ",").replace("%2c", ",").split(";")
    fields = {name.lower(): value for name, _, value in (p.partition("=") for p in parameters)}
    if fields.get("crs", "wgs84").lower() != "wgs84":
        raise InputError("not WGS 84", found=fields["crs"], expected="crs=wgs84, or none")
    pins = _pins(point)
    asked = re.search(r"(?:^|&)q=([^&]*)", query)
    if pins and (pins[0].lon, pins[0].lat) == (0.0, 0.0) and asked:
        pins = _pins(unquote_plus(asked[1]))
    if not pins:
        raise InputError("no coordinates", found=f"geo:{text}", expected="geo:LAT,LON")
    stated = re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", fields.get("u", ""))
    radius_m = max(pins[0].radius_m, float(stated[0]) if stated else 0.0)
    return [replace(pins[0], radius_m=radius_m)]


_SITES: Final = tuple(
    (re.compile(rf"(?:[a-z0-9-]+\.)*{host}"), reader)
    for host, reader in (
        (r"google\.[a-z]{2,3}(?:\.[a-z]{2})?", _google),
        (r"(?:openstreetmap|osm)\.org", _openstreetmap),
        (r"yandex\.[a-z]{2,3}(?:\.[a-z]{2})?", _yandex),
        (r"bing\.com", _bing),
        (r"maps\.apple\.com", _apple),
        (r"2gis\.[a-z]{2,3}(?:\.[a-z]{2})?", _twogis),
        (r"liveuamap\.com", _liveuamap),
        (r"(?:deepstatemap\.live|openinframap\.org|maps\.wikimedia\.org|osmapp\.org)", _hash),
        (r"umap\.openstreetmap\.(?:fr|de)", _hash),
        (r"suncalc\.(?:org|net)", _suncalc),
        (r"satellites\.pro", _comma_hash),
        (r"zoom\.earth", _zoom_earth),
        (r"geohack\.toolforge\.org", _geohack),
        (r"(?:tools\.wmflabs|toolserver)\.org", _geohack),
        (r"wikimapia\.org|browser\.dataspace\.copernicus\.eu", named),
    )
)
