"""Whatever moment a writer is killed at: nothing acknowledged is lost, no file is unreadable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from effort import IN_CI

#: The promise is made for five hundred kills, which take two minutes of processor time.
KILLS = 100 if IN_CI else 500
#: Killers side by side, each with a project of its own.
AT_ONCE = 2


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="writers are forked, which needs a POSIX system"
)
def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    seed = int.from_bytes(os.urandom(3))
    program = Path(__file__).with_name("killed_writers.py")
    killers = []
    for number in range(AT_ONCE):
        folder = tmp_path / str(number)
        folder.mkdir()
        command = [sys.executable, program, folder, str(KILLS // AT_ONCE), str(seed + number)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        killers.append(subprocess.Popen(command, text=True, **pipes))
    counts: Counter[str] = Counter()
    told = [killer.communicate(timeout=600) for killer in killers]
    for killer, (out, said) in zip(killers, told, strict=True):
        assert killer.returncode == 0, said
        counts.update(json.loads(out))
    assert counts["kills"] == KILLS
    # Else the moments were badly chosen, and the test shows nothing.
    assert counts["in_an_action"] > KILLS / 2
    assert counts["journals"] > KILLS / 50
    assert counts["in_a_merge"] > KILLS / 50
