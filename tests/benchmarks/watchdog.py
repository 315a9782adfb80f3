"""How late an event loop answers, why, and how much memory processes hold."""

from __future__ import annotations

import faulthandler
import os
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import numpy as np
from PyQt6.QtCore import QObject, Qt, QTimer

#: The loop is asked this often, and asks itself this often whether it is alive.
ASKED_MS: Final = 10
TICK_MS: Final = 4
#: A wait that people notice.
LATE_MS: Final = 50
#: The GUI thread is looked at once it did not answer for so long.
_LOOKED_MS: Final = 12
#: Causes told of one thing that was done.
_MOST_CAUSES: Final = 6


@dataclass(frozen=True)
class Lateness:
    """How long questions put every `ASKED_MS` waited for an answer, milliseconds."""

    median: float
    most_of_all: float
    longest: float
    seconds: float

    @classmethod
    def of(cls, ticks_s: Sequence[float]) -> Lateness:
        """Return it from the times at which the loop was alive."""
        if len(ticks_s) < 2:
            return cls(0, 0, 0, 0)
        waits_ms = waits(ticks_s)
        return cls(
            float(np.median(waits_ms)),
            float(np.percentile(waits_ms, 99)),
            float(1000 * np.diff(ticks_s).max()),
            float(ticks_s[-1] - ticks_s[0]),
        )


def waits(ticks_s: Sequence[float]) -> np.ndarray:
    """Return how long each question waited, milliseconds.

    A question is put whether or not the one before was answered: a pause of half a second
    makes fifty of them wait, as it would people.
    """
    ticks = np.asarray(ticks_s, dtype=float)
    asked = np.arange(ticks[0], ticks[-1], ASKED_MS / 1000)
    # Rounding may put one behind the end.
    asked = asked[asked <= ticks[-1]]
    return 1000 * (ticks[np.searchsorted(ticks, asked)] - asked)


@dataclass(frozen=True)
class Pauses:
    """What the GUI thread did while something was done: times in milliseconds.

    ``wall`` is by the clock. ``own`` leaves out the time in which the thread was ready to go
    on and other work had both processors: what an idle machine would show, and still with all
    that Mapper's other threads hold it up by. ``worked`` is the most that the thread itself
    computed in one piece, ``over`` how many pieces took longer than `LATE_MS`, of their own.
    ``causes`` says of those what the thread was at when it was looked at, and other threads.
    """

    wall: Lateness
    own: Lateness
    worked: float
    over: int
    causes: tuple[str, ...]


class Watchdog(QObject):
    """Ticks in the GUI thread; another thread notes what that is at when ticks fail to come."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wall: list[float] = []
        self._cpu: list[float] = []
        self._queued: list[float] = []
        #: What the GUI thread was at, and when that was seen.
        self._seen: list[tuple[float, str]] = []
        #: Waits of all that was watched, own time.
        self.all_waits: list[np.ndarray] = []
        self._schedule = _schedule()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)
        self._main = threading.get_ident()
        self._on = True
        threading.Thread(target=self._look, daemon=True).start()

    def begin(self) -> None:
        """Forget what was; something new is about to be done."""
        self._wall, self._cpu, self._queued, self._seen = [], [], [], []
        self._tick()

    def end(self) -> Pauses:
        """Return how late the loop was since it began."""
        self._tick()
        wall, cpu = np.array(self._wall), np.array(self._cpu)
        own = wall - np.array(self._queued)
        pieces = 1000 * np.diff(own)
        # Seen a moment later is what had kept the interpreter until then.
        within = {int(place) for place in np.flatnonzero(pieces > LATE_MS)}
        seen = Counter(
            words
            for at, words in self._seen
            if {int(np.searchsorted(wall, at - late)) - 1 for late in (0, 0.003)} & within
        )
        self.all_waits.append(waits(list(own)))
        return Pauses(
            Lateness.of(list(wall)),
            Lateness.of(list(own)),
            float(1000 * np.diff(cpu).max()),
            int((pieces > LATE_MS).sum()),
            tuple(f"{times} x {words}" for words, times in seen.most_common(_MOST_CAUSES)),
        )

    def stop(self) -> None:
        """Tick no more."""
        self._on = False
        self._timer.stop()

    def _tick(self) -> None:
        self._queued.append(_queued_s(self._schedule))
        self._cpu.append(time.thread_time())
        self._wall.append(time.perf_counter())

    def _look(self) -> None:
        clock = time.pthread_getcpuclockid(self._main)
        before = 0.0
        with tempfile.TemporaryFile("w+") as file:
            while self._on:
                time.sleep(ASKED_MS / 2000)
                ticks = self._wall
                if not ticks or 1000 * (time.perf_counter() - ticks[-1]) < _LOOKED_MS:
                    continue
                now = time.clock_gettime(clock)
                # It stands still while another thread has the interpreter, or Qt waits.
                works, before = now - before > 0.0005, now
                stacks = _stacks(file)
                words = _where(stacks.pop(self._main, []))
                stacks.pop(threading.get_ident())
                others = [_where(stack) for stack in stacks.values() if _is_at_work(stack)]
                words = ("" if works else "waits at ") + words
                words += "".join(f"; beside: {one}" for one in others)
                self._seen.append((time.perf_counter(), words))


_Stack = list[tuple[str, int, str]]
_THREAD: Final = re.compile(r"(?:Current thread|Thread) 0x([0-9a-f]+)")
_STEP: Final = re.compile(r'  File "(.*)", line (\d+) in (.*)')


def _stacks(file: IO[str]) -> dict[int, _Stack]:
    """Return file, line and function of each step by thread, the innermost first.

    Not by `sys._current_frames`: who holds a frame holds its painter, and Qt does not bear
    one that outlives its painting.
    """
    file.seek(0)
    file.truncate()
    faulthandler.dump_traceback(file, all_threads=True)
    file.seek(0)
    stacks: dict[int, _Stack] = {}
    stack: _Stack = []
    for line in file:
        if thread := _THREAD.match(line):
            stack = stacks.setdefault(int(thread[1], 16), [])
        elif step := _STEP.match(line):
            stack.append((step[1], int(step[2]), step[3]))
    return stacks


def _where(stack: _Stack) -> str:
    """Return where a thread is: the step it is at, and its innermost ones within Mapper."""
    ours = [one for one in stack if "/mapper/" in one[0].replace("\\", "/")]
    names = [f"{Path(file).stem}.{name}:{line}" for file, line, name in ours[:3]]
    if stack and stack[0] not in ours[:1]:
        file, line, name = stack[0]
        names.insert(0, f"({Path(file).stem}.{name}:{line})")
    return " < ".join(names) or "Qt"


def _is_at_work(stack: _Stack) -> bool:
    """Whether a thread is at other than waiting for work."""
    idle = ("threading", "thread", "queue", "selectors")
    return bool(stack) and Path(stack[0][0]).stem not in idle


def _schedule() -> int | None:
    """Return the file in which Linux tells how long this thread waited for a processor."""
    try:
        return os.open("/proc/thread-self/schedstat", os.O_RDONLY)
    except OSError:
        return None


def _queued_s(schedule: int | None) -> float:
    return 0.0 if schedule is None else int(os.pread(schedule, 64, 0).split()[1]) / 1e9


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
