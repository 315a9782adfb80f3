"""Points put into small tiles that lie together, along a Hilbert curve."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mapper.geodesy.ellipsoid import MEAN_RADIUS_M, FloatArray, to_ecef

_ORDER = 16


@dataclass(frozen=True)
class Tiles:
    """Points in the order of their tiles.

    Attributes
    ----------
    order
        Original row of each sorted point.
    lonlat, ecef
        The sorted points.
    begin
        First sorted row of each tile, then the number of points.
    centre, half
        Box of each tile in Earth-centred metres, ``(k, 3)`` each.
    """

    order: npt.NDArray[np.intp]
    lonlat: FloatArray
    ecef: FloatArray
    begin: npt.NDArray[np.intp]
    centre: FloatArray
    half: FloatArray

    @property
    def radius_m(self) -> FloatArray:
        """Half diagonal of each tile's box."""
        return np.asarray(np.sqrt(np.sum(self.half**2, axis=1)))

    @classmethod
    def of(cls, lonlat: FloatArray, towards: FloatArray, size: int) -> Tiles:
        """Sort points into tiles of ``size``.

        Parameters
        ----------
        lonlat
            Points, ``(n, 2)``, n > 0.
        towards
            Earth-centred vector of the middle of the plane in which they are
            sorted (the line's); its antipode is where neighbours may be torn.
        """
        ecef = to_ecef(lonlat)
        order = np.argsort(_hilbert(*_equal_area(ecef, towards)), kind="stable")
        ecef = ecef[order]
        begin = np.append(np.arange(0, len(order), size), len(order))
        low = np.minimum.reduceat(ecef, begin[:-1], axis=0)
        high = np.maximum.reduceat(ecef, begin[:-1], axis=0)
        return cls(order, lonlat[order], ecef, begin, (low + high) / 2, (high - low) / 2)


def _equal_area(ecef: FloatArray, towards: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Project directions by Lambert's azimuthal equal-area map around ``towards``."""
    size = np.linalg.norm(towards)
    up = np.array([0.0, 0.0, 1.0]) if size == 0.0 else towards / size
    side = np.cross(up, [0.0, 0.0, 1.0] if abs(up[2]) < 0.9 else [1.0, 0.0, 0.0])
    side /= np.linalg.norm(side)
    # Not a matrix product: OpenBLAS would start threads for it.
    x, y, z = (
        ecef[:, 0] * v[0] + ecef[:, 1] * v[1] + ecef[:, 2] * v[2]
        for v in (side, np.cross(up, side), up)
    )
    scale = 1.0 / np.sqrt(np.maximum(1.0 + z / MEAN_RADIUS_M, 1e-9))
    return x * scale, y * scale


def _hilbert(x: FloatArray, y: FloatArray) -> npt.NDArray[np.uint32]:
    """Return each point's place along a Hilbert curve over their common square.

    Four bits of each axis at a time, through a table.
    """
    side = max(float(np.ptp(x)), float(np.ptp(y)), 1e-6)
    cells = (2**_ORDER - 1) / side
    a = ((x - x.min()) * cells).astype(np.uint32)
    b = ((y - y.min()) * cells).astype(np.uint32)
    places, states = _hilbert_table()
    place = np.zeros(len(a), dtype=np.uint32)
    state = np.zeros(len(a), dtype=np.uint32)
    for shift in range(_ORDER - 4, -1, -4):
        key = (state << 8) | (((a >> shift) & 15) << 4) | ((b >> shift) & 15)
        place = (place << 8) | places[key]
        state = states[key]
    return place


@functools.cache
def _hilbert_table() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return, by state and four bits of x and y, the place in 256 cells and the next state.

    A state says whether the axes are swapped (1) and mirrored (2).
    """
    places = np.zeros(1024, dtype=np.uint32)
    states = np.zeros(1024, dtype=np.uint32)
    for key in range(1024):
        swapped, mirrored = bool(key >> 8 & 1), bool(key >> 9 & 1)
        place = 0
        for bit in (3, 2, 1, 0):
            right, upper = key >> (4 + bit) & 1, key >> bit & 1
            if swapped:
                right, upper = upper, right
            if mirrored:
                right, upper = 1 - right, 1 - upper
            place = place << 2 | ((3 * right) ^ upper)
            if not upper:
                mirrored ^= bool(right)
                swapped = not swapped
        places[key] = place
        states[key] = int(swapped) | int(mirrored) << 1
    return places, states
