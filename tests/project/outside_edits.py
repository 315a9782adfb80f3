"""Edits by another program: another process with SQLite as it comes with Python, as QGIS's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

_PROGRAM: Final = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
    connection.create_function(name, 1, lambda geometry: 0)
for statement in sys.argv[2:]:
    connection.execute(statement)
connection.commit()
"""


def edit_outside(path: Path, *statements: str) -> None:
    """Run SQL on the file in another process: the project may be open in this one."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROGRAM, str(path), *statements],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
