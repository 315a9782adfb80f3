"""Mapper: reported strikes on a map, and how far they lie from the front."""

from mapper.model import placenames as _placenames
from mapper.model import regionnames as _regionnames

__version__ = "0.1.0"


def _region_name(text: str, country: str) -> str:
    # The base map's names are loaded when the first region is to be named.
    from mapper.gazetteer.regions import region_name

    return region_name(text, country)


def _other_names(name: str) -> frozenset[str]:
    from mapper.gazetteer.search import other_names

    return other_names(name)


_regionnames.set_naming(_region_name)
_placenames.set_other_names(_other_names)
