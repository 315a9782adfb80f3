"""Time, memory and machine for the benchmarks of this folder."""

from __future__ import annotations

import importlib.util
import os
import platform
import statistics
import time
import tracemalloc
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pyproj
import shapely

Work = Callable[[], object]


def alternated(works: Mapping[str, Work], runs: int) -> dict[str, list[float]]:
    """Return seconds per run of several pieces of work that take turns.

    Turns keep the ratios honest where the machine's speed drifts. Each is run
    once beforehand, uncounted.
    """
    for work in works.values():
        work()
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            seconds[name].append(once(work)[0])
    return seconds


def once(work: Callable[[], object]) -> tuple[float, object]:
    """Return seconds and the result of one run."""
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def median_ratio(times: list[float], others: list[float]) -> float:
    """Return the median of the ratios run by run."""
    return statistics.median(a / b for a, b in zip(times, others, strict=True))


def numpy_peak_mb(work: Work) -> float:
    """Return the peak of what Python and NumPy allocate during the work."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def process_peak_mb(work: Work) -> float | None:
    """Return by how much the process grows at most, GEOS and PROJ included.

    Linux only, None elsewhere. Memory freed earlier but still held by the
    process is used first and not counted: run it before heavier work.
    """
    try:
        Path("/proc/self/clear_refs").write_text("5")
        before = _status_kb("VmRSS")
        work()
        return max((_status_kb("VmHWM") - before) / 1024, 0.0)
    except OSError:
        work()
        return None


def _status_kb(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def machine() -> str:
    """Return day, machine and libraries in a line."""
    return (
        f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores; Python"
        f" {platform.python_version()}, NumPy {np.__version__} ({_kernel()}), shapely"
        f" {shapely.__version__} (GEOS {shapely.geos_version_string}), pyproj"
        f" {pyproj.__version__} (PROJ {pyproj.proj_version_str})"
    )


def _kernel() -> str:
    """Return the BLAS kernel in use, which decides much of the search's speed."""
    if importlib.util.find_spec("threadpoolctl") is None:
        return "BLAS kernel unknown: no threadpoolctl"
    from threadpoolctl import threadpool_info

    found = [
        f"{info['internal_api']} {info.get('version')} {info.get('architecture')}"
        for info in threadpool_info()
        if info["user_api"] == "blas"
    ]
    return ", ".join(found) or "BLAS kernel unknown"
