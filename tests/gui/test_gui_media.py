"""Photos, frames and links attached to an event: dropped, pasted, checked, taken away."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import (
    QColor,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PyQt6.QtWidgets import QApplication

from mapper.gui import dialogs
from mapper.gui.media_section import Given, MediaSection
from mapper.gui.medium_card import MediumCard
from mapper.gui.thumbnails import thumbnail
from mapper.model.event import Event, Source
from mapper.project import open_project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]
DAY = dt.date(2025, 7, 1)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def kept(empty: Path) -> Path:
    """Return a project with an event of one source and one of two."""
    with open_project(empty, mode="rw") as project:
        days = {"date_start": DAY, "date_end": DAY}
        for name, count in (("a", 1), ("b", 2)):
            sources = [
                Source(f"{name}#{n}", name, url=f"https://example.org/{n}", publisher=f"Paper {n}")
                for n in range(count)
            ]
            project.add_event(
                Event(name, "test", f"Strike {name}", lon=36, lat=48, **days), sources
            )
    return empty


@pytest.fixture
def photo(empty: Path) -> Path:
    """Return a picture beside the project."""
    path = empty.parent / "photos" / "roof.jpg"
    path.parent.mkdir()
    picture = QImage(1200, 900, QImage.Format.Format_RGB32)
    picture.fill(QColor("steelblue"))
    assert picture.save(str(path))
    return path


def section(driver: Any) -> MediaSection:
    found: MediaSection = driver.window.panel.media
    return found


def only(driver: Any) -> MediumCard:
    (card,) = section(driver).cards.values()
    return card


def drop(driver: Any, *paths: Path) -> bool:
    """Drop files on the details; return whether these take them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    panel, copy = driver.window.panel, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(panel.rect().center(), copy, data, LEFT, NONE)
    enter.ignore()
    # What these leave alone the window may take.
    driver.window.attaching._drops.eventFilter(panel, enter)
    if enter.isAccepted():
        QApplication.sendEvent(panel, enter)
        where = QPointF(panel.rect().center())
        QApplication.sendEvent(panel, QDropEvent(where, copy, data, LEFT, NONE))
        driver.settle()
    return enter.isAccepted()


def test_a_dropped_photo_is_attached_with_its_hash(
    kept: Path, photo: Path, open_window: Open
) -> None:
    driver = open_window(kept, select="a")
    before = photo.read_bytes()
    assert drop(driver, photo)
    driver.settle()
    area = driver.window.panel._area
    driver.qtbot.waitUntil(
        lambda: only(driver).visibleRegion().boundingRect().height() > area.height() / 4
    )
    assert driver.window.notices.text.text() == f"Attached {photo.name}."
    card = only(driver)
    expected = hashlib.sha256(before).hexdigest()
    assert (card.medium.file, card.medium.sha256) == ("photos/roof.jpg", expected)
    assert card.medium.source_id == "a#0"
    assert "unchanged since it was attached" in card.told.text()
    assert card.picture.isVisible()
    assert card.picture.pixmap().deviceIndependentSize().width() == 200
    assert section(driver).head.text() == "▾ Media (1)"
    assert driver.window.session.data.undo_name == "Attachment of 'Strike a'"
    # The file stays where it is, and is in no copy.
    assert photo.read_bytes() == before
    driver.qtbot.mouseClick(card.copy, LEFT)
    assert QGuiApplication.clipboard().text() == expected
    driver.window.notices.offers[0].click()
    driver.settle()
    assert not section(driver).cards
    assert "Nothing is attached" in section(driver)._body.findChild(type(card.told)).text()


def test_tables_dropped_on_the_details_are_imported_not_attached(
    kept: Path, photo: Path, open_window: Open
) -> None:
    driver = open_window(kept, select="a")
    table = photo.with_suffix(".csv")
    assert not drop(driver, table)
    assert not drop(driver, photo, table)
    driver.window.selection.select(None)
    driver.settle()
    assert not drop(driver, photo)


