"""Exported pages against ``GeoDataFrame.explore`` and Folium's CircleMarkers, in one run.

Run ``python tests/benchmarks/bench_export.py [--events 10000 100000 500000] [--limit 180]``;
it needs Debian's Chromium (``sh tests/engines/install.sh``) and
``pip install matplotlib mapclassify``, which explore asks for.

One made-up table for all: title, days, place, region, precision, status, kind,
weapon, casualties and a source with its address. Ours is the whole page, with
base map, list, filter and cards; theirs are markers with the same columns as
tooltip (explore) or popup (Folium), and no base map, as theirs are tiles.

Write: from the frame to the file, in a process of its own, imports not counted.
Open: from navigation to drawn, by the page's own clock, in a fresh Chromium.
Pan: a third of the window's width, until it is redrawn; median. Memory: the
most the page's process has held. There is no network here, so theirs get
Leaflet from beside the file and nothing else of what they link; the one call
Folium makes of jQuery is answered by a line of ours. What does not finish
within the limit is said so.

Where others use the machine too, ``--cpu`` counts processor seconds instead: of
the writer, and of all of the browser's processes while it opens and pans.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import timing
from bench_readers import days, sentences

from mapper import export
from mapper.model import schema
from mapper.model import vocabulary as words

# The tests' browsers; they stand in a folder of their own.
_TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(_TESTS), str(_TESTS / "engines")]
engine_wire, engines = map(importlib.import_module, ("engine_wire", "engines"))

WAYS = ("ours", "explore", "circles")
NAMES = {"ours": "Mapper", "explore": "GeoDataFrame.explore", "circles": "Folium CircleMarkers"}
COLUMNS = ("write s", "size MB", "open s", "pan ms", "memory MB")
PANS = 9


def table(count: int) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return made-up events and a source of each."""
    rng = np.random.default_rng(7)
    place = np.array(sentences(rng, 3000, 1)) + np.char.mod("%d", np.arange(3000))
    day = days(rng, count)
    events = pd.DataFrame(
        {
            "event_id": [f"made:{number}" for number in range(count)],
            "title": sentences(rng, count, 8),
            "date_start": day,
            "date_end": day,
            "place_name": place[rng.integers(0, len(place), count)],
            "admin1": rng.choice(["Kharkiv Oblast", "Donetsk Oblast", "Sumy Oblast"], count),
            "geo_precision": rng.choice(["exact", "settlement", "area"], count),
            "event_type": rng.choice(list(words.EVENT_TYPES), count),
            "weapon": rng.choice(list(words.WEAPONS), count),
            "verification_status": rng.choice(list(words.VERIFICATION_STATUSES), count),
            "killed_best": rng.integers(0, 9, count),
            "injured_best": rng.integers(0, 30, count),
        }
    )
    near = np.column_stack([rng.normal(36.5, 2, count), rng.normal(48.5, 1, count)])
    frame = gpd.GeoDataFrame(events, geometry=shapely.points(near.round(5)), crs=schema.CRS)
    sources = pd.DataFrame(
        {
            "source_id": [f"s{number}" for number in range(count)],
            "event_id": events["event_id"],
            "publisher": rng.choice(["Suspilne", "Interfax", "Reuters", "AFP"], count),
            "url": [f"https://example.org/news/{number}" for number in range(count)],
        }
    )
    return frame, sources


def write(way: str, count: int, path: Path) -> tuple[float, float]:
    """Write a page one way; return the seconds it took, by the clock and of the processor."""
    frame, sources = table(count)
    joined = frame.merge(sources.drop(columns="source_id"), on="event_id")
    begin, worked = time.perf_counter(), time.process_time()
    if way == "ours":
        export.html({"events": frame, "sources": sources}, path, title="Made up")
    elif way == "explore":
        joined.explore(tiles=None).save(str(path))
    else:
        circles(joined).save(str(path))
    return time.perf_counter() - begin, time.process_time() - worked


def circles(frame: gpd.GeoDataFrame):
    """Return Folium's map of a marker per row, as its guide shows it."""
    import folium

    mapped = folium.Map(
        [frame.geometry.y.mean(), frame.geometry.x.mean()],
        zoom_start=7,
        tiles=None,
        prefer_canvas=True,
    )
    shown = [name for name in frame.columns if name != frame.geometry.name]
    for row in frame.itertuples():
        text = "<br>".join(f"{name}: {getattr(row, name)}" for name in shown)
        where = (row.geometry.y, row.geometry.x)
        folium.CircleMarker(where, radius=4, popup=folium.Popup(text)).add_to(mapped)
    return mapped


def without_network(path: Path) -> Path:
    """Return a copy that takes Leaflet from beside it and leaves all other links away."""
    leaflet = files("js_lib_leaflet").joinpath("static", "js_lib_leaflet")
    beside = path.with_name("leaflet.js")
    jquery = "window.$ = (text) => { const made = document.createElement('template');"
    jquery += "made.innerHTML = text.trim(); return made.content.childNodes; };"
    beside.write_text(leaflet.joinpath("leaflet.js").read_text("utf-8") + jquery, "utf-8")
    text = path.read_text("utf-8")
    head, body = text.split("</head>", 1)
    head = re.sub(r'<script src="http[^>]*></script>|<link[^>]*href="http[^>]*>', "", head)
    style = leaflet.joinpath("leaflet.css").read_text("utf-8")
    head += f'<script src="leaflet.js"></script><style>{style}</style>'
    copy = path.with_name(f"offline-{path.name}")
    copy.write_text(head + "</head>" + body, "utf-8")
    return copy


