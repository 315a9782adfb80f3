"""What a start shows before the project is read: only ever what the project's file says now."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw
import pytest
from PyQt6.QtCore import QSize, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapper import measure
from mapper.gui import first_start, kept_start, picture_keeping, session, settings, starting
from mapper.gui.first_picture import FirstPicture
from mapper.gui.first_rows import FirstRows
from mapper.gui.kept_start import KeptRow, KeptRows, KeptStart, Look, Stamp
from mapper.gui.picturing import Picturing
from mapper.gui.window import MainWindow
from mapper.model.errors import ProjectError
from mapper.project import open_project

#: The window and what a person does with it: see ``conftest.py``.
Driver = Any

LOOK = Look("en", "km", ("date", "title"), "date", descending=True)
ROWS = KeptRows(
    5,
    {
        0: KeptRow("a", "claimed", "", {"date": "2025-07-01", "title": "Удар"}, {}),
        1: KeptRow("b", "verified", "region", {"title": "Strike \ud800"}, {"killed": "1–3"}),
        4: KeptRow("e", "verified", "", {"title": "Last"}, {}),
    },
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep starts in a folder of the test's own."""
    folder = tmp_path / "cache"
    # Not the whole cache: the index of places is in it, and takes long to make.
    monkeypatch.setattr(kept_start, "folder", lambda: folder / "starts")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a file that stands for a project."""
    path = tmp_path / "project.gpkg"
    path.write_bytes(b"events")
    return path


def kept_of(path: Path) -> KeptStart:
    """Return something to keep of a project as its file is now."""
    stamp = Stamp.of(path)
    assert stamp is not None
    heights = {"above": 80, "below": 0, "bars": 70, "status": 30}
    shown = (b"\0document" * 50, (30, 44, 41, 52), ("a word",), heights)
    return KeptStart(stamp, LOOK, ROWS, *shown)


def files(cache: Path) -> list[Path]:
    """Return the kept files."""
    return sorted((cache / "starts").glob("*")) if (cache / "starts").exists() else []


# The file


def test_what_is_kept_is_there_again(project: Path) -> None:
    kept = kept_of(project)
    assert kept_start.read(project, LOOK) is None
    kept_start.write(project, kept)
    found = kept_start.read(project, LOOK)
    assert found is not None
    assert (found.stamp, found.look, found.rows, found.document) == (
        kept.stamp,
        LOOK,
        ROWS,
        kept.document,
    )
    assert (found.bounds, found.warnings, found.heights) == (
        kept.bounds,
        kept.warnings,
        kept.heights,
    )


def _touch(path: Path) -> None:
    told = path.stat()
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns + 1))


def _same_time_other_content(path: Path) -> None:
    told = path.stat()
    path.write_bytes(b"e-ents")
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))


def _replace(path: Path) -> None:
    told = path.stat()
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(told.st_atime_ns, told.st_mtime_ns))
    os.replace(other, path)


@pytest.mark.parametrize(
    "change",
    [
        _touch,
        _same_time_other_content,
        _replace,
        lambda path: path.write_bytes(b"more events"),
        lambda path: Path(f"{path}-wal").write_bytes(b""),
        lambda path: Path(f"{path}-journal").write_bytes(b""),
        lambda path: path.unlink(),
    ],
)
def test_a_file_that_is_another_is_not_shown(
    project: Path, change: Callable[[Path], object]
) -> None:
    kept_start.write(project, kept_of(project))
    assert kept_start.read(project, LOOK) is not None
    change(project)
    assert kept_start.read(project, LOOK) is None


@pytest.mark.parametrize(
    "look",
    [
        replace(LOOK, language="uk"),
        replace(LOOK, unit="mi"),
        replace(LOOK, sort="title"),
        replace(LOOK, descending=False),
        replace(LOOK, columns=("date", "title", "killed")),
    ],
)
def test_a_list_that_is_to_look_otherwise_is_not_shown(project: Path, look: Look) -> None:
    kept_start.write(project, kept_of(project))
    assert kept_start.read(project, look) is None


def test_fewer_columns_than_were_kept_are_there(project: Path) -> None:
    kept_start.write(project, kept_of(project))
    assert kept_start.read(project, replace(LOOK, columns=("title",))) is not None


def test_another_mapper_makes_it_anew(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept_start.write(project, kept_of(project))
    monkeypatch.setattr(kept_start.mapper, "__version__", "0.0.0")
    assert kept_start.read(project, LOOK) is None


def test_no_damage_is_shown(project: Path, cache: Path) -> None:
    kept_start.write(project, kept_of(project))
    (file,) = files(cache)
    whole = file.read_bytes()
    # Every byte of head and header, and some of the document.
    for at in (*range(len(whole) - 440), *range(len(whole) - 440, len(whole), 37)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert kept_start.read(project, LOOK) is None, at
    for length in range(0, len(whole), 11):
        file.write_bytes(whole[:length])
        assert kept_start.read(project, LOOK) is None
    file.write_bytes(whole)
    assert kept_start.read(project, LOOK) is not None


def test_few_are_kept_and_none_of_projects_that_are_gone(tmp_path: Path, cache: Path) -> None:
    paths = [tmp_path / f"{number}.gpkg" for number in range(kept_start.MOST_KEPT + 3)]
    for number, path in enumerate(paths):
        path.write_bytes(b"events")
        kept_start.write(path, kept_of(path))
        for file in files(cache):
            if file.name.startswith(f"{number}-"):
                os.utime(file, (number, number))
    assert len(files(cache)) == kept_start.MOST_KEPT
    assert kept_start.read(paths[0], LOOK) is None
    paths[-2].unlink()
    kept_start.write(paths[-1], kept_of(paths[-1]))
    assert not any(file.name.startswith(f"{paths[-2].stem}-") for file in files(cache))


def test_what_is_too_large_is_not_kept(
    project: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_start.write(project, kept_of(project))
    monkeypatch.setattr(kept_start, "LARGEST_BYTES", 10)
    kept_start.write(project, kept_of(project))
    assert files(cache) == []


def test_all_together_are_not_too_large(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        path = tmp_path / f"{number}.gpkg"
        path.write_bytes(b"events")
        kept_start.write(path, kept_of(path))
        if number == 0:
            monkeypatch.setattr(kept_start, "MOST_BYTES", 5 * files(cache)[0].stat().st_size // 2)
    assert len(files(cache)) == 2


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_nobody_else_may_read_it(project: Path, cache: Path) -> None:
    kept_start.write(project, kept_of(project))
    (file,) = files(cache)
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_a_stamp_is_written_again_only_over_its_own(project: Path) -> None:
    kept = kept_of(project)
    kept_start.write(project, kept)
    _touch(project)
    now = Stamp.of(project)
    assert now is not None
    kept_start.stamp_again(project, replace(kept.stamp, size=1), now)
    assert kept_start.read(project, LOOK) is None
    kept_start.stamp_again(project, kept.stamp, now)
    assert kept_start.read(project, LOOK) is not None


def test_a_folder_that_cannot_be_written_keeps_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a file").write_bytes(b"")
    monkeypatch.setattr(kept_start, "folder", lambda: tmp_path / "a file" / "starts")
    kept_start.write(project, kept_of(project))
    assert kept_start.read(project, LOOK) is None


def test_units_are_those_of_measures() -> None:
    assert tuple(measure.UNITS) == settings.UNITS


# The window


@pytest.fixture
def start(
    qtbot: QtBot,
    qapp: QApplication,
    drive: Callable[[MainWindow], Driver],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., Driver]]:
    """Return a function that starts the window as a person does."""
    windows: list[MainWindow] = []
    # What is imported later is not what is tested, and takes long.
    monkeypatch.setattr(starting, "LATER", ())
    # Where nothing is kept the window reads the project itself: the other way has its own tests.
    monkeypatch.setattr(first_start, "begin", lambda _path, **_options: None)

    def begin(path: Path, *, theme: str = "light") -> Driver:
        window = starting.begin(qapp, theme, path, size=QSize(1280, 800))  # type: ignore[arg-type]
        windows.append(window)
        return drive(window)

    yield begin
    for window in windows:
        with qtbot.waitSignal(window.map_view.destroyed, timeout=20_000):
            window.close()
            window.deleteLater()


def settle(driver: Driver) -> None:
    """Wait until all parts are there, and nothing is worked on."""
    driver.wait_for(lambda: driver.window.whole)
    driver.settle()


def keep(driver: Driver) -> None:
    """Let a window come to rest and keep what it shows."""
    settle(driver)
    driver.window.start_keeper.keep_now()
    settle(driver)


@pytest.fixture
def kept(start: Callable[..., Driver], sample: Path) -> Path:
    """Return a project of which a start is kept."""
    driver = start(sample)
    assert driver.window.first.kept is None
    assert driver.window.whole
    keep(driver)
    driver.window.close()
    assert kept_start.read(sample, first_start.look_wanted()) is not None
    return sample


def hold_parts(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let a window have no more than list and map until the function returned is called."""
    waiting: list[starting._Imported] = []
    real = starting._Imported.start
    monkeypatch.setattr(starting._Imported, "start", lambda self: waiting.append(self))

    def go_on() -> None:
        monkeypatch.setattr(starting._Imported, "start", real)
        for one in waiting:
            real(one)

    return go_on


