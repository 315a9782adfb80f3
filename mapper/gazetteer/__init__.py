"""Place search in GeoNames: spellings folded, homonyms listed."""

from mapper.gazetteer.candidate import Candidate, radius_m
from mapper.gazetteer.index import ensure_index
from mapper.gazetteer.nearest import nearest_place
from mapper.gazetteer.search import SimilarPlaceError, resolve, search

__all__ = [
    "Candidate",
    "SimilarPlaceError",
    "ensure_index",
    "nearest_place",
    "radius_m",
    "resolve",
    "search",
]