_PAINTED = "new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
_OPENED = {
    True: f"mapper.ready.then(() => mapper.drawn()).then(() => {_PAINTED})"
    ".then(() => performance.now() / 1000)",
    False: f"{_PAINTED}.then(() => performance.now() / 1000)",
}
_PAN = {
    True: "const v = mapper.view(); const step = turn * innerWidth / 3 * 360 / (256 * 2 ** v.zoom);"
    "mapper.setView({lon: v.lon + step, lat: v.lat, zoom: v.zoom}); await mapper.drawn();",
    False: "const map = Object.values(window).find((one) => one instanceof L.Map);"
    "map.panBy([turn * innerWidth / 3, 0], {animate: false});",
}


def look(path: Path, ours: bool, limit_s: int, cpu: bool) -> tuple[float, float, float]:
    """Return seconds to open, milliseconds of a pan and megabytes of the page."""
    engine = engines.chromium()
    try:
        limits = {"script": limit_s * 1000, "pageLoad": limit_s * 1000}
        engine.wire.command("timeouts", **limits)
        start_s = browser_cpu_s()
        engine.wire.go(path.as_uri())
        open_s = engine.run(_OPENED[ours])
        opened_s = browser_cpu_s()
        pans = []
        for number in range(PANS):
            turn = 1 if number % 2 else -1
            pan = f"(async () => {{ const begin = performance.now(); const turn = {turn};"
            pan += f"{_PAN[ours]} await {_PAINTED}; return performance.now() - begin; }})()"
            pans.append(engine.run(pan))
        if cpu:
            pan_s = (browser_cpu_s() - opened_s) / PANS
            return opened_s - start_s, 1000 * pan_s, page_peak_mb()
        return open_s, statistics.median(pans), page_peak_mb()
    finally:
        engine.close()


def page_peak_mb() -> float:
    """Return the most that any page's process started from here has held."""
    peaks = [0.0]
    for pid in descendants(os.getpid()):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_text()
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            continue
        if "--type=renderer" in command:
            peaks.append(int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1000)
    return max(peaks)


def browser_cpu_s() -> float:
    """Return the processor seconds of all processes started from here."""
    ticks = 0
    for pid in descendants(os.getpid()):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def descendants(pid: int) -> list[int]:
    """Return the processes below one."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *descendants(child)]
    return found


def measure(way: str, count: int, folder: Path, limit_s: int, cpu: bool) -> dict[str, float | str]:
    """Return the row of one way: figures, or what did not finish."""
    path = folder / f"{way}-{count}.html"
    row: dict[str, float | str] = dict.fromkeys(COLUMNS, "-")
    command = [sys.executable, __file__, "--write", way, str(count), str(path)]
    late = f"> {limit_s}"
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit_s, check=True)
        row["write s"] = json.loads(done.stdout.splitlines()[-1])[cpu]
    except subprocess.TimeoutExpired:
        return row | {"write s": late}
    except subprocess.CalledProcessError as error:
        raise SystemExit(error.stderr) from error
    row["size MB"] = path.stat().st_size / 1e6
    try:
        shown = path if way == "ours" else without_network(path)
        row["open s"], row["pan ms"], row["memory MB"] = look(shown, way == "ours", limit_s, cpu)
    except (engine_wire.WireError, OSError) as error:
        row["open s"] = late if "timeout" in str(error) or "timed out" in str(error) else "failed"
    for left in folder.glob("*.html"):
        left.unlink()
    return row


def show(count: int, rows: dict[str, dict[str, float | str]]) -> None:
    """Print a table with ratios to ours."""
    print(f"\n{count:,} events")
    print(f"{'':24}" + "".join(f"{name:>20}" for name in COLUMNS))
    for way, row in rows.items():
        cells = []
        for name in COLUMNS:
            value, own = row[name], rows["ours"][name]
            if isinstance(value, str):
                cells.append(value)
                continue
            text = f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
            ratio = way != "ours" and not isinstance(own, str)
            cells.append(text + (f" (x {value / own:.1f})" if ratio else ""))
        print(f"{NAMES[way]:24}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, 100_000, 500_000])
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS)
    parser.add_argument("--limit", type=int, default=180, help="seconds for one step")
    parser.add_argument("--cpu", action="store_true", help="processor time, not the clock's")
    parser.add_argument("--write", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        way, count, path = options.write
        print(json.dumps(write(way, int(count), Path(path))))
        return
    if engines.missing("chromium"):
        raise SystemExit(engines.missing("chromium"))
    lacking = [n for n in ("matplotlib", "mapclassify") if importlib.util.find_spec(n) is None]
    if lacking and "explore" in options.ways:
        raise SystemExit(f"explore needs {' and '.join(lacking)}: pip install them")
    engine_wire.TIMEOUT_S = options.limit + 30
    print(timing.machine())
    print(f"load at the start {os.getloadavg()[0]:.1f}; a step may take {options.limit} s")
    print("processor time" if options.cpu else "time by the clock")
    for count in options.events:
        rows = {}
        for way in options.ways:
            with tempfile.TemporaryDirectory(prefix="mapper-bench-") as folder:
                rows[way] = measure(way, count, Path(folder), options.limit, options.cpu)
        show(count, rows)
    print(f"\nload at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
