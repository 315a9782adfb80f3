"""What each source says of people killed and injured, and the range derived of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt

from mapper.gui.claim_range import counts_by_source, range_of
from mapper.gui.detail_panel import Claim
from mapper.gui.disagreeing import disagreements
from mapper.gui.labels import LinkButton, TextLabel
from mapper.gui.side_by_side import SideBySide
from mapper.gui.source_card import ClaimRow, SourceCard
from mapper.model.event import Count, Event, Source
from mapper.project import open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]


@pytest.fixture
def kept(empty: Path) -> Path:
    """Return a project of one event with two sources."""
    with open_project(empty, mode="rw") as project:
        pair = [Source(f"s{n}", "a", publisher=f"Paper {n}") for n in (1, 2)]
        project.add_event(Event("a", "test", "Strike a"), pair)
    return empty


@pytest.mark.parametrize(
    ("said", "together"),
    [
        ([], Count()),
        ([Count(best=3), Count(best=3)], Count(best=3)),
        ([Count(best=1), Count(best=3)], Count(1, None, 3)),
        ([Count(1, 2, 4), Count(best=2)], Count(1, 2, 4)),
        ([Count(best=0), Count(2, None, 5)], Count(0, None, 5)),
        ([Count(5), Count(max=3)], Count()),
        ([Count(2)], Count(2)),
    ],
)
def test_the_range_says_no_more_than_the_sources(said: list[Count], together: Count) -> None:
    assert range_of(said) == together


def test_only_numbers_of_a_source_are_counted() -> None:
    claims = [
        Claim("s1", "killed_best", "3", None),
        Claim("s1", "injured_best", "7", None),
        Claim("s2", "killed_best", "many", None),
        Claim(None, "killed_best", "9", None),
        Claim("s3", "killed_min", "5", None),
        Claim("s3", "killed_max", "1", None),
    ]
    assert counts_by_source(claims, "killed") == {"s1": Count(best=3)}


def test_disagreements_are_between_sources_or_with_the_event() -> None:
    event = Event("a", "test", "Strike", killed=Count(3, None, 5), weapon="missile")
    claims = [
        Claim("s1", "killed_best", "4", "as of 2 July"),
        Claim("s2", "killed_min", "7", None),
        Claim("s3", "killed_max", "2", None),
        Claim("s4", "killed_min", "1", None),
        Claim("s4", "killed_max", "9", None),
        Claim("s1", "weapon", "glide_bomb", None),
        Claim("s1", "place_name", "Market", None),
        Claim("s2", "place_name", " market ", None),
        Claim("s1", "title", "Another title", None),
        Claim(None, "outcome", "hit", None),
        Claim("s2", "outcome", "damage", None),
        Claim("s2", "external_id", "77", None),
    ]
    killed, weapon, outcome = disagreements(event, claims)
    assert [(one.source_id, one.text, one.stand) for one in killed.told] == [
        ("s1", "4", "within"),
        ("s2", "at least 7", "more"),
        ("s3", "at most 2", "fewer"),
        ("s4", "1–9", "overlaps"),
    ]
    assert (killed.label, killed.here, killed.told[0].note) == ("Killed", "3–5", "as of 2 July")
    # The least of one and the most of another may be all there is.
    assert killed.together == "1–9"
    assert [(one.text, one.stand) for one in weapon.told] == [("Glide bomb", "differs")]
    assert [one.source_id for one in outcome.told] == ["", "s2"]
    assert outcome.here == ""
    assert {one.stand for one in outcome.told} == {""}


def test_sources_stand_beside_each_other_where_there_is_room(kept: Path, open_window: Open) -> None:
    with open_project(kept, mode="rw") as project:
        long = Source("s3", "a", publisher="Управління " * 20)
        project.add_source(long)
        for source, killed, weapon in (("s1", "3", "drone"), ("s2", "5", "missile")):
            project.set_claims(source, {"killed_best": killed, "weapon": weapon})
        project.set_claims("s3", {"killed_best": "4", "place_name": "ринок"})
    driver = open_window(kept, select="a")
    window = driver.window
    (table,) = window.panel.findChildren(SideBySide)
    window.splitter.setSizes([250, 430, 600])
    driver.wait_for(lambda: table.beside is True)
    texts = [label.text() for label in table.findChildren(TextLabel) if not label.isHidden()]
    assert "All sources together: 3–5" in texts
    assert {"Paper 1", "Paper 2", "Drone", "Missile", "–"} <= set(texts)
    window.splitter.setSizes([400, 620, 260])
    driver.wait_for(lambda: table.beside is False)
    window.grab()
    assert table.width() <= window.panel.width()
    rest = [row.findChildren(TextLabel)[0].text() for row in window.panel.findChildren(ClaimRow)]
    assert rest == ["Place: ринок"]
    (link,) = offer(driver)
    assert link.text().endswith("…")
    assert link.mapTo(window.panel, link.rect().topRight()).x() < window.panel.width()


def say(driver: Any, source_id: str, text: str) -> None:
    desk = driver.window.panel.desk
    desk.write_of(source_id, "killed")
    edit = desk.editing.editor.edit
    edit.clear()
    driver.qtbot.keyClicks(edit, text)
    driver.qtbot.keyClick(edit, Qt.Key.Key_Return)
    driver.settle()


def offer(driver: Any) -> list[LinkButton]:
    buttons = driver.window.panel.findChildren(LinkButton)
    return [one for one in buttons if one.whole.startswith("Use the range")]


def test_sources_are_counted_apart_and_the_range_is_used(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    panel = driver.window.panel
    card = next(iter(panel.findChildren(SourceCard)))
    assert "Killed, as it says…" in [action.text() for action in card.menu().actions()]
    say(driver, "s1", "2")
    say(driver, "s2", "3-5")
    found = [(one.source_id, one.field, one.value) for one in panel.detail.claims]
    assert found == [
        ("s1", "killed_best", "2"),
        ("s2", "killed_min", "3"),
        ("s2", "killed_max", "5"),
    ]
    assert panel.detail.event.killed == Count()
    (button,) = offer(driver)
    assert button.whole == "Use the range of the sources: killed 2–5"
    button.click()
    driver.settle()
    assert panel.detail.event.killed == Count(2, None, 5)
    assert offer(driver) == []
    for _ in range(2):
        driver.window.actions_table["undo"].trigger()
        driver.settle()
    assert len(panel.detail.claims) == 1
    assert panel.detail.event.killed == Count()
    say(driver, "s1", "")
    assert panel.detail.claims == ()


def test_a_range_that_reads_as_what_the_event_says_is_not_offered(
    open_window: Open, sample: Path
) -> None:
    """The sample's sources say 35 and at least 35 injured, and so does its event."""
    driver = open_window(sample, select="mapper:2025-07-01-izhevsk")
    assert driver.window.panel.detail.event.injured.known
    assert offer(driver) == []
