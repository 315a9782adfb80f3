"""One gzip stream, made on several cores."""

from __future__ import annotations

import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Final

#: Bytes compressed at a time; the same on every machine, so that the stream is.
_PART: Final = 1 << 20

#: How far back a part may refer to the one before it: all that the format allows.
_WINDOW: Final = 1 << 15

#: Level 6 takes twice the time for 3 % less.
_LEVEL: Final = 5


def gzipped(data: bytes) -> bytes:
    """Return ``data`` as one gzip member; the same data give the same bytes.

    The parts are compressed side by side, each knowing the end of the one
    before it, and follow each other in a single stream: browsers refuse a
    second member.
    """
    view = memoryview(data)
    starts = range(0, max(len(data), 1), _PART)

    def part(start: int) -> bytes:
        known = view[max(0, start - _WINDOW) : start]
        packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zdict=known)
        packed = packer.compress(view[start : start + _PART])
        last = start + _PART >= len(data)
        return packed + packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)

    with ThreadPoolExecutor() as pool:
        parts = list(pool.map(part, starts))
    # No name, no time, no operating system: nothing but the data.
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    return b"".join([head, *parts, struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)])
