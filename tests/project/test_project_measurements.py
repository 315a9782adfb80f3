"""Measurements kept in a project: each a step, undone, merged, copied and read again."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from project_actions import dump

from mapper.measure import KeptMeasurement, Place, along
from mapper.model.errors import InputError, MissingRowError, ReadOnlyProjectError
from mapper.project import Project, open_project
from mapper.project.copying import copy_project

POINTS = [Place("", 30.0, 45.0), Place("", 31.0, 45.5)]


def path_from(event_id: str | None, *, note: str = "") -> KeptMeasurement:
    kept = KeptMeasurement.of_path(along(POINTS), [event_id, None])
    return dataclasses.replace(kept, inputs={**kept.inputs, "note": note}) if note else kept


def ids(project: Project) -> list[str]:
    return project.measurements["measurement_id"].tolist()


def only(project: Project) -> KeptMeasurement:
    (row,) = project.measurements.to_dict("records")
    return KeptMeasurement.from_row(row)


def test_one_is_kept_and_undone(project: Project) -> None:
    before = dump(project)
    change = project.keep_measurement(path_from("test:1"))
    assert change.tables == {"measurements"}
    assert change.event_ids == ("test:1",)
    assert change.name.startswith("Kept measurement: '")
    kept = only(project)
    assert kept.measurement_id.startswith("own:")
    assert kept.line is not None
    after = dump(project)
    project.undo()
    assert dump(project) == before
    assert ids(project) == []
    project.redo()
    assert dump(project) == after


def test_one_of_no_event_is_seen_after_the_table_was_read(project: Project) -> None:
    assert ids(project) == []
    project.keep_measurement(path_from(None))
    assert len(ids(project)) == 1
    project.keep_measurement(path_from("test:1"))
    project.keep_measurement(path_from(None))
    assert len(ids(project)) == 3
    project.delete_measurements(ids(project)[:2])
    assert len(ids(project)) == 1
    assert project.undo_name == "Deletion of 2 measurements"


def test_a_note(project: Project) -> None:
    project.keep_measurement(path_from(None))
    project.note_measurement(only(project).measurement_id, "  For the <b>report</b>  ")
    assert only(project).note == "For the <b>report</b>"
    assert project.undo_name == "Note of measurement: 'For the <b>report</b>'"
    project.note_measurement(only(project).measurement_id, " ")
    assert only(project).note == ""
    project.undo()
    assert only(project).note == "For the <b>report</b>"
    with pytest.raises(MissingRowError):
        project.note_measurement("none", "x")


def test_measured_again_it_keeps_id_and_note(project: Project) -> None:
    project.keep_measurement(path_from("test:1", note="mine"))
    old = only(project)
    longer = KeptMeasurement.of_path(along([*POINTS, Place("", 33, 46)]), ["test:1", None, None])
    project.keep_measurement(dataclasses.replace(longer, measurement_id=old.measurement_id))
    new = only(project)
    assert new.measurement_id == old.measurement_id
    assert new.distance_m > old.distance_m
    assert new.note == "mine"
    assert new.line is not None
    assert old.line is not None
    assert new.line.length > old.line.length
    project.undo()
    assert only(project).distance_m == old.distance_m
    with pytest.raises(MissingRowError):
        project.keep_measurement(dataclasses.replace(longer, measurement_id="none"))


def test_it_goes_and_comes_back_with_its_event(project: Project) -> None:
    project.keep_measurement(path_from("test:1"))
    project.delete_events(["test:1"])
    assert ids(project) == []
    project.undo()
    assert only(project).event_id == "test:1"
    project.merge_events("test:0", ["test:1"])
    assert only(project).event_id == "test:0"


def test_an_event_that_is_none(project: Project) -> None:
    with pytest.raises(MissingRowError):
        project.keep_measurement(path_from("none"))
    with pytest.raises(InputError):
        project.delete_measurements([])
    with pytest.raises(MissingRowError):
        project.delete_measurements(["none"])


def test_history_says_what_was_done(project: Project) -> None:
    from mapper.project.past_words import lines

    project.keep_measurement(path_from("test:1"))
    project.note_measurement(only(project).measurement_id, "first")
    project.note_measurement(only(project).measurement_id, "second")
    newest = next(iter(project.history()))
    told = [line for row in newest.rows for line in lines(row)]
    assert [(one.field, one.before, one.after) for one in told] == [
        ("inputs", "note: first", "note: second")
    ]
    assert told[0].event_ids == ("test:1",)


def test_a_copy_is_merged(project: Project, path: Path) -> None:
    copied = path.with_name("copy.gpkg")
    copy_project(project, copied)
    with open_project(copied, "rw") as copy:
        copy.keep_measurement(path_from("test:1", note="theirs"))
        copy.keep_measurement(path_from(None))
    project.take_copy(copied)
    assert len(ids(project)) == 2
    assert "theirs" in {
        KeptMeasurement.from_row(row).note for row in project.measurements.to_dict("records")
    }


def test_read_again(project: Project, path: Path) -> None:
    project.keep_measurement(path_from("test:1"))
    kept = only(project)
    project.close()
    with open_project(path) as again:
        assert only(again).row() == kept.row()
        with pytest.raises(ReadOnlyProjectError):
            again.delete_measurements(ids(again))
