"""Whose data the base map is made of."""

from __future__ import annotations

from typing import Final

_ATTRIBUTIONS: Final = (
    {
        "text": "© OpenStreetMap contributors (country outlines, lakes, rivers)",
        "licence": "ODbL 1.0",
        "url": "https://www.openstreetmap.org/copyright",
        "redistribution": "yes",
    },
    {
        "text": "Made with Natural Earth (regions, rivers)",
        "licence": "Public domain",
        "url": "https://www.naturalearthdata.com",
        "redistribution": "yes",
    },
    {
        "text": "World Data Bank II through GSHHG 2.3.6 (rivers, changed)",
        "licence": "LGPL 3.0 or later",
        "url": "https://www.soest.hawaii.edu/pwessel/gshhg/",
        "redistribution": "yes",
    },
    {
        "text": "GeoNames (place names)",
        "licence": "CC BY 4.0",
        "url": "https://www.geonames.org",
        "redistribution": "yes",
    },
)


def attributions() -> list[dict[str, str]]:
    """Return ``text``, ``licence``, ``url``, ``redistribution`` of every source used."""
    return [dict(entry) for entry in _ATTRIBUTIONS]
