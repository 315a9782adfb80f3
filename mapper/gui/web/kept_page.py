"""Keeps the map's page as one file: read as a hundred, it would be there later at each start."""

from __future__ import annotations

import contextlib
import os
import zlib
from functools import cache
from pathlib import Path

from PyQt6 import QtWebChannel  # noqa: F401 - its script is a resource of it
from PyQt6.QtCore import QT_VERSION_STR, QFile, QIODevice

import mapper
from mapper import paths
from mapper.export import client, windowpage


def folder() -> Path:
    """Return the folder of what is kept; OSError if there can be none."""
    return paths.cache_folder() / "pages"


@cache
def template(language: str) -> bytes:
    """Return what `mapper.export.windowpage.template` gives, made once for a state of its files."""
    made_of = f"{mapper.__version__} {QT_VERSION_STR} {paths.resource()} {client.newest_ns()}"
    try:
        file = folder() / f"{language}.html"
    except OSError:
        return windowpage.template(language, _channel())
    page = _read(file, made_of)
    if page is None:
        page = windowpage.template(language, _channel())
        _write(file, made_of, page)
    return page


def _read(file: Path, made_of: str) -> bytes | None:
    try:
        head, _, page = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    return page if head == _head(made_of, page) else None


def _write(file: Path, made_of: str, page: bytes) -> None:
    """Keep a page; where it cannot be kept it is made at each start."""
    new = file.with_suffix(f".{os.getpid()}.new")
    try:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        # Its scripts run in the window: nobody else on this computer writes them.
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            target.write(_head(made_of, page) + b"\n" + page)
        os.replace(new, file)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)


def _head(made_of: str, page: bytes) -> bytes:
    return f"{made_of} {zlib.crc32(page)}".encode()


def _channel() -> str:
    """Return the script of Qt's channel."""
    file = QFile(":/qtwebchannel/qwebchannel.js")
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(f"Qt has no resource {file.fileName()}")
    data: bytes = file.readAll().data()
    return data.decode()
