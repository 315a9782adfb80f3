"""Every command has a tooltip and a shortcut of its own, and can be found by name."""

from __future__ import annotations

from collections import Counter

import pytest
from PyQt6.QtGui import QKeySequence

from mapper.gui.actions import SPECS
from mapper.gui.handlers import handlers

pytestmark = pytest.mark.without_map


def test_every_command_has_a_tip_and_a_shortcut() -> None:
    assert [spec.name for spec in SPECS if not spec.tip] == []
    assert [spec.name for spec in SPECS if not spec.shortcut] == []
    for spec in SPECS:
        keys = QKeySequence(spec.shortcut)
        assert not keys.isEmpty()
        assert keys.toString() == spec.shortcut, "as it is told in the tip"


def test_no_two_commands_share_a_shortcut_or_a_name() -> None:
    for values in ([spec.shortcut for spec in SPECS], [spec.name for spec in SPECS]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_no_two_entries_of_a_menu_share_their_letter() -> None:
    for menu in {spec.menu for spec in SPECS}:
        letters = Counter(
            spec.text[spec.text.index("&") + 1].lower()
            for spec in SPECS
            if spec.menu == menu and "&" in spec.text
        )
        assert [letter for letter, count in letters.items() if count > 1] == [], menu


def test_shortcuts_of_text_fields_and_of_the_map_stay_theirs() -> None:
    # Cut, copy, paste, select all; and the map's letters, which are pressed alone.
    taken = {"Ctrl+X", "Ctrl+C", "Ctrl+V", "Ctrl+A"}
    for spec in SPECS:
        assert spec.shortcut not in taken
        assert len(spec.shortcut) > 1


def test_the_window_carries_them_all_out(open_window, empty) -> None:
    window = open_window(empty, wait=False).window
    assert set(handlers(window)) == {spec.name for spec in SPECS}
    for spec in SPECS:
        action = window.actions_table[spec.name]
        assert action.shortcut().toString() == spec.shortcut
        assert spec.shortcut in action.toolTip()
