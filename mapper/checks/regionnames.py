"""Names of first-level regions as feeds write them, to the base map's regions."""

from __future__ import annotations

import functools
from typing import Final

from mapper.gazetteer import find_regions

#: A region to the others that feeds count with it: cities of their own, and Crimea's.
_WITHIN: Final = {
    ("UA", "Kyiv"): ("Kyiv City",),
    ("UA", "Kyiv City"): ("Kyiv",),
    ("UA", "Crimea"): ("Sevastopol",),
    ("RU", "Moscow"): ("Moscow City",),
    ("RU", "Moscow City"): ("Moscow",),
    ("RU", "Leningrad"): ("Saint Petersburg",),
    ("BY", "Minsk"): ("Minsk City",),
    ("BY", "Minsk City"): ("Minsk",),
}


@functools.lru_cache(maxsize=10_000)
def region_names(name: str, country: str) -> frozenset[str]:
    """Return the base map's regions that a feed's name may mean, none when it is unknown.

    Parameters
    ----------
    name
        "Donetsk oblast", "Kiev City", "Одеська область".
    country
        ISO 3166-1 alpha-2 code.

    Examples
    --------
    >>> sorted(region_names("Donets'k", "UA")), sorted(region_names("Kiev City", "UA"))
    (['Donetsk'], ['Kyiv', 'Kyiv City'])
    """
    found = {region.name for region in find_regions(name, country)} if country else set()
    for region in tuple(found):
        found.update(_WITHIN.get((country, region), ()))
    return frozenset(found)
