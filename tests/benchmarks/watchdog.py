"""How late an event loop answers, and how much memory processes hold."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PyQt6.QtCore import QObject, Qt, QTimer

#: The loop is asked this often, and asks itself this often whether it is alive.
ASKED_MS: Final = 10
TICK_MS: Final = 4
#: A wait that people notice.
LATE_MS: Final = 50


@dataclass(frozen=True)
class Lateness:
    """How long questions put every `ASKED_MS` waited for an answer, milliseconds."""

    median: float
    most_of_all: float
    longest: float
    seconds: float
    #: The most that the loop's thread itself worked between two answers: a machine busy with
    #: other things does not change it.
    worked: float = 0

    @classmethod
    def of(cls, ticks_s: Sequence[float], cpu_s: Sequence[float] = ()) -> Lateness:
        """Return it from the times at which the loop was alive, and its processor time then.

        A question is put whether or not the one before was answered: a pause of half a
        second makes fifty of them wait, as it would people.
        """
        ticks = np.asarray(ticks_s, dtype=float)
        if len(ticks) < 2:
            return cls(0, 0, 0, 0)
        asked = np.arange(ticks[0], ticks[-1], ASKED_MS / 1000)
        # Rounding may put one behind the end.
        asked = asked[asked <= ticks[-1]]
        waits_ms = 1000 * (ticks[np.searchsorted(ticks, asked)] - asked)
        longest = 1000 * np.diff(ticks).max()
        return cls(
            float(np.median(waits_ms)),
            float(np.percentile(waits_ms, 99)),
            float(longest),
            float(ticks[-1] - ticks[0]),
            float(1000 * np.diff(cpu_s).max()) if len(cpu_s) > 1 else 0,
        )


class Watchdog(QObject):
    """Ticks in the GUI thread; another thread notes what that is at when ticks fail to come."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticks: list[float] = []
        self._cpu: list[float] = []
        #: Where the GUI thread was seen while it was late, how often each.
        self.seen: Counter[str] = Counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)
        self._main = threading.get_ident()
        self._on = True
        threading.Thread(target=self._look, daemon=True).start()

    def begin(self) -> None:
        """Forget what was; something new is about to be done."""
        self._ticks, self._cpu = [time.perf_counter()], [time.thread_time()]
        self.seen = Counter()

    def end(self) -> Lateness:
        """Return how late the loop was since it began."""
        self._tick()
        return Lateness.of(self._ticks, self._cpu)

    def stop(self) -> None:
        """Tick no more."""
        self._on = False
        self._timer.stop()

    def _tick(self) -> None:
        self._cpu.append(time.thread_time())
        self._ticks.append(time.perf_counter())

    def _look(self) -> None:
        while self._on:
            time.sleep(ASKED_MS / 1000)
            ticks = self._ticks
            if not ticks or 1000 * (time.perf_counter() - ticks[-1]) < LATE_MS:
                continue
            frame = sys._current_frames().get(self._main)
            steps = [one for one in traceback.extract_stack(frame) if "mapper" in one.filename]
            names = [f"{Path(one.filename).stem}.{one.name}:{one.lineno}" for one in steps[-3:]]
            self.seen[" < ".join(reversed(names)) or "Qt"] += 1


def memory_mb(pid: int | str = "self") -> dict[str, float]:
    """Return what a process holds, MB of 1024 kB: Linux only, empty elsewhere.

    ``rss`` with all libraries, ``pss`` with its share of what others hold too, ``own``
    what it alone holds, ``peak`` the most that ``rss`` has been.
    """
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        status = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    kb = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    own = kb["Private_Clean"] + kb["Private_Dirty"]
    held = {"rss": kb["Rss"], "pss": kb["Pss"], "own": own, "peak": peak}
    return {name: value / 1024 for name, value in held.items()}
