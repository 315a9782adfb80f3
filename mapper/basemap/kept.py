"""Keeps the newest drawings in the cache folder: to cut one is half of the work of a start."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import mapper
from mapper import paths
from mapper.basemap.layers import Bounds, Cells, drawing

#: As many are kept, of up to 2 MB each.
_MOST: Final = 8


def kept_drawing(bounds: Bounds | None, cells: Cells) -> Mapping[str, Any]:
    """Return what `mapper.basemap.drawing` gives, made once for a state of the base map."""
    made_of = json.dumps([_state(), bounds, [list(cell) for cell in cells]])
    name = hashlib.sha256(made_of.encode()).hexdigest()[:32]
    try:
        file = paths.cache_folder() / "drawings" / f"{name}.json"
    except OSError:
        return drawing(bounds, cells)
    try:
        found = _read(file.read_bytes())
        os.utime(file)
    except (OSError, ValueError):
        found = drawing(bounds, cells)
        _keep(file, found)
    return found


@functools.cache
def _state() -> list[Any]:
    """Return what drawings follow from besides what is asked: the data and how they are cut."""
    folders = [paths.resource("basemap"), Path(__file__).parent]
    found = (file for folder in folders for file in folder.iterdir())
    files = sorted(file for file in found if file.suffix in (".npz", ".json", ".py"))
    stats = [(file.name, file.stat()) for file in files]
    return [mapper.__version__, *([name, at.st_size, at.st_mtime_ns] for name, at in stats)]


# Layers are written and read one by one: each holds up all other threads.


def _written(made: Mapping[str, Any]) -> bytes:
    """Return a line with the number of layers, one without them, and one of each."""
    lines = (len(made["layers"]), {**made, "layers": []}, *made["layers"])
    return b"\n".join(json.dumps(one, separators=(",", ":")).encode() for one in lines)


def _read(data: bytes) -> dict[str, Any]:
    """Return what was written; a part of it is a ValueError."""
    number, made, *layers = (json.loads(line) for line in data.split(b"\n"))
    if number != len(layers):
        msg = f"{number} layers expected, {len(layers)} found"
        raise ValueError(msg)
    made["layers"] = layers
    return dict(made)


def _keep(file: Path, made: Mapping[str, Any]) -> None:
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(exist_ok=True)
        part.write_bytes(_written(made))
        part.replace(file)
        kept = sorted(file.parent.glob("*.json"), key=lambda one: one.stat().st_mtime_ns)
        for older in kept[:-_MOST]:
            older.unlink(missing_ok=True)
    except OSError:
        # A full disk: it is made again next time.
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
