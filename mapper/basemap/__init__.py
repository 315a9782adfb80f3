"""Country outlines, regions, reverse lookup and the drawing layers.

Importing this package reads nothing; each part is read when first asked for.
"""

from typing import TYPE_CHECKING

from mapper import lazy

if TYPE_CHECKING:
    from mapper.basemap.layers import Cells, cells_of, drawing
    from mapper.basemap.licences import attributions
    from mapper.basemap.outlines import (
        coast,
        countries,
        country,
        country_at,
        country_name,
        country_of,
        state_border,
    )
    from mapper.basemap.regions import admin1, locate, region_codes, region_label, region_names

# The map's page is served before pandas and its like are there.
__getattr__ = lazy.parts(
    __name__,
    {
        "Cells": "layers",
        "admin1": "regions",
        "attributions": "licences",
        "cells_of": "layers",
        "coast": "outlines",
        "countries": "outlines",
        "country": "outlines",
        "country_at": "outlines",
        "country_name": "outlines",
        "country_of": "outlines",
        "drawing": "layers",
        "locate": "regions",
        "region_codes": "regions",
        "region_label": "regions",
        "region_names": "regions",
        "state_border": "outlines",
    },
)

__all__ = [
    "Cells",
    "admin1",
    "attributions",
    "cells_of",
    "coast",
    "countries",
    "country",
    "country_at",
    "country_name",
    "country_of",
    "drawing",
    "locate",
    "region_codes",
    "region_label",
    "region_names",
    "state_border",
]
