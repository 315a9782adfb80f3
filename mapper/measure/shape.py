"""Any imported line or area: as something to measure to, or as a country's boundary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import shapely
from shapely import MultiLineString, MultiPolygon
from shapely.geometry.base import BaseGeometry

from mapper.geodesy import Edges, boundary_of, clean_area, densify
from mapper.model.errors import GeometryError


@dataclass(frozen=True, eq=False)
class Shape:
    """A named line or area with the file it came from.

    Attributes
    ----------
    name
        For print.
    geometry
        Lines or polygons, EPSG:4326, edges straight in lon/lat as in files. Where
        there are polygons, other parts are left out.
    inputs
        Files: ``{"file", "sha256"}`` each.

    Raises
    ------
    GeometryError
        If there is neither a line nor an area in it, or it cannot be mended.
    """

    name: str
    geometry: BaseGeometry
    inputs: tuple[Mapping[str, str], ...] = ()
    #: The area, None for lines; the lines or the boundary; what was mended; edges to measure to.
    area: MultiPolygon | None = field(init=False, default=None)
    lines: BaseGeometry = field(init=False)
    repairs: tuple[str, ...] = field(init=False, default=())
    edges: Edges = field(init=False)

    def __post_init__(self) -> None:
        parts = _flat(self.geometry)
        polygons = [part for part in parts if part.geom_type == "Polygon"]
        lines = [part for part in parts if part.geom_type in ("LineString", "LinearRing")]
        if polygons:
            area, repairs = clean_area(self.geometry)
            object.__setattr__(self, "area", area)
            object.__setattr__(self, "repairs", tuple(repairs))
            boundary: BaseGeometry = boundary_of(area)
        elif lines:
            boundary = densify(MultiLineString([shapely.force_2d(line) for line in lines]))
        else:
            raise GeometryError("there is neither a line nor an area in it", found=self.name)
        object.__setattr__(self, "lines", boundary)
        object.__setattr__(self, "edges", Edges.of(boundary))


def _flat(geometry: BaseGeometry | None) -> list[BaseGeometry]:
    """Return the simple parts of nested collections."""
    if geometry is None or geometry.is_empty:
        return []
    if not geometry.geom_type.startswith(("Multi", "Geometry")):
        return [geometry]
    return [simple for part in shapely.get_parts(geometry) for simple in _flat(part)]
