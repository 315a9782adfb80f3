"""Letters of menus: each leads to one entry, in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from PyQt6.QtWidgets import QMenu, QMenuBar

from mapper import paths
from mapper.gui.translation import LANGUAGES

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]


def letter(text: str) -> str:
    """Return the letter that an ampersand marks, empty if none does."""
    rest = text.replace("&&", "")
    at = rest.find("&")
    return rest[at + 1 : at + 2].casefold() if at >= 0 else ""


def entries(menu: QMenu | QMenuBar) -> Iterator[str]:
    if isinstance(menu, QMenu):
        menu.aboutToShow.emit()
    yield from (one.text() for one in menu.actions() if not one.isSeparator())


def translated(language: str) -> dict[str, str]:
    if language == "en":
        return {}
    with paths.resource("locale", f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {one.id: one.string for one in catalogue if isinstance(one.id, str)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_letter_leads_to_one_entry(language: str, open_window: Open, sample: Path) -> None:
    window = open_window(sample).window
    words = translated(language)
    clashes, without = [], []
    menus = [window.menuBar(), *window.findChildren(QMenu)]
    assert len(menus) >= 8
    for menu in menus:
        texts = [words.get(text, text) for text in entries(menu)]
        name = words.get(menu.title(), menu.title()) if isinstance(menu, QMenu) else "menu bar"
        taken: dict[str, str] = {}
        for text in texts:
            key = letter(text)
            if key in taken:
                clashes.append(f"{name}: '{taken[key]}' and '{text}'")
            if key:
                taken[key] = text
        # In a menu of the bar everything has a letter.
        own = isinstance(menu, QMenu) and any(
            menu is action.menu() for action in window.menuBar().actions()
        )
        without += [f"{name}: '{text}'" for text in texts if own and not letter(text)]
    assert clashes == []
    assert without == []
