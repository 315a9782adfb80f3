"""Writers of a project that are killed at random moments; run as a program of its own.

One process loads Mapper once and forks the writers, so that hundreds of them take seconds.
Prints one JSON object: how many were killed, how many of them in the middle of an action,
how many left a journal to be rolled back, how many had written an action that they had not
yet told of. Ends with an error as soon as a file is unreadable or has lost anything.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import shutil
import signal
import sys
import time
from pathlib import Path

from project_actions import act, check_after_fault, choose, digest, make_project
from project_data import make_events, make_result

from mapper.model.errors import MapperError
from mapper.project import open_project

#: After so many kills the project is made anew, lest its history grow without end.
_ROUND = 25
#: Colleagues who worked on copies of it.
_COLLEAGUES = 4


def write(path: Path, seed: int, told: int) -> None:
    """Act at random without end, telling before and after each action."""
    chance = random.Random(seed)
    project = open_project(path, "rw")
    os.write(told, f"done {digest(project)}\n".encode())
    while True:
        action, number = choose(chance)
        large, merging = chance.random() < 0.1, chance.random() < 0.15
        os.write(told, f"begin {'copy' if merging else action}\n".encode())
        try:
            if merging:
                copy = copy_of(path, chance.randrange(_COLLEAGUES))
                project.take_copy(copy, theirs=chance.choice(["all", ()]))
            elif large:
                project.add(make_result(make_events(chance.randrange(100, 400), title="Many")))
            else:
                act(project, action, number)
        except MapperError:
            pass
        os.write(told, f"done {digest(project)}\n".encode())


def copy_of(path: Path, number: int) -> Path:
    """Return the copy of a colleague."""
    return path.with_name(f"copy {number}.gpkg")


def make_copies(path: Path, chance: random.Random) -> None:
    """Let colleagues work on copies of a project, each by himself."""
    for number in range(_COLLEAGUES):
        shutil.copy(path, copy_of(path, number))
        with open_project(copy_of(path, number), "rw") as project:
            project.add(make_result(make_events(20 * number, feed=f"colleague {number}")))
            for _ in range(8):
                action, which = choose(chance)
                with contextlib.suppress(MapperError):
                    act(project, action, which)


def kill_one(path: Path, chance: random.Random) -> tuple[str, str | None, bool]:
    """Start a writer, kill it; return what it acknowledged, had begun, and left unfinished."""
    reading, writing = os.pipe()
    writer = os.fork()
    if writer == 0:
        os.close(reading)
        try:
            write(path, chance.randrange(2**31), writing)
        finally:
            os._exit(3)
    os.close(writing)
    heard = b""
    actions = chance.randrange(1, 5)
    while heard.count(b"begin") < actions:
        if not select.select([reading], [], [], 60)[0]:
            raise AssertionError("the writer does nothing")
        part = os.read(reading, 65536)
        if not part:
            raise AssertionError("the writer ended by itself")
        heard += part
    time.sleep(chance.random() ** 2 * 0.03)
    os.kill(writer, signal.SIGKILL)
    while part := os.read(reading, 65536):
        heard += part
    os.close(reading)
    os.waitpid(writer, 0)
    lines = [line.split() for line in heard.decode().splitlines()]
    acknowledged = [line[1] for line in lines if line[0] == "done"][-1]
    begun = lines[-1][1] if lines[-1][0] == "begin" else None
    journal = path.with_name(path.name + "-journal")
    return acknowledged, begun, journal.exists() and journal.stat().st_size > 0


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill so many writers of a project in a folder."""
    chance = random.Random(seed)
    counts = {"kills": 0, "in_an_action": 0, "in_a_merge": 0, "journals": 0, "written_untold": 0}
    path, fresh = folder / "killed.gpkg", folder / "fresh.gpkg"
    make_project(fresh)
    make_copies(fresh, chance)
    for number in range(kills):
        if number % _ROUND == 0:
            shutil.copy(fresh, path)
        acknowledged, begun, journal = kill_one(path, chance)
        shutil.copy(path, folder / "as_it_was.gpkg")
        counts["kills"] += 1
        counts["in_an_action"] += begun is not None
        counts["in_a_merge"] += begun == "copy"
        counts["journals"] += journal
        try:
            counts["written_untold"] += check_after_fault(path, acknowledged, begun)
        except (AssertionError, MapperError) as error:
            raise SystemExit(f"kill {number} of seed {seed}: {error}") from error
    print(json.dumps(counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
