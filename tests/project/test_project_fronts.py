"""Edits of fronts: terms of a source, snapshots taken out, both undone."""

from __future__ import annotations

from typing import Any

import pytest
from project_actions import dump
from project_data import make_fronts, make_result

from mapper.model.errors import InputError, MissingRowError
from mapper.project import Project

DAYS = ("2025-08-01", "2025-08-02", "2025-08-05")


@pytest.fixture
def with_fronts(project: Project) -> Project:
    project.add(make_result(fronts=make_fronts(*DAYS)))
    return project


def ids(project: Project) -> list[str]:
    return list(own(project)["front_id"])


def own(project: Project) -> Any:
    areas = project.control_areas
    return areas[areas["as_of"].isin(DAYS)]


def test_terms_of_a_source_are_one_step(with_fronts: Project) -> None:
    before = dump(with_fronts)
    change = with_fronts.update_fronts(
        ids(with_fronts), licence=" CC BY-SA 4.0 ", attribution="The mapmakers", redistribution="no"
    )
    assert change.name == "Terms of Areas (3 days)"
    assert change.tables == {"control_areas"}
    areas = own(with_fronts)
    assert set(areas["licence"]) == {"CC BY-SA 4.0"}
    assert set(areas["attribution"]) == {"The mapmakers"}
    assert set(areas["redistribution"]) == {"no"}
    with_fronts.undo()
    assert dump(with_fronts) == before


def test_an_emptied_licence_is_not_known(with_fronts: Project) -> None:
    with_fronts.update_fronts(ids(with_fronts)[:1], licence="")
    assert own(with_fronts)["licence"].isna().tolist() == [True, False, False]


def test_a_snapshot_is_taken_out_and_comes_back(with_fronts: Project) -> None:
    before = dump(with_fronts)
    change = with_fronts.delete_fronts(ids(with_fronts)[1:2])
    assert change.name == "Removal of Areas of 2025-08-02"
    assert list(own(with_fronts)["as_of"]) == [DAYS[0], DAYS[2]]
    with_fronts.undo()
    assert dump(with_fronts) == before
    with_fronts.redo()
    assert len(own(with_fronts)) == 2


def test_what_cannot_be_changed_is_refused(with_fronts: Project) -> None:
    before = dump(with_fronts)
    first = ids(with_fronts)[:1]
    with pytest.raises(InputError, match="not a field of a front"):
        with_fronts.update_fronts(first, as_of="2025-01-01")
    with pytest.raises(InputError, match="redistribution"):
        with_fronts.update_fronts(first, redistribution="maybe")
    with pytest.raises(MissingRowError, match="no front"):
        with_fronts.delete_fronts([*first, "nowhere"])
    assert dump(with_fronts) == before


def test_terms_that_were_edited_outlast_the_same_file(with_fronts: Project) -> None:
    terms = {
        "licence": "CC BY 4.0",
        "attribution": "The mapmakers",
        "redistribution": "yes",
        "url": "https://example.org/map",
    }
    with_fronts.update_fronts(ids(with_fronts), **terms)
    change = with_fronts.add(make_result(fronts=make_fronts(*DAYS, "2025-08-09")))
    areas = own(with_fronts)
    for name, value in terms.items():
        assert set(areas[name]) == {value}
    counted = change.counts["fronts"]
    assert (counted.accepted, counted.updated, counted.unchanged) == (1, 0, 3)


def test_terms_that_nobody_stated_come_with_the_file(with_fronts: Project) -> None:
    with_fronts.update_fronts(ids(with_fronts), licence="", redistribution="unknown")
    with_fronts.add(make_result(fronts=make_fronts(*DAYS)))
    given = make_fronts(*DAYS)
    areas = own(with_fronts)
    for name in ("licence", "redistribution"):
        assert set(areas[name].dropna()) == set(given[name].dropna())
