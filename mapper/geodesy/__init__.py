"""Geodesy on WGS 84: geodesics, exact nearest points, the line of contact.

No files, no network. Coordinates are lon, lat in degrees everywhere; distances
are ellipsoidal, in metres.

>>> from mapper.geodesy import distance_m
>>> distance_m([36.2304, 49.9935], [53.2045, 56.8498]).round()
array([1356421.])
"""

from mapper.geodesy.areas import NearestOnArea, boundary_of, inside, nearest_on_area
from mapper.geodesy.contact import REACH, LineOfContact, line_of_contact, lines_of_contact
from mapper.geodesy.coordinates import FORMS, Position, format_position, read_position
from mapper.geodesy.cutoff import cut_off
from mapper.geodesy.edges import Edges
from mapper.geodesy.ellipsoid import GEOD, azimuth_deg, distance_m
from mapper.geodesy.lines import densify, geodesic_line
from mapper.geodesy.nearest import Nearest, nearest_on_line
from mapper.geodesy.repair import clean_area
from mapper.geodesy.sizes import area_m2, enclosed_area_m2, legs_m, length_m
from mapper.geodesy.within import Range, SearchArea, range_within, ranges_within

__all__ = [
    "FORMS",
    "GEOD",
    "REACH",
    "Edges",
    "LineOfContact",
    "Nearest",
    "NearestOnArea",
    "Position",
    "Range",
    "SearchArea",
    "area_m2",
    "azimuth_deg",
    "boundary_of",
    "clean_area",
    "cut_off",
    "densify",
    "distance_m",
    "enclosed_area_m2",
    "format_position",
    "geodesic_line",
    "inside",
    "legs_m",
    "length_m",
    "line_of_contact",
    "lines_of_contact",
    "nearest_on_area",
    "nearest_on_line",
    "range_within",
    "ranges_within",
    "read_position",
]
