"""Where Mapper's own files and the person's folders are; the only place that asks."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

import platformdirs


def resource(*parts: str) -> Path:
    """Return a file or folder below ``resources/``, e.g. ``("web", "map.js")``."""
    return _folder("mapper.resources").joinpath(*parts)


def data(*parts: str) -> Path:
    """Return a file or folder below ``data/``, e.g. ``("sample", "events.csv")``."""
    return _folder("mapper.data").joinpath(*parts)


@cache
def _folder(package: str) -> Path:
    # importlib.resources would take as long to import as the map's page to read.
    return Path(import_module(package).__path__[0])


def cache_folder() -> Path:
    """Return the folder for things that can be made again; it exists."""
    return platformdirs.user_cache_path("mapper", ensure_exists=True)


def user_data_folder() -> Path:
    """Return the folder of the person's working copies; it exists."""
    return platformdirs.user_data_path("mapper", ensure_exists=True)


def config_folder() -> Path:
    """Return the folder of settings; it exists."""
    return platformdirs.user_config_path("mapper", ensure_exists=True)
