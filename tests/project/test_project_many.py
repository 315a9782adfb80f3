"""Edits of more events than a change lists: as those of few, and one can stop them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from mapper.model import schema
from mapper.model.errors import CancelledError, InputError, MissingRowError
from mapper.model.event import Source
from mapper.model.schema import CRS, EVENTS, SOURCES
from mapper.project import Project, create_project, many
from mapper.project.history import MAX_LISTED
from mapper.readers import ImportResult

COUNT = MAX_LISTED + 50


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(many, "_PORTION", 200)
    ids = [f"e{n}" for n in range(COUNT)]
    rows = {
        "event_id": ids,
        "feed": "made",
        "title": [f"Strike {n}" for n in range(COUNT)],
        "date_start": "2025-07-01",
        "date_end": ["2025-07-02"] * (COUNT - 1) + ["2025-07-09"],
        "killed_best": [1] * (COUNT - 1) + [7],
    }
    points = gpd.GeoSeries([shapely.Point(36 + n / 1e4, 48) for n in range(COUNT)], crs=CRS)
    events = gpd.GeoDataFrame(rows, geometry=points).rename_geometry(schema.GEOMETRY)
    with create_project(tmp_path / "many.gpkg") as made:
        made.add(
            ImportResult(
                file=Path("made.csv"),
                sha256="ab" * 32,
                feed="made",
                rows=COUNT,
                events=schema.conform(events, EVENTS),
                fronts=None,
                sources=schema.empty(SOURCES),
                claims=None,
                rejected=events.iloc[:0][["title"]].assign(row=0, reason=""),
                ignored=0,
                warnings=[],
            )
        )
        yield made


def everyone(project: Project) -> list[str]:
    return project.events["event_id"].tolist()


def test_many_are_set_as_few_are_and_undone(project: Project) -> None:
    before = project.events
    told: list[float] = []
    change = project.update_events(
        everyone(project),
        progress=told.append,
        workflow_status="done",
        sensitive=True,
        date_start=dt.date(2025, 6, 30),
        date_end=dt.date(2025, 6, 30),
        lon=37.5,
        lat=49.0,
    )
    assert change.name == f"Edit of {COUNT} events"
    assert change.event_ids is None
    assert told[0] == 0.0
    assert len(told) == 6
    assert told == sorted(told)
    project.update_events(["e3"], tags="bridge")
    events = project.events
    assert set(events["workflow_status"]) == {"done"}
    assert set(events["sensitive"]) == {1}
    assert set(events["date_start"]) == {"2025-06-30"}
    assert {(point.x, point.y) for point in events[schema.GEOMETRY]} == {(37.5, 49.0)}
    assert project.event("e5").updated_at != before["updated_at"].iloc[5]
    west = project.query("SELECT min_x, max_x FROM gpkg_contents WHERE table_name = 'events'")
    assert west[0][1] >= 37.5
    # An import leaves alone what was edited so.
    assert project.query("SELECT count(*) FROM mapper_edited") == [(COUNT,)]
    project.undo()
    project.undo()
    assert project.events.equals(before)
    assert project.query("SELECT count(*) FROM mapper_edited") == [(0,)]
    project.redo()
    assert set(project.events["workflow_status"]) == {"done"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"date_end": "2025-07-03", "date_start": "2025-07-05"}, "ends before it starts|in order"),
        # Wrong with one of them only, which is the last.
        ({"date_start": "2025-07-01", "date_end": None}, "both days"),
        ({"killed_max": 3}, "out of order"),
        ({"weapon": "spoon"}, "vocabulary"),
        ({"verification_status": None}, "required"),
        ({"colour": "red"}, "not a field"),
    ],
)
def test_nothing_is_set_where_one_of_many_would_be_wrong(
    project: Project, values: dict[str, object], words: str
) -> None:
    before = project.events
    with pytest.raises(InputError, match=words):
        project.update_events(everyone(project), **values)
    assert project.events.equals(before)
    assert project.undo_name == "Import of made.csv"


def test_a_missing_one_of_many_is_named(project: Project) -> None:
    with pytest.raises(MissingRowError, match="gone"):
        project.update_events([*everyone(project), "gone"], tags="x")
    with pytest.raises(MissingRowError, match="gone"):
        project.delete_events([*everyone(project), "gone"])
    assert len(project.events) == COUNT
    assert project.events["tags"].isna().all()


def test_an_edit_of_many_is_stopped_and_leaves_nothing(project: Project) -> None:
    before = project.events

    def stop(share: float) -> bool:
        return share < 0.5

    for edit in (
        lambda: project.update_events(everyone(project), progress=stop, tags="x"),
        lambda: project.delete_events(everyone(project), progress=stop),
    ):
        with pytest.raises(CancelledError):
            edit()
        assert project.events.equals(before)


def test_many_are_deleted_with_all_that_hangs_on_them_and_come_back(project: Project) -> None:
    project.add_source(Source("s", "e7", url="https://example.org"))
    before = project.events
    change = project.delete_events(everyone(project)[:-1])
    assert change.name == f"Deletion of {COUNT - 1} events"
    assert len(project.events) == 1
    assert project.query("SELECT count(*) FROM sources") == [(0,)]
    assert project.query("SELECT count(*) FROM mapper_edited") == [(0,)]
    project.undo()
    assert project.events.equals(before)
    assert project.sources_of("e7")[0].url == "https://example.org"
