"""Calls into the map client, kept until they can be carried out."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pandas as pd
from PyQt6.QtWebEngineCore import QWebEnginePage


class ClientCalls:
    """Calls functions of ``window.mapper``, in order, once a document is there."""

    def __init__(self, page: QWebEnginePage) -> None:
        self._page = page
        self._settings: dict[str, tuple[Any, ...]] = {}
        self._later: list[tuple[Any, ...]] = []
        #: Whether calls reach a document now.
        self.open = False
        #: Ids of the document's events, in its order.
        self.event_ids = pd.Index([], dtype="str")

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
        """Carry out all settings, then what was asked for meanwhile."""
        self.open = True
        later, self._later = self._later, []
        for name, *arguments in (*self._settings.values(), *later):
            self._run(name, *arguments)

    def _run(self, name: str, *arguments: Any) -> None:
        values = [self._bits(one) if isinstance(one, pd.Index) else one for one in arguments]
        written = ", ".join(json.dumps(value) for value in values)
        self._page.runJavaScript(f"window.mapper.{name}({written}); undefined")

    def _bits(self, event_ids: pd.Index) -> dict[str, str]:
        """Return which events are meant, one bit each: half a million fit in 80 kB."""
        packed = np.packbits(self.event_ids.isin(event_ids), bitorder="little")
        return {"bits": base64.b64encode(packed.tobytes()).decode()}
