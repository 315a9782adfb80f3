"""The base map of a figure: land, water, borders, and the places to name."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from mapper import basemap
from mapper.export.figures.canvas import Paper
from mapper.export.figures.colours import Colours
from mapper.export.figures.frame import Frame

_LAYERS: Final = ("land", "lakes", "rivers", "admin1_borders", "country_borders")
#: A lake smaller than this is a speck; one drawn with longer edges is a crude angle.
_LEAST_LAKE_MM: Final = 1.5
_LONGEST_EDGE_MM: Final = 1.0
_WATER: Final = 0.6
#: Paper shows more than a screen: shapes are drawn as one zoom closer.
_FINER_ZOOM: Final = 1.0
#: Edges on this meridian are where areas were cut, no coast.
_SEAM_DEG: Final = 179.985
#: The base map ends here; beyond it all is land.
_SOUTHERN_END_DEG: Final = -84.95
#: A country whose name belongs elsewhere is named in a part that has so much room around it.
_ROOM_MM: Final = 9.0
#: Detail of such parts.
_PART_MM: Final = 0.4
#: Closer than this, countries are not named.
_COUNTRY_ZOOM: Final = 7.0


@dataclass(frozen=True)
class Places:
    """Places to name, most important first: name, kind, population, and where on the paper."""

    name: list[str]
    kind: list[str]
    population: np.ndarray
    paper: np.ndarray


#: The areas and the lines (or edges) of each layer, millimetres.
_Layers = Mapping[str, tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class _Ground:
    """What is drawn of the base map, and the places to name."""

    layers: _Layers
    places: Places


def draw_ground(paper: Paper, frame: Frame, colours: Colours) -> Places:
    """Draw the base map into a frame and return the places that may be named."""
    ground = _ground(frame)
    window = frame.box()
    # Finer where less is shown larger, as in the window.
    grown = max(0.0, min(1.0, (frame.zoom - 2.0) / 4.0))
    # Lighter than on a screen: in grey print a control area must stand out from the sea.
    paper.fill([window], colours("map-sea", _WATER), 0.0)
    if frame.projection.kind == "eqearth":
        _mask_beyond(paper, frame, colours)
    land, coasts = ground.layers["land"]
    # Areas meet at the antimeridian and where levels of detail change: no seam is seen.
    paper.fill(land, colours("map-land"), 1.0, edgecolor=colours("map-land"), linewidth=0.3)
    paper.stroke(coasts, colours("map-coast"), 0.2 + 0.2 * grown, 1.1)
    lakes, _ = ground.layers["lakes"]
    keep = _shown_lakes(lakes)
    paper.fill(lakes[keep], colours("map-lake", _WATER), 1.2)
    paper.stroke(lakes[keep], colours("map-coast"), 0.3, 1.3)
    paper.stroke(ground.layers["rivers"][1], colours("map-river"), 0.6, 1.4)
    admin = ground.layers["admin1_borders"][1]
    paper.stroke(admin, colours("map-admin"), 0.4, 1.5, linestyle=(0, (4, 2.5)), capstyle="butt")
    borders = ground.layers["country_borders"][1]
    paper.stroke(borders, colours("map-border-casing"), 0.5 + 1.5 * grown, 4.0)
    paper.stroke(borders, colours("map-border"), 0.3 + 0.4 * grown, 4.1)
    return ground.places


# A person who tries one choice after another sees the same part each time.
@functools.lru_cache(maxsize=2)
def _ground(frame: Frame) -> _Ground:
    """Return what is drawn in a frame: most of the time a figure takes."""
    drawing = basemap.drawing(frame.bounds())
    window = frame.box()
    shapely.prepare(window)
    layers = {name: _layer(drawing, name, frame, window) for name in _LAYERS}
    return _Ground(layers, _places(drawing, frame, layers))


def _layer(
    drawing: Mapping[str, Any], name: str, frame: Frame, window: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Return the areas and the lines (or edges) of a layer at the frame's scale, millimetres."""
    areas: list[Any] = []
    edges: list[Any] = []
    for layer in drawing["layers"]:
        # Borders of regions as on the screen: more of them would only be noise.
        zoom = frame.zoom + (0.0 if name == "admin1_borders" else _FINER_ZOOM)
        if layer["name"] != name or not layer["min_zoom"] <= zoom < layer["max_zoom"]:
            continue
        shapes = _unpacked(layer)
        if layer["kind"] == "polygon":
            areas += list(shapes)
            edges += list(_without_seams(shapes))
        else:
            edges += list(shapes)
    if name == "land":
        areas.append(shapely.box(-180.0, -90.0, 180.0, _SOUTHERN_END_DEG))
    return (
        _cut(frame.shape(np.array(areas, dtype=object)), window),
        _cut(frame.shape(np.array(edges, dtype=object)), window),
    )


def _cut(shapes: np.ndarray, window: Any) -> np.ndarray:
    """Return what of projected shapes lies in the window, a little more of it than is seen."""
    shapes = shapes[~shapely.is_empty(shapes)]
    shapes = shapes[shapely.intersects(shapely.box(*shapely.bounds(window)), shapes)]
    around = shapely.buffer(window, 2.0, join_style="mitre")
    inside = shapely.contains_properly(around, shapes)
    whole = shapely.make_valid(shapes[~inside])
    return np.concatenate([shapes[inside], shapely.intersection(whole, around)])


