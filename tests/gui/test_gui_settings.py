"""What is remembered: there at once, in the file soon, and never written where one waits."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QByteArray, QSettings

from mapper.gui import settings
from mapper.gui.settings_file import SettingsFile


@pytest.fixture
def file() -> SettingsFile:
    return SettingsFile("window")


def in_file(name: str) -> Any:
    store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "mapper", "window")
    store.sync()
    return store.value(name)


def test_a_value_is_there_at_once_and_in_the_file_soon(file: SettingsFile) -> None:
    assert file.value("folder/open", "none") == "none"
    values = {
        "folder/open": "/tmp/Ярослав, «x»",
        "recent": ["a", "b, c"],
        "one": ["alone"],
        "layout/window": QByteArray(b"\0\1\xff"),
    }
    for name, value in values.items():
        file.set_value(name, value)
        assert file.value(name) == value
    file.finish()
    assert in_file("folder/open") == values["folder/open"]
    again = SettingsFile("window")
    for name in ("folder/open", "recent", "layout/window"):
        assert again.value(name) == values[name]


def test_only_a_thread_waits_for_the_disk(
    file: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, threads = threading.Event(), []
    sync = QSettings.sync

    def slow(store: QSettings) -> None:
        threads.append(threading.get_ident())
        assert go_on.wait(20)
        sync(store)

    file.value("theme")
    monkeypatch.setattr(QSettings, "sync", slow)
    for number in range(5):
        file.set_value("theme", f"theme {number}")
        file.set_value("unit", "km")
    assert (file.value("theme"), file.value("unit")) == ("theme 4", "km")
    go_on.set()
    file.finish()
    assert threading.get_ident() not in threads
    assert len(threads) <= 2, "what was set meanwhile is written together"
    assert (in_file("theme"), in_file("unit")) == ("theme 4", "km")


def test_what_is_as_it_was_is_not_written(
    file: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["a"]
    file.set_value("tried", names)
    file.finish()
    written: list[str] = []
    monkeypatch.setattr(QSettings, "setValue", lambda _store, name, _value: written.append(name))
    file.set_value("tried", ["a"])
    file.finish()
    assert not written
    names.append("b")
    file.set_value("tried", names)
    file.finish()
    assert written == ["tried"]


def test_what_another_window_wrote_is_seen(file: SettingsFile, tmp_path: Path) -> None:
    other = SettingsFile("window")
    assert file.value("theme") is None
    other.set_value("theme", "dark")
    other.finish()
    assert file.value("theme") == "dark"
    file.set_value("unit", "mi")
    file.finish()
    assert other.value("unit") == "mi"
    assert in_file("theme") == "dark"


def test_yes_and_no_come_back_from_the_file() -> None:
    for closed in (True, False):
        settings.set_welcome_closed(closed)
        assert settings.welcome_closed() is closed
        settings.FILE.forget()
        assert settings.welcome_closed() is closed


def test_a_program_that_ends_has_written_all(tmp_path: Path) -> None:
    program = "from mapper.gui import settings; settings.set_theme('dark'); settings.set_unit('mi')"
    subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        env=os.environ | {"XDG_CONFIG_HOME": str(tmp_path / "config")},
    )
    (written,) = (tmp_path / "config").rglob("window.ini")
    assert {"theme=dark", "unit=mi"} <= set(written.read_text().splitlines())
