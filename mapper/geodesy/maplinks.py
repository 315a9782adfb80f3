"""Positions in the links that map sites write into the address bar.

A pin beats the centre of the view. A link whose pins are several places is
refused, as is one that carries no coordinates, such as a short link: nothing is
ever asked of the network. Links inside links (archives, redirects) are opened.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from mapper.geodesy import mapsites
from mapper.geodesy.ellipsoid import distance_m
from mapper.geodesy.linkparts import Link, read_named
from mapper.geodesy.position import Position
from mapper.model.errors import InputError

_URL: Final = re.compile(
    r"(?:https?://)?(?<![\w.@-])[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]+)?[/?#][^\s<>]*", re.IGNORECASE
)
_GEO: Final = re.compile(r"(?<![\w.:/-])geo:(?=[-+0-9.]+(?:,|%2C))[^\s<>]+", re.IGNORECASE)

#: Two pins farther apart are two places, however few digits they have.
_SAME_PIN_M: Final = 50.0

#: Hosts (and the beginning of the path) whose addresses say nothing by themselves.
_SHORT: Final = re.compile(
    r"(?:(?:www\.)?(?:maps\.app\.goo\.gl|goo\.gl|g\.co|g\.page|go\.2gis\.com|maps\.apple|w3w\.co"
    r"|bit\.ly|tinyurl\.com|t\.co|binged\.it|clck\.ru|is\.gd|cutt\.ly)/"
    r"|maps\.apple\.com/p/|(?:www\.)?yandex\.[a-z.]+/(?:maps|harita)/-/)",
    re.IGNORECASE,
)


def read_link(text: str) -> Position | None:
    """Read the position a pasted map link points at; None when there is no link.

    Parameters
    ----------
    text
        Cleaned text with a link anywhere in it: ``http(s)``, ``geo:``, or the
        address of a map site without its scheme.

    Raises
    ------
    InputError
        If no link in the text carries coordinates, or they are several places.
    """
    found: list[Position] = []
    problems: list[InputError] = []
    for url in _urls(text):
        try:
            found.append(_read(url))
        except InputError as problem:
            problems.append(problem)
    if found:
        return _one(found, text)
    if problems:
        raise problems[0]
    return None


def _urls(text: str) -> list[str]:
    urls = [match[0] for match in _GEO.finditer(text)]
    for match in _URL.finditer(text):
        url = match[0]
        bare = url.partition("://")[2] if "://" in url else url
        scheme = url != bare or bare.lower().startswith("www.")
        host = re.split(r"[:/?#]", bare)[0]
        if scheme or _SHORT.match(bare) or mapsites.site(host.lower()):
            urls.append(f"https://{bare}")
    return [url.rstrip(".,;:!'\"»)]}") for url in urls]


def _read(url: str) -> Position:
    """Read one link, its pins first."""
    if url[:4].lower() == "geo:":
        return _one(mapsites.geo(url[4:]), url)
    if _SHORT.match(url[8:]):
        raise InputError(
            "a short link carries no coordinates; open it and paste the long address", found=url
        )
    try:
        parts = urlsplit(url.replace("&amp;", "&"))
        link = Link(
            host=(parts.hostname or "").lower(),
            path=_decoded(parts.path),
            query=_fields(parts.query),
            search=parts.query,
            fragment=_decoded(parts.fragment),
            anchors=_fields(parts.fragment.lstrip("!/?")),
        )
    except ValueError as error:
        raise InputError("not a link", found=url) from error
    site = mapsites.site(link.host)
    for pins, view in filter(None, (site and site(link), read_named(link))):
        if pins:
            return _one(pins, url)
        if view is not None:
            return view
    if inner := re.search(r"https?://\S+", _decoded(url[8:])):
        return _read("https://" + inner[0].partition("://")[2])
    raise InputError(
        "this link carries no coordinates Mapper can read",
        found=url,
        expected="a link with a pin or a map view, or the coordinates themselves",
    )


def _one(pins: list[Position], text: str) -> Position:
    """Return the finest of positions that are the same place."""
    finest = min(pins, key=lambda pin: pin.radius_m)
    for pin in pins:
        apart_m = float(distance_m([finest.lon, finest.lat], [pin.lon, pin.lat])[0])
        if apart_m > 1.0 + min(pin.radius_m, _SAME_PIN_M):
            raise InputError(
                "several places in one link", found=text, expected="a link to one place"
            )
    return finest


def _fields(text: str) -> dict[str, str]:
    """Return the fields of a query or fragment; of a repeated name the last."""
    return {name.lower(): _decoded(value) for name, value in parse_qsl(text)}


def _decoded(text: str) -> str:
    # Chats and spreadsheets encode what was encoded already.
    once = unquote(text)
    return unquote(once) if "%" in once else once
