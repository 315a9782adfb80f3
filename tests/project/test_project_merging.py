"""Duplicates become one event with the provenance of all; salvos share an incident."""

from __future__ import annotations

import datetime as dt

import pytest
from project_actions import dump
from project_data import make_events, make_result, make_sources
from test_project_comparison import changed

from mapper.model.errors import InputError, ProjectError
from mapper.model.event import Count, Event, Source
from mapper.project import Counts, Project


def test_the_kept_event_has_the_sources_of_all(project: Project) -> None:
    same = project.sources_of("test:1")[0].url
    project.add_source(Source("test:2#x", "test:2", url=same, archive_url="https://a.example/1"))
    before = dump(project)
    change = project.merge_events("test:1", ["test:2", "test:4", "test:1"])
    assert change.name == "Merging of 3 events into 'Strike 1'"
    assert change.event_ids == ("test:1", "test:2", "test:4")
    after = dump(project)
    sources = project.sources_of("test:1")
    assert [source.source_id for source in sources] == ["test:1#1", "test:2#1", "test:4#1"]
    assert sources[0].archive_url == "https://a.example/1"
    assert set(project.events["event_id"]) == {f"test:{n}" for n in range(12)} - {
        "test:2",
        "test:4",
    }
    project.undo()
    assert dump(project) == before
    project.redo()
    assert dump(project) == after


def test_values_are_filled_or_kept_as_claims(project: Project) -> None:
    project.update_events(["test:2"], description="What happened", sensitive=True, weapon="drone")
    project.update_events(["test:4"], killed_min=2, killed_best=5)
    project.merge_events("test:4", ["test:2"])
    event = project.event("test:4")
    assert (event.lon, event.lat, event.radius_m) == (None, None, 4 / 3)
    assert (event.description, event.weapon) == ("What happened", "drone")
    assert event.killed == Count(2, 5, None)
    assert event.sensitive
    claims = project.claims
    assert set(claims["event_id"]) == {"test:4"}
    said = dict(zip(claims["field"], claims["value"], strict=True))
    assert said["external_id"] == "test:2"
    assert said["title"] == "Strike 2"
    assert said["geom"] == "32, 47"
    assert "killed_best" not in said
    assert set(claims["source_id"]) == {"test:2#1"}


def test_an_empty_place_is_filled_whole(project: Project) -> None:
    project.add_event(Event(event_id="own:1", feed="own", title="Seen by me"))
    project.merge_events("own:1", ["test:3"])
    event = project.event("own:1")
    assert (event.lon, event.lat, event.place_name) == (33.0, 48.0, "Гуляйполе")
    assert event.date_end == dt.date(2025, 7, 2)
    assert event.killed.best == 3
    assert set(project.claims["field"]) == {"external_id", "title"}


def test_a_later_import_knows_the_merged_event(project: Project) -> None:
    events = make_events(12)
    sources = make_sources(events)
    project.add_source(Source("test:1#x", "test:1", url=sources["url"][2]))
    project.merge_events("test:1", ["test:2"])
    project.merge_events("test:3", ["test:1"])
    before = dump(project)
    same = make_result(events, sources=sources)
    assert project.add(same).counts["events"] == Counts(0, 0, 12)
    assert dump(project) == before

    later = changed(events, "test:2", title="More is known", killed_best=9)
    found = project.compare(make_result(later, sources=sources))
    assert found.counts["events"] == Counts(0, 1, 11)
    assert set(found.changes["field"]) == {"claim title", "claim killed_best"}
    assert set(found.changes["event_id"]) == {"test:3"}
    change = project.add(make_result(later, sources=sources.assign(quote="said more")))
    assert change.event_ids is not None
    assert "test:2" not in change.event_ids
    assert project.event("test:3").title == "Strike 3"
    claims = project.claims.set_index("claim_id")["value"]
    assert claims["test:2~title"] == "More is known"
    assert claims["test:2~killed_best"] == "9"
    # The address that was there twice came from the feed only once more.
    quotes = {source.source_id: source.quote for source in project.sources_of("test:3")}
    assert quotes == {"test:3#1": "said more", "test:1#1": "said more", "test:1#x": "said so"}
    after = dump(project)
    project.undo()
    assert dump(project) == before
    project.redo()
    assert dump(project) == after


def test_who_deletes_the_kept_event_forgets_the_merged(project: Project) -> None:
    project.merge_events("test:1", ["test:2"])
    project.delete_events(["test:1"])
    assert project.query("SELECT * FROM mapper_aliases") == []
    assert project.query("SELECT * FROM mapper_given") == []
    assert project.add(make_result(make_events(12))).counts["events"].accepted == 2


def test_merging_needs_others_that_exist(project: Project) -> None:
    before = dump(project)
    with pytest.raises(InputError, match="only with others"):
        project.merge_events("test:1", ["test:1"])
    with pytest.raises(ProjectError, match="no event 'nowhere'"):
        project.merge_events("test:1", ["test:2", "nowhere"])
    assert dump(project) == before


def test_grouping(project: Project) -> None:
    before = dump(project)
    change = project.group_events(["test:2", "test:1"])
    assert change.name == "Grouping of 2 events"
    one, two = project.event("test:1"), project.event("test:2")
    assert one.incident_id == two.incident_id
    stable = one.incident_id
    assert stable is not None
    project.undo()
    assert dump(project) == before
    project.group_events(["test:1", "test:2"])
    assert project.event("test:1").incident_id == stable
    project.group_events(["test:2", "test:5"])
    assert project.event("test:5").incident_id == stable
    project.group_events(["test:5", "test:6"], "salvo")
    assert project.event("test:6").incident_id == "salvo"
    with pytest.raises(InputError, match="at least two"):
        project.group_events(["test:1", "test:1"])
