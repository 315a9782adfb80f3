"""Country outlines, regions, reverse lookup and the drawing layers.

Importing this package reads nothing; each part is read when first asked for.
"""

from mapper.basemap.layers import drawing
from mapper.basemap.licences import attributions
from mapper.basemap.outlines import (
    coast,
    countries,
    country,
    country_name,
    country_of,
    state_border,
)
from mapper.basemap.regions import admin1, locate, region_codes, region_label, region_names

__all__ = [
    "admin1",
    "attributions",
    "coast",
    "countries",
    "country",
    "country_name",
    "country_of",
    "drawing",
    "locate",
    "region_codes",
    "region_label",
    "region_names",
    "state_border",
]
