"""Power cuts, full disks and failing disks in the middle of any action."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from effort import tries
from faulty_disk import Fault, FaultyDisk
from project_actions import act, check_after_fault, choose, digest, make_project
from project_data import make_events, make_result, make_sources

from mapper.model.errors import MapperError, ProjectError
from mapper.project import Project, open_project
from mapper.project.copying import copy_project

#: Faults tried of each kind, each at another moment.
TRIES = tries(24)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ready") / "work.gpkg"
    make_project(path)
    shutil.copy(path, colleague(path))
    with open_project(colleague(path), "rw") as project:
        for number, action in enumerate(("edit", "delete", "fronts", "source", "merge")):
            act(project, action, number)
        project.add(make_result(make_events(40, feed="theirs")))
    return path


def colleague(path: Path) -> Path:
    """Return the copy of a colleague who worked on it."""
    return path.with_name("colleague.gpkg")


def lay(ready: Path, path: Path) -> None:
    """Lay the project and the colleague's copy where they are worked with."""
    shutil.copy(ready, path)
    shutil.copy(colleague(ready), colleague(path))


def a_few_actions(chance: random.Random) -> list[tuple[str, int]]:
    some = [choose(chance) for _ in range(4)]
    return [*some[:2], ("copy", 0), *some[2:], ("many", chance.randrange(3)), choose(chance)]


def do(project: Project, action: str, number: int) -> None:
    if action == "copy":
        project.take_copy(colleague(project.path), theirs="all")
        return
    if action != "many":
        act(project, action, number)
        return
    # More than the cache holds: written to the file before the end of the action.
    project.query("PRAGMA cache_size = 10")
    events = make_events(150, title=f"Many {number}")
    project.add(make_result(events, sources=make_sources(events)))


def run(path: Path, actions: list[tuple[str, int]], disk: FaultyDisk) -> tuple[str, str | None]:
    """Act until the disk fails; return what was acknowledged and the action that failed."""
    with disk.in_use():
        acknowledged, action = "", None
        try:
            with open_project(path, "rw") as project:
                with disk.at_rest():
                    acknowledged = digest(project)
                for action, number in actions:
                    try:
                        do(project, action, number)
                    except MapperError:
                        if disk.struck:
                            return acknowledged, action
                    with disk.at_rest():
                        acknowledged = digest(project)
        except ProjectError:
            assert disk.struck
        return acknowledged, action


def operations(ready: Path, path: Path, actions: list[tuple[str, int]], fault: Fault) -> int:
    """Return how many operations of the disk the actions take."""
    lay(ready, path)
    disk = FaultyDisk(fault)
    run(path, actions, disk)
    return disk.operations


def refusal(work: Callable[..., object], *arguments: Any) -> str:
    """Return the sentence that says why nothing was done, empty if it was."""
    try:
        work(*arguments)
    except MapperError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("seed", range(3))
def test_a_power_cut_loses_nothing_acknowledged(ready: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = tmp_path / "work.gpkg"
    actions = a_few_actions(chance)
    count = operations(ready, path, actions, "power")
    before = None
    held = 0
    for _ in range(TRIES // 3):
        lay(ready, path)
        if before is None:
            with open_project(path) as project:
                before = digest(project)
        disk = FaultyDisk("power", chance.randrange(count))
        acknowledged, begun = run(path, actions, disk)
        assert disk.struck
        disk.lose_power(chance)
        held += check_after_fault(path, acknowledged or before, begun)
    assert held < TRIES // 3


@pytest.mark.parametrize("fault", ["full", "error"])
@pytest.mark.parametrize("seed", range(3))
def test_after_a_fault_the_project_goes_on(
    ready: Path, tmp_path: Path, fault: Fault, seed: int
) -> None:
    chance = random.Random(seed)
    path = tmp_path / "work.gpkg"
    actions = a_few_actions(chance)
    count = operations(ready, path, actions, fault)
    refused = []
    for _ in range(TRIES // 3):
        lay(ready, path)
        disk = FaultyDisk(fault, chance.randrange(count))
        with disk.in_use():
            try:
                project = open_project(path, "rw")
            except ProjectError as error:
                refused.append(str(error))
                continue
            with disk.at_rest():
                acknowledged = digest(project)
            for action, number in actions:
                struck = disk.struck
                said = refusal(do, project, action, number)
                if disk.struck and not struck:
                    refused.append(said)
                    disk.heal()
                    assert digest(project) == acknowledged
                with disk.at_rest():
                    acknowledged = digest(project)
            project.close()
        check_after_fault(path, acknowledged, None)
    assert refused
    words = "disk is full" if fault == "full" else "could not be read or written"
    assert {words in said for said in refused} == {True}, refused


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps an open file in its place")
@pytest.mark.parametrize("how", ["moved", "replaced", "deleted"])
def test_a_file_taken_away_while_it_is_open(project: Project, path: Path, how: str) -> None:
    before = path.with_name("before.gpkg")
    copy_project(project, before)
    if how == "moved":
        path.rename(path.with_name("elsewhere.gpkg"))
    elif how == "replaced":
        shutil.copy(before, path.with_name("other.gpkg"))
        path.with_name("other.gpkg").replace(path)
    else:
        path.unlink()
    for action in (lambda: project.update_events(["test:1"], title="Lost"), project.undo):
        with pytest.raises(ProjectError, match="was moved, replaced or deleted"):
            action()
    # What was read before stays to be looked at, and to be saved elsewhere.
    assert project.event("test:1").title == "Strike 1"
    copy_project(project, path.with_name("saved.gpkg"))
    with open_project(path.with_name("saved.gpkg")) as saved:
        assert len(saved.events) == 12
