"""Which files are opened, which are refused, and who may write."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Literal

import apsw
import pytest
from project_data import make_events, make_result

from mapper.model.errors import DamagedProjectError, ProjectError, ReadOnlyProjectError
from mapper.project import Project, create_project, open_project
from mapper.project.lock import WriterLock, lock_file


def test_nothing_is_overwritten(path: Path) -> None:
    path.write_text("dear to somebody")
    with pytest.raises(ProjectError, match="exists already"):
        create_project(path)
    assert path.read_text() == "dear to somebody"


def test_a_project_has_its_ending(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"ends in \.gpkg"):
        create_project(tmp_path / "work.txt")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be written: No such file"):
        create_project(tmp_path / "missing" / "work.gpkg")


def test_a_failed_creation_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(connection: apsw.Connection) -> None:
        raise apsw.FullError("disk full")

    monkeypatch.setattr("mapper.project.geopackage.create", full)
    with pytest.raises(ProjectError, match="disk is full"):
        create_project(path)
    assert list(path.parent.iterdir()) == []


def write_foreign(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
    connection.close()


def write_other_database(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE notes (text TEXT)")
    connection.close()


@pytest.mark.parametrize("mode", ["r", "rw"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7\n" + b"x" * 5000, "not a Mapper project"),
        (b"SQLite format 3\0" + b"\xff" * 5000, "damaged or not a Mapper project"),
        (write_foreign, "not a Mapper project"),
        (write_other_database, "not a Mapper project"),
    ],
)
def test_other_files_are_refused(path: Path, mode: str, content: object, words: str) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        assert callable(content)
        content(path)
    before = path.read_bytes()
    with pytest.raises(ProjectError, match=words) as caught:
        open_project(path, mode)  # type: ignore[arg-type]
    assert str(caught.value).count("\n") == 0
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="does not exist"):
        open_project(tmp_path / "none.gpkg")
    with pytest.raises(ProjectError, match="is a folder"):
        open_project(tmp_path)


def test_a_truncated_project(project: Project, path: Path) -> None:
    project.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ProjectError, match="damaged"), open_project(path) as opened:
        _ = opened.events, opened.sources, opened.control_areas


@pytest.mark.parametrize("where", ["fid = (SELECT min(fid) FROM control_areas)", "1"])
def test_a_curve_drawn_elsewhere(project: Project, path: Path, where: str) -> None:
    count = len(project.control_areas)
    project.close()
    curve = b"\x01\x08\x00\x00\x00\x00\x00\x00\x00"
    connection = apsw.Connection(str(path))
    for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        connection.create_scalar_function(name, lambda *_: 0)
    connection.execute(
        f"UPDATE control_areas SET geom = CAST(substr(geom, 1, 40) || ? AS BLOB) WHERE {where}",
        (curve,),
    )
    connection.close()
    with open_project(path) as opened:
        if where == "1":
            # The whole table was written in another way: that is no damage to single rows.
            with pytest.raises(DamagedProjectError, match="a stored geometry cannot be read"):
                len(opened.control_areas)
            return
        assert len(opened.control_areas) == count - 1
        assert "field 'geom': a stored geometry cannot be read" in opened.unreadable[0].sentence


def set_version(path: Path, version: str) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE settings SET value = ? WHERE key = 'format_version'", (version,))
    connection.close()


def test_a_newer_major_is_refused_a_newer_minor_read(project: Project, path: Path) -> None:
    project.close()
    set_version(path, "1.9")
    with open_project(path, "rw") as opened:
        assert len(opened.events) == 12
    set_version(path, "2.0")
    with pytest.raises(ProjectError, match=r"newer Mapper \(format 2\.0"):
        open_project(path)


def test_a_column_taken_away_elsewhere(project: Project, path: Path) -> None:
    project.close()
    connection = apsw.Connection(str(path))
    # What notes the changes of other programs names every column: SQLite refuses at first.
    with pytest.raises(apsw.SQLError):
        connection.execute("ALTER TABLE sources DROP COLUMN quote")
    connection.execute("DROP TRIGGER mapper_outside_sources_update")
    connection.execute("DROP TRIGGER mapper_outside_sources_delete")
    connection.execute("ALTER TABLE sources DROP COLUMN quote")
    connection.close()
    with pytest.raises(ProjectError, match="lacks the column quote"):
        open_project(path)


def test_a_column_added_elsewhere_is_kept(project: Project, path: Path) -> None:
    project.close()
    connection = apsw.Connection(str(path))
    connection.execute("ALTER TABLE events ADD COLUMN mine TEXT")
    connection.execute("DROP TRIGGER mapper_edited_events")
    connection.execute("DROP TRIGGER rtree_events_geom_update4")
    connection.execute("DROP TRIGGER rtree_events_geom_update5")
    connection.execute("UPDATE events SET mine = 'kept' WHERE event_id = 'test:1'")
    connection.close()
    with open_project(path, "rw") as opened:
        opened.delete_events(["test:1"])
        opened.undo()
        assert opened.query("SELECT mine FROM events WHERE event_id = 'test:1'") == [("kept",)]
        opened.undo()
        opened.undo()
        opened.redo()
        assert len(opened.events) == 12


HOLD = """
import sys
from mapper.project import open_project
project = open_project(sys.argv[1], "rw")
assert project.mode == "rw", project.read_only_reason
print("open", flush=True)
sys.stdin.readline()
"""


def test_a_second_writer_reads_and_learns_who_has_it(project: Project, path: Path) -> None:
    project.close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with open_project(path, "rw") as second:
            assert second.mode == "r"
            assert second.read_only_reason is not None
            assert f"process {holder.pid}" in second.read_only_reason
            assert len(second.events) == 12
            with pytest.raises(ReadOnlyProjectError, match="has it open"):
                second.undo()
        # The system frees the lock of a process that dies; its file stays.
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert lock_file(path).exists()
    with open_project(path, "rw") as third:
        assert third.mode == "rw"
        third.undo()
    assert not lock_file(path).exists()


def test_two_writers_in_one_process(project: Project, path: Path) -> None:
    with open_project(path, "rw") as second:
        assert second.mode == "r"
        assert len(second.events) == 12
        project.delete_events(["test:0"])
        assert len(second.events) == 11
    project.delete_events(["test:1"])


def test_the_lock_is_not_kept_by_a_removed_file(path: Path) -> None:
    first = WriterLock.take(path)
    assert isinstance(first, WriterLock)
    lock_file(path).unlink()
    second = WriterLock.take(path)
    assert isinstance(second, WriterLock)
    second.release()
    os.close(first._descriptor)


def test_reading_only_is_respected(project: Project, path: Path) -> None:
    project.close()
    before = path.read_bytes()
    with open_project(path) as opened:
        with pytest.raises(ReadOnlyProjectError, match="open for reading only"):
            opened.update_events(["test:1"], title="No")
        with pytest.raises(ReadOnlyProjectError):
            opened.settings.set("a", 1)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written(
    project: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    monkeypatch.setattr("os.access", lambda place, mode: False)
    with open_project(path, "rw") as opened:
        assert opened.mode == "r"
        assert opened.read_only_reason is not None
        assert "cannot be written" in opened.read_only_reason


def leave_log(path: Path) -> None:
    """Leave the file as a crash of a program that uses a write-ahead log would."""
    code = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
        "c.execute('PRAGMA journal_mode = WAL');"
        "c.execute(\"INSERT INTO settings (key, value) VALUES ('own.crash', '1')\");"
        "c.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def test_a_log_beside_the_file(project: Project, path: Path) -> None:
    project.close()
    leave_log(path)
    log = path.with_name(path.name + "-wal")
    assert log.stat().st_size > 0
    with pytest.raises(ProjectError, match="-wal lies beside it"):
        open_project(path)
    with open_project(path, "rw") as opened:
        assert opened.settings.get("crash") == 1
        assert opened.query("PRAGMA journal_mode") == [("delete",)]
    assert not log.exists()


def test_log_mode_without_a_log_is_read_without_writing(project: Project, path: Path) -> None:
    project.close()
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "wal")
    connection.close()
    with open_project(path) as opened:
        assert len(opened.events) == 12
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "trigger",
    [
        "CREATE TRIGGER evil AFTER UPDATE ON events BEGIN DELETE FROM sources; END",
        "CREATE TRIGGER rtree_events_geom_update9 AFTER UPDATE ON events"
        " BEGIN DELETE FROM rtree_events_geom; UPDATE events SET title = 'x'; END",
        "CREATE TRIGGER mapper_edited_more BEFORE DELETE ON sources"
        " BEGIN INSERT OR IGNORE INTO mapper_edited VALUES (1); END",
    ],
)
def test_a_strange_trigger_makes_it_read_only(project: Project, path: Path, trigger: str) -> None:
    project.close()
    connection = apsw.Connection(str(path))
    connection.execute(trigger)
    connection.close()
    with open_project(path, "rw") as opened:
        assert opened.mode == "r"
        assert opened.read_only_reason is not None
        assert trigger.split()[2] in opened.read_only_reason
    assert not lock_file(path).exists()


KILLED = """
import os, signal, sys
from mapper.project import open_project
project = open_project(sys.argv[1], "rw")
project.update_events(["test:1"], title="Acknowledged")
with project.transaction():
    project.update_events(["test:2"], title="Half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_acknowledged_survives_a_kill(project: Project, path: Path) -> None:
    project.close()
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    with open_project(path, "rw") as opened:
        assert opened.event("test:1").title == "Acknowledged"
        assert opened.event("test:2").title == "Strike 2"
        opened.undo()
        assert opened.event("test:1").title == "Strike 1"


KILLED_WHILE_WRITING = """
import os, signal, sys
from mapper.project import open_project
project = open_project(sys.argv[1], "rw")
with project.transaction() as connection:
    connection.pragma("cache_size", 1)
    connection.execute("UPDATE events SET description = hex(randomblob(4000))")
    assert os.path.getsize(sys.argv[1] + "-journal")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("mode", ["r", "rw"])
def test_a_half_written_file_is_restored(
    project: Project, path: Path, mode: Literal["r", "rw"]
) -> None:
    project.close()
    before = path.read_bytes()
    subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, str(path)], check=False)
    assert path.read_bytes() != before
    with open_project(path, mode) as opened:
        assert opened.events["description"].isna().all()
        assert opened.query("PRAGMA integrity_check") == [("ok",)]


def test_every_write_reaches_the_disk(project: Project) -> None:
    assert project.query("PRAGMA synchronous") == [(3,)]
    assert project.query("PRAGMA journal_mode") == [("delete",)]
    assert project.query("PRAGMA trusted_schema") == [(0,)]


def test_a_full_disk_changes_nothing(path: Path) -> None:
    with create_project(path) as project:
        project.add(make_result(make_events(10)))
        pages = project.query("PRAGMA page_count")[0][0]
        project.query(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(ProjectError, match="disk is full"):
            project.add(make_result(make_events(5000, feed="more")))
        assert len(project.events) == 10
        assert project.undo_name == "Import of test.csv"
    copy = path.with_name("copy.gpkg")
    shutil.copy(path, copy)
    with open_project(copy) as opened:
        assert len(opened.events) == 10
        assert opened.query("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (
            "CREATE TABLE x AS SELECT * FROM sources; DROP TABLE sources;"
            " ALTER TABLE x RENAME TO sources",
            "sources have no numbers",
        ),
        ("DROP TABLE changes; CREATE TABLE changes (a, b)", "no such column"),
        ("DROP TABLE settings; CREATE TABLE settings (k, v)", "no such column"),
        ("DROP TABLE mapper_steps; CREATE TABLE mapper_steps (a)", "mapper_steps"),
        ("DROP TABLE rtree_events_geom", "rtree_events_geom"),
        (
            "ALTER TABLE events ADD COLUMN big TEXT AS (hex(zeroblob(500000000)))",
            "too big",
        ),
    ],
)
def test_tables_of_somebody_else(project: Project, path: Path, statements: str, words: str) -> None:
    project.close()
    connection = apsw.Connection(str(path))
    connection.execute(statements)
    connection.close()

    def work() -> None:
        with open_project(path, "rw") as opened:
            opened.update_events(["test:1"], lon=1.0, lat=2.0)
            opened.undo()

    with pytest.raises(DamagedProjectError, match=words):
        work()
