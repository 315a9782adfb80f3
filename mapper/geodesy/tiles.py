"""Points put into small tiles that lie together, along a Hilbert curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mapper.geodesy.ellipsoid import MEAN_RADIUS_M, FloatArray, from_ecef, to_ecef

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

    def centre_lonlat(self, tile: int) -> FloatArray:
        """Return the position under a tile's centre, ``(1, 2)``."""
        centre = self.centre[tile]
        size = np.linalg.norm(centre)
        if size < MEAN_RADIUS_M / 2:
            return self.lonlat[self.begin[tile] : self.begin[tile] + 1]
        return from_ecef(centre[None, :] * (MEAN_RADIUS_M / size))

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
    plane = ecef @ np.column_stack([side, np.cross(up, side), up])
    scale = 1.0 / np.sqrt(np.maximum(1.0 + plane[:, 2] / MEAN_RADIUS_M, 1e-9))
    return plane[:, 0] * scale, plane[:, 1] * scale


def _hilbert(x: FloatArray, y: FloatArray) -> npt.NDArray[np.uint32]:
    """Return each point's place along a Hilbert curve over their common square."""
    side = max(float(np.ptp(x)), float(np.ptp(y)), 1e-6)
    cells = (2**_ORDER - 1) / side
    a = ((x - x.min()) * cells).astype(np.uint32)
    b = ((y - y.min()) * cells).astype(np.uint32)
    # State of the curve's orientation: swapped axes, mirrored axes.
    place = np.zeros(len(a), dtype=np.uint32)
    bit = np.uint32(2 ** (_ORDER - 1))
    full = np.uint32(2**_ORDER - 1)
    while bit:
        right = (a & bit) != 0
        upper = (b & bit) != 0
        place = (place << np.uint32(2)) | (
            (right.astype(np.uint32) * np.uint32(3)) ^ upper.astype(np.uint32)
        )
        mirror = right & ~upper
        a = np.where(mirror, full - a, a)
        b = np.where(mirror, full - b, b)
        a, b = np.where(upper, a, b), np.where(upper, b, a)
        bit = np.uint32(bit >> 1)
    return place
