"""Carrying out mends in a project, and dismissing findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks_data import TODAY, events, sources

from mapper.checks import apply, check, dismiss, dismissed, open_findings, restore
from mapper.model.event import Source
from mapper.project import create_project, open_project
from mapper.readers import read

TITLE = "A drone hit the fuel depot beside the railway station and burnt two storage tanks"


@pytest.fixture
def project(tmp_path: Path):
    table = events(
        {"title": TITLE, "lon": 49.9935, "lat": 36.2304, "country": "UA"},
        {"title": TITLE},
        {"title": TITLE},
        {"title": "Rockets fell on the market", "lon": 36.3},
    )
    cited = sources(
        {"event_id": "e1", "url": "example.org/news/1"},
        {"event_id": "e2", "url": "https://example.org/news/2"},
        {"event_id": "e3", "url": "https://example.org/news/2"},
    )
    file = tmp_path / "events.csv"
    flat = table.drop(columns="geom").assign(lon=table.geometry.x, lat=table.geometry.y)
    flat.to_csv(file, index=False)
    with create_project(tmp_path / "p.gpkg") as made:
        made.add(read(file))
        for row in cited.to_dict("records"):
            url = str(row["url"])
            made.add_source(Source(source_id=row["source_id"], event_id=row["event_id"], url=url))
        yield made


def findings(project, rule):
    found = check(project.events, project.sources, today=TODAY)
    return found[found["rule"] == rule].reset_index(drop=True)


def test_setting_values_is_one_step_that_can_be_undone(project):
    found = findings(project, "swapped_axes")
    change = apply(project, found["mend"][0])
    assert change.event_ids == ("e0",)
    assert project.event("e0").lon == pytest.approx(36.2304)
    assert findings(project, "swapped_axes").empty
    project.undo()
    assert project.event("e0").lon == pytest.approx(49.9935)


def test_an_address_is_mended_in_its_source(project):
    apply(project, findings(project, "source_address")["mend"][0])
    assert project.sources_of("e1")[0].url == "https://example.org/news/1"


def test_merging_keeps_the_sources_of_both(project):
    apply(project, findings(project, "duplicate")["mend"][0])
    left = project.events["event_id"].tolist()
    assert len(left) == 3
    keep = ({"e1", "e2"} & set(left)).pop()
    assert len(project.sources_of(keep)) == 2
    project.undo()
    assert len(project.events) == 4


def test_grouping_gives_one_incident(project):
    apply(project, findings(project, "salvo")["mend"][0])
    incidents = project.events.set_index("event_id")["incident_id"]
    assert incidents["e2"] == incidents["e3"]
    assert isinstance(incidents["e2"], str)


def test_a_dismissed_finding_stays_away_until_its_values_change(project):
    found = findings(project, "swapped_axes")
    dismiss(project, found)
    assert len(dismissed(project)) == 1
    assert open_findings(project, found).empty
    every = check(project.events, project.sources, today=TODAY)
    left = open_findings(project, every)
    assert len(left) == len(every) - 1
    assert list(left.index) == list(range(len(left)))
    project.update_events(["e0"], lon=49.5, lat=36.5)
    assert len(open_findings(project, findings(project, "swapped_axes"))) == 1


def test_dismissing_outlives_the_session_and_can_be_taken_back(project):
    found = findings(project, "no_source")
    dismiss(project, found)
    path = project.path
    project.close()
    with open_project(path, "rw") as again:
        assert open_findings(again, found).empty
        restore(again, found)
        assert len(open_findings(again, found)) == len(found)
        dismiss(again, found)
        restore(again)
        assert not dismissed(again)
