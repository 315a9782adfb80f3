"""The list's distances after changes of some events."""

from __future__ import annotations

import numpy as np
import pytest

from mapper.gui.distance_column import COLUMNS, DistanceColumn
from mapper.gui.touched import Touched

COUNT = 6
IN_PLACE = Touched(1, np.array([2, 4]), np.array([2, 4]), COUNT)
ONE_GONE_TWO_NEW = Touched(2, np.array([1]), np.array([0, 6]), COUNT)


@pytest.fixture
def column() -> DistanceColumn:
    metres = np.arange(COUNT) * 1000.0
    whole = np.arange(COUNT, dtype=np.int32)
    texts = np.array(["a", "b", "a", "b", "a", "b"], dtype=object)
    columns = [
        metres,
        metres - 1,
        metres + 1,
        texts,
        whole % 2 == 0,
        whole % 3 == 0,
        (whole % 2).astype(np.int8),
        metres / 1e3,
        metres / 1e4,
        whole,
        whole + 1,
        texts[::-1],
    ]
    return DistanceColumn(dict(zip(COLUMNS, columns, strict=True)))


def values(column: DistanceColumn) -> dict[str, list[object]]:
    return {name: list(column.column(name)) for name in COLUMNS}


def test_touched_rows_have_none_and_all_others_their_own(column: DistanceColumn) -> None:
    before = values(column)
    after = column.after(IN_PLACE).after(ONE_GONE_TWO_NEW)
    kept = [None, 0, 2, 3, 4, 5, None]
    for name, found in values(after).items():
        for at, row in enumerate(kept):
            if row is not None and row not in (2, 4):
                assert found[at] == before[name][row], name
    assert np.flatnonzero(np.isnan(after.distance_m)).tolist() == [0, 2, 4, 6]
    assert [after.text(row) for row in (0, 2)] == ["", ""]
    assert after.front_source[2] == ""
    assert after.inside[4] == -1
    assert values(column) == before, "what workers hold stays as it is"


def test_columns_are_made_when_they_are_asked_for_or_all_at_once(column: DistanceColumn) -> None:
    wanted = repr(values(column.after(IN_PLACE)))
    later = column.after(IN_PLACE)
    assert "distance_m" not in vars(later), "half a million rows are not copied where one waits"
    assert np.isnan(later.distance_m[2])
    later.make()
    assert set(COLUMNS) < set(vars(later))
    assert later.made_of is None
    later.make()
    assert repr(values(later)) == wanted
    with pytest.raises(AttributeError):
        later.distance_km  # noqa: B018
    with pytest.raises(AttributeError):
        column.after(IN_PLACE).distance_km  # noqa: B018


def test_filled_rows_are_those_of_another_column(column: DistanceColumn) -> None:
    rows = IN_PLACE.there
    some = DistanceColumn({name: column.column(name)[rows] for name in COLUMNS})
    assert values(column.after(IN_PLACE).filled(rows, some)) == values(column)
