"""Colours: the list and the map mark a status alike, and text can be read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import (
    QApplication,
    QComboBox,
    QLayout,
    QLineEdit,
    QProxyStyle,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QStyle,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mapper import paths
from mapper.gui import settings, theme
from mapper.gui.focus_ring import FocusRings
from mapper.gui.labels import TextLabel
from mapper.gui.style import style_sheet
from mapper.gui.theme import DARK, HIGH_CONTRAST, LIGHT, Colours, ThemeKeeper
from mapper.model import vocabulary as words

CSS = paths.resource("web", "colours.css").read_text(encoding="utf-8")


def in_css(selector: str) -> dict[str, str]:
    block = CSS[CSS.index(selector) :]
    block = block[: block.index("}")]
    return dict(re.findall(r"--status-(\w+): (#\w{6});", block))


def luminance(colour: str) -> float:
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_statuses_have_the_colours_of_the_map() -> None:
    light = in_css(":root {")
    assert light == LIGHT.statuses
    assert light | in_css(':root[data-theme="dark"]') == DARK.statuses
    assert HIGH_CONTRAST.statuses == DARK.statuses
    assert set(light) == set(words.VERIFICATION_STATUSES)


def test_shapes_in_high_contrast_are_those_of_the_map_and_all_differ() -> None:
    block = CSS[CSS.rindex(':root[data-theme="high-contrast"]') :]
    on_map = LIGHT.shapes | dict(re.findall(r"--shape-status-(\w+): (\w+);", block))
    assert on_map == HIGH_CONTRAST.shapes
    shapes = [HIGH_CONTRAST.shapes.get(status, "circle") for status in words.VERIFICATION_STATUSES]
    assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize("colours", [LIGHT, DARK, HIGH_CONTRAST], ids=["light", "dark", "high"])
def test_text_can_be_read(colours: Colours) -> None:
    for ground in (colours.window, colours.surface, colours.raised, colours.note):
        assert contrast(colours.text, ground) >= 7
        assert contrast(colours.muted, ground) >= 4.5
        for verdict in (colours.agrees, colours.undecided, colours.danger):
            assert contrast(verdict, ground) >= 4.5
    assert contrast(colours.on_selection, colours.selection) >= 7
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    for status, ground in colours.statuses.items():
        assert contrast(colours.on_status(status), ground) >= 4.5


def test_high_contrast_is_seven_to_one() -> None:
    colours = HIGH_CONTRAST
    for ground in (colours.window, colours.surface, colours.raised, colours.note):
        for text in (
            *(colours.text, colours.muted, colours.accent, colours.danger),
            *(colours.agrees, colours.undecided),
        ):
            assert contrast(text, ground) >= 7, text
        for edge in (colours.border, colours.strong_border, colours.accent, colours.dot_edge):
            assert contrast(edge, ground) >= 4.5, edge
        for mark in colours.statuses.values():
            assert contrast(mark, ground) >= 3, mark
    assert contrast(colours.text, colours.hover) >= 7
    assert contrast(colours.on_selection, colours.selection) >= 7
    assert contrast(colours.on_accent, colours.accent) >= 7
    assert colours.focus_px >= 3


def test_high_contrast_on_the_map_is_seven_to_one() -> None:
    block = CSS[CSS.rindex(':root[data-theme="high-contrast"]') :]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    labels = [found[name] for name in found if name.startswith("map-label-") and "halo" not in name]
    assert len(labels) == 5
    grounds = [found[name] for name in ("map-land", "map-sea", "panel", "page")]
    for ground in grounds:
        for text in (*labels, found["ink"], found["ink-soft"], found["link"], found["accent"]):
            assert contrast(text, ground) >= 7, text
        for edge in ("panel-edge", "mark-edge", "map-border", "front-line", "cluster-edge"):
            assert contrast(found[edge], ground) >= 7, edge


def test_the_system_may_ask_for_contrast(qapp: QApplication, monkeypatch) -> None:
    class Hints:
        asked = Qt.ContrastPreference.HighContrast

        def contrastPreference(self) -> Qt.ContrastPreference:
            return self.asked

    monkeypatch.setattr(theme, "_accessibility", Hints)
    keeper = ThemeKeeper(qapp)
    assert keeper.in_force == "high-contrast"
    keeper.choose("light")
    assert keeper.in_force == "light"
    keeper.choose("high-contrast")
    assert settings.theme() == "high-contrast"
    assert keeper.colours is HIGH_CONTRAST
    monkeypatch.setattr(Hints, "asked", Qt.ContrastPreference.NoPreference)
    keeper.choose("system")
    assert keeper.in_force in ("light", "dark")
    keeper.choose("light")


def test_the_frame_follows_the_keyboard(qtbot, qapp: QApplication) -> None:
    window = QWidget()
    rings = FocusRings(window)
    layout = QVBoxLayout(window)
    edit, button = QLineEdit(), QPushButton("Last")
    area, inside = QScrollArea(), QWidget()
    rows = QVBoxLayout(inside)
    for widget in (edit, *(QPushButton(str(number)) for number in range(30)), button):
        rows.addWidget(widget)
    area.setWidget(inside)
    layout.addWidget(area)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    edit.setFocus()
    assert rings.ring is None, "no frame where the theme wants none"

    def framed(widget: QWidget) -> bool:
        shown = rings.ring
        at = widget.mapTo(window, widget.rect().center())
        return shown is not None and shown.isVisible() and shown.geometry().contains(at)

    rings.set_colours(HIGH_CONTRAST)
    qtbot.waitUntil(lambda: framed(edit))
    picture = window.grab().toImage()
    assert rings.ring is not None
    corner = rings.ring.geometry().topLeft()
    for inset in range(3):
        pixel = picture.pixelColor(corner.x() + inset, corner.y() + 12)
        assert pixel.name() == HIGH_CONTRAST.accent
    button.setFocus()
    area.ensureWidgetVisible(button)
    qtbot.waitUntil(lambda: framed(button))
    rings.set_colours(LIGHT)
    assert not rings.ring.isVisible()


def made_window(qtbot: QtBot) -> QWidget:
    """Return a window whose parts have a room of their own in each theme."""
    window, area, inside = QWidget(), QScrollArea(), QWidget()
    below = QVBoxLayout(window)
    for name in ("Import", "Cancel"):
        below.addWidget(QPushButton(name))
    below.addWidget(QSpinBox())
    rows = QVBoxLayout(inside)
    for number in range(9):
        rows.addWidget(TextLabel(f"Line {number} that is wrapped where the width ends " * 3))
        rows.addWidget(QComboBox())
    area.setWidgetResizable(True)
    area.setWidget(inside)
    below.addWidget(area)
    qtbot.addWidget(window)
    window.resize(320, 500)
    window.show()
    return window


def places(window: QWidget) -> list[tuple[int, ...]]:
    shown = (one for one in window.findChildren(QWidget) if one.isVisible())
    return sorted(one.geometry().getRect() for one in shown)


def test_another_theme_lays_windows_out_as_if_they_had_begun_with_it(
    qtbot: QtBot, qapp: QApplication
) -> None:
    keeper = ThemeKeeper(qapp, "light")
    window = made_window(qtbot)
    light = places(window)
    for chosen in ("high-contrast", "dark", "high-contrast", "light"):
        keeper.choose(chosen)
        # Parts are made anew, and people go on, while it changes.
        window.layout().insertWidget(1, QPushButton("New"))
        window.layout().itemAt(2).widget().deleteLater()
        window.resize(window.width() + 10, 500)
        qtbot.waitUntil(lambda: bool(window.updatesEnabled()))
        assert all(layout.isEnabled() for layout in window.findChildren(QLayout))
        other = made_window(qtbot)
        other.layout().itemAt(1).widget().setText("New")
        other.resize(window.size())
        QApplication.processEvents()
        assert places(window) == places(other)
        window.resize(320, 500)
        assert (places(window) == light) == (chosen != "high-contrast")


def test_a_theme_chosen_while_another_comes_is_the_one_that_stays(
    qtbot: QtBot, qapp: QApplication
) -> None:
    keeper = ThemeKeeper(qapp, "light")
    window = made_window(qtbot)
    turns = ("_hold_layouts", "_take_sheet_off", "_put_sheet_on", "_lay_out_again")
    for turn in turns:
        run = getattr(keeper, turn)

        def choose(run: Callable[[], None] = run) -> None:
            run()
            keeper.choose("dark")

        setattr(keeper, turn, choose)
        keeper.choose("high-contrast")
        qtbot.waitUntil(lambda: window.updatesEnabled() and not keeper._changing)
        delattr(keeper, turn)
        qtbot.wait(30)
        assert window.updatesEnabled()
        assert qapp.styleSheet() == style_sheet(DARK)
        assert all(layout.isEnabled() for layout in window.findChildren(QLayout))
        assert all(area.widgetResizable() for area in window.findChildren(QScrollArea))


class SingleClicks(QProxyStyle):
    """A desktop that opens things by one click."""

    def styleHint(self, hint, option=None, widget=None, data=None) -> int:
        if hint == QStyle.StyleHint.SH_ItemView_ActivateItemOnSingleClick:
            return 1
        return super().styleHint(hint, option, widget, data)


def test_one_click_in_a_list_only_selects(qtbot, qapp: QApplication) -> None:
    """Not even on a desktop that opens things so: the map must not move with each click."""
    ThemeKeeper(qapp, "light")
    table = QTableView()
    qtbot.addWidget(table)
    style = SingleClicks("Fusion")
    style.setParent(table)
    table.setStyle(style)
    table.ensurePolished()
    hint = QStyle.StyleHint.SH_ItemView_ActivateItemOnSingleClick
    assert style.styleHint(hint) == 1
    assert table.style().styleHint(hint, None, table) == 0
