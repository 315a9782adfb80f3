"""The first start of a project: what another process makes is what the window would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from project_data import make_events, make_fronts, make_result
from PyQt6.QtCore import QSize
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mapper import paths
from mapper.gui import first_making, first_start, kept_start, settings, starting
from mapper.gui.kept_start import Stamp
from mapper.gui.list_columns import SORT_KEYS
from mapper.gui.project_data import read_data
from mapper.gui.start_keeping import _heights
from mapper.gui.window import MainWindow
from mapper.model.errors import ProjectError
from mapper.project import create_project, open_project

#: The window and what a person does with it: see ``conftest.py``.
Driver = Any


@pytest.fixture(autouse=True)
def _nothing_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be kept of any project; the index of places stays."""
    here = paths.cache_folder()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    for kept in here.iterdir():
        if kept.name not in ("starts", "drawings", "lines"):
            (paths.cache_folder() / kept.name).symlink_to(kept)
    # What is imported later is not what is tested, and takes long.
    monkeypatch.setattr(starting, "LATER", ())
    monkeypatch.setattr(first_start, "_processors", lambda: 2)
    # However busy the machine is.
    monkeypatch.setattr(first_start, "MOST_S", 60.0)


@pytest.fixture
def start(
    qtbot: QtBot, qapp: QApplication, drive: Callable[[MainWindow], Driver]
) -> Iterator[Callable[..., Driver]]:
    """Return a function that starts the window as a person does."""
    windows: list[MainWindow] = []

    def begin(path: Path | None) -> Driver:
        window = starting.begin(qapp, "light", path, size=QSize(1280, 800))
        windows.append(window)
        return drive(window)

    yield begin
    for window in windows:
        with qtbot.waitSignal(window.map_view.destroyed, timeout=20_000):
            window.close()
            window.deleteLater()


def listed(driver: Driver) -> list[list[str]]:
    """Return the texts of the list as it is shown."""
    table = driver.window.first.table or driver.window.events.table
    model = table.model()
    columns = [at for at in range(model.columnCount()) if not table.isColumnHidden(at)]
    return [[str(model.index(row, at).data()) for at in columns] for row in range(model.rowCount())]


COUNTS = '{"events":3,"shown":3,"on_map":2,"fronts":1}'


def whole(driver: Driver) -> None:
    """Wait until all parts are there, and nothing is worked on."""
    driver.wait_for(lambda: driver.window.whole)
    driver.settle()


def test_the_first_start_shows_what_the_window_then_takes_over(
    start: Callable[..., Driver], sample: Path
) -> None:
    before = Stamp.of(sample)
    driver = start(sample)
    window = driver.window
    assert not window.whole
    first = listed(driver)
    assert len(first) == 3
    whole(driver)
    assert window.drawing.went_on
    # Distances are measured once the project is read.
    assert [row[:-1] for row in listed(driver)] == [row[:-1] for row in first]
    assert driver.in_map("JSON.stringify(mapper.counts())") == COUNTS
    assert window.session.data.read_only_reason is None
    # Nothing was written to show it, and the room that was kept free is what the parts take.
    assert Stamp.of(sample) == before
    assert {**window.first.kept.heights, "below": 0} == {**_heights(window), "below": 0}
    # The next start shows these, too.
    assert window.start_keeper._kept is None
    window.start_keeper.keep_now()
    driver.settle()
    kept = kept_start.read(sample, first_start.look_wanted())
    assert kept is not None
    assert kept.rows.rows[0].texts["distance"] == "1,264 km"


def test_the_sample_is_made_where_there_is_none(start: Callable[..., Driver]) -> None:
    assert not first_start.sample_path().exists()
    driver = start(None)
    window = driver.window
    assert not window.whole
    assert len(listed(driver)) == 3
    whole(driver)
    assert window.drawing.went_on
    assert window.session.data.path == first_start.sample_path()
    # A newcomer is shown the first event.
    assert window.selection.event_id is not None
    assert sorted(path.suffix for path in first_start.sample_path().parent.glob("sample*")) == [
        ".gpkg",
        ".lock",
    ]


def test_who_is_ended_leaves_no_part_of_a_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(path: Path) -> Path:
        path.write_bytes(b"a part")
        raise ProjectError("the disk is full")

    monkeypatch.setattr(first_making, "sample_project", ended)
    with pytest.raises(ProjectError):
        first_making.make_sample(tmp_path / "sample.gpkg")
    assert list(tmp_path.glob("sample*")) == []


@pytest.mark.parametrize("slow", [False, True], ids=["it fails", "it takes too long"])
def test_the_window_reads_the_project_itself_where_the_other_cannot(
    start: Callable[..., Driver],
    sample: Path,
    monkeypatch: pytest.MonkeyPatch,
    slow: bool,
) -> None:
    if slow:
        monkeypatch.setattr(first_start, "MOST_S", 0.4)
    else:
        # The list is sorted by what is measured only later.
        settings.set_list_layout({"sort": "distance"})
        settings.FILE.finish()
    driver = start(sample)
    window = driver.window
    assert window.whole
    assert window.first.kept is None
    whole(driver)
    # The page, which has waited for the other process, takes the document of this one.
    assert driver.in_map("JSON.stringify(mapper.counts())") == COUNTS
    assert len(listed(driver)) == 3


