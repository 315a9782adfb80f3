"""How each map site writes positions into its links.

Every reader takes a `Link` and returns the pins it names and the view it shows.
Latitude comes first except at Yandex and 2GIS. Forms taken from the sites' own
documents (Google "Maps URLs", Yandex "Launch web version", Bing "Create a custom
map URL", Apple "Map Links" and "Adopting unified Maps URLs", RFC 5870,
OpenStreetMap wiki "Shortlink", GeoHack) and from links in public use.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import unquote_plus

from mapper.geodesy.angles import read_angles
from mapper.geodesy.linkparts import (
    NUMBER,
    Found,
    Link,
    read_length_m,
    read_named,
    read_pin,
    read_pins,
    read_slashes,
    read_typed,
    read_view,
)
from mapper.geodesy.position import Position, cell_radius_m
from mapper.model.errors import InputError


def site(host: str) -> Callable[[Link], Found] | None:
    """Return the reader for the links of a host, if it is a known map site."""
    for pattern, reader in _SITES:
        if pattern.fullmatch(host):
            return reader
    return None


def _google(link: Link) -> Found:
    query = link.query
    path = link.path.replace("+", " ")
    if "/dir/" in path or ({"saddr", "origin"} & query.keys()):
        raise InputError(
            "a route has several places", found=link.path, expected="a link to one place"
        )
    pins = [read_pin(*pair) for pair in re.findall(rf"!3d({NUMBER})!4d({NUMBER})", path)]
    if not pins and (found := re.search(r"/(?:place|search)/([^/@]+)", path)):
        pins = read_typed(found[1])
    for name in ("q", "query", "cbll", "viewpoint", "destination", "daddr"):
        pins = pins or read_typed(query.get(name))
    if pins:
        return pins, None
    if found := re.search(rf"@({NUMBER},{NUMBER})(?:,([0-9.]+)([zma]))?(?:,([0-9.]+)d)?", path):
        pair, size, unit, distance = found.groups()
        if unit == "z":
            return [], read_view(pair, zoom=size)
        height = distance or size
        return [], read_view(pair, height_m=read_length_m(height) if height else None)
    if found := re.search(rf"!1d([0-9.]+)!2d({NUMBER})!3d({NUMBER})", path + query.get("pb", "")):
        return [], read_view(f"{found[3]},{found[2]}", height_m=read_length_m(found[1]))
    zoom = query.get("z") or query.get("zoom")
    for name in ("ll", "center", "sll"):
        if view := read_view(query.get(name), zoom=zoom):
            return [], view
    return [], None


def _openstreetmap(link: Link) -> Found:
    if found := re.match(r"/go/([A-Za-z0-9_@~]{1,12})(-{0,2})$", link.path):
        pin, view = _quadtile(found[1].replace("~", "@"), len(found[2]))
        marked = re.search(r"(?:^|[?&])m\b", link.search)
        return ([pin], None) if marked else ([], view)
    if link.path.startswith("/directions"):
        raise InputError(
            "a route has several places", found=link.path, expected="a link to one place"
        )
    return read_typed(link.query.get("query")), None


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
    view = read_view(f"{lat:.9f},{lon:.9f}", zoom=str(max(zoom, 0)))
    return Position(lon, lat, radius_m, "link"), view


def _yandex(link: Link) -> Found:
    query = link.query
    pins = []
    for name in ("pt", "whatshere[point]", "poi[point]", "panorama[point]"):
        for part in query.get(name, "").split("~"):
            pins += read_pins(part, lon_first=True)
    # A route and a search are written as people write: latitude first.
    for part in query.get("rtext", "").split("~"):
        pins += read_pins(part)
    pins = pins or read_typed(query.get("text"))
    return pins, read_view(query.get("ll"), zoom=query.get("z"), lon_first=True)


def _bing(link: Link) -> Found:
    pins = []
    for point in re.findall(rf"point\.({NUMBER}_{NUMBER})", link.query.get("sp", "")):
        pins += read_pins(point)
    pins = pins or read_typed(link.query.get("where1")) or read_typed(link.query.get("q"))
    return pins, read_view(link.query.get("cp"), zoom=link.query.get("lvl"))


def _apple(link: Link) -> Found:
    query = link.query
    pins = read_pins(query.get("coordinate"))
    # With q as its label, ll is the place itself.
    pins = (
        pins or (read_pins(query.get("ll")) if "q" in query else []) or read_typed(query.get("q"))
    )
    span = re.match(NUMBER, query.get("span", ""))
    height_m = abs(float(span[0])) * 111_000.0 if span else None
    for name in ("ll", "center", "sll"):
        if view := read_view(query.get(name), zoom=query.get("z"), height_m=height_m):
            return pins, view
    return pins, None


def _twogis(link: Link) -> Found:
    if "/directions" in link.path:
        raise InputError(
            "a route has several places", found=link.path, expected="a link to one place"
        )
    found = re.search(rf"/geo/(?:[0-9]+/)?({NUMBER},{NUMBER})", link.path)
    centre, _, zoom = (link.query.get("m") or "").partition("/")
    return (
        read_pins(found[1], lon_first=True) if found else [],
        read_view(centre, zoom=zoom, lon_first=True),
    )


def _liveuamap(link: Link) -> Found:
    return [], read_view(link.query.get("ll"), zoom=link.query.get("zoom"))


def _hash(link: Link) -> Found:
    return [], read_slashes(link.fragment)


def _suncalc(link: Link) -> Found:
    # What the sun is computed for, not just what is shown.
    return read_pins(link.fragment.lstrip("/")), None


def _comma_hash(link: Link) -> Found:
    found = re.match(rf"({NUMBER},{NUMBER})(?:,([0-9.]+))?", link.fragment.lstrip("/"))
    return [], read_view(found[1], zoom=found[2]) if found else None


def _zoom_earth(link: Link) -> Found:
    fields = dict(part.partition("=")[::2] for part in link.fragment.split("/"))
    view = re.match(rf"({NUMBER},{NUMBER})(?:,([0-9.]+)z)?", fields.get("view", ""))
    return read_pins(fields.get("place")), read_view(view[1], zoom=view[2]) if view else None


def _plus_codes(link: Link) -> Found:
    return read_typed(link.path.strip("/")), None


def _geohack(link: Link) -> Found:
    text = link.query.get("params", "")
    globe = re.search(r"globe:(\w+)", text)
    if globe and globe[1].lower() != "earth":
        raise InputError("not a place on Earth", found=text)
    found = re.match(r"([0-9._]+)_([NS])_([0-9._]+)_([EW])(?![a-z])", text, re.IGNORECASE)
    if found is None:
        return read_pins(text), None
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
    pins = read_pins(point)
    asked = re.search(r"(?:^|&)q=([^&]*)", query)
    if pins and (pins[0].lon, pins[0].lat) == (0.0, 0.0) and asked:
        pins = read_typed(unquote_plus(asked[1]))
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
        (r"plus\.codes", _plus_codes),
        (r"geohack\.toolforge\.org", _geohack),
        (r"(?:tools\.wmflabs|toolserver)\.org", _geohack),
        (r"wikimapia\.org|browser\.dataspace\.copernicus\.eu", read_named),
    )
)
