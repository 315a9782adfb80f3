"""The files a page is made of: Leaflet and the map client."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from mapper import paths


@dataclass(frozen=True)
class Asset:
    """One script or style sheet, named as the window's page asks for it."""

    path: str

    @property
    def text(self) -> str:
        """The file's text, fit to stand inside a page."""
        folder, name = self.path.split("/", 1)
        return _leaflet(name) if folder == "leaflet" else _web(name)


def styles() -> tuple[Asset, ...]:
    """Return the style sheets in the order a page needs them."""
    return (Asset("leaflet/leaflet.css"), *_ordered(".css"))


def scripts(language: str = "en") -> tuple[Asset, ...]:
    """Return the scripts in the order a page needs them, with the words of its language."""
    ours = [
        asset
        for asset in _ordered(".js")
        if not asset.path.startswith("web/words-") or asset.path == f"web/words-{language}.js"
    ]
    return (Asset("leaflet/leaflet.js"), *ours)


def _ordered(ending: str) -> tuple[Asset, ...]:
    order = paths.resource("web", "order.txt").read_text(encoding="utf-8").split()
    return tuple(Asset(f"web/{name}") for name in order if name.endswith(ending))


def joined(assets: tuple[Asset, ...]) -> tuple[str, ...]:
    """Return the texts to inline: Leaflet's, and all others as one."""
    return assets[0].text, "\n".join(asset.text for asset in assets[1:])


def served(assets: Iterable[Asset]) -> str:
    """Return the same as one text, for the window's page.

    Leaflet's licence comes with its package, so the window's page does without the copy. It also
    does without comments and indents, which take the page as long to read as the code.
    """
    return inlinable("\n".join(_plain(asset) for asset in assets), "The window's page")


def _plain(asset: Asset) -> str:
    folder, name = asset.path.split("/", 1)
    return _leaflet_file(name) if folder == "leaflet" else _lean(_read(name))


def _lean(text: str) -> str:
    # No text of ours goes over several lines; a test looks.
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def newest_ns() -> int:
    """Return when a file of the client was last changed, in nanoseconds."""
    newest = 0
    for folder in (paths.resource("web"), _leaflet_folder()):
        with os.scandir(folder) as found:
            newest = max(newest, *(file.stat().st_mtime_ns for file in found))
    return newest


def content_hash(text: str) -> str:
    """Return the Content-Security-Policy source that allows exactly this text."""
    # The window starts without these.
    import base64
    import hashlib

    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


#: What only the window's page has, after all others; the last connects it to the window.
WINDOW_SCRIPTS = (Asset("web/moving.js"), Asset("web/window.js"))
#: What it has before all others: it asks for the document while the rest is read.
WINDOW_FIRST = Asset("web/ahead.js")


@cache
def leaflet_licence() -> str:
    """Return Leaflet's licence text, which its inlined copy must carry."""
    # Importing this takes as long as reading all of the client's files.
    from importlib.metadata import distribution

    licence = distribution("django-js-lib-leaflet").read_text("LICENSE")
    if licence is None:
        raise FileNotFoundError("django-js-lib-leaflet comes without its LICENSE")
    return licence


def _read(name: str) -> str:
    return paths.resource("web", name).read_text(encoding="utf-8")


def _web(name: str) -> str:
    return inlinable(_read(name), name)


@cache
def _leaflet(name: str) -> str:
    return inlinable(f"/*\n{leaflet_licence()}*/\n{_leaflet_file(name)}", name)


def _leaflet_folder() -> Path:
    return Path(import_module("js_lib_leaflet").__path__[0], "static", "js_lib_leaflet")


def _leaflet_file(name: str) -> str:
    text = _leaflet_folder().joinpath(name).read_text(encoding="utf-8")
    if not name.endswith(".css"):
        return re.sub(r"\n?//# sourceMappingURL=\S+", "", text)
    # Images we do not use: a page may name nothing outside itself.
    return re.sub(r"[ \t]*[\w-]+\s*:\s*url\([^)]*\);?", "", text)


def inlinable(text: str, name: str) -> str:
    """Return the text unchanged; refuse one that would end its own element (ValueError)."""
    # A regular expression takes ten times as long.
    lower = text.lower()
    for part in ("</script", "</style", "<!--"):
        if part in lower:
            raise ValueError(f"{name} cannot stand inside a page: it contains {part}")
    return text
