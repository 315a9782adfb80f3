"""Country outlines, regions, reverse lookup and the drawing layers.

Importing this package reads nothing; each part is read when first asked for.
"""

from mapper.basemap.countries import (
    coast,
    countries,
    country,
    country_name,
    country_of,
    state_border,
)

__all__ = ["coast", "countries", "country", "country_name", "country_of", "state_border"]
