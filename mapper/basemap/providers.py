"""Online tiles that Mapper offers: few, free of keys, whose owners allow this use.

Addresses and attributions come from `xyzservices`; what is offered is decided
here, by what the owners document:

- OpenStreetMap's tile policy allows programs that name themselves, keep tiles
  as the server says and show who made them; it refuses pages opened from disk.
- NASA's GIBS is open to all; its own examples are pages opened from disk.

CARTO, Esri, Stadia, Thunderforest and others want an account or a contract;
where no terms could be read, nothing is offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal
from urllib.parse import urlsplit

import xyzservices.providers

from mapper.basemap.tileset import TileSet

#: How a picture is made fit for the dark theme.
Dark = Literal["invert", "dim"]


@dataclass(frozen=True)
class Provider:
    """One online map.

    Parameters
    ----------
    key
        Its name in `xyzservices`, which settings and documents keep.
    address
        Of a tile, with ``{z}``, ``{x}`` and ``{y}``.
    tiles
        What it says of itself.
    policy
        Where its owner says who may use it.
    from_disk
        Whether its owner documents that pages opened from disk may use it.
    """

    key: str
    address: str
    tiles: TileSet
    policy: str
    dark: Dark
    from_disk: bool

    @property
    def host(self) -> str:
        """The host that is asked for tiles."""
        return urlsplit(self.address).hostname or ""

    def tile(self, zoom: int, x: int, y: int) -> str:
        """Return the address of one tile."""
        return self.address.format(z=zoom, x=x, y=y)


@dataclass(frozen=True)
class _Offer:
    key: str
    name: str
    licence: str
    policy: str
    names: bool
    dark: Dark
    from_disk: bool = False


_OFFERS: Final = (
    _Offer(
        "OpenStreetMap.Mapnik",
        "OpenStreetMap",
        "ODbL 1.0",
        "https://operations.osmfoundation.org/policies/tiles/",
        names=True,
        dark="invert",
    ),
    _Offer(
        "NASAGIBS.BlueMarble",
        "Satellite picture (NASA Blue Marble)",
        "NASA, free to use",
        "https://www.earthdata.nasa.gov/eosdis/science-system-description/eosdis-components/gibs",
        names=False,
        dark="dim",
        from_disk=True,
    ),
    _Offer(
        "NASAGIBS.ASTER_GDEM_Greyscale_Shaded_Relief",
        "Relief (ASTER, shown by NASA)",
        "NASA and METI, free to use",
        "https://www.earthdata.nasa.gov/eosdis/science-system-description/eosdis-components/gibs",
        names=False,
        dark="invert",
        from_disk=True,
    ),
)


def providers() -> Sequence[Provider]:
    """Return the online maps that may be used in the window."""
    return _providers()


def provider(key: str) -> Provider | None:
    """Return the online map of a key, None for one that is not offered (any more)."""
    return next((one for one in _providers() if one.key == key), None)


@cache
def _providers() -> tuple[Provider, ...]:
    return tuple(_made(offer) for offer in _OFFERS)


def _made(offer: _Offer) -> Provider:
    # Not by `query_name`, which goes through all there are.
    group, name = offer.key.split(".")
    known = xyzservices.providers[group][name]
    address = known.build_url(x="{x}", y="{y}", z="{z}")
    return Provider(
        key=offer.key,
        address=address,
        tiles=TileSet(
            name=offer.name,
            attribution=known.attribution.replace("(C)", "©"),
            licence=offer.licence,
            min_zoom=int(known.get("min_zoom", 0)),
            max_zoom=int(known.get("max_zoom", 18)),
            names=offer.names,
        ),
        policy=offer.policy,
        dark=offer.dark,
        from_disk=offer.from_disk,
    )
