"""Mapper: reported strikes on a map, and how far they lie from the front."""

from mapper.model import placenames as _placenames
from mapper.model import regionnames as _regionnames

__version__ = "0.1.0"


def _region_name(text: str, country: str) -> str:
    # The base map's names are loaded when the first region is to be named.
    from mapper.gazetteer.regions import region_name

    return region_name(text, country)


def _places_called(name: str) -> tuple[_placenames.NamedPlace, ...]:
    from mapper.gazetteer.search import places_called

    return places_called(name)


_regionnames.set_naming(_region_name)
_placenames.set_places_called(_places_called)
