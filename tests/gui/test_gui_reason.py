"""A reason for what was just done: offered, never asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt

from mapper.project import Change, Project

pytestmark = pytest.mark.without_map

Open = Callable[..., Any]


def edit(driver: Any, function: Callable[[Project], Change]) -> None:
    done: list[object] = []
    driver.window.session.edit(lambda project, _progress: function(project), done=done.append)
    driver.wait_for(lambda: bool(done))


def test_a_reason_is_kept_with_the_newest_step(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    line, session = driver.window.reason, driver.window.session
    assert not line.isVisible()
    event_id = session.data.columns.ids[0]
    edit(driver, lambda project: project.update_events([event_id], notes="x", reason="First"))
    assert line.button.text().endswith(": add a reason")
    line.button.click()
    driver.wait_for(line.edit.isVisible)
    # It may have one already, as mends of the data check have.
    assert line.edit.text() == "First"
    line.edit.clear()
    driver.qtbot.keyClicks(line.edit, "Ministry's report & <b>photos</b>")
    driver.qtbot.keyClick(line.edit, Qt.Key.Key_Return)
    driver.wait_for(line.button.isVisible)
    assert line.button.text().endswith(": change the reason")
    assert session._project.query("SELECT reason FROM changes ORDER BY fid DESC LIMIT 1") == [
        ("Ministry's report & <b>photos</b>",)
    ]
    assert session.data.undo_name is not None
    edit(driver, lambda project: project.undo())
    assert not line.isVisible()


def test_escape_leaves_the_line_and_the_next_step_has_its_own(
    open_window: Open, sample: Path
) -> None:
    driver = open_window(sample)
    line, session = driver.window.reason, driver.window.session
    event_id = session.data.columns.ids[0]
    edit(driver, lambda project: project.update_events([event_id], notes="x"))
    line.button.click()
    driver.wait_for(line.edit.isVisible)
    driver.qtbot.keyClicks(line.edit, "half")
    driver.qtbot.keyClick(line.edit, Qt.Key.Key_Escape)
    assert line.button.isVisible()
    assert not line.edit.isVisible()
    line.button.click()
    driver.wait_for(line.edit.isVisible)
    assert line.edit.text() == ""
    edit(driver, lambda project: project.update_events([event_id], notes="y"))
    assert line.button.text().endswith(": add a reason")
    reasons = session._project.query("SELECT reason FROM changes ORDER BY fid DESC LIMIT 2")
    assert reasons == [(None,), (None,)]


def test_a_reason_for_an_import_leaves_its_notice(open_window: Open, sample: Path) -> None:
    driver = open_window(sample)
    window = driver.window
    for commands, name in ((window.commands, "_imported"), (window.merging, "_told")):
        window.problems.tell("Imported: 1 added.", {})
        setattr(commands, name, "Imported: 1 added.")
        (step,) = window.session._project.query("SELECT max(fid) FROM changes")[0]
        edit(driver, lambda project, step=step: project.give_reason(step, "why"))
        assert window.notices.isVisible()
        event_id = window.session.data.columns.ids[0]
        edit(
            driver, lambda project, event_id=event_id: project.update_events([event_id], notes="x")
        )
        assert not window.notices.isVisible()
