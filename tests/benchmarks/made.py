"""Fronts and events for the benchmarks: real daily files where there are any, else made up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from mapper import readers
from mapper.basemap import country
from mapper.geodesy import GEOD, clean_area
from mapper.model import schema
from mapper.model.tables import CONTROL_AREAS, EVENTS

FloatArray = npt.NDArray[np.float64]
#: DeepState's files; they are not part of this repository.
_REAL = Path(__file__).parents[3] / "shared" / "data"
FIRST_DAY = dt.date(2022, 4, 1)


def _files(folder: str) -> list[Path]:
    return sorted((_REAL / folder).glob("*.geojson"))


def origin() -> str:
    """Return what the control areas are, for print."""
    files = _files("deepstate-daily")
    return f"{len(files)} real daily files" if files else "made-up areas"


def control_areas() -> dict[str, MultiPolygon]:
    """Return control areas by name: of the real daily files, else made up."""
    files = _files("deepstate-daily")
    if not files:
        return {f"made up, {count:,}": made_area(count) for count in (3_000, 10_000)}
    found = {}
    for file in files:
        table = readers.read(file).control_areas
        found[file.stem[-8:]] = clean_area(shapely.union_all(table.geometry.to_numpy()))[0]
    return found


def front_tables() -> dict[str, gpd.GeoDataFrame]:
    """Return tables ``control_areas`` of one snapshot each, some with contested areas."""
    files = [*_files("deepstate-daily"), *_files("deepstate-raw")]
    if files:
        return {file.stem[-10:]: readers.read(file).control_areas for file in files}
    return {"made up": daily_fronts(1)}


def made_area(vertices: int) -> MultiPolygon:
    """Return Ukraine east of a winding line of this many vertices, Crimea with it."""
    east = np.array([[41.0, 50.2], [41.0, 44.0], [32.0, 44.0]])
    area = shapely.Polygon(np.vstack([winding(vertices), east])).buffer(0)
    land = shapely.simplify(country("UA"), 0.001)
    return clean_area(shapely.intersection(area, land))[0]


def winding(vertices: int, seed: int = 1) -> FloatArray:
    """Return a winding line some 1,000 km long through eastern Ukraine, ``(n, 2)``."""
    rng = np.random.default_rng(seed)
    share = np.linspace(0, 1, vertices)
    shake = 0.3 / np.sqrt(vertices)
    lon = 32 + 6 * share + 0.3 * np.sin(40 * share) + np.cumsum(rng.normal(0, shake, vertices))
    lat = 46.5 + 3.7 * share**3 + 0.2 * np.cos(60 * share)
    return np.column_stack([lon, lat + np.cumsum(rng.normal(0, shake, vertices))])


def daily_fronts(days: int) -> gpd.GeoDataFrame:
    """Return a table ``control_areas`` of one snapshot a day, each different.

    The areas take turns; every day bends them by a smooth wave of up to 200 m
    of its own, so that rings stay rings and nothing is the same twice.
    """
    areas = list(control_areas().values())
    rows = []
    for number in range(days):
        day = FIRST_DAY + dt.timedelta(days=number)
        # Neighbouring days show the same area, as in life.
        area = areas[number * len(areas) // days]
        rows.append(
            {
                "front_id": f"made:{day}",
                "as_of": day.isoformat(),
                "source": "Made for the benchmark",
                "control_status": "occupied",
                "redistribution": "unknown",
                schema.GEOMETRY: bent(area, number),
            }
        )
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=schema.GEOMETRY, crs=schema.CRS)
    return schema.conform(frame, CONTROL_AREAS)


def bent(area: BaseGeometry, number: int) -> BaseGeometry:
    """Return the area of one day: a wave of 0.002 degrees, 0.5 long, moves its vertices."""
    phase = np.random.default_rng(number).uniform(0, 2 * np.pi, 2)

    def move(points: FloatArray) -> FloatArray:
        return points + 0.002 * np.sin(4 * np.pi * points[:, ::-1] + phase)

    return shapely.transform(area, move)


def events(count: int, days: int) -> gpd.GeoDataFrame:
    """Return events: half near the front, half spread wide over Europe's east.

    One in twenty lasts two days, one in twenty is known to its region alone.
    """
    rng = np.random.default_rng(3)
    near = np.column_stack([rng.uniform(31, 40, count), rng.uniform(46, 51, count)])
    deep = np.column_stack([rng.uniform(22, 55, count), rng.uniform(44, 58, count)])
    points = np.where(rng.random((count, 1)) < 0.5, near, deep)
    start = rng.integers(0, days, count)
    end = np.minimum(start + (rng.random(count) < 0.05), days - 1)
    iso = np.array([(FIRST_DAY + dt.timedelta(days=n)).isoformat() for n in range(days)])
    frame = pd.DataFrame(
        {
            "event_id": [f"made:{number}" for number in range(count)],
            "feed": "made",
            "title": "Strike",
            "date_start": iso[start],
            "date_end": iso[end],
            "geo_precision": rng.choice(
                ["exact", "settlement", "area", "region"], count, p=[0.4, 0.4, 0.15, 0.05]
            ),
        }
    )
    geometry = shapely.points(points)
    framed = gpd.GeoDataFrame(frame, geometry=geometry, crs=schema.CRS)
    return schema.conform(framed, EVENTS)


def ring(vertices: int, radius_m: float) -> FloatArray:
    """Return a wavy ring around 30 E, 50 N."""
    turn = np.linspace(0, 360, vertices)
    away = radius_m * (1 + 0.02 * np.sin(np.radians(30 * turn)))
    lon, lat, _ = GEOD.fwd(np.full(vertices, 30.0), np.full(vertices, 50.0), turn, away)
    return np.column_stack([lon, lat])


def around_the_world(vertices: int) -> FloatArray:
    """Return a wave along the equator, once around, 30 degrees to either side."""
    lon = np.linspace(-180, 180, vertices)
    return np.column_stack([lon, 30 * np.sin(np.radians(7 * lon))])


def box(count: int, west: float, south: float, east: float, north: float) -> FloatArray:
    """Return random positions within degrees."""
    rng = np.random.default_rng(2)
    return np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])


def globe(count: int) -> FloatArray:
    """Return positions spread evenly over the whole Earth."""
    rng = np.random.default_rng(2)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    return np.column_stack([rng.uniform(-180, 180, count), lat])


def away_from(line: FloatArray, count: int, away_m: float) -> FloatArray:
    """Return positions this far, give or take a tenth, from some vertex of a line."""
    rng = np.random.default_rng(4)
    start = line[rng.integers(0, len(line), count)]
    reach = away_m * rng.uniform(0.9, 1.1, count)
    lon, lat, _ = GEOD.fwd(start[:, 0], start[:, 1], rng.uniform(0, 360, count), reach)
    return np.column_stack([lon, lat])
