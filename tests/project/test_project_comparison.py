"""What an import would change, and what of an edited event it may change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import apsw
import geopandas as gpd
import pandas as pd
import pytest
import shapely
from project_actions import dump
from project_data import make_events, make_fronts, make_result, make_sources

from mapper.model.errors import CancelledError
from mapper.model.event import Source
from mapper.project import Counts, Project, create_project, open_project
from mapper.readers import ImportResult


def changed(events: gpd.GeoDataFrame, event_id: str, **values: Any) -> gpd.GeoDataFrame:
    """Return the events with other values in one of them."""
    result = events.copy()
    row = result.index[result["event_id"] == event_id][0]
    for name, value in values.items():
        result.loc[row, name] = value
    return result


def of_feed(events: gpd.GeoDataFrame, feed: str) -> ImportResult:
    """Return events as a file of a feed."""
    result = make_result(events)
    return ImportResult(**(vars(result) | {"feed": feed}))


def listed(changes: pd.DataFrame) -> set[tuple[Any, ...]]:
    rows = changes.astype(object).where(changes.notna(), None)
    return {tuple(row) for row in rows.drop(columns="title").itertuples(index=False)}


def test_changes_are_told_field_by_field(project: Project) -> None:
    events = changed(
        make_events(14), "test:3", title="Better", date_end="2025-07-03", killed_best=None
    )
    events = changed(events, "test:5", geom=shapely.Point(35.001, 50.0))
    events = changed(events, "test:4", geom=shapely.Point(34.0, 49.0), radius_m=12.5)
    sources = make_sources(events)
    sources.loc[7, "quote"] = "x" * 500
    more = pd.DataFrame(
        {"source_id": ["test:8#2"], "event_id": ["test:8"], "url": ["https://example.org/b"]}
    )
    sources = pd.concat([sources, more], ignore_index=True)
    result = make_result(events, sources=sources)
    before = dump(project)
    found = project.compare(result)
    assert dump(project) == before
    assert found.counts == {"events": Counts(2, 5, 7)}
    assert (found.more, found.edited) == (0, ())
    assert listed(found.changes) == {
        ("test:3", "title", "Strike 3", "Better", False),
        ("test:3", "date_end", "2025-07-02", "2025-07-03", False),
        ("test:3", "killed_best", "3", None, False),
        ("test:5", "geom", "35, 50", "35.001, 50 (moved 72 m)", False),
        ("test:4", "geom", None, "34, 49", False),
        ("test:4", "radius_m", "1.333333333", "12.5", False),
        ("test:7", "source quote", "said so", "x" * 500, False),
        ("test:8", "source", None, "https://example.org/b", False),
    }
    change = project.add(result)
    assert change.counts == found.counts
    assert change.fields == found.fields
    assert listed(project.compare(result).changes) == set()


def test_a_project_that_cannot_be_written_can_be_compared(project: Project, path: Path) -> None:
    project.close()
    with open_project(path) as reading:
        found = reading.compare(make_result(changed(make_events(12), "test:1", title="New")))
        assert found.counts["events"] == Counts(0, 1, 11)


def test_fronts_are_counted(project: Project) -> None:
    fronts = make_fronts("2025-07-01", "2025-07-02")
    fronts.loc[0, "name"] = "Renamed"
    found = project.compare(make_result(fronts=fronts))
    assert found.counts == {"fronts": Counts(1, 1, 0)}


def test_many_changes_are_listed_up_to_a_limit(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.project.imports.MAX_CHANGES", 5)
    monkeypatch.setattr("mapper.project.portions._ROWS", 4)
    events = make_events(12, title="Other").assign(tags="t")
    found = project.compare(make_result(events))
    # All fields of an event or none.
    assert len(found.changes) == 4
    assert found.more == 24 - 4
    assert found.fields == {"title": 12, "tags": 12}


@pytest.mark.parametrize("portion", [1, 3, 20_000])
def test_portions_make_no_difference(
    project: Project, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr("mapper.project.portions._ROWS", portion)
    project.update_events(["test:2", "test:9"], title="Mine")
    events = make_events(14).iloc[::-1].reset_index(drop=True)
    events = changed(events, "test:2", notes="news")
    events = changed(events, "test:11", title="Later")
    change = project.add(make_result(events))
    assert change.counts["events"] == Counts(2, 2, 10)
    assert project.event("test:2").title == "Mine"
    assert project.event("test:2").notes == "news"
    assert project.event("test:11").title == "Later"
    assert set(project.events["event_id"]) == set(events["event_id"])


def test_what_the_person_changed_stays_and_the_rest_follows_the_feed(project: Project) -> None:
    project.update_events(["test:3"], title="Mine", workflow_status="done", notes="seen")
    events = changed(make_events(12), "test:3", description="News", title="Feed's new title")
    result = make_result(events)
    found = project.compare(result)
    assert found.edited == ("test:3",)
    assert listed(found.changes) == {
        ("test:3", "description", None, "News", False),
        ("test:3", "title", "Mine", "Feed's new title", True),
    }
    before = dump(project)
    change = project.add(result)
    assert change.kept == 1
    assert "1 event that was edited" in change.warnings[0]
    event = project.event("test:3")
    assert (event.title, event.description, event.notes) == ("Mine", "News", "seen")
    assert event.workflow_status == "done"
    after = dump(project)
    project.undo()
    assert dump(project) == before
    project.redo()
    assert dump(project) == after
    # The feed takes its news back: nobody here had changed that field.
    project.add(make_result(make_events(12)))
    assert project.event("test:3").description is None
    assert project.event("test:3").title == "Mine"


def test_fields_that_belong_together_stay_together(project: Project) -> None:
    project.update_events(["test:1"], date_start="2025-06-30")
    project.update_events(["test:2"], lon=30.5, lat=50.5)
    events = changed(make_events(12), "test:1", date_end="2025-07-09", title="News")
    events = changed(events, "test:2", place_name="Elsewhere", radius_m=7.0, title="News")
    project.add(make_result(events))
    one, two = project.event("test:1"), project.event("test:2")
    assert (str(one.date_start), str(one.date_end), one.title) == (
        "2025-06-30",
        "2025-07-02",
        "News",
    )
    assert (two.lon, two.place_name, two.title) == (30.5, "Гуляйполе", "News")


def test_the_file_wins_where_it_is_told_to(project: Project) -> None:
    project.update_events(["test:3", "test:4"], title="Mine", notes="seen", workflow_status="done")
    result = make_result(make_events(12))
    assert project.add(result, overwrite=["test:3"]).counts["events"] == Counts(0, 1, 11)
    event = project.event("test:3")
    # Of notes and of the work's state the file says nothing.
    assert (event.title, event.notes, event.workflow_status) == ("Strike 3", "seen", "done")
    assert project.event("test:4").title == "Mine"
    assert project.add(result, overwrite="all").kept == 0
    assert project.event("test:4").title == "Strike 4"


def test_sources_that_the_person_touched_stay(project: Project) -> None:
    sources = make_sources(make_events(12))
    project.update_source("test:1#1", archive_url="https://archive.example/1")
    project.delete_sources(["test:2#1"])
    project.add_source(Source(source_id="", event_id="test:3", title="Own"))
    later = sources.assign(quote="said more")
    result = make_result(make_events(12), sources=later)
    found = project.compare(result)
    assert found.edited == ("test:1",)
    project.add(result)
    (source,) = project.sources_of("test:1")
    assert (source.archive_url, source.quote) == ("https://archive.example/1", "said so")
    assert project.sources_of("test:2") == ()
    assert [source.quote for source in project.sources_of("test:3")] == ["said more", None]
    project.add(result, overwrite=["test:1", "test:2"])
    assert project.sources_of("test:1")[0].quote == "said more"
    assert len(project.sources_of("test:2")) == 1


def test_a_deleted_event_comes_back_with_its_sources(project: Project) -> None:
    events = make_events(12)
    project.update_events(["test:1"], title="Mine")
    project.delete_events(["test:1"])
    change = project.add(make_result(events, sources=make_sources(events)))
    assert change.counts["events"] == Counts(1, 0, 11)
    assert project.event("test:1").title == "Strike 1"
    assert len(project.sources_of("test:1")) == 1


def test_an_import_that_keeps_everything_is_no_step(project: Project) -> None:
    project.update_events(["test:3"], title="Mine")
    before = dump(project)
    change = project.add(make_result(changed(make_events(12), "test:3", title="New")))
    assert (change.tables, change.kept) == (frozenset(), 1)
    assert dump(project) == before
    project.undo()
    assert project.event("test:3").title == "Strike 3"


def test_several_files_are_one_step(project: Project) -> None:
    before = dump(project)
    first = make_result(make_events(14), sources=make_sources(make_events(14)), file="a.csv")
    # Changes what the first file brings, and adds on top.
    second = make_result(changed(make_events(16), "test:13", title="Again"), file="b.csv")
    fronts = make_result(fronts=make_fronts("2025-07-09"), file="c.json")
    change = project.add_all([first, second, fronts])
    assert change.name == "Import of 3 files"
    assert [part.accepted for part in change.parts] == [2, 2, 1]
    assert change.counts == {"events": Counts(4, 1, 25), "fronts": Counts(1, 0, 0)}
    after = dump(project)
    assert project.imports["file"].tolist() == [
        "c.json",
        "b.csv",
        "a.csv",
        "areas.json",
        "test.csv",
    ]
    project.undo()
    assert dump(project) == before
    assert project.undo_name == "Import of areas.json"
    project.redo()
    assert dump(project) == after


@pytest.mark.parametrize("at", [1, 2, 3])
def test_cancelling_leaves_nothing_half_done(project: Project, at: int) -> None:
    project.update_events(["test:1"], title="Mine")
    before = dump(project)
    shares: list[float] = []

    def stop(share: float) -> bool:
        shares.append(share)
        return len(shares) < at

    events = make_events(40, title="Other")
    result = make_result(events, sources=make_sources(events))
    with pytest.raises(CancelledError):
        project.add_all([result, make_result(make_events(50))], progress=stop)
    assert dump(project) == before
    assert project.undo_name == "Edit of 'Strike 1'"
    shares.clear()
    project.add(result, progress=lambda share: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_events_that_vanished_from_a_living_set_are_told_of(path: Path) -> None:
    events = make_events(10, feed="acled")
    events["event_id"] = [f"acled:UKR{number}" for number in range(10)]
    events.loc[9, ["date_start", "date_end"]] = "2025-08-01"
    other = make_events(2, feed="acled").assign(event_id=["acled:RUS1", "acled:RUS2"])
    with create_project(path) as project:
        project.add_all([of_feed(events, "acled"), of_feed(other, "acled")])
        (said,) = project.add(of_feed(events.iloc[3:9], "acled")).warnings
        assert said.startswith("3 events of acled in these days are not in the file any more;")
        assert len(project.events) == 12
        assert project.add(of_feed(events, "acled")).warnings == ()
        # Of plain tables nobody knows whether a file is the newer one of another.
        assert project.add(of_feed(events.iloc[3:9], "table")).warnings == ()


def test_a_file_of_the_first_format(project: Project, path: Path) -> None:
    project.update_events(["test:3"], title="Mine")
    project.update_source("test:4#1", quote="my note")
    project.close()
    connection = apsw.Connection(str(path))
    for table in ("mapper_given", "mapper_own_sources", "mapper_aliases"):
        connection.execute(f"DROP TABLE {table}")
    for trigger in ("mapper_edited_events", "mapper_edited_sources", "mapper_deleted_sources"):
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute("UPDATE settings SET value = '1.0' WHERE key = 'format_version'")
    connection.close()
    events = changed(make_events(12), "test:3", description="News")
    result = make_result(events, sources=make_sources(events, quote="said more"))
    with open_project(path) as reading:
        assert "test:3" in reading.compare(result).edited
        assert reading.query("SELECT value FROM settings WHERE key = 'format_version'") == [
            ("1.0",)
        ]
    with open_project(path, "rw") as taken_over:
        assert taken_over.read_only_reason is None
        taken_over.add(result)
        # What the feed gave before is not known: the event stays whole.
        assert taken_over.event("test:3").title == "Mine"
        assert taken_over.event("test:3").description is None
        assert taken_over.sources_of("test:4")[0].quote == "my note"
        assert taken_over.sources_of("test:5")[0].quote == "said more"


def test_of_other_values_only_those_that_differ_are_told(project: Project) -> None:
    events = changed(make_events(12), "test:2", extra='{"relid": "A-1", "code": "Clear"}')
    project.add(make_result(events))
    newer = changed(events, "test:2", extra='{"relid": "A-1", "code": "Open", "iso": 804}')
    found = project.compare(make_result(newer)).changes
    assert found[["field", "before", "after"]].to_numpy().tolist() == [
        ["extra", "code: Clear", "code: Open; iso: 804"]
    ]
    plain = changed(events, "test:2", extra="no JSON")
    told = project.compare(make_result(plain)).changes.iloc[0]
    assert (told["before"], told["after"]) == ('{"relid": "A-1", "code": "Clear"}', "no JSON")
