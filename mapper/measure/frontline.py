"""One snapshot of a front made ready for measuring: its line, and how sure it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import LineString, MultiLineString, MultiPolygon
from shapely.geometry.base import BaseGeometry

from mapper import basemap
from mapper.geodesy import REACH, Edges, clean_area, densify, legs_m
from mapper.measure.leftout import with_long_held
from mapper.measure.linecache import Deriving
from mapper.measure.shape import Shape
from mapper.model.dates import parse_day
from mapper.model.errors import GeometryError, MeasureError
from mapper.model.schema import GEOMETRY

#: The definition's radius unless another is asked for, and the range over which its own
#: spread is taken, which any other lies in.
RADIUS_M: Final = 1_000.0
SPREAD_RADII_M: Final = (500.0, 3_000.0)
#: Control statuses that make up a control area, and those that may belong to it.
_CONTROLLED: Final = ("occupied", "pre_2022_occupied")
_CONTESTED: Final = ("contested",)
#: A given line's vertices are sorted into this many steps of stated accuracy.
_ACCURACY_STEPS: Final = 8


@dataclass(frozen=True)
class FrontLine:
    """A line of contact with what its uncertainty is made of.

    Attributes
    ----------
    line
        EPSG:4326, edges geodesic.
    edges
        The same, prepared for searching.
    variants
        The line by other readings of the definition (radius, contested areas,
        without its loose ends).
    ends
        Stretches beside a border or coast that the definition cuts off; None
        where there are none. They can only be nearer.
    accuracies
        Stretches of the line with the accuracy stated for each, in metres;
        empty where the source states none.
    area
        The control area, None where the source gives a line alone.
    country, outline
        ISO code of the country (or countries, with commas) it was derived in; the
        name of its boundary where that is not the base map's.
    parameters, warnings
        As recorded when it was derived.
    """

    line: MultiLineString
    edges: Edges
    variants: tuple[Edges, ...]
    ends: Edges | None
    accuracies: tuple[tuple[Edges, float], ...]
    area: MultiPolygon | None
    country: str | None
    outline: str | None
    parameters: dict[str, Any]
    warnings: tuple[str, ...]


def control_of(rows: pd.DataFrame) -> tuple[list[tuple[str, BaseGeometry]], BaseGeometry | None]:
    """Return each side's control area of a snapshot, and the contested area.

    Areas a source merely claims count only where it assesses none.
    """
    # A snapshot has few rows, of which pandas would take far longer.
    areas = [
        (status, assessment in (None, "assessed"), side or "", area)
        for status, assessment, side, area in zip(
            *(_values(rows[name]) for name in ("control_status", "assessment", "side", GEOMETRY)),
            strict=True,
        )
    ]
    held = [area for area in areas if area[0] is None or area[0] in _CONTROLLED]
    if any(assessed for _, assessed, _, _ in held):
        held = [area for area in held if area[1]]
    sides = [
        (side, _joined(area for _, _, other, area in held if other == side))
        for side in sorted({side for _, _, side, _ in held})
    ]
    grey = [area for status, _, _, area in areas if status in _CONTESTED]
    return sides, _joined(grey) if grey else None


def _values(column: pd.Series) -> list[Any]:
    """Return the values of a column, None for missing ones."""
    return [
        None if missing else value for value, missing in zip(column, column.isna(), strict=True)
    ]


def _joined(geometries: Iterable[BaseGeometry | None]) -> BaseGeometry:
    areas = [geometry for geometry in geometries if geometry is not None]
    if len(areas) == 1:
        return areas[0]
    return shapely.union_all([clean_area(area)[0] for area in areas])


def from_control_areas(
    rows: pd.DataFrame,
    country: str | None = None,
    outline: Shape | None = None,
    country_of: Callable[[BaseGeometry], str] = basemap.country_of,
    derive: Deriving | None = None,
    radius_m: float = RADIUS_M,
) -> FrontLine:
    """Derive the line of contact of one snapshot's control areas.

    Parameters
    ----------
    rows
        Rows of the table ``control_areas``, all of one snapshot.
    country
        ISO alpha-2 code; found from the area when absent, side by side.
    outline
        The country's own boundary, in place of the base map's.
    country_of
        Finds the country of a side's area.
    derive
        Gives the lines that are kept, and derives the others.
    radius_m
        Of the definition.

    Raises
    ------
    MeasureError
        If nothing of it is a control area, or it meets no held land.
    """
    derive = derive or Deriving()
    sides, grey = control_of(rows)
    if not sides:
        raise MeasureError("This front has no control area, only contested or liberated ones.")
    # Another reading than the usual one has the usual one in its spread.
    others = (*SPREAD_RADII_M, *([RADIUS_M] if radius_m != RADIUS_M else []))
    best: list[LineString] = []
    ends: list[LineString] = []
    spread: list[list[LineString]] = [[] for _ in others]
    with_grey: list[LineString] = []
    codes, parameters, warnings = [], {}, []
    whole: list[BaseGeometry] = []
    known = rows["as_of"].dropna()
    day = parse_day(str(known.iloc[0])) if len(known) else None
    for side, area in sides:
        if outline is not None and outline.area is not None:
            code, land = country or "", outline.area
        else:
            code = country or country_of(area)
            land = basemap.country(code)
        codes.append(code)
        area, added = with_long_held(area, land, code, day)
        whole.append(area)
        warnings += added
        derived = derive(area, land, (radius_m, *others))
        best += derived[0].line.geoms
        ends += derived[0].ends.geoms
        for lines, other in zip(spread, derived[1:], strict=True):
            lines += other.line.geoms
        if grey is not None:
            wider = shapely.union_all([clean_area(area)[0], clean_area(grey)[0]])
            with_grey += derive(wider, land, (radius_m,))[0].line.geoms
        parameters[side or code or "area"] = dict(derived[0].parameters)
        repairs: Any = derived[0].parameters["repairs"]
        warnings += [f"The source's areas were repaired: {text}." for text in repairs]
    if not best:
        raise MeasureError("This control area has no line of contact: it meets no held land.")
    line = MultiLineString(best)
    variants = [lines for lines in (*spread, with_grey, _without_ends(best, radius_m)) if lines]
    stated = rows["accuracy_m"].max()
    edges = Edges.of(line)
    return FrontLine(
        line,
        edges,
        tuple(Edges.of(MultiLineString(lines)) for lines in variants),
        Edges.of(MultiLineString(ends)) if ends else None,
        () if pd.isna(stated) else ((edges, float(stated)),),
        clean_area(_joined(whole))[0],
        ",".join(dict.fromkeys(codes)),
        None if outline is None else outline.name,
        parameters,
        tuple(dict.fromkeys(warnings)),
    )


def _without_ends(parts: list[LineString], radius_m: float) -> list[LineString]:
    """Return the parts without their loose ends.

    Where the front meets a border or coast, the line may run on along it for
    as long as it is within reach of the held land.
    """
    reach = REACH * radius_m
    kept = []
    for part in parts:
        points = shapely.get_coordinates(part)
        along = np.concatenate([[0.0], np.cumsum(legs_m(points))])
        inner = (along >= reach) & (along <= along[-1] - reach)
        if part.is_ring or along[-1] < 4.0 * reach:
            kept.append(part)
        elif inner.sum() >= 2:
            kept.append(LineString(points[inner]))
    return kept


def from_lines(rows: pd.DataFrame) -> FrontLine:
    """Return the line that a source gives itself, with the accuracy it states."""
    given = [
        (part, note)
        for geometry, extra, whole in zip(
            rows[GEOMETRY], rows["extra"], rows["accuracy_m"], strict=True
        )
        for part, note in _with_accuracy(geometry, extra, whole)
    ]
    if not given:
        raise GeometryError("this front has no line")
    line = densify(MultiLineString([part for part, _ in given]))
    assert isinstance(line, MultiLineString)
    steps = _accuracy_steps(given)
    return FrontLine(line, Edges.of(line), (), None, steps, None, None, None, {"given": True}, ())


def _with_accuracy(
    geometry: BaseGeometry, extra: Any, whole: float
) -> list[tuple[LineString, np.ndarray]]:
    """Return parts with the accuracy at each vertex in metres, NaN where not stated."""
    try:
        notes = json.loads(extra) if isinstance(extra, str) and extra else {}
    except ValueError:
        # What another program wrote there states no accuracy.
        notes = {}
    stated = {
        (round(vertex["lon"], 6), round(vertex["lat"], 6)): float(vertex["accuracy_m"])
        for vertex in (notes.get("vertices") or [] if isinstance(notes, dict) else [])
        if isinstance(vertex, dict) and {"lon", "lat", "accuracy_m"} <= vertex.keys()
    }
    found = []
    for part in shapely.get_parts(geometry):
        points = shapely.get_coordinates(part)
        accuracy = [stated.get((round(x, 6), round(y, 6)), whole) for x, y in points.tolist()]
        found.append((part, np.asarray(accuracy, dtype=np.float64)))
    return found


def _accuracy_steps(
    given: list[tuple[LineString, np.ndarray]],
) -> tuple[tuple[Edges, float], ...]:
    """Sort edges by the worse accuracy of their ends into a few steps, rounded up."""
    starts = np.vstack([shapely.get_coordinates(part)[:-1] for part, _ in given])
    ends = np.vstack([shapely.get_coordinates(part)[1:] for part, _ in given])
    worse = np.concatenate([np.fmax(values[:-1], values[1:]) for _, values in given])
    if np.isnan(worse).all():
        return ()
    worse = np.nan_to_num(worse, nan=np.nanmax(worse))
    levels = np.linspace(worse.min(), worse.max(), _ACCURACY_STEPS)
    level = np.minimum(np.searchsorted(levels, worse - 1e-9), len(levels) - 1)
    steps = []
    for index in np.unique(level):
        chosen = level == index
        lines = densify(MultiLineString(np.stack([starts[chosen], ends[chosen]], axis=1).tolist()))
        steps.append((Edges.of(lines), float(worse[chosen].max())))
    return tuple(steps)


def rows_of(frame: gpd.GeoDataFrame, index: Sequence[int]) -> pd.DataFrame:
    """Return the rows at these places."""
    return pd.DataFrame(frame).iloc[list(index)]