def test_what_cannot_be_opened_is_told_by_the_window(
    start: Callable[..., Driver], tmp_path: Path
) -> None:
    path = tmp_path / "no project.gpkg"
    path.write_bytes(b"nothing that could be read")
    driver = start(path)
    driver.wait_for(lambda: not driver.window.notices.isHidden())
    assert "no project.gpkg" in driver.window.notices.text.text()


def test_only_what_is_quicker_is_left_to_another_process(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert first_start.begin(tmp_path / "none.gpkg") is None
    with monkeypatch.context() as patch:
        patch.setattr(first_start, "LARGEST_BYTES", 10)
        assert first_start.begin(sample) is None
    with monkeypatch.context() as patch:
        patch.setattr(first_start, "_processors", lambda: 1)
        assert first_start.begin(sample) is None
    beside = Path(f"{sample}-wal")
    beside.write_bytes(b"")
    assert first_start.begin(sample) is None
    beside.unlink()
    kept_start.folder().mkdir()
    (kept_start.folder() / "sample-01234567.start").write_bytes(b"")
    # Whether that is of use is seen only once Qt is there.
    assert first_start.begin(sample) is None
    making = first_start.begin(sample, surely=True)
    assert making is not None
    making._process.kill()
    making._wait()


def test_rows_of_all_columns_are_kept(sample: Path) -> None:
    settings.set_list_layout({"columns": list(SORT_KEYS)})
    assert first_making.make(sample, first_start.look_wanted())
    kept = kept_start.read(sample, first_start.look_wanted())
    assert kept is not None
    first = kept.rows.rows[0].texts
    assert first["title"] == "Drone strike on an industrial plant in Izhevsk"
    assert first["country"] == "Russia"
    # These follow: the list counts and measures once the project is read.
    assert not {"sources", "distance"} & first.keys()


@pytest.mark.usefixtures("plain_land")
def test_lines_to_derive_are_derived_beside_the_window(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fronts = make_fronts("2025-06-30", "2025-07-01", "2025-07-02")
    # Three areas, three lines.
    moved = [shapely.box(36.0 + at, 47.0, 39.0, 49.0) for at in (0.0, 0.2, 0.4)]
    fronts["geom"] = [shapely.MultiPolygon([area]) for area in moved]
    with open_project(sample, mode="rw") as project:
        project.add(make_result(fronts=fronts))
    lines = paths.cache_folder() / "lines"
    seen: list[int] = []

    def make() -> bool:
        count = lambda: seen.append(len(list(lines.glob("*.line"))))  # noqa: E731
        return first_making.make(sample, first_start.look_wanted(), count)

    assert first_start.derives_many(sample)
    # After two it leaves the rest of the start to the window, and derives what that will need.
    assert not make()
    assert seen == [2]
    assert len(list(lines.glob("*.line"))) == 3
    assert kept_start.read(sample, first_start.look_wanted()) is None
    # Lines that are there are nothing to wait for.
    assert make()
    assert seen == [2]
    shutil.rmtree(lines)
    first_making.derive(sample)
    assert len(list(lines.glob("*.line"))) == 3
    with open_project(sample, mode="rw") as project:
        fronts = read_data(project).fronts
        for snapshot in fronts.snapshots:
            fronts.front(snapshot)
        project.keep_lines()
    assert not first_start.derives_many(sample)


def test_what_is_no_project_has_nothing_to_derive(tmp_path: Path) -> None:
    path = tmp_path / "none.gpkg"
    assert not first_start.derives_many(path)
    path.write_bytes(b"nothing that could be read")
    assert not first_start.derives_many(path)


@pytest.mark.usefixtures("plain_land")
def test_the_window_does_not_wait_for_many_lines(
    start: Callable[..., Driver], tmp_path: Path
) -> None:
    path = tmp_path / "fronts.gpkg"
    days = [f"2025-07-{day:02d}" for day in range(1, 6)]
    with create_project(path) as project:
        project.add(make_result(make_events(4)))
        project.add(make_result(fronts=make_fronts(*days)))
    driver = start(path)
    assert driver.window.first.kept is None
    assert driver.window.whole
    whole(driver)
    assert len(listed(driver)) == 4
    assert driver.in_map("mapper.counts().fronts") == 5


def test_a_project_without_events_is_left_to_the_window(tmp_path: Path) -> None:
    path = tmp_path / "empty.gpkg"
    create_project(path).close()
    assert not first_making.make(path, first_start.look_wanted())


def test_a_project_that_was_changed_meanwhile_is_not_kept(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = first_making.document

    def drawn(data: Any) -> Any:
        made = real(data)
        with open_project(sample, mode="rw") as project:
            project.update_events([str(data.columns.ids[0])], title="Another")
        return made

    monkeypatch.setattr(first_making, "document", drawn)
    assert not first_making.make(sample, first_start.look_wanted())
    assert kept_start.read(sample, first_start.look_wanted()) is None


def test_neither_process_imports_what_it_does_not_need() -> None:
    code = (
        "import sys\n"
        "from mapper.gui import first_start\n"
        "early = [name for name in ('PyQt6', 'numpy', 'apsw') if name in sys.modules]\n"
        "from mapper.gui import first_making\n"
        "late = ('PyQt6.QtGui', 'PyQt6.QtWidgets', 'mapper.checks', 'pyogrio', 'folium')\n"
        "print(early, [name for name in late if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] []\n"


def test_as_many_processors_are_counted_as_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert 1 <= first_start._processors() <= (os.cpu_count() or 1)
