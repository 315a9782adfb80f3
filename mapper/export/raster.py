"""Filling shapes into a picture, and writing it as PNG: no more than a preview needs."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Picture = npt.NDArray[np.float32]


def filled(rings: Sequence[npt.NDArray[np.float64]], width: int, height: int) -> Mask:
    """Return the pixels whose middle lies inside rings, holes by the even-odd rule.

    Parameters
    ----------
    rings
        Each of shape (n, 2): x to the right and y down in pixels; closed or not.
    width, height
        Of the picture.
    """
    toggles = np.zeros((height, width + 1), dtype=bool)
    if not rings:
        return toggles[:, :-1]
    starts = np.concatenate(rings)
    ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
    upward = starts[:, 1] > ends[:, 1]
    above, below = np.where(upward[:, None], ends, starts), np.where(upward[:, None], starts, ends)
    first = np.clip(np.ceil(above[:, 1] - 0.5), 0, height).astype(np.int64)
    last = np.clip(np.ceil(below[:, 1] - 0.5), 0, height).astype(np.int64)
    counts = last - first
    edge = np.repeat(np.arange(len(starts)), counts)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    slope = (below[edge, 0] - above[edge, 0]) / (below[edge, 1] - above[edge, 1])
    x = above[edge, 0] + (row + 0.5 - above[edge, 1]) * slope
    column = np.clip(np.ceil(x - 0.5), 0, width).astype(np.int64)
    crossings = np.bincount(row * (width + 1) + column, minlength=toggles.size)
    toggles = (crossings.reshape(toggles.shape) & 1).astype(bool)
    inside: Mask = np.logical_xor.accumulate(toggles, axis=1)[:, :-1]
    return inside


def dotted(xy: npt.NDArray[np.float64], radius: float, width: int, height: int) -> Mask:
    """Return the pixels within a radius of any point; as fast for many points as for few."""
    reach = int(np.ceil(radius))
    column, row = (np.floor(xy).astype(np.int64) + reach).T
    wide, high = width + 2 * reach, height + 2 * reach
    near = (column >= 0) & (column < wide) & (row >= 0) & (row < high)
    middles = np.zeros((high, wide), dtype=bool)
    middles[row[near], column[near]] = True
    found = np.zeros((height, width), dtype=bool)
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            if down * down + right * right <= radius * radius:
                y, x = reach - down, reach - right
                found |= middles[y : y + height, x : x + width]
    return found


def paint(picture: Picture, mask: Mask, colour: str, alpha: float = 1.0) -> None:
    """Lay a colour (``#rrggbb``) over the pixels of a mask."""
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float32)
    picture[mask] += alpha * (value - picture[mask])


def png(picture: Picture, sampling: int) -> bytes:
    """Return a picture as PNG, each pixel the mean of ``sampling`` by ``sampling``."""
    high, wide = (size // sampling for size in picture.shape[:2])
    small = picture.reshape(high, sampling, wide, sampling, 3).mean(axis=(1, 3))
    pixels = np.rint(small).astype(np.uint8)
    # Each row says what it is beyond the one above it: filter 2.
    steps = np.diff(pixels, axis=0, prepend=np.zeros_like(pixels[:1]))
    rows = np.concatenate([np.full((high, 1), 2, np.uint8), steps.reshape(high, -1)], axis=1)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
