"""Whether files are there, asked beside the window: a drive that is gone answers after a minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path


class Asking:
    """One file whose disk is being asked, in a thread that no end of the program waits for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answered = threading.Event()
        self._there = False
        threading.Thread(target=self._ask, name="mapper-disk", daemon=True).start()

    def answer(self, patience_s: float) -> bool | None:
        """Return whether the file is there, None where its disk has not said so far."""
        return self._there if self._answered.wait(max(patience_s, 0.0)) else None

    def _ask(self) -> None:
        try:
            self._there = self._path.is_file()
        finally:
            self._answered.set()


#: Those that have not answered: a disk that hangs is not asked once more each time.
_asked: dict[Path, Asking] = {}


def are_there(paths: Sequence[Path], patience_s: float) -> list[bool | None]:
    """Return of each path whether a file is there; None where the disk is silent.

    Parameters
    ----------
    patience_s
        Longest wait for all of them together, in seconds.
    """
    until = time.monotonic() + patience_s
    asking = [_asked.pop(path) if path in _asked else Asking(path) for path in paths]
    answers = [one.answer(until - time.monotonic()) for one in asking]
    silent = zip(paths, asking, answers, strict=True)
    _asked.update({path: one for path, one, answer in silent if answer is None})
    return answers
