"""Whatever moment a writer is killed at: nothing acknowledged is lost, no file is unreadable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

#: The promise is made for five hundred kills; each takes a tenth of a second.
KILLS = 500


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="writers are forked, which needs a POSIX system"
)
def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    seed = int.from_bytes(os.urandom(3))
    done = subprocess.run(
        [
            sys.executable,
            Path(__file__).with_name("killed_writers.py"),
            tmp_path,
            str(KILLS),
            str(seed),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["kills"] == KILLS
    # Else the moments were badly chosen, and the test shows nothing.
    assert counts["in_an_action"] > KILLS / 2
    assert counts["journals"] > KILLS / 50
    assert counts["in_a_merge"] > KILLS / 50
