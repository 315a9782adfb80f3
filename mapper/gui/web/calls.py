"""Calls into the map client, kept until they can be carried out."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PyQt6.QtWebEngineCore import QWebEnginePage

from mapper.gui.chosen import Chosen

if TYPE_CHECKING:
    # The page is loaded before it is there: see `mapper.gui.starting`.
    import pandas as pd


class ClientCalls:
    """Calls functions of ``window.mapper``, in order, once a document is there."""

    def __init__(self, page: QWebEnginePage) -> None:
        self._page = page
        self._settings: dict[str, tuple[Any, ...]] = {}
        self._later: list[tuple[Any, ...]] = []
        #: Whether calls reach a document now.
        self.open = False
        # Ids of the document's events, in its order, and what became of them since.
        self._event_ids: pd.Index | None = None
        self._updates: list[Mapping[str, Any]] = []

    def start(self, event_ids: pd.Index) -> None:
        """Take note that another document will be fetched."""
        self._event_ids, self._updates = event_ids, []

    def update(self, message: Mapping[str, Any], event_ids: pd.Index) -> None:
        """Change the document now, and again after a restart."""
        self._event_ids = event_ids
        self._updates.append(message)
        if self.open:
            self._run("update", [message])
            if message["gone"] != message["there"]:
                self._ask_again()

    def _ask_again(self) -> None:
        """Ask again for what the page could not do with the rows it had."""
        # Which are shown or ringed is told row by row, and rows are others now.
        for name in ("setShown", "setRinged"):
            if name in self._settings:
                self._run(*self._settings[name])
        # An event may have been selected before the page had it.
        if "select" in self._settings:
            wanted = json.dumps(self._settings["select"][1])
            has_it = f"window.mapper.selected() === {wanted}"
            self._page.runJavaScript(f"{has_it} || window.mapper.select({wanted}); undefined")

    def set(self, name: str, *arguments: Any, key: str | None = None) -> None:
        """Call now, and again with each document and after a restart.

        A later setting of the same `key` (the name, unless given) replaces it.
        """
        self.note(name, *arguments, key=key)
        if self.open:
            self._run(name, *arguments)

    def note(self, name: str, *arguments: Any, key: str | None = None) -> None:
        """Remember a setting the page already has."""
        self._settings.pop(key or name, None)
        self._settings[key or name] = (name, *arguments)

    def do(self, name: str, *arguments: Any) -> None:
        """Call once, as soon as it can be."""
        if self.open:
            self._run(name, *arguments)
        else:
            self._later.append((name, *arguments))

    def resume(self) -> None:
        """Carry out all updates and settings, then what was asked for meanwhile."""
        self.open = True
        if self._updates:
            self._run("update", self._updates)
        later, self._later = self._later, []
        for name, *arguments in (*self._settings.values(), *later):
            self._run(name, *arguments)

    def _run(self, name: str, *arguments: Any) -> None:
        values = [self._bits(one) if isinstance(one, Chosen) else one for one in arguments]
        written = ", ".join(json.dumps(value) for value in values)
        self._page.runJavaScript(f"window.mapper.{name}({written}); undefined")

    def _bits(self, chosen: Chosen) -> dict[str, str]:
        """Return which events are meant, one bit each: half a million fit in 80 kB."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        if chosen.of is self._event_ids:
            meant = np.zeros(len(chosen.of), dtype=bool)
            meant[chosen.rows] = True
        else:
            # The map is not at the same state yet. pandas takes a second for so many texts.
            texts = (self._event_ids, chosen.of[chosen.rows])
            own, wanted = (pa.array(ids, pa.large_string()) for ids in texts)
            meant = np.asarray(pc.is_in(own, value_set=wanted), dtype=bool)
        packed = np.packbits(meant, bitorder="little")
        return {"bits": base64.b64encode(packed.tobytes()).decode()}


def iso(day: dt.date | None) -> str | None:
    """Return a day as the page writes it."""
    return None if day is None else day.isoformat()


def day_of(text: str) -> dt.date | None:
    """Return the day the page writes; empty text is none."""
    return dt.date.fromisoformat(text) if text else None
