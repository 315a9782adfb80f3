"""Columns as bytes: close enough to read at once, or packed for a file.

What each form means to the reader stands in `resources/web/README.md`; the
client's half is `packing.js`.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapper.mapdoc.drawn import Features, drawn

_ALIGNMENT: Final = 8
_TYPES: Final = {
    "int32": "i32",
    "uint8": "u8",
    "uint16": "u16",
    "uint32": "u32",
    "float32": "f32",
    "float64": "f64",
}

#: A column of texts is coded where each stands there this many times, on average.
_REPEATED: Final = 3

#: Texts written at once.
_AT_ONCE: Final = 10_000

#: As many levels are written member by member: header, base map, layers, layer.
_LEVELS: Final = 4

#: Stands for the title of the event itself; no reader lets such a text in.
THE_EVENTS: Final = "\0"

#: Metres are written in files to a tenth.
_TENTHS: Final = 10

_NUMBERED: Final = re.compile(r"(.*?)(0|[1-9]\d{0,8})", re.DOTALL)


@dataclass(frozen=True, eq=False)
class Lists:
    """Per event a list of rows of a table, column by column.

    Parameters
    ----------
    counts
        Number of rows of each event, shape (n,).
    columns
        Texts of all rows, event after event.
    """

    counts: npt.NDArray[np.int64]
    columns: Mapping[str, pa.Array]

    def rows(self) -> list[list[dict[str, Any]]]:
        """Return the rows of each event as mappings."""
        columns = [values.to_pylist() for values in self.columns.values()]
        rows = [dict(zip(self.columns, row, strict=True)) for row in zip(*columns, strict=True)]
        ends = np.cumsum(self.counts).tolist()
        return [rows[end - count : end] for end, count in zip(ends, self.counts, strict=True)]


class Buffers:
    """Buffers of one payload, each described so that a header can name it.

    Parameters
    ----------
    packed
        Whether arrays are packed, which a compressor likes, or laid out to be
        read in place, which costs nothing.
    """

    def __init__(self, packed: bool) -> None:
        self._packed = packed
        self._parts: list[bytes] = []
        self._size = 0

    def array(self, values: npt.NDArray[Any]) -> dict[str, Any]:
        """Add an array of shape (n,)."""
        packing: dict[str, Any] = {}
        kind, length = _TYPES[values.dtype.name], len(values)
        if self._packed and kind == "f64":
            tenths = np.rint(np.nan_to_num(values, nan=-1.0 / _TENTHS) * _TENTHS)
            values = tenths.astype(np.int32)
            packing["scale"] = _TENTHS
        if self._packed and values.dtype.itemsize > 1 and length:
            if values.dtype == np.int32 and _rises(values):
                values = np.diff(values, prepend=np.int32(0))
                packing["steps"] = True
            packing["planes"] = True
            values = values.astype(values.dtype.newbyteorder("<"), copy=False)
            data = np.ascontiguousarray(values.view(np.uint8).reshape(length, -1).T).tobytes()
        else:
            data = np.ascontiguousarray(values, values.dtype.newbyteorder("<")).tobytes()
        return {"type": kind, "offset": self._append(data), "length": length, **packing}

    def text(self, values: pa.Array) -> dict[str, Any]:
        """Add a column of texts, missing ones null."""
        numbered = _numbered(values)
        if numbered is not None:
            prefix, numbers = numbered
            return {"prefix": prefix, "numbers": self.array(numbers)}
        coded = values.dictionary_encode()
        if len(coded.dictionary) * _REPEATED > len(values) or not len(values):
            return self._texts(values)
        distinct = coded.dictionary
        codes = coded.indices.fill_null(len(distinct)).to_numpy(zero_copy_only=False)
        smallest = np.min_scalar_type(len(distinct))
        kept = self._texts(pa.concat_arrays([distinct, pa.nulls(1, distinct.type)]))
        return kept | {"codes": self.array(codes.astype(smallest))}

    def lists(self, lists: Lists, titles: pa.Array) -> dict[str, Any]:
        """Add the rows of all events; a title that is the event's own is not said again."""
        columns = dict(lists.columns)
        if "title" in columns:
            events = np.repeat(np.arange(len(lists.counts)), lists.counts)
            same = pc.equal(columns["title"], titles.take(pa.array(events)))
            columns["title"] = pc.if_else(same.fill_null(False), THE_EVENTS, columns["title"])
        counts = lists.counts.astype(np.min_scalar_type(int(lists.counts.max(initial=0))))
        return {
            "counts": self.array(counts),
            "columns": {name: self.text(values) for name, values in columns.items()},
        }

    def lines(self, features: Features, scale: float, *, rings: bool) -> dict[str, Any]:
        """Add features of lines or rings ``[x0, y0, dx, dy, ...]`` in degrees times ``scale``.

        Packed they are one row of `integers`, each feature the number of its lines, each line that
        of its points and these; else as they are drawn (`mapper.mapdoc.drawn`).
        """
        if not self._packed:
            placed = drawn(features, scale, rings=rings)
            parts = {"sizes": placed.sizes, "points": placed.points, "boxes": placed.boxes}
            return {"count": len(features)} | {
                name: self.array(values) for name, values in parts.items()
            }
        pieces: list[bytes] = []
        numbers: list[int] = []
        for feature in features:
            numbers.append(len(feature))
            for line in feature:
                numbers.append(len(line) // 2)
                numbers += line
            # As many at once hold up all other threads for no time that is noticed.
            if len(numbers) > _AT_ONCE:
                pieces.append(integers(np.array(numbers, dtype=np.int64)))
                numbers = []
        pieces.append(integers(np.array(numbers, dtype=np.int64)))
        length = sum(map(len, pieces))
        return {"count": len(features), "offset": self._append(*pieces), "length": length}

    def join(self, header: bytes) -> bytes:
        """Return the payload: length of the header, header, buffers."""
        # Trailing blanks are legal JSON and keep the first buffer aligned.
        header += b" " * (-(4 + len(header)) % _ALIGNMENT)
        return b"".join([struct.pack("<I", len(header)), header, *self._parts])

    def _texts(self, values: pa.Array) -> dict[str, Any]:
        """Add the texts as JSON, some at a time: each holds up all other threads."""
        pieces = [b"["]
        for first in range(0, len(values), _AT_ONCE):
            written = as_json(values.slice(first, _AT_ONCE).to_pylist())[1:-1].encode()
            pieces += (b"," if first else b"", written)
        pieces.append(b"]")
        return {"offset": self._append(*pieces), "length": sum(map(len, pieces))}

    def _append(self, *pieces: bytes) -> int:
        offset, size = self._size, sum(map(len, pieces))
        padding = -size % _ALIGNMENT
        self._parts += (*pieces, b"\0" * padding)
        self._size += size + padding
        return offset


def integers(values: npt.NDArray[np.int64]) -> bytes:
    """Return whole numbers of up to 31 bits, small ones in little room.

    Seven bits a byte, lowest first; the eighth says that another byte follows. The lowest bit
    of all is the sign (the "zigzag varints" of Protocol Buffers).
    """
    folded = (values << 1) ^ (values >> 63)
    sizes = 1 + sum((folded >> bits != 0).astype(np.int64) for bits in range(7, 32, 7))
    starts = np.cumsum(sizes) - sizes
    written = np.zeros(int(sizes.sum()), dtype=np.uint8)
    for place in range(int(sizes.max(initial=0))):
        there = sizes > place
        more = np.where(sizes[there] > place + 1, 128, 0)
        written[starts[there] + place] = (folded[there] >> 7 * place) & 127 | more
    return written.tobytes()


def as_json(value: Any) -> str:
    """Return compact JSON; NaN is refused (ValueError).

    Outer members are written one by one: each holds up all other threads.
    """
    return _written(value, _LEVELS)


def _written(value: Any, levels: int) -> str:
    if levels and isinstance(value, dict):
        members = (
            f"{_written(str(key), 0)}:{_written(one, levels - 1)}" for key, one in value.items()
        )
        return "{" + ",".join(members) + "}"
    if levels and isinstance(value, list) and value and isinstance(value[0], dict):
        return "[" + ",".join(_written(one, levels - 1) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _rises(values: npt.NDArray[np.int32]) -> bool:
    """Whether neighbours lie so close together that the steps between them say less."""
    if len(values) < 2:
        return False
    wide = values.astype(np.int64)
    return bool(np.abs(np.diff(wide)).mean() * 16 < np.abs(wide - wide.mean()).mean())


def _numbered(values: pa.Array) -> tuple[str, npt.NDArray[np.int32]] | None:
    """Return prefix and numbers of texts such as ``feed:1024``, None for any other."""
    if not len(values) or values.null_count:
        return None
    first = _NUMBERED.fullmatch(values[0].as_py())
    if first is None or not pc.all(pc.starts_with(values, first[1])).as_py():
        return None
    written = pc.utf8_slice_codeunits(values, len(first[1]))
    try:
        numbers = written.cast(pa.int32())
    except pa.ArrowInvalid:
        return None
    # "007" and "+7" are no numbers here: they must come back as they were.
    if not numbers.cast(pa.string()).equals(written):
        return None
    return first[1], numbers.to_numpy()
