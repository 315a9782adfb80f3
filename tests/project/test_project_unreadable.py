"""Rows that cannot be read: left out, told with field and value, kept in the file."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest
from outside_edits import edit_outside

from mapper import export
from mapper.model.errors import DamagedProjectError, MapperError
from mapper.project import Project, open_project, unreadable, unreadable_words
from mapper.project.rescue import rescue


@pytest.mark.parametrize(
    ("table", "change", "field", "said"),
    [
        ("events", "killed_best = 'many'", "killed_best", "found 'many'; expected a whole number"),
        ("events", "radius_m = 'far'", "radius_m", "found 'far'; expected a number"),
        ("events", "weapon = 'catapult'", "weapon", "found 'catapult'; expected one of drone"),
        ("events", "date_start = '2025-02-30'", "date_start", "found '2025-02-30'; expected YYYY"),
        ("events", "date_end = NULL", "date_start", "needs both days"),
        ("events", "geom = x'00'", "geom", "a stored geometry cannot be read"),
        ("events", "title = CAST(x'ff41' AS TEXT)", "title", "the text is damaged; expected UTF-8"),
        ("sources", "source_type = 'gossip'", "source_type", "found 'gossip'"),
        ("control_areas", "as_of = '2025-13-01'", "as_of", "found '2025-13-01'"),
    ],
)
def test_one_row_is_left_out_and_told(
    table: str, change: str, field: str, said: str, project: Project, path: Path
) -> None:
    whole = {name: len(getattr(project, name)) for name in ("events", "sources", "control_areas")}
    project.close()
    edit_outside(path, f"UPDATE {table} SET {change} WHERE fid = 1")
    with open_project(path, "rw") as opened:
        found = {name: len(getattr(opened, name)) for name in whole}
        assert found == {name: count - (name == table) for name, count in whole.items()}
        (row,) = opened.unreadable
        assert (row.table, row.row, row.field) == (table, 1, field)
        assert said in row.sentence
        assert row.key
        assert f"Table {table}, row 1 ({row.key})" in row.sentence
        # Its text is no text to the history: nothing may be written then.
        assert (opened.mode == "r") == (field == "title")
        assert opened.query(f"SELECT count(*) FROM {table}")[0][0] == whole[table]


def test_others_can_be_edited_and_it_is_not(project: Project, path: Path) -> None:
    edit_outside(path, "UPDATE events SET killed_best = 'many' WHERE fid = 3")
    project.update_events(["test:1"], title="Mine")
    assert project.event("test:1").title == "Mine"
    assert len(project.events) == 11
    assert "Mine" in project.events["title"].tolist()
    assert len(project.unreadable) == 1
    with pytest.raises(MapperError):
        project.update_events(["test:2"], title="Mine")


def test_many_rows_are_told_in_short(project: Project, path: Path) -> None:
    project.close()
    edit_outside(path, "UPDATE events SET radius_m = 'far' WHERE fid <= 8")
    with open_project(path) as opened:
        assert len(opened.events) == 4
        words = unreadable_words(opened.unreadable)
        assert words[0] == "8 rows cannot be read and are left out; the file keeps them."
        assert words[-1] == "And 3 more."
        assert len(words) == 7


def test_more_than_single_rows_is_a_damaged_table(
    project: Project, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unreadable, "MOST", 2)
    project.close()
    edit_outside(path, "UPDATE events SET radius_m = 'far' WHERE fid <= 3")
    with open_project(path) as opened, pytest.raises(DamagedProjectError):
        _ = opened.events


def test_an_export_tells_and_leaves_behind_what_belongs_to_it(
    project: Project, path: Path, tmp_path: Path
) -> None:
    address = "https://example.org/hidden"
    project.update_events(["test:1"], sensitive=True)
    source = project.sources_of("test:1")[0].source_id
    project.update_source(source, url=address)
    project.close()
    edit_outside(path, "UPDATE events SET radius_m = 'far' WHERE event_id = 'test:1'")
    with open_project(path) as opened:
        for kind in ("html", "xlsx", "gpkg"):
            out = tmp_path / f"out.{kind}"
            report = (export.html if kind == "html" else export.table)(opened, out)
            assert "1 row cannot be read and is left out; the file keeps it." in report.warnings
            if kind == "gpkg":
                found = apsw.Connection(str(out)).execute("SELECT url FROM sources").fetchall()
                assert (address,) not in found


def test_a_rescue_mends_it(project: Project, path: Path, tmp_path: Path) -> None:
    project.close()
    edit_outside(path, "UPDATE events SET killed_best = 'many' WHERE fid = 1")
    report = rescue(path, tmp_path / "new.gpkg")
    assert "1 row lacks values that could not be read." in report.warnings
    with open_project(tmp_path / "new.gpkg") as mended:
        assert len(mended.events) == 12
        assert mended.unreadable == ()
