"""The lines of the list: a row of the table each, or the heading of a group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mapper.gui.grouping import Groups

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines from top to bottom, shape (m,): a row of the table, or -1 - g for group g.

    ``places`` (n,) is the line of each row of the table, -1 where it is not shown.
    """

    rows: Rows
    groups: Groups | None
    #: Which groups show their heading only, shape (g,).
    closed: npt.NDArray[np.bool_]
    lines: Rows
    places: Rows

    @classmethod
    def of(
        cls, rows: Rows, total: int, groups: Groups | None, closed: npt.NDArray[np.bool_]
    ) -> Lines:
        """Lay out ``rows`` of a table of ``total`` rows."""
        places = np.full(total, -1, dtype=np.intp)
        if groups is None:
            places[rows] = np.arange(len(rows))
            return cls(rows, None, closed, rows, places)
        counts = np.diff(groups.starts, append=len(rows))
        sizes = np.where(closed, 1, counts + 1)
        heads = np.cumsum(sizes) - sizes
        shown = rows[np.repeat(~closed, counts)]
        is_event = np.ones(int(sizes.sum()), dtype=bool)
        is_event[heads] = False
        lines = np.empty(len(is_event), dtype=np.intp)
        lines[heads] = -1 - np.arange(len(heads))
        lines[is_event] = shown
        places[shown] = np.flatnonzero(is_event)
        return cls(rows, groups, closed, lines, places)

    @classmethod
    def opened(cls, rows: Rows, total: int, groups: Groups | None) -> Lines:
        """Lay out ``rows`` of a table of ``total`` rows, with every group open."""
        return cls.of(
            rows, total, groups, np.zeros(0 if groups is None else len(groups.starts), bool)
        )

    def same_as(self, other: Lines) -> bool:
        """Whether every line is the same as another's."""
        one, two = self.groups, other.groups
        return np.array_equal(self.lines, other.lines) and (
            one is two
            or (
                one is not None
                and two is not None
                and one.key == two.key
                and np.array_equal(one.starts, two.starts)
            )
        )

    def group_at(self, line: int) -> int | None:
        """Return the group whose heading stands on a line, None for an event."""
        if not 0 <= line < len(self.lines) or self.lines[line] >= 0:
            return None
        return int(-1 - self.lines[line])

    def group_of(self, row: int) -> int | None:
        """Return the group that a row of the table is in, None if it is not listed."""
        if self.groups is None:
            return None
        found = np.flatnonzero(self.rows == row)
        if not len(found):
            return None
        return int(np.searchsorted(self.groups.starts, found[0], side="right")) - 1

    def head_of(self, group: int) -> int:
        """Return the line of a group's heading."""
        return int(np.flatnonzero(self.lines == -1 - group)[0])

    def first_of(self, group: int) -> int:
        """Return the first row of the table in a group."""
        assert self.groups is not None
        return int(self.rows[self.groups.starts[group]])

    def count_of(self, group: int) -> int:
        """Return how many events a group has."""
        assert self.groups is not None
        starts = self.groups.starts
        end = starts[group + 1] if group + 1 < len(starts) else len(self.rows)
        return int(end - starts[group])

    def next_event(self, line: int, by: int) -> int | None:
        """Return the next line down (1) or up (-1) that is an event."""
        line += by
        while 0 <= line < len(self.lines):
            if self.lines[line] >= 0:
                return line
            line += by
        return None

    def turned(self, group: int, *, closed: bool) -> Lines:
        """Return the lines with a group opened or closed."""
        other = self.closed.copy()
        other[group] = closed
        return Lines.of(self.rows, len(self.places), self.groups, other)
