"""What ``mapper open`` does before and instead of a window."""

from __future__ import annotations

import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from cli_tools import Run

from mapper.cli import display


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    """Calls of a stand-in for the window, on a machine that has all it needs."""
    calls: list[Any] = []
    begun: list[Any] = []

    def show(project: Path | None, **options: Any) -> int:
        calls.append((project, options))
        return 0

    window = types.ModuleType("mapper.gui.app")
    window.run = show  # type: ignore[attr-defined]
    package = types.ModuleType("mapper.gui")
    package.app = window  # type: ignore[attr-defined]
    package.first_start = types.SimpleNamespace(begin=begun.append)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "mapper.gui", package)
    monkeypatch.setitem(sys.modules, "mapper.gui.app", window)
    monkeypatch.setattr(display, "missing_libraries", lambda: None)
    monkeypatch.setattr(display, "has_display", lambda: True)
    monkeypatch.setattr(display, "prepare_environment", lambda *, offscreen: None)
    monkeypatch.chdir(tmp_path)
    return calls


def test_alone_it_opens_the_last_project(run: Run, asked: list[Any]) -> None:
    done = run()
    assert (done.code, done.out, done.err) == (0, "", "")
    ((project, options),) = asked
    assert project is None
    assert options["screenshot"] is None


def test_options_reach_the_window(run: Run, asked: list[Any], project: Path) -> None:
    done = run(
        *("open", project, "--select", "a:1", "--date", "2025-07-01", "--size", "1400x900"),
        *("--theme", "dark", "--screenshot", "w.png", "--json"),
    )
    assert done.json == {"project": str(project), "screenshot": "w.png"}
    ((given, options),) = asked
    assert given == project
    assert options["select"] == "a:1"
    assert options["day"].isoformat() == "2025-07-01"
    assert options["size"] == (1400, 900)
    assert options["theme"] == "dark"
    assert options["screenshot"] == Path("w.png")


def test_without_a_display_a_picture_is_drawn(
    run: Run, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "has_display", lambda: False)
    done = run()
    assert done.code == 0
    assert done.err.count("\n") == 1
    assert "no display" in done.err
    assert asked[0][1]["screenshot"] == Path("mapper.png")


def test_a_missing_library_is_a_sentence(
    run: Run, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "missing_libraries", lambda: "Install libegl1.")
    done = run("open")
    assert done.code == 1
    assert done.sentence == "Install libegl1."
    assert asked == []


def test_a_missing_project_is_found_before_the_window(run: Run, asked: list[Any]) -> None:
    assert "does not exist" in run("open", "none.gpkg").sentence
    assert "folder does not exist" in run("open", "--screenshot", "none/w.png").sentence
    assert asked == []


@pytest.mark.parametrize(
    ("given", "shown"), [([], "None"), (["open", "a strike.gpkg"], "a strike.gpkg")]
)
def test_the_window_alone_does_not_wait_for_the_commands(given: list[str], shown: str) -> None:
    code = (
        "import sys\n"
        "from mapper.cli import main, window\n"
        "window.open_window = lambda project, *, as_json: print(project) or 7\n"
        "print(main(sys.argv[1:]), 'typer' in sys.modules)"
    )
    command = [sys.executable, "-c", code, *given]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [shown, "7 False"]


def test_only_a_name_is_a_project(run: Run, asked: list[Any]) -> None:
    assert "does not exist" in run("open", "no such.gpkg").sentence
    assert run("open", "a.gpkg", "b.gpkg").code == 2
    assert run("open", "--nothing").code == 2
    assert asked == []
