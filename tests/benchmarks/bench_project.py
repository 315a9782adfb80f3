"""A large project: opening beside pyogrio, one edit and how it shows, an import, their undo.

Run: python tests/benchmarks/bench_project.py [--events N] [--runs N]

Opening runs in processes of their own that take turns, as nothing else may open
the file in a process that has the project open.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import geopandas as gpd
import pandas as pd
import pyogrio
import timing
from bench_checks import made

from mapper.gazetteer import ensure_index
from mapper.gui import map_making, session
from mapper.gui.columns import ArrangeRequest, Sorting, arrange
from mapper.gui.rearranging import rearrange
from mapper.model.filters import EventFilter
from mapper.project import Project, create_project, open_project
from mapper.readers import ImportResult


def _open(path: Path) -> object:
    with open_project(path, "rw") as project:
        return project.events


def _read(path: Path, *, arrow: bool) -> object:
    return pyogrio.read_dataframe(path, layer="events", use_arrow=arrow)


READERS: dict[str, Callable[[Path], object]] = {
    "Mapper": _open,
    "pyogrio": partial(_read, arrow=False),
    "pyogrio-arrow": partial(_read, arrow=True),
}


def measure_opening(path: Path, runs: int) -> None:
    """Print what opening and reading the events takes, each in a process of its own."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in READERS}
    for _ in range(runs):
        for name in READERS:
            command = [sys.executable, __file__, "--only", name, str(path)]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            seconds, peak_mb = map(float, output.split())
            found[name].append((seconds, peak_mb))
    floor = [seconds for seconds, _ in found["pyogrio"]]
    print("reading the events      seconds   pyogrio = 1   memory MB")
    for name, measured in found.items():
        times = [seconds for seconds, _ in measured]
        ratio = timing.median_ratio(times, floor)
        memory = statistics.median(peak for _, peak in measured)
        print(f"{name:22}{statistics.median(times):9.2f}{ratio:14.2f}{memory:12.0f}")


def measure_only(name: str, path: Path) -> None:
    """Print seconds and megabytes of one way to read, in this process."""
    seconds: list[float] = []
    peak = timing.process_peak_mb(
        lambda: seconds.append(timing.once(lambda: READERS[name](path))[0])
    )
    print(seconds[0], -1 if peak is None else peak)


def tell(name: str, work: Callable[[], Any], floor: float) -> Any:
    """Print how long some work takes, in seconds and as a share of the floor."""
    seconds, result = timing.once(work)
    print(f"{name:36}{seconds:9.3f}{seconds / floor:9.2f}")
    return result


def measure_steps(project: Project, large: ImportResult, floor: float) -> None:
    """Print what steps take in a project that has its events already."""
    print(f"{'step':36}  seconds  pyogrio = 1")
    data = tell("all the window holds", lambda: session.read_data(project), floor)
    edited = tell("one edit", lambda: project.update_events(["made:7"], title="Edited"), floor)
    after = tell(
        "  what the window reads", lambda: session.read_change(project, data, edited), floor
    )
    for name, chosen in (("", EventFilter()), (", words sought", EventFilter(text="drone"))):
        for key in ("date", "title"):
            before = ArrangeRequest(data.events, data.columns, chosen, Sorting(key))
            now = ArrangeRequest(after.events, after.columns, chosen, Sorting(key))
            rows = tell(f"list by {key}{name}", partial(arrange, before), floor)
            tell("  after the edit", partial(rearrange, now, rows, after.touched), floor)
    tell("map, whole", lambda: map_making.document(data, lambda *_: True), floor)
    tell("  after the edit", lambda: map_making.update(after, lambda *_: True), floor)
    tell("undo of the edit", project.undo, floor)
    tell("redo of the edit", project.redo, floor)
    before = project.path.stat().st_size
    tell(f"import of {len(large.events):,} more events", lambda: project.add(large), floor)
    after = project.path.stat().st_size
    tell("its undo", project.undo, floor)
    undone = project.path.stat().st_size
    tell("its redo", project.redo, floor)
    print(
        f"file {before / 1e6:.0f} MB before, {after / 1e6:.0f} MB with the import,"
        f" {undone / 1e6:.0f} MB once undone ({undone / after:.2f} of that)"
    )


def result(events: gpd.GeoDataFrame, sources: pd.DataFrame, file: str) -> ImportResult:
    """Return events as a reader gives them."""
    return ImportResult(
        file=Path(file),
        sha256="ab" * 32,
        feed="made",
        rows=len(events),
        events=events,
        sources=sources,
        claims=None,
        fronts=None,
        rejected=pd.DataFrame({"row": [], "reason": []}),
        ignored=0,
        warnings=[],
    )


def main() -> None:
    """Make the project in a folder of its own and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=500_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        measure_only(options.only[0], Path(options.only[1]))
        return
    print(timing.machine())
    ensure_index()
    events, sources = made(options.events)
    others = events.assign(event_id="more:" + events["event_id"])
    large = result(others, sources.assign(source_id="more:" + sources["source_id"]), "more.csv")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.gpkg"
        with create_project(path) as project:
            project.add(result(events, sources, "made.csv"))
        measure_opening(path, options.runs)
        command = [sys.executable, __file__, "--only", "pyogrio", str(path)]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        with open_project(path, "rw") as project:
            _ = project.events
            measure_steps(project, large, float(output.split()[0]))


if __name__ == "__main__":
    main()
