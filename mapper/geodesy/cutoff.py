"""Land that a control area cuts off from the rest of the country."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from mapper.geodesy.contact import REACH, land_in, valid_in
from mapper.geodesy.ellipsoid import as_lonlat
from mapper.geodesy.lines import densify
from mapper.geodesy.plane import WorkingPlane
from mapper.geodesy.repair import clean_area


def cut_off(
    control: BaseGeometry, country: BaseGeometry, lonlat: npt.ArrayLike, radius_m: float = 1000.0
) -> tuple[MultiPolygon, npt.NDArray[np.bool_]]:
    """Return land around places that a control area cuts off from the rest of the country.

    Some sources leave out what was held before a war began: that land then
    looks held by the country, though the control area lies between the two.

    Parameters
    ----------
    control, country, radius_m
        As in `line_of_contact`.
    lonlat
        Places in question, ``(n, 2)``.

    Returns
    -------
    land
        EPSG:4326, up to the control area; empty where no place is cut off.
    cut
        Whether each place is outside the control area and cut off, ``(n,)``.
    """
    points = as_lonlat(lonlat)
    area, _ = clean_area(control)
    plane = WorkingPlane.around(area)
    # All of it: which part is the rest of the country shows only by its size.
    land, _ = land_in(plane, country)
    edges = valid_in(plane.project(densify(area)))
    held = shapely.difference(land, edges)
    # Two files' borders leave slivers that join what is apart.
    parts = shapely.get_parts(held.buffer(-radius_m, quad_segs=8))
    cut = np.zeros(len(points), dtype=bool)
    if not len(parts):
        return MultiPolygon(), cut
    main = int(np.argmax(shapely.area(parts)))
    places = shapely.get_parts(plane.project(shapely.MultiPoint(points)))
    found = []
    for number, part in enumerate(parts):
        inner = shapely.distance(part, places) <= radius_m
        if number != main and inner.any():
            cut |= inner
            found.append(part.buffer((1.0 + REACH) * radius_m, quad_segs=8))
    grown = shapely.intersection(shapely.union_all(found), land) if found else MultiPolygon()
    lonlat_land = plane.unproject(grown)
    polygons = [p for p in shapely.get_parts(lonlat_land) if p.geom_type == "Polygon"]
    return MultiPolygon(polygons), cut
