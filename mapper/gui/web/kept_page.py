"""Keeps the map's page as one file: read as a hundred, it would be there later at each start."""

from __future__ import annotations

import contextlib
import zlib
from functools import cache
from pathlib import Path

from PyQt6 import QtWebChannel  # noqa: F401 - its script is a resource of it
from PyQt6.QtCore import QT_VERSION_STR, QFile, QIODevice

import mapper
from mapper import paths
from mapper.export import client, windowpage
from mapper.gui.kept_file import put


def folder() -> Path:
    """Return the folder of what is kept; OSError if there can be none."""
    return paths.cache_folder() / "pages"


@cache
def made_of() -> str:
    """Return what the page is made of: this Mapper, Qt, and the client's files as they are."""
    return f"{mapper.__version__} {QT_VERSION_STR} {paths.resource()} {client.newest_ns()}"


@cache
def template(language: str) -> bytes:
    """Return what `mapper.export.windowpage.template` gives, made once for a state of its files."""
    try:
        file = folder() / f"{language}.html"
    except OSError:
        return windowpage.template(language, _channel())
    page = _read(file)
    if page is None:
        page = windowpage.template(language, _channel())
        _write(file, page)
    return page


def _read(file: Path) -> bytes | None:
    try:
        head, _, page = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    return page if head == _head(page) else None


def _write(file: Path, page: bytes) -> None:
    """Keep a page; where it cannot be kept it is made at each start."""
    with contextlib.suppress(OSError):
        # Its scripts run in the window.
        put(file, _head(page) + b"\n", page)


def _head(page: bytes) -> bytes:
    return f"{made_of()} {zlib.crc32(page)}".encode()


def _channel() -> str:
    """Return the script of Qt's channel."""
    file = QFile(":/qtwebchannel/qwebchannel.js")
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(f"Qt has no resource {file.fileName()}")
    data: bytes = file.readAll().data()
    return data.decode()
