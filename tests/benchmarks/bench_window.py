"""The real window with many events: pauses, memory, and its start beside an empty web page.

Run: python tests/benchmarks/bench_window.py [--events N] [--runs N] [--start-only] [--where]
     [--project FILE]

A window of 1400 x 850 is really shown, without a display. A made-up person does what people
do in a day: ``window_day.py``. Two threads are watched: the GUI's by a timer in its event
loop, the map page's by one of its own. Each is asked every 10 ms for an answer, whatever became
of the question before. Of the GUI thread are printed, for each thing that was done,

- the 99th percentile of how long answers took, and the longest piece between two answers, of
  its *own time*: the clock without the time in which the thread could have gone on, but other
  programs had the processors (Linux counts that; elsewhere it is the clock). Work of Mapper's
  other threads that keeps it waiting counts in full;
- the most that it itself computed in one piece, and how many pieces took more than 50 ms;
- the same by the clock, and of the map page.

The last line is over everything that was done once the project was open. A fixed loop, timed
after each thing, tells how much slower the processor was than it can be: "worked", too, grows
with what others do on it. ``--where`` adds what
the GUI thread was at in the longest piece, if that took more than 50 ms.

The start is from the process being made to the window being *usable*: the list has painted its
rows and answers keys, events and front of the map are painted. In a later start that is a picture
of the map at first (`mapper.gui.kept_picture`); the map *answers* clicks once its page itself has
drawn them. Beside it stands one until a
``QWebEngineView`` of that size has painted a page with a word; all take turns, ratios are of the
same turn, and their median is printed. A first start is where no project was opened before:
another process reads it, and cuts the base map (`mapper.gui.first_start`); a later one shows
what was kept (`mapper.gui.kept_start`) while the other parts of the window are imported, and is
*whole* once they are there, the project is read and the list its own. Processor time is that of
all processes until the window is usable.

Memory: the process of the window (Chromium's browser process is in it) and the page's. ``pss``
counts libraries that several processes share in equal parts, ``own`` not at all.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
#: Told of are causes of longer pauses.
LATE_MS = 50
WAYS = ("an empty page", "sample", "sample, first start", "all events", "all, first start")
SIZE = (1400, 850)


def make_project(path: Path, count: int) -> None:
    """Make a project of events with sources, and some days' fronts."""
    import made
    import pandas as pd
    from bench_export import table
    from bench_project import result

    from mapper.model import schema
    from mapper.model.tables import EVENTS, SOURCES
    from mapper.project import create_project
    from mapper.readers import ImportResult

    events, sources = table(count)
    events = schema.conform(events.assign(feed="made").rename_geometry(schema.GEOMETRY), EVENTS)
    # A sixtieth of the days has a front, as in projects of people who add some by hand.
    fronts = made.daily_fronts(10)
    with create_project(path) as project:
        project.add(result(events, schema.conform(sources, SOURCES), "made.csv"))
        none = pd.DataFrame({"row": [], "reason": []})
        rest: dict[str, Any] = {"sources": None, "claims": None, "ignored": 0, "warnings": []}
        project.add(
            ImportResult(
                file=Path("fronts.geojson"),
                sha256="cd" * 32,
                feed="made",
                rows=len(fronts),
                events=None,
                fronts=fronts,
                rejected=none,
                **rest,
            )
        )


