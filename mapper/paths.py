"""Where Mapper's own files and the person's folders are; the only place that asks."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import platformdirs


def resource(*parts: str) -> Traversable:
    """Return a file or folder below ``resources/``, e.g. ``("web", "map.js")``."""
    return files("mapper.resources").joinpath(*parts)


def data(*parts: str) -> Traversable:
    """Return a file or folder below ``data/``, e.g. ``("sample", "events.csv")``."""
    return files("mapper.data").joinpath(*parts)


def cache_folder() -> Path:
    """Return the folder for things that can be made again; it exists."""
    return platformdirs.user_cache_path("mapper", ensure_exists=True)


def user_data_folder() -> Path:
    """Return the folder of the person's working copies; it exists."""
    return platformdirs.user_data_path("mapper", ensure_exists=True)


def config_folder() -> Path:
    """Return the folder of settings; it exists."""
    return platformdirs.user_config_path("mapper", ensure_exists=True)