def _unpacked(layer: Mapping[str, Any]) -> np.ndarray:
    """Return the shapes of a layer, lon, lat in degrees."""
    scale = layer["scale"]
    shapes = []
    for feature in layer["features"]:
        rings = [np.cumsum(np.reshape(ring, (-1, 2)), axis=0) / scale for ring in feature]
        if layer["kind"] == "polygon":
            shapes.append(shapely.Polygon(rings[0], rings[1:]))
        else:
            shapes.append(shapely.LineString(rings[0]))
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    broken = ~shapely.is_valid(array)
    array[broken] = shapely.make_valid(array[broken])
    return array


def _without_seams(areas: np.ndarray) -> np.ndarray:
    """Return the edges of areas without those along the antimeridian and at the pole."""
    edges = shapely.boundary(areas)
    boxes = shapely.bounds(edges)
    touching = (np.abs(boxes[:, [0, 2]]) > _SEAM_DEG).any(axis=1) | (
        boxes[:, 1] < _SOUTHERN_END_DEG
    )
    sea = shapely.box(-_SEAM_DEG, _SOUTHERN_END_DEG, _SEAM_DEG, 90.0)
    edges[touching] = shapely.intersection(edges[touching], sea)
    return np.asarray(edges)


def _shown_lakes(lakes: np.ndarray) -> np.ndarray:
    box = shapely.bounds(lakes)
    size = np.maximum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1])
    corners = shapely.get_num_coordinates(lakes)
    return np.asarray((size > _LEAST_LAKE_MM) & (size < _LONGEST_EDGE_MM * corners))


def _mask_beyond(paper: Paper, frame: Frame, colours: Colours) -> None:
    """Cover the corners beyond the edge of the Earth with the colour of the page."""
    lat = np.linspace(-90.0, 90.0, 181)
    lon = frame.projection.lon
    east = np.column_stack([np.full_like(lat, lon + 179.999), lat])
    west = np.column_stack([np.full_like(lat, lon - 179.999), lat])
    globe = shapely.Polygon(frame.place(np.concatenate([west, east[::-1]])))
    beyond = shapely.difference(shapely.buffer(frame.box(), 1.0), globe)
    paper.fill([beyond], colours("page"), 4.5)


def _places(drawing: Mapping[str, Any], frame: Frame, layers: _Layers) -> Places:
    columns = drawing["places"]
    scale = drawing["scale"]
    lonlat = np.column_stack([columns["lon"], columns["lat"]]) / scale
    paper = frame.place(lonlat)
    population = np.array(columns["population"], dtype=np.float64)
    kinds = np.array(columns["kind"])
    shown = np.isfinite(paper).all(axis=1) & (np.array(columns["min_zoom"]) <= frame.zoom + 0.01)
    seen = frame.inside(np.nan_to_num(paper, posinf=-1e9, neginf=-1e9), 1.0)
    if frame.zoom < _COUNTRY_ZOOM:
        elsewhere = {columns["name"][row]: row for row in np.flatnonzero(kinds == "country")}
        for name, at in _parts(frame, layers):
            row = elsewhere.get(name)
            if row is not None and not seen[row]:
                paper[row], seen[row], shown[row] = at, True, True
    shown &= seen
    shown &= ~((kinds == "country") & (frame.zoom >= _COUNTRY_ZOOM)) & ~(
        (kinds == "region") & (frame.zoom >= 10)
    )
    weight = np.where(kinds == "country", 1e10 + population, population + 1.0)
    weight[kinds == "region"] = 6e5
    rows = np.flatnonzero(shown)
    rows = rows[np.argsort(-weight[rows], kind="stable")]
    return Places(
        [columns["name"][row] for row in rows],
        [columns["kind"][row] for row in rows],
        population[rows],
        paper[rows],
    )


def _parts(frame: Frame, layers: _Layers) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the parts of countries in a frame, the largest first: the country and a roomy spot."""
    land = shapely.union_all(shapely.make_valid(shapely.simplify(layers["land"][0], _PART_MM)))
    borders = shapely.simplify(layers["country_borders"][1], _PART_MM)
    # Borders may end a little before the coast.
    apart = shapely.difference(
        shapely.intersection(land, frame.box()),
        shapely.union_all(shapely.buffer(borders, 0.5, quad_segs=1)),
    )
    parts = shapely.get_parts(apart)
    parts = parts[shapely.area(parts) > _ROOM_MM**2]
    for part in parts[np.argsort(-shapely.area(parts))]:
        circle = shapely.maximum_inscribed_circle(part, tolerance=1.0)
        x, y = shapely.get_coordinates(circle)[0].tolist()
        if shapely.length(circle) < _ROOM_MM:
            continue
        code = basemap.country_at(*frame.lonlat(x, y))
        if code is not None:
            yield basemap.country_name(code), (x, y)
