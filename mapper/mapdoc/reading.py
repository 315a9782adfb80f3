"""Reading a payload back: what an earlier page said of its events."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from mapper.mapdoc.packing import THE_EVENTS

_ALIGNMENT: Final = 8
_DTYPES: Final = {"i32": "<i4", "u8": "u1", "u16": "<u2", "u32": "<u4", "f32": "<f4", "f64": "<f8"}


@dataclass(frozen=True, eq=False)
class WrittenDocument:
    """What a payload holds: the other way round from `MapDocument.payload`.

    Parameters
    ----------
    header
        The JSON header.
    arrays, texts
        Columns of the n events by name.
    lists
        Per name the rows of each event.
    """

    header: Mapping[str, Any]
    arrays: Mapping[str, npt.NDArray[Any]]
    texts: Mapping[str, list[str | None]]
    lists: Mapping[str, list[list[dict[str, Any]]]]

    def words(self, array: str, vocabulary: str) -> list[str | None]:
        """Return what the codes of an array stand for."""
        terms = [term["value"] for term in self.header["vocabulary"][vocabulary]]
        terms += [None] * (256 - len(terms))
        return [terms[code] for code in self.arrays[array].tolist()]


def read_payload(payload: bytes) -> WrittenDocument:
    """Return what a payload of format 2 holds.

    Raises
    ------
    ValueError, KeyError
        If it is none.
    """
    (length,) = struct.unpack_from("<I", payload)
    header = json.loads(payload[4 : 4 + length])
    if header["format"] != 2:
        raise ValueError(f"format {header['format']}")
    read = _Reader(payload, -(-(4 + length) // _ALIGNMENT) * _ALIGNMENT)
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, part in header["arrays"].items():
        arrays[name] = read.array(part)
        if "after" in part:
            arrays[name] = arrays[name] + arrays[part["after"]]
    texts = {name: read.texts(part) for name, part in header["texts"].items()}
    lists = {name: read.lists(part, texts["title"]) for name, part in header["lists"].items()}
    return WrittenDocument(header, arrays, texts, lists)


class _Reader:
    def __init__(self, payload: bytes, start: int) -> None:
        self._payload = payload
        self._start = start

    def array(self, part: Mapping[str, Any]) -> npt.NDArray[Any]:
        kind = np.dtype("<i4" if "scale" in part else _DTYPES[part["type"]])
        at, length = self._start + part["offset"], part["length"]
        if part.get("planes"):
            planes = np.frombuffer(self._payload, np.uint8, length * kind.itemsize, at)
            joined = np.ascontiguousarray(planes.reshape(kind.itemsize, length).T)
            values: npt.NDArray[Any] = joined.view(kind).reshape(length)
        else:
            values = np.frombuffer(self._payload, kind, length, at)
        if part.get("steps"):
            values = np.cumsum(values, dtype=kind)
        return np.where(values < 0, np.nan, values / part["scale"]) if "scale" in part else values

    def texts(self, part: Mapping[str, Any]) -> list[str | None]:
        if "numbers" in part:
            return [f"{part['prefix']}{number}" for number in self.array(part["numbers"]).tolist()]
        at = self._start + part["offset"]
        texts: list[str | None] = json.loads(self._payload[at : at + part["length"]])
        if "codes" in part:
            return [texts[code] for code in self.array(part["codes"]).tolist()]
        return texts

    def lists(
        self, part: Mapping[str, Any], titles: list[str | None]
    ) -> list[list[dict[str, Any]]]:
        columns = {name: self.texts(column) for name, column in part["columns"].items()}
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        lists, at = [], 0
        for title, count in zip(titles, self.array(part["counts"]).tolist(), strict=True):
            lists.append(rows[at : at + count])
            for row in lists[-1]:
                if row.get("title") == THE_EVENTS:
                    row["title"] = title
            at += count
        return lists
