"""Writes a file of what is kept for the next start: whole, and for this person's eyes only."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def put(file: Path, *parts: bytes) -> None:
    """Write the parts of a file, one after another, in place of the file before.

    Others on this computer neither read it (titles may be confidential) nor write it (scripts
    run in the window).

    Raises
    ------
    OSError
        If it cannot be written; the file before stays.
    """
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            for part in parts:
                target.write(part)
        os.replace(new, file)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise
