"""A picture of the map for links and cards: base map, fronts and events, without words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from mapper import paths
from mapper.export import raster
from mapper.export.sides import colours_of, holder_of
from mapper.mapdoc import MapDocument
from mapper.mapdoc.columns import DEGREE
from mapper.mapdoc.fronts import SCALE
from mapper.model.dates import day_number, parse_day

Floats = npt.NDArray[np.float64]

#: What cards of links show.
WIDTH, HEIGHT = 1200, 630

#: Pixels of the drawing in one of the picture.
_SAMPLING: Final = 2

#: Share of the picture left free around what it shows.
_MARGIN: Final = 0.08

#: Radius of a mark, in pixels of the picture, when there are few and many of them.
_MARKS: Final = ((50, 7.0), (1_000, 5.0), (20_000, 3.5))

_SMALLEST_MARK: Final = 2.5

#: Precisions that are drawn hollow: the place is no point.
_HOLLOW: Final = ("area", "region", "country")


def png(document: MapDocument) -> bytes:
    """Return the picture as PNG, in the light colours of the map."""
    view = _View.of(document)
    picture = np.empty((HEIGHT * _SAMPLING, WIDTH * _SAMPLING, 3), dtype=np.float32)
    raster.paint(picture, np.ones(picture.shape[:2], dtype=bool), _colour("map-sea"))
    _paint_base(picture, view, document.basemap)
    _paint_fronts(picture, view, document)
    _paint_events(picture, view, document)
    return raster.png(picture, _SAMPLING)


@dataclass(frozen=True)
class _View:
    """Web Mercator onto the drawing: world coordinates 0 to 1, y down."""

    left: float
    top: float
    scale: float

    @classmethod
    def of(cls, document: MapDocument) -> _View:
        """Return the view that holds all events, or all fronts where there are none."""
        placed = document.arrays["located"] != 0
        lonlat = [_degrees(document)[placed]] if placed.any() else _lines(document.fronts, SCALE)
        points = _world(np.concatenate(lonlat)) if lonlat else np.array([[0.0, 0.2], [1.0, 0.8]])
        low, high = points.min(axis=0), points.max(axis=0)
        wide, tall = WIDTH * _SAMPLING, HEIGHT * _SAMPLING
        size = np.maximum(high - low, 1e-4) / (1 - 2 * _MARGIN)
        scale = float(min(wide / size[0], tall / size[1]))
        middle = (low + high) / 2
        return cls(float(middle[0] - wide / scale / 2), float(middle[1] - tall / scale / 2), scale)

    @property
    def zoom(self) -> float:
        """The zoom of a map of the same scale."""
        return float(np.log2(self.scale / _SAMPLING / 256))

    def pixels(self, lonlat: Floats) -> Floats:
        """Return x and y on the drawing of positions, shape (n, 2)."""
        found: Floats = (_world(lonlat) - [self.left, self.top]) * self.scale
        return found

    def fill(self, features: Iterable[Any], scale: float) -> raster.Mask:
        """Return the mask of polygons."""
        rings = [self.pixels(ring) for ring in _unpacked(features, scale)]
        return raster.filled(rings, WIDTH * _SAMPLING, HEIGHT * _SAMPLING)

    def stroke(self, features: Iterable[Any], scale: float, width: float) -> raster.Mask:
        """Return the mask of lines of a width in pixels of the picture."""
        lines = [self.pixels(line) for line in _unpacked(features, scale) if len(line) > 1]
        frame = shapely.box(-50, -50, WIDTH * _SAMPLING + 50, HEIGHT * _SAMPLING + 50)
        drawn = shapely.multilinestrings([shapely.linestrings(line) for line in lines])
        area = shapely.buffer(
            shapely.intersection(shapely.simplify(drawn, 0.7), frame),
            width * _SAMPLING / 2,
            quad_segs=3,
        )
        rings = [
            shapely.get_coordinates(ring) for ring in shapely.get_rings(shapely.get_parts(area))
        ]
        return raster.filled(rings, WIDTH * _SAMPLING, HEIGHT * _SAMPLING)


def _paint_base(picture: raster.Picture, view: _View, basemap: Mapping[str, Any]) -> None:
    zoom = view.zoom
    for name, colour, width in (
        ("land", "map-land", 0.0),
        ("rivers", "map-river", 0.8),
        ("river_areas", "map-lake", 0.0),
        ("lakes", "map-lake", 0.0),
        ("admin1_borders", "map-admin", 0.6),
        ("country_borders", "map-border", 1.2),
    ):
        for layer in basemap.get("layers", ()):
            shown = layer.get("min_zoom", 0) <= zoom < layer.get("max_zoom", 99)
            if layer["name"] != name or not shown:
                continue
            scale = layer.get("scale") or basemap["scale"]
            if width:
                mask = view.stroke(layer["features"], scale, width)
            else:
                mask = view.fill(layer["features"], scale)
            raster.paint(picture, mask, _colour(colour))


def _paint_fronts(picture: raster.Picture, view: _View, document: MapDocument) -> None:
    fronts = _in_force(document)
    holders = [holder_of(front["side"], front["control_status"]) for front in document.fronts]
    colours = colours_of(holders)
    for front in fronts:
        if front["kind"] == "control_area":
            contested = front["control_status"] == "contested"
            held = colours[holder_of(front["side"], front["control_status"])]
            colour = "front-contested" if contested else held
            mask = view.fill(front["features"], front["scale"])
            raster.paint(picture, mask, _colour(colour), 0.12 if contested else 0.2)
    for front in fronts:
        if front["kind"] == "line_of_contact":
            for colour, width in (("front-line-casing", 5.0), ("front-line", 2.6)):
                mask = view.stroke(front["features"], front["scale"], width)
                raster.paint(picture, mask, _colour(colour))


def _in_force(document: MapDocument) -> list[Mapping[str, Any]]:
    """Return each source's fronts of the day shown first, or of its last one."""
    asked = document.front_day
    day = np.inf if asked is None else day_number(parse_day(asked))
    by_source: dict[str, list[int]] = {}
    for front in document.fronts:
        by_source.setdefault(front["source"], []).append(front["day"])
    shown = {
        source: max((one for one in days if one <= day), default=None)
        for source, days in by_source.items()
    }
    return [front for front in document.fronts if front["day"] == shown[front["source"]]]


def _paint_events(picture: raster.Picture, view: _View, document: MapDocument) -> None:
    arrays = document.arrays
    placed = arrays["located"] != 0
    count = int(placed.sum())
    radius = next((size for most, size in _MARKS if count <= most), _SMALLEST_MARK) * _SAMPLING
    xy = view.pixels(_degrees(document))
    size = (WIDTH * _SAMPLING, HEIGHT * _SAMPLING)
    precisions = [term["value"] for term in document.vocabulary["geo_precision"]]
    hollow = np.isin(arrays["precision"], [precisions.index(name) for name in _HOLLOW])
    statuses = [term["value"] for term in document.vocabulary["verification_status"]]
    for vague in (True, False):
        for code, status in enumerate(statuses):
            chosen = placed & (arrays["status"] == code) & (hollow == vague)
            if not chosen.any():
                continue
            colour = _colour(f"status-{status}")
            marks = raster.dotted(xy[chosen], radius, *size)
            raster.paint(picture, raster.dotted(xy[chosen], radius + 2, *size), "#3a3f45", 0.8)
            raster.paint(picture, marks, _colour("map-land") if vague else colour)
            if vague:
                inner = raster.dotted(xy[chosen], radius - 2.5, *size)
                raster.paint(picture, marks & ~inner, colour)


def _degrees(document: MapDocument) -> Floats:
    lonlat: Floats = np.column_stack([document.arrays["lon"], document.arrays["lat"]]) / DEGREE
    return lonlat


def _world(lonlat: Floats) -> Floats:
    lat = np.radians(np.clip(lonlat[:, 1], -85.05, 85.05))
    y = 0.5 - np.arcsinh(np.tan(lat)) / (2 * np.pi)
    world: Floats = np.column_stack([lonlat[:, 0] / 360 + 0.5, y])
    return world


def _lines(fronts: Iterable[Mapping[str, Any]], scale: float) -> list[Floats]:
    return [line for front in fronts for line in _unpacked(front["features"], scale)]


def _unpacked(features: Iterable[Any], scale: float) -> list[Floats]:
    """Return rings or lines of delta-coded features in degrees, each of shape (n, 2)."""
    return [
        np.cumsum(np.array(flat, dtype=np.int64).reshape(-1, 2), axis=0) / scale
        for feature in features
        for flat in feature
    ]


@cache
def _colours() -> dict[str, str]:
    sheet = paths.resource("web", "colours.css").read_text(encoding="utf-8")
    light = sheet[: sheet.index("}")]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", light))


def _colour(name: str) -> str:
    return _colours()[name]
