"""Reading a payload as the client does, written a second time on purpose."""

from __future__ import annotations

import gzip
import json
import re
import struct
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

_NUMPY = {"i32": "<i4", "u8": "u1", "u16": "<u2", "u32": "<u4", "f32": "<f4", "f64": "<f8"}


class Reader:
    """Header, arrays, texts and lists of one payload."""

    def __init__(self, payload: bytes) -> None:
        (length,) = struct.unpack_from("<I", payload)
        self.header: dict[str, Any] = json.loads(payload[4 : 4 + length])
        start = -(-(4 + length) // 8) * 8
        assert not payload[4 + length : start].strip(b"\0 ")
        self.payload, self.start = payload, start
        self.arrays: dict[str, Any] = {}
        for name, part in self.header["arrays"].items():
            self.arrays[name] = self._array(part)
            if "after" in part:
                self.arrays[name] = self.arrays[name] + self.arrays[part["after"]]
        self.texts = {name: self._texts(part) for name, part in self.header["texts"].items()}
        for name, part in self.header.get("lists", {}).items():
            self.texts[name] = self._lists(part)

    def _array(self, part: dict[str, Any]) -> Any:
        assert part["offset"] % 8 == 0
        kind = np.dtype("<i4" if "scale" in part else _NUMPY[part["type"]])
        at, length = self.start + part["offset"], part["length"]
        if part.get("planes"):
            planes = np.frombuffer(self.payload, np.uint8, length * kind.itemsize, at)
            joined = planes.reshape(kind.itemsize, length).T
            values = np.ascontiguousarray(joined).view(kind).reshape(length)
        else:
            values = np.frombuffer(self.payload, kind, length, at)
        if part.get("steps"):
            values = np.cumsum(values, dtype=values.dtype)
        if "scale" in part:
            values = np.where(values < 0, np.nan, values / part["scale"])
        return values

    def _texts(self, part: dict[str, Any]) -> list[Any]:
        if "numbers" in part:
            return [f"{part['prefix']}{number}" for number in self._array(part["numbers"])]
        assert part["offset"] % 8 == 0
        at = self.start + part["offset"]
        texts = json.loads(self.payload[at : at + part["length"]])
        return [texts[code] for code in self._array(part["codes"])] if "codes" in part else texts

    def lines(self, part: dict[str, Any]) -> list[list[list[int]]]:
        """Return features of lines from their row of whole numbers."""
        at = self.start + part["offset"]
        numbers = self._integers(self.payload[at : at + part["length"]])
        features = []
        for _ in range(part["count"]):
            lines = []
            for _ in range(next(numbers)):
                count = 2 * next(numbers)
                lines.append([next(numbers) for _ in range(count)])
            features.append(lines)
        assert next(numbers, None) is None
        return features

    @staticmethod
    def _integers(data: bytes) -> Iterator[int]:
        value = shift = 0
        for byte in data:
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                yield value // 2 if value % 2 == 0 else -(value // 2) - 1
                value = shift = 0

    def _lists(self, part: dict[str, Any]) -> list[list[dict[str, Any]]]:
        columns = {name: self._texts(column) for name, column in part["columns"].items()}
        lists, at = [], 0
        for event, count in enumerate(self._array(part["counts"]).tolist()):
            rows = [
                {name: column[at + i] for name, column in columns.items()} for i in range(count)
            ]
            for row in rows:
                if row.get("title") == "\0":
                    row["title"] = self.texts["title"][event]
            lists.append(rows)
            at += count
        assert all(len(column) == at for column in columns.values())
        return lists


def document_in(path: Path) -> Reader:
    """Return the document inside a page."""
    text = path.read_text(encoding="utf-8")
    (data,) = re.findall(r'data-encoding="gzip\+base64">([^<]*)<', text)
    return Reader(gzip.decompress(b64decode(data)))