def in_process(*arguments: object, folder: Path) -> dict[str, Any]:
    """Return what this file prints in a process of its own, with settings of its own."""
    begin = time.time()
    environment = os.environ | {
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        # Installed programs have their bytecode; a checkout may forbid that it is written.
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        environment.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    environment.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--enable-precise-memory-info")
    command = [sys.executable, str(_HERE / "window_driver.py"), *map(str, arguments), str(begin)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure_start(sample: Path, project: Path, runs: int, folder: Path) -> None:
    """Print how long the window takes to be there, beside an empty page."""
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for path in (sample, project):
        in_process("keep", path, folder=folder)
    ways = (
        ("start", "empty"),
        *((way, path) for path in (sample, project) for way in ("start", "first")),
    )
    for run in range(runs + 1):
        for name, arguments in zip(WAYS, ways, strict=True):
            measured = in_process(*arguments, folder=folder)
            # The first fills the caches of files.
            if run:
                found[name].append(measured)
    columns = f"{'shown s':>9}{'usable s':>10}{'ratio':>7}{'CPU s':>8}{'ratio':>7}"
    columns += f"{'answers s':>11}{'ratio':>7}{'whole s':>9}"
    print(f"\n{'process start to':26}{columns}")
    floor = found[WAYS[0]]
    for name, measured in found.items():
        shown, usable, cpu, answers, whole = (
            statistics.median(one.get(part, float("nan")) for one in measured)
            for part in ("shown_s", "usable_s", "cpu_s", "answers_s", "whole_s")
        )
        ratios = [
            statistics.median(a[part] / b[part] for a, b in zip(measured, floor, strict=True))
            for part in ("usable_s", "cpu_s", "answers_s")
        ]
        figures = f"{shown:9.2f}{usable:10.2f}{ratios[0]:7.2f}{cpu:8.2f}{ratios[1]:7.2f}"
        print(f"{name:26}{figures}{answers:11.2f}{ratios[2]:7.2f}{whole:9.2f}")


def show_work(measured: dict[str, Any], where: bool) -> None:
    """Print pauses and memory of a window that was worked in."""
    heads = f"{'GUI thread, its own time, ms':^36}{'by the clock':^18}{'map page':^18}"
    print(f"\n{'':32}{heads}")
    columns = f"{'99 %':>9}{'longest':>9}"
    print(f"{'while':32}{columns}{'worked':>9}{'over':>9}{columns}{columns}{'seconds':>9}")
    for name, one in measured["activities"].items():
        gui = one["gui"]
        own, wall, page = (
            f"{side['most_of_all']:9.0f}{side['longest']:9.0f}"
            for side in (gui["own"], gui["wall"], one["page"])
        )
        worked = f"{gui['worked']:9.0f}{gui['over']:9}"
        print(f"{name:32}{own}{worked}{wall}{page}{gui['wall']['seconds']:9.1f}")
        if where and gui["own"]["longest"] > LATE_MS:
            for cause in gui["causes"]:
                print(f"    {cause}")
    overall = measured["overall"]
    print(
        f"{'all once opened':32}{overall['most_of_all']:9.1f}{overall['longest']:9.0f}"
        f"{'':54}{overall['seconds']:9.0f}"
    )
    slower = overall["loop_ms"] / overall["best_loop_ms"]
    print(f"a fixed loop took {slower:.1f} times what it took at best meanwhile")
    print(f"\n{'memory, MB':26}{'rss':>9}{'pss':>9}{'own':>9}{'peak rss':>10}{'scripts':>9}")
    for name, held in measured["memory"].items():
        figures = "".join(f"{held.get(kind, float('nan')):9.0f}" for kind in ("rss", "pss", "own"))
        scripts = f"{held['scripts']:9.0f}" if "scripts" in held else ""
        print(f"{name:26}{figures}{held.get('peak', float('nan')):10.0f}{scripts}")


def main() -> None:
    """Make the project, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=500_000)
    parser.add_argument("--runs", type=int, default=5, help="of the start; 0 leaves it out")
    parser.add_argument("--where", action="store_true", help="say what was going on while late")
    parser.add_argument("--start-only", action="store_true", help="measure nothing else")
    parser.add_argument("--project", type=Path, help="made there, or used as it is")
    options = parser.parse_args()
    import timing

    print(timing.machine())
    print(f"load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = options.project or folder / "made.gpkg"
        sample = folder / "sample.gpkg"
        program = (
            "import sys; from pathlib import Path; import bench_window as b;"
            "from mapper.gazetteer import ensure_index; from mapper.project import sample_project;"
            "ensure_index(); sample_project(Path(sys.argv[1])); path = Path(sys.argv[2]);"
            "path.exists() or b.make_project(path, int(sys.argv[3]))"
        )
        # Made elsewhere, so that its memory is none of this process's.
        making = [sys.executable, "-c", program, str(sample), str(project), str(options.events)]
        own_cache = os.environ | {"XDG_CACHE_HOME": str(folder / "cache")}
        subprocess.run(making, check=True, cwd=_HERE, env=own_cache)
        if options.runs:
            measure_start(sample, project, options.runs, folder)
        if options.start_only:
            return
        show_work(in_process("work", project, folder=folder), options.where)
    if hasattr(os, "getloadavg"):
        print(f"\nload average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
