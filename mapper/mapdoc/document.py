"""The map document and its binary form.

The payload is little-endian: ``u32`` length of a JSON header, the header,
padding to a multiple of eight, then the buffers the header names by offset.
Offsets count from the first buffer and are multiples of eight, so that the
client can lay typed arrays over the bytes without copying where these are not
packed. Format 2 brought packing, codes and lists (`mapper.mapdoc.packing`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from mapper.mapdoc.packing import Buffers, Lists, as_json
from mapper.mapdoc.sharedpoints import share_points
from mapper.model.dates import NO_DAY

#: Version of the payload; the client refuses a newer one.
FORMAT: Final = 2

#: Texts that the window is sent; it reads the rest when someone looks.
SHORT_TEXTS: Final = ("event_id", "title", "place")

#: West, south, east, north in whole degrees.
Bounds = tuple[int, int, int, int]

#: Arrays sent as what they are beyond another, which most often is nothing.
_AFTER: Final = {"end": "start"}


@dataclass(frozen=True, eq=False)
class MapDocument:
    """Events, fronts and base map of one map, ready to be sent.

    Parameters
    ----------
    title, introduction, filter_text, data_date, method
        Texts of the page; ``data_date`` is the last change of the data.
    inputs
        Files the fronts were read from: ``file``, ``sha256``.
    credits
        One mapping per layer: ``text``, ``licence``, ``url``, ``redistribution``.
    vocabulary
        Per coded column the terms its codes stand for, in order.
    arrays
        Columns of shape (n,): see `mapper.mapdoc.columns`.
    texts
        Columns of n texts, missing ones null. A text is also missing where it
        says no more than the arrays do.
    sources
        Per event its sources, or None without detail.
    claims
        Per event what its sources say; None where there are none.
    fronts
        Control areas and lines of contact, packed.
    basemap
        Drawing of the base map; empty for none.
    measurements
        Kept measurements, packed; None where the client is told them apart from it.
    front_day
        ISO day whose front is shown first, or None for the latest.
    language
        Code of the language of what Mapper itself says.
    hidden
        Columns left out on purpose: of these nothing is said, not even that it
        is unknown.
    version
        What this version of a published page is called; may be empty.
    generalised_m
        Side of the fields that positions are generalised to; ids then are made
        up for this document alone. None: exact positions.
    bounds
        What the base map was cut to; None where it was given, or for the whole Earth.
    warnings
        Sentences about what could not be shown.
    timeline
        How the timeline runs: ``mode``, ``speed``, ``window_days``, each where set;
        None for a map with typed days only.
    """

    title: str
    introduction: str
    filter_text: str
    data_date: str
    method: str
    credits: tuple[Mapping[str, Any], ...]
    vocabulary: Mapping[str, list[dict[str, str]]]
    arrays: Mapping[str, npt.NDArray[Any]]
    texts: Mapping[str, pa.Array]
    sources: Lists | None
    fronts: tuple[Mapping[str, Any], ...]
    basemap: Mapping[str, Any]
    front_day: str | None = None
    claims: Lists | None = None
    language: str = "en"
    hidden: tuple[str, ...] = ()
    version: str = ""
    generalised_m: float | None = None
    bounds: Bounds | None = None
    warnings: tuple[str, ...] = field(default=())
    timeline: Mapping[str, Any] | None = field(default_factory=dict)
    inputs: tuple[Mapping[str, Any], ...] = ()
    measurements: tuple[Mapping[str, Any], ...] | None = None

    def __len__(self) -> int:
        """Return the number of events, located or not."""
        return len(self.arrays["located"])

    @property
    def located(self) -> int:
        """Number of events that have a place on the map."""
        return int(self.arrays["located"].sum())

    @property
    def first_day(self) -> int | None:
        """Day number of the first day of any event."""
        known = self.arrays["start"][self.arrays["start"] != NO_DAY]
        return int(known.min()) if known.size else None

    @property
    def last_day(self) -> int | None:
        """Day number of the last day of any event."""
        known = self.arrays["end"][self.arrays["end"] != NO_DAY]
        return int(known.max()) if known.size else None

    @cached_property
    def event_ids(self) -> pd.Index:
        """The ids of the events, made once."""
        ids: pd.Index = pd.Index(self.texts["event_id"].to_pylist(), dtype="str")
        return ids

    @cached_property
    def brief(self) -> bytes:
        """The payload without detail, made once; a window asks for it in a worker."""
        return self.payload(detail=False)

    def payload(self, detail: bool = True) -> bytes:
        """Return the bytes for the map client.

        Parameters
        ----------
        detail
            Whether to send long texts and sources, as an exported file needs.
        """
        buffers = Buffers(packed=detail)
        arrays = {}
        for name, values in self.arrays.items():
            after = _AFTER.get(name) if detail else None
            if after is None:
                arrays[name] = buffers.array(values)
            else:
                arrays[name] = buffers.array(values - self.arrays[after]) | {"after": after}
        texts = {
            name: buffers.text(values)
            for name, values in self.texts.items()
            if detail or name in SHORT_TEXTS
        }
        lists = {
            name: buffers.lists(rows, self.texts["title"])
            for name, rows in (("sources", self.sources), ("claims", self.claims))
            if detail and rows is not None
        }
        fronts, points = share_points(self.fronts)
        steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
        header = {
            "format": FORMAT,
            "title": self.title,
            "introduction": self.introduction,
            "language": self.language,
            "hidden": list(self.hidden),
            "version": self.version,
            "generalised_m": self.generalised_m,
            "filter": self.filter_text,
            "data_date": self.data_date,
            "method": self.method,
            "inputs": [dict(one) for one in self.inputs],
            "credits": list(self.credits),
            "vocabulary": dict(self.vocabulary),
            "events": len(self),
            "first_day": self.first_day,
            "last_day": self.last_day,
            "front_day": self.front_day,
            "timeline": None if self.timeline is None else dict(self.timeline),
            "arrays": arrays,
            "texts": texts,
            "lists": lists,
            "fronts": fronts,
            "front_points": buffers.array(steps.astype(np.int32).ravel()),
            "measurements": None if self.measurements is None else list(self.measurements),
            "basemap": self._ground(buffers),
        }
        return buffers.join(as_json(header).encode())

    def _ground(self, buffers: Buffers) -> dict[str, Any] | None:
        if not self.basemap:
            return None
        layers = []
        for layer in self.basemap["layers"]:
            scale = layer.get("scale", self.basemap["scale"])
            rings = layer["kind"] == "polygon"
            lines = buffers.lines(layer["features"], scale, rings=rings)
            kept = {key: value for key, value in layer.items() if key != "features"}
            layers.append(kept | {"lines": lines})
        return dict(self.basemap) | {"layers": layers}
