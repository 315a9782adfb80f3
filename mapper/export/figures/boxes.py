"""Rectangles that are taken: nothing is written over anything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Box:
    """A rectangle in millimetres of the paper."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, by: float) -> Box:
        """Return the rectangle with room around it."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.top - self.bottom


class Taken:
    """Boxes that may not be written over."""

    def __init__(self) -> None:
        self._boxes = np.empty((0, 4))
        self._waiting: list[Box] = []

    def add(self, *boxes: Box) -> None:
        """Take boxes."""
        self._waiting += boxes

    def add_all(self, boxes: np.ndarray) -> None:
        """Take boxes left, bottom, right, top, shape (n, 4)."""
        self._boxes = np.concatenate([self._boxes, boxes])

    def hits(self, box: Box) -> int:
        """Return how many taken boxes a box meets."""
        if self._waiting:
            added = [(one.left, one.bottom, one.right, one.top) for one in self._waiting]
            self._boxes = np.concatenate([self._boxes, np.array(added)])
            self._waiting = []
        left, bottom, right, top = self._boxes.T
        across = (left < box.right) & (right > box.left)
        return int((across & (bottom < box.top) & (top > box.bottom)).sum())

    def free(self, box: Box) -> bool:
        """Tell whether a box meets none that is taken."""
        return not self.hits(box)
