"""Ground that sources of control areas leave out because it was held before the war."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mapper.geodesy import clean_area, cut_off, inside

#: Towns in the middle of such ground by country: where, since when, lon, lat. They only
#: tell that a source leaves the ground out; its extent is what the control area cuts off.
LONG_HELD: Final = {
    "UA": (
        ("Crimea", dt.date(2014, 3, 18), 34.1024, 44.9521),
        ("Crimea", dt.date(2014, 3, 18), 33.5254, 44.6166),
        ("the part of Donetsk oblast held since 2014", dt.date(2014, 7, 1), 37.8028, 48.0159),
        ("the part of Luhansk oblast held since 2014", dt.date(2014, 7, 1), 39.3078, 48.5740),
    )
}

#: How the warning begins that says so.
LEFT_OUT: Final = "The source's area leaves out"


def with_long_held(
    area: BaseGeometry, country: BaseGeometry, code: str, day: dt.date | None
) -> tuple[BaseGeometry, list[str]]:
    """Return a control area with long-held ground that its source leaves out, and a warning.

    Only ground that the area itself cuts off from the rest of the country is
    added: were it not, it would be held by the country.
    """
    towns = [
        (words, lon, lat)
        for words, since, lon, lat in LONG_HELD.get(code, ())
        if day is not None and day >= since
    ]
    if not towns:
        return area, []
    points = np.array([[lon, lat] for _, lon, lat in towns])
    clean, _ = clean_area(area)
    points = points[~inside(points, clean)]
    if not len(points):
        return area, []
    ground, cut = cut_off(clean, country, points)
    if not cut.any():
        return area, []
    places = {(lon, lat): words for words, lon, lat in towns}
    words = dict.fromkeys(places[lon, lat] for lon, lat in points[cut].tolist())
    joined = " and ".join(words)
    return shapely.union_all([clean, ground]), [
        f"{LEFT_OUT} {joined}; what it cuts off there from the rest of the "
        "country was counted as controlled."
    ]
