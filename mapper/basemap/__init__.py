"""Country outlines, regions, reverse lookup and the drawing layers.

Importing this package reads nothing; each part is read when first asked for.
"""

from mapper.basemap.layers import Cells, cells_of, drawing
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
    "Cells",
    "admin1",
    "attributions",
    "cells_of",
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