def drawn(driver: Driver) -> None:
    """Wait until the map is painted."""
    with driver.qtbot.waitCallback(timeout=20_000) as callback:
        driver.window.map_view.when_drawn(callback)


def listed(driver: Driver) -> list[list[str]]:
    """Return the texts of the list as it is shown."""
    table = driver.window.first.table or driver.window.events.table
    model = table.model()
    assert model is not None
    columns = [at for at in range(model.columnCount()) if not table.isColumnHidden(at)]
    return [[str(model.index(row, at).data()) for at in columns] for row in range(model.rowCount())]


def test_a_start_shows_list_and_map_before_the_project_is_read(
    start: Callable[..., Driver], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = hold_parts(monkeypatch)
    driver = start(kept)
    window = driver.window
    assert not window.whole
    assert window.first.table is not None
    drawn(driver)
    assert driver.in_map("JSON.stringify(mapper.counts())") == (
        '{"events":3,"shown":3,"on_map":2,"fronts":1}'
    )
    before = listed(driver)
    assert len(before) == 3
    # The keyboard is the list's, and what is selected there is in the map.
    QTest.keyClick(window.first.table, Qt.Key.Key_J)
    QTest.keyClick(window.first.table, Qt.Key.Key_J)
    chosen = window.first.event_id
    drawn(driver)
    assert driver.in_map("mapper.selected()") == chosen
    driver.in_map("mapper.setView({lon: 33, lat: 47, zoom: 8}); 1")
    driver.in_map("window.marked = 1")
    place = window.first.table.mapTo(window, window.first.table.rect().topLeft())
    window.map_view.setFocus()
    window.first.table.setFocus()
    go_on()
    settle(driver)
    # Everything is there, and nothing was taken from the person.
    assert window.whole
    assert window.events.table is window.first.table
    assert window.events.table.events is window.events.model
    assert listed(driver) == before
    assert window.events.table.currentIndex().row() == 1
    assert window.selection.event_id == chosen
    assert driver.in_map("mapper.selected()") == chosen
    assert driver.in_map("mapper.view().zoom") == 8
    assert driver.in_map("window.marked") == 1
    assert window.drawing.went_on
    assert window.panel.detail is not None
    assert window.panel.detail.event.event_id == chosen
    table = window.events.table
    assert (table.mapTo(window, table.rect().topLeft()) - place).manhattanLength() <= 2
    assert table.hasFocus()
    # What hears of the selection does so still, though the rows are others.
    table.selectAll()
    settle(driver)
    assert len(window.selection.selected) == 3
    assert "1,264 km" in window.panel.several.distances.told.text()


def test_an_event_selected_on_the_map_is_current_in_the_list(
    start: Callable[..., Driver], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_parts(monkeypatch)
    driver = start(kept)
    table = driver.window.first.table
    assert table is not None
    drawn(driver)
    wanted = table.events.event_id(1)
    driver.in_map(
        "(() => { const { app } = MapperClient;"
        f" app.select(app.doc.indexOf('{wanted}'), {{ byUser: true }}); }})(); 1"
    )
    driver.wait_for(lambda: table.currentIndex().row() == 1)


def test_an_edit_follows_and_is_shown_by_the_next_start(
    start: Callable[..., Driver], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = start(kept)
    window = driver.window
    assert window.first.kept is not None
    settle(driver)
    edited = window.events.model.event_id(0)
    assert edited is not None
    window.session.edit(lambda project, _progress: project.update_events([edited], title="Edited"))
    settle(driver)
    assert driver.titles()[0] == "Edited"
    column = "MapperClient.app.doc.column('title')[MapperClient.app.doc.indexOf('{}')]"
    assert driver.in_map(column.format(edited)) == "Edited"
    # Nothing is shown of the state before.
    assert kept_start.read(kept, first_start.look_wanted()) is None
    keep(driver)
    window.close()
    hold_parts(monkeypatch)
    driver = start(kept)
    assert driver.window.first.kept is not None
    drawn(driver)
    assert listed(driver)[0][1] == "Edited"
    assert driver.in_map(column.format(edited)) == "Edited"


def test_what_another_program_changed_is_not_shown_as_it_was(
    start: Callable[..., Driver], kept: Path
) -> None:
    with open_project(kept, mode="rw") as project:
        project.update_events([project.events["event_id"].iloc[0]], title="Changed elsewhere")
    driver = start(kept)
    assert driver.window.first.kept is None
    settle(driver)
    assert "Changed elsewhere" in driver.titles()


def test_what_is_changed_as_mapper_starts_is_drawn_anew(
    start: Callable[..., Driver], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = hold_parts(monkeypatch)
    driver = start(kept)
    assert driver.window.first.kept is not None
    drawn(driver)
    with open_project(kept, mode="rw") as project:
        event_id = project.events["event_id"].iloc[0]
        project.update_events([event_id], title="Changed meanwhile")
    go_on()
    settle(driver)
    assert not driver.window.drawing.went_on
    assert "Changed meanwhile" in driver.titles()
    assert "Changed meanwhile" in driver.in_map("MapperClient.app.doc.column('title').join('|')")


def test_a_project_that_cannot_be_read_after_all_is_shown_no_more(
    start: Callable[..., Driver], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise ProjectError("It cannot be read.")

    monkeypatch.setattr(session, "open_project", refuse)
    driver = start(kept)
    assert driver.window.first.kept is not None
    driver.wait_for(lambda: driver.window.whole)
    driver.wait_for(lambda: driver.in_map("mapper.counts().events") == 0)
    assert not driver.window.events.table.isVisible()
    assert driver.window.notices.isVisible()


def test_a_state_that_another_program_wrote_is_not_kept_as_what_was_read(
    start: Callable[..., Driver], sample: Path
) -> None:
    driver = start(sample)
    settle(driver)
    # Written while the window shows what was before.
    connection = apsw.Connection(str(sample))
    connection.execute("UPDATE settings SET value = value")
    connection.execute("CREATE TABLE somebodys (id INTEGER)")
    connection.close()
    keep(driver)
    driver.window.close()
    assert kept_start.read(sample, first_start.look_wanted()) is None


def test_a_filtered_list_is_not_kept_for_all(start: Callable[..., Driver], sample: Path) -> None:
    driver = start(sample)
    settle(driver)
    driver.window.events.filter_bar.search.setText("drone")
    listing = driver.window.listing
    driver.wait_for(
        lambda: listing.arrangement is not None and not listing.arrangement.chosen.everything
    )
    keep(driver)
    assert kept_start.read(sample, first_start.look_wanted()) is None


def test_a_window_closed_before_it_is_whole_ends(
    start: Callable[..., Driver], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = hold_parts(monkeypatch)
    driver = start(kept)
    drawn(driver)
    driver.window.close()
    go_on()
    driver.qtbot.wait(300)
    assert not driver.window.whole


def test_the_page_begins_in_the_theme(
    start: Callable[..., Driver], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_parts(monkeypatch)
    driver = start(kept, theme="dark")
    drawn(driver)
    assert driver.in_map("document.documentElement.dataset.theme") == "dark"


def test_rows_that_were_not_kept_are_there_but_empty(start: Callable[..., Driver]) -> None:
    from mapper.gui.theme import LIGHT

    rows = FirstRows(ROWS, LIGHT)
    assert rows.rowCount() == 5
    assert [rows.event_id(at) for at in range(5)] == ["a", "b", None, None, "e"]
    assert rows.index(2, 1).data() == ""
    assert rows.index(0, 1).data() == "Удар"
    assert rows.next_event(1, 1) is None
    assert rows.next_event(0, 1) == 1
    assert rows.position("e") == 4
    assert rows.chosen([0, 2, 4]).ids() == ["a", "e"]


# The picture of its map


def keep_picture(driver: Driver) -> bool:
    """Keep what a window shows and its picture; return whether that is another than before."""
    keep(driver)
    pictures = driver.window.start_keeper.pictures
    file = kept_start.picture_of(driver.window.session.data.path)
    before = file.stat().st_mtime_ns if file.exists() else 0
    with driver.qtbot.waitSignal(pictures.kept, timeout=30_000):
        pictures.keep_now()
    driver.settle()
    return bool(file.stat().st_mtime_ns != before)


def test_a_start_shows_a_picture_of_its_map_until_that_is_drawn(
    start: Callable[..., Driver], sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = start(sample)
    assert keep_picture(driver)
    assert not keep_picture(driver), "it is the same still"
    driver.window.close()
    go_on = hold_parts(monkeypatch)
    driver = start(sample)
    window = driver.window
    picture = window.first.picture
    assert picture is not None
    assert picture.fits
    assert picture.isVisible()
    seen = window.map_view.grab().toImage()
    window.map_view.when_drawn(go_on)
    settle(driver)
    driver.wait_for(lambda: not window.map_view.findChildren(FirstPicture))
    now = window.map_view.grab().toImage()
    places = [(x, y) for x in range(0, now.width(), 9) for y in range(0, now.height() - 150, 9)]
    same = sum(seen.pixel(*at) == now.pixel(*at) for at in places)
    assert same > 0.97 * len(places), "nothing jumps"
    assert not keep_picture(driver)


def test_another_theme_has_another_picture(start: Callable[..., Driver], sample: Path) -> None:
    driver = start(sample)
    keep_picture(driver)
    driver.window.close()
    driver = start(sample, theme="dark")
    assert driver.window.first.kept is not None
    assert driver.window.first.picture is None
    assert keep_picture(driver)
    driver.window.close()
    assert start(sample, theme="dark").window.first.picture is not None


def test_no_picture_is_made_of_a_map_too_large_for_it(
    start: Callable[..., Driver], sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_keeping, "LARGEST_BYTES", 1000)
    driver = start(sample)
    keep(driver)
    driver.window.start_keeper.pictures.keep_now()
    settle(driver)
    driver.qtbot.wait(200)
    assert not kept_start.picture_of(sample).exists()


def test_where_nothing_is_drawn_out_of_sight_it_is_not_tried_for_ever(
    start: Callable[..., Driver], sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []
    monkeypatch.setattr(Picturing, "make", lambda self, *what: tried.append(what))
    driver = start(sample)
    keep(driver)
    for _ in range(5):
        driver.window.start_keeper.pictures.keep_now()
        settle(driver)
    assert len(tried) == 3


def test_a_window_that_closes_meanwhile_leaves_nothing(
    start: Callable[..., Driver], sample: Path
) -> None:
    driver = start(sample)
    keep(driver)
    pictures = driver.window.start_keeper.pictures
    pictures.keep_now()
    driver.wait_for(lambda: pictures._picturing._view is not None)
    driver.window.close()
    driver.qtbot.wait(100)
    assert not [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    assert not kept_start.picture_of(sample).exists()
