"""Labels: words that have room are never cut, and remembered heights are those they have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PyQt6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mapper.gui.day_words import write_day
from mapper.gui.flow import Flow
from mapper.gui.labels import LinkButton, TextLabel

WORDS = "Reported by several sources, which do not say the same of what was hit. " * 3
WIDTHS = (120, 300, 121)


def larger(label: TextLabel) -> None:
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    label.setFont(font)


@pytest.mark.parametrize(
    "change",
    [
        lambda label: label.set_text(WORDS * 2),
        lambda label: label.setText("short"),
        larger,
        lambda label: label.setStyleSheet("padding: 30px"),
        lambda label: label.parentWidget().setStyleSheet("QLabel { font-size: 30px }"),
    ],
)
@pytest.mark.parametrize("shown", [False, True])
def test_a_label_is_as_high_as_its_words_are(
    qtbot: QtBot, change: Callable[[TextLabel], None], shown: bool
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = TextLabel(WORDS, parent=window)
    if shown:
        window.show()

    def heights() -> list[int]:
        label.ensurePolished()
        asked = [label.heightForWidth(width) for width in WIDTHS]
        assert asked == [QLabel.heightForWidth(label, width) for width in WIDTHS]
        return asked

    before = heights()
    assert before[0] > before[1]
    change(label)
    assert heights() != before


def test_a_label_that_gets_its_style_when_it_is_shown_is_as_high_as_that(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setStyleSheet("QLabel { padding: 20px; font-size: 30px }")
    label = TextLabel(WORDS, parent=window)
    before = label.heightForWidth(300)
    window.show()
    assert label.heightForWidth(300) == QLabel.heightForWidth(label, 300) > before


def test_a_row_is_as_high_as_its_lines_are(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    flow = Flow()
    window.setLayout(flow)
    buttons = [QPushButton(f"Button {number}") for number in range(4)]
    for button in buttons:
        flow.addWidget(button)
    window.show()
    one = flow.heightForWidth(2000)
    assert flow.heightForWidth(2000) == one == buttons[0].sizeHint().height()
    wide = max(button.sizeHint().width() for button in buttons)
    four = flow.heightForWidth(wide)
    assert four > 3 * one
    buttons[3].hide()
    assert flow.heightForWidth(wide) < four
    buttons[3].show()
    assert flow.heightForWidth(wide) == four
    buttons[0].setText("Many more words than before")
    assert flow.heightForWidth(wide) >= four
    buttons.append(QPushButton("Fifth"))
    flow.addWidget(buttons[4])
    buttons[4].show()
    assert flow.heightForWidth(wide) > four


def test_a_link_as_wide_as_it_wants_to_be_says_all_its_words(qtbot: Any) -> None:
    link = LinkButton("A link")
    qtbot.addWidget(link)
    link.show()
    for number in range(366):
        day = dt.date(2024, 1, 1) + dt.timedelta(days=number)
        words = f"Measure to that of {write_day(day)}"
        link.set_words(words)
        link.resize(link.sizeHint())
        assert link.text() == words
    link.resize(60, link.height())
    assert link.text().endswith("…")
    assert link.whole == words
