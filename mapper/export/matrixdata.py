"""What a chart of counts across draws: squares, darker the more there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.export.chartdata import ChartData, chart_data
from mapper.export.countsheet import people_in_words
from mapper.model.counting import PEOPLE, PERIODS
from mapper.model.crossing import CrossCounts

Floats = npt.NDArray[np.float64]

#: As many shades as an eye tells apart.
_MOST_SHADES: Final = 6


@dataclass(frozen=True, eq=False)
class MatrixData:
    """Squares in their order.

    Parameters
    ----------
    down, along
        The groups from top to bottom and from left to right, with their totals: time runs to
        the right where one of the two is time, periods without events stand empty.
    turned
        Whether the rows of the counts run to the right.
    size
        What decides the shade, shape (down, along): 0 without events, NaN where nothing is known;
        of people the best number, the least where there is none.
    """

    cross: CrossCounts
    measure: str
    down: ChartData
    along: ChartData
    turned: bool
    size: Floats

    @property
    def left_out(self) -> int:
        """Events without a day, which have no place on a time axis."""
        return max(self.down.left_out, self.along.left_out)

    @cached_property
    def classes(self) -> tuple[int, ...]:
        """The least numbers of each shade, ascending, the first 1."""
        return classes_of(self.most)

    @cached_property
    def most(self) -> float:
        """The largest number, 0 where there is none."""
        return float(np.nanmax(self.size, initial=0.0))

    @cached_property
    def unknown(self) -> npt.NDArray[np.bool_]:
        """Of which squares nothing is known."""
        return np.isnan(self.size)

    @cached_property
    def some_unknown(self) -> bool:
        """Whether there is any of which nothing is known."""
        return bool(self.unknown.any())

    @cached_property
    def largest(self) -> tuple[tuple[int, int], ...]:
        """The five largest squares, the largest first."""
        size = np.nan_to_num(self.size).ravel()
        if not len(size):
            return ()
        # A day by each of some hundred groups is a million squares: they are not all sorted.
        found = np.argpartition(-size, min(5, len(size)) - 1)[:5]
        found = found[np.lexsort((found, -size[found]))]
        places = (np.unravel_index(int(at), self.size.shape) for at in found if size[at])
        return tuple((int(row), int(column)) for row, column in places)

    def prepared(self) -> MatrixData:
        """Return itself with all worked out that drawing asks for; may take a while."""
        _ = self.shade, self.some_unknown, self.largest
        return self

    @cached_property
    def shade(self) -> npt.NDArray[np.int8]:
        """The shade of each square: 0 for none, then the place of its class and one more."""
        return np.searchsorted(self.classes, np.nan_to_num(self.size), side="right").astype(np.int8)

    def value(self, down: int, along: int) -> str:
        """Return the number of a square in words, "–" for unknown, empty without events."""
        row, column = self._place(down, along)
        if min(row, column) < 0:
            return ""
        cell = self.cross.cell(row, column)
        return "" if cell is None else cell_in_words(cell, self.measure)

    def short(self, down: int, along: int) -> str:
        """Return what a square has room for: the number that decides its shade."""
        size = self.size[down, along]
        if np.isnan(size):
            return "–"
        row, column = self._place(down, along)
        if min(row, column) < 0:
            return ""
        cell = self.cross.cell(row, column)
        least = (
            self.measure in PEOPLE and cell is not None and pd.isna(cell[f"{self.measure}_best"])
        )
        return "" if cell is None else f"{'≥' if least else ''}{int(size):,}"

    def name(self, down: int, along: int) -> str:
        """Return the words for both groups of a square."""
        return f"{self.down.name(down)} · {self.along.name(along)}"

    def _place(self, down: int, along: int) -> tuple[int, int]:
        places = int(self.down.row[down]), int(self.along.row[along])
        return (places[1], places[0]) if self.turned else places


def matrix_data(cross: CrossCounts, measure: str) -> MatrixData:
    """Return what a chart of counts across draws."""
    turned = cross.rows.by in PERIODS and cross.columns.by not in PERIODS
    rows, columns = (chart_data(one, measure) for one in (cross.rows, cross.columns))
    if measure in PEOPLE:
        best, least = (cross.numbers(f"{measure}_{part}") for part in ("best", "min"))
        size = np.where(np.isnan(best), least, best)
    else:
        size = cross.numbers(measure)
    size = np.where(cross.place < 0, 0.0, size)
    # A last row and column for the periods in which nothing was.
    padded = np.pad(size, ((0, 1), (0, 1)))
    placed = padded[np.ix_(rows.row, columns.row)]
    down, along = (columns, rows) if turned else (rows, columns)
    return MatrixData(cross, measure, down, along, turned, placed.T if turned else placed)


def cell_in_words(cell: Mapping[Any, Any], measure: str) -> str:
    """Return what a cell of counts across says."""
    return people_in_words(cell, measure) if measure in PEOPLE else f"{cell[measure]:,}"


def classes_of(most: float) -> tuple[int, ...]:
    """Return the least numbers of at most six shades, round ones: 1, 2, 5, 10, 20 and so on.

    Numbers of events differ by powers of ten; even steps would show the largest alone.
    """
    series = [1]
    while (following := _following(series[-1])) <= most:
        series.append(following)
    every = -(-len(series) // _MOST_SHADES)
    picked = series[::-1][::every][::-1]
    return tuple(dict.fromkeys([1, *picked[-(_MOST_SHADES - 1) :]] if every > 1 else picked))


def class_words(classes: tuple[int, ...], most: float) -> list[str]:
    """Return the words for each shade, such as "1", "2–4", "5–13"; the last ends at the most."""
    ends = [*(first - 1 for first in classes[1:]), max(int(most), classes[-1])]
    return [
        f"{first:,}" if first == last else f"{first:,}–{last:,}"
        for first, last in zip(classes, ends, strict=True)
    ]


def _following(number: int) -> int:
    first = int(str(number)[0])
    return number * 5 // 2 if first == 2 else number * 2
