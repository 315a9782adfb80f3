"""What the window holds after a change of few events is what it would read anew."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from effort import tries
from pandas.testing import assert_frame_equal
from project_actions import act, choose, make_project
from project_data import make_events, make_fronts, make_result

from mapper.gui.columns import EventColumns
from mapper.gui.session import ProjectData, read_change, read_data
from mapper.model.errors import MapperError
from mapper.project import Change, Project, open_project


def same(found: ProjectData, fresh: ProjectData) -> None:
    """Compare two states of a project."""
    for name in ("events", "control_areas", "lines_of_contact"):
        assert_frame_equal(pd.DataFrame(getattr(found, name)), pd.DataFrame(getattr(fresh, name)))
    assert found.columns.ids.equals(fresh.columns.ids)
    for field in fields(EventColumns):
        one, other = getattr(found.columns, field.name), getattr(fresh.columns, field.name)
        if field.name == "table":
            # The same table as is compared above, not a copy of it.
            assert one is found.events
            continue
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    for name in ("last_change", "undo_name", "redo_name", "seen_version"):
        assert getattr(found, name) == getattr(fresh, name)
    assert found.fronts.inputs == fresh.fronts.inputs
    assert found.fronts.control_areas.equals(fresh.fronts.control_areas)


def changed(project: Project, chance: random.Random) -> Change:
    """Do something at random that is possible, and return what it changed."""
    while True:
        with suppress(MapperError):
            return act(project, *choose(chance))


@pytest.mark.parametrize("seed", range(2))
def test_data_after_any_changes_are_as_read_anew(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    make_project(tmp_path / "random.gpkg")
    few = 0
    with open_project(tmp_path / "random.gpkg", "rw") as project:
        data = read_data(project)
        for _ in range(tries(40)):
            data = read_change(project, data, changed(project, chance))
            few += data.touched is not None
            same(data, read_data(project))
    assert few > tries(40) / 2


def test_a_change_of_few_tells_which_rows(tmp_path: Path) -> None:
    make_project(tmp_path / "some.gpkg")
    with open_project(tmp_path / "some.gpkg", "rw") as project:
        first = read_data(project)
        edited = read_change(project, first, project.update_events(["test:3"], title="Other"))
        assert edited.follows(first)
        assert not edited.follows(edited)
        assert edited.columns.ids is first.columns.ids
        assert edited.fronts is first.fronts
        assert edited.touched is not None
        assert edited.touched.in_place
        deleted = read_change(project, edited, project.delete_events(["test:0", "test:4"]))
        assert deleted.touched is not None
        assert deleted.touched.gone.tolist() == [0, 4]
        assert deleted.touched.there.tolist() == []
        assert deleted.touched.moved(np.arange(10)).tolist() == list(range(8))
        back = read_change(project, deleted, project.undo())
        assert back.touched is not None
        assert back.touched.there.tolist() == [0, 4]
        assert back.touched.moved(np.array([7, 0, 3])).tolist() == [9, 1, 5]
        same(back, read_data(project))


def test_large_changes_and_fronts_are_read_whole(tmp_path: Path) -> None:
    make_project(tmp_path / "some.gpkg")
    with open_project(tmp_path / "some.gpkg", "rw") as project:
        data = read_data(project)
        for result in (
            make_result(make_events(1_500)),
            make_result(fronts=make_fronts("2025-07-01")),
        ):
            after = read_change(project, data, project.add(result))
            assert after.touched is None
            assert not after.follows(data)
            data = after
        assert data.has_fronts