def test_a_file_that_changed_or_went_is_told_of(kept: Path, photo: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    drop(driver, photo)
    driver.settle()
    photo.write_bytes(photo.read_bytes() + b"one byte more")
    driver.qtbot.mouseClick(only(driver).check, LEFT)
    driver.settle()
    assert only(driver).told.text() == "The file has changed since it was attached."
    assert only(driver).told.property("role") == "error"
    photo.rename(photo.with_name("elsewhere.jpg"))
    driver.qtbot.mouseClick(only(driver).check, LEFT)
    driver.settle()
    assert only(driver).told.text() == "File not found."
    assert not only(driver).open.isEnabled()
    assert only(driver).folder.isEnabled()
    photo.with_name("elsewhere.jpg").rename(photo)
    # Also told when the event is looked at again.
    driver.window.selection.select("b")
    driver.settle()
    driver.window.selection.select("a")
    driver.settle()
    assert "has changed" in only(driver).told.text()


def test_a_large_file_is_compared_when_asked_for(
    kept: Path, photo: Path, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.gui.attaching._AT_ONCE_BYTES", 100)
    driver = open_window(kept, select="a")
    drop(driver, photo)
    driver.settle()
    assert "Not compared with its hash yet" in only(driver).told.text()
    assert only(driver).check.text() == "Check"
    driver.qtbot.mouseClick(only(driver).check, LEFT)
    driver.settle()
    assert "unchanged" in only(driver).told.text()


def test_a_copied_picture_is_saved_beside_the_project(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="b")
    picture = QImage(20, 10, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    QGuiApplication.clipboard().setImage(picture)
    driver.window.panel.media.head.setFocus()
    driver.qtbot.keyClick(
        driver.window.panel.media.head, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier
    )
    driver.settle()
    card = only(driver)
    file = kept.parent / str(card.medium.file)
    assert file.parent.name == "empty media"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == card.medium.sha256
    assert QImage(str(file)).size() == picture.size()
    # Which of two sources it comes from nobody said: it is one of its own.
    assert card.medium.source_id not in ("b#0", "b#1")
    assert len(driver.window.panel.detail.sources) == 3
    assert "its file is empty media/pasted-" in driver.window.notices.text.accessibleName()
    # One step took it all.
    driver.window.actions_table["undo"].trigger()
    driver.settle()
    assert len(driver.window.panel.detail.sources) == 2


def test_a_link_is_pasted_and_nothing_is_fetched(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="b")
    driver.window.panel.media.head.setChecked(True)
    target = driver.window.panel.media.target
    assert target.currentText() == "of a new source"
    target.setCurrentIndex(1)
    QGuiApplication.clipboard().setText("see https://example.org/frame.jpg")
    driver.qtbot.mouseClick(driver.window.panel.media.buttons[1], LEFT)
    driver.settle()
    card = only(driver)
    assert (card.medium.url, card.medium.sha256) == ("https://example.org/frame.jpg", None)
    assert card.medium.source_id == "b#1"
    assert "nothing of it is kept" in card.told.text()
    # The same once more is not attached twice.
    driver.qtbot.mouseClick(driver.window.panel.media.buttons[1], LEFT)
    driver.settle()
    assert only(driver).medium == card.medium
    assert "already" in driver.window.notices.text.text()
    QGuiApplication.clipboard().setText("no address")
    driver.qtbot.mouseClick(driver.window.panel.media.buttons[1], LEFT)
    assert "Nothing that can be attached" in driver.window.notices.text.text()


def test_a_medium_is_described_moved_and_taken_away(
    kept: Path, photo: Path, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_window(kept, select="b")
    monkeypatch.setattr(dialogs, "ask_media", lambda _parent: [photo])
    driver.window.panel.media.head.setChecked(True)
    driver.qtbot.mouseClick(driver.window.panel.media.buttons[0], LEFT)
    driver.settle()
    texts = [action.text() for action in only(driver).menu().actions()]
    assert texts[:3] == ["Caption…", "Taken…", "It belongs to another source"]
    only(driver).menu().actions()[0].trigger()
    editor = driver.window.panel.desk.editing.editor
    assert "What it shows" in editor.meaning.text()
    driver.qtbot.keyClicks(editor.edit, "The roof, from the north")
    driver.qtbot.keyClick(editor.edit, Qt.Key.Key_Return)
    driver.settle()
    assert only(driver).medium.caption == "The roof, from the north"
    only(driver).moved.emit(only(driver).medium.media_id, "b#0")
    driver.settle()
    assert only(driver).medium.source_id == "b#0"
    only(driver).menu().actions()[-1].trigger()
    driver.settle()
    assert not section(driver).cards
    assert photo.exists()
    driver.window.notices.offers[0].click()
    driver.settle()
    assert only(driver).medium.caption == "The roof, from the north"


def test_only_files_of_known_kinds_are_opened(
    kept: Path, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    harmful = kept.parent / "frame.desktop"
    harmful.write_text("[Desktop Entry]")
    driver = open_window(kept, select="a")
    section(driver).give(Given((harmful,)))
    driver.settle()
    assert not only(driver).open.isEnabled()
    driver.qtbot.mouseClick(only(driver).folder, LEFT)
    assert opened == [QUrl.fromLocalFile(str(kept.parent)).toString()]


def test_a_file_that_cannot_be_read_is_told_of(kept: Path, open_window: Open) -> None:
    driver = open_window(kept, select="a")
    section(driver).give(Given((kept,)))
    driver.settle()
    assert "This is the project itself." in driver.window.notices.text.text()
    assert not section(driver).cards


def test_a_project_for_reading_shows_what_is_attached(
    kept: Path, photo: Path, open_window: Open
) -> None:
    driver = open_window(kept, select="a")
    drop(driver, photo)
    driver.window.close()
    with open_project(kept, mode="rw"):
        driver = open_window(kept, select="a")
        section(driver).head.setChecked(True)
        driver.settle()
        assert "unchanged" in only(driver).told.text()
        assert not hasattr(only(driver), "correct")
        assert not drop(driver, photo)


def test_pictures_are_decoded_with_care(tmp_path: Path) -> None:
    svg = tmp_path / "a.png"
    svg.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    assert thumbnail(svg, 70) is None
    # A PNG that says it is 60,000 pixels wide and high.
    head = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + b"IHDR"
    size = (60_000).to_bytes(4, "big") * 2
    large = tmp_path / "b.png"
    large.write_bytes(head + size + b"\x08\x02\x00\x00\x00" + b"\0" * 40)
    assert thumbnail(large, 100) is None
    right = tmp_path / "c.png"
    picture = QImage(30, 20, QImage.Format.Format_RGB32)
    picture.fill(0)
    picture.save(str(right))
    made = thumbnail(right, 100)
    assert made is not None
    assert (made.width(), made.height()) == (30, 20)
    assert thumbnail(right, 200 * 2**20) is None
    assert thumbnail(tmp_path / "none.png", 1) is None
