"""What a report claims, set against the distance that is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mapper import measure
from mapper.gui import day_words
from mapper.gui.claim_check import judge
from mapper.gui.distance_card import DistanceCard
from mapper.gui.measuring import Answer
from mapper.gui.theme import LIGHT

pytestmark = pytest.mark.without_map

IZHEVSK = "mapper:2025-07-01-izhevsk"
LUHANSK = "mapper:2025-06-30-luhansk-claim"


def answer_of(metres: float, off: float = 5_000) -> Answer:
    start = measure.Place("Izhevsk", 53.2045, 56.8498, off)
    found = measure.distance(start, measure.Place("there", 50, 50))
    span = (metres, metres - off, metres + off)
    object.__setattr__(found, "distance_m", span[0])
    object.__setattr__(found, "min_m", span[1])
    object.__setattr__(found, "max_m", span[2])
    return Answer(
        "e",
        number=measure.format_distance(*span),
        interval=measure.format_interval(*span),
        citation="It lies there.",
        found=found,
    )


@pytest.mark.parametrize(
    ("claim", "kind", "word"),
    [
        ("over 1,000 km", "agrees", "Agrees"),
        ("less than 700 miles", "differs", "Differs by 137 km"),
        ("more than 1,262 km", "undecided", "Undecided"),
        ("about 1,260 km", "agrees", "Agrees"),
    ],
)
def test_a_claim_is_judged_in_words(claim: str, kind: str, word: str) -> None:
    verdict = judge(claim, answer_of(1_264_000))
    assert (verdict.kind, verdict.word) == (kind, word)
    assert "1,264 km" in verdict.why
    assert "1,259 to 1,269 km" in verdict.why


def test_undecided_says_where_the_best_value_lies() -> None:
    assert "is within it" in judge("over 1,262 km", answer_of(1_264_000)).why
    assert "is 2 km outside it" in judge("over 1,266 km", answer_of(1_264_000)).why


@pytest.fixture
def card(qtbot: QtBot) -> DistanceCard:
    made = DistanceCard(LIGHT)
    qtbot.addWidget(made)
    made.show()
    made.show_answer(answer_of(1_264_000))
    return made


def test_enter_checks_and_the_verdict_is_copied(qtbot: QtBot, card: DistanceCard) -> None:
    qtbot.mouseClick(card.check, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(card.claim.edit, "over 1,000 km")
    assert not card.claim.word.isVisible()
    qtbot.keyClick(card.claim.edit, Qt.Key.Key_Return)
    assert card.claim.word.text() == "Agrees"
    card.copy_statement()
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text().splitlines() == [
        "It lies there.",
        "Claim “over 1,000 km”: agrees. Measured: 1,264 km (1,259 to 1,269 km).",
    ]
    # What is being written has no verdict yet.
    qtbot.keyClicks(card.claim.edit, "s")
    assert not card.claim.word.isVisible()
    qtbot.keyClick(card.claim.edit, Qt.Key.Key_Return)
    qtbot.keyClick(card.claim.edit, Qt.Key.Key_Escape)
    assert not card.claim.isVisible()
    card.copy_statement()
    assert clipboard.text() == "It lies there."


def test_what_cannot_be_read_is_said_in_place(qtbot: QtBot, card: DistanceCard) -> None:
    card.check.click()
    qtbot.keyClicks(card.claim.edit, "<b>far away</b>")
    qtbot.keyClick(card.claim.edit, Qt.Key.Key_Return)
    assert card.claim.why.text().startswith("The claim cannot be read")
    assert "<b>far away</b>" in card.claim.why.accessibleName()
    assert card.claim.edit.property("wrong")
    card.copy_statement()
    qtbot.keyClicks(card.claim.edit, " 1,000 km")
    assert not card.claim.edit.property("wrong")


def test_the_claim_is_kept_from_event_to_event(
    open_window: Callable[..., Any], sample: Any
) -> None:
    driver = open_window(sample, select=IZHEVSK)
    card = driver.window.panel.distance
    card.check.click()
    driver.qtbot.keyClicks(card.claim.edit, "over 1,000 km")
    driver.qtbot.keyClick(card.claim.edit, Qt.Key.Key_Return)
    assert card.claim.word.text() == "Agrees"
    driver.window.selection.select(LUHANSK)
    driver.settle()
    assert card.claim.isVisible()
    assert card.claim.edit.text() == "over 1,000 km"
    assert "no distance" in card.claim.why.text()
    driver.window.theme.choose("dark")
    driver.window.selection.select(IZHEVSK)
    driver.settle()
    assert driver.window.panel.distance is card
    assert card.claim.word.text() == "Agrees"


def test_why_there_is_no_distance_is_said_in_the_windows_language(
    card: DistanceCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_words, "LANGUAGE", "uk")
    refused = "There is no front for 20 July 2025: the first one is of 1 August 2025."
    card.show_answer(Answer("e", refused=refused))
    assert card.statement.accessibleName() == (
        "Немає фронту за 20 липня 2025: перший — за 1 серпня 2025."
    )
