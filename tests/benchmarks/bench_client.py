"""The map client with many events, beside Leaflet's own canvas markers in the same engine.

Run ``python tests/benchmarks/bench_client.py [--events 100000 500000] [--others 100000]``.
Made-up events, crowded along a line as real ones are, a hundredth of them in a few towns, are
drawn in QtWebEngine without a display. Printed are, for each number of events: from the payload
to the first picture, a repaint at four zooms, finding what is under the pointer, one frame of a
timeline that shows a hundred days (filter, counts and picture), and the memory of the page. The
alternative is what people write with Leaflet: an ``L.circleMarker`` an event on an ``L.canvas``,
taken off and put on the map to filter. Each figure is the median of several in the page's clock.
"""

from __future__ import annotations

import argparse
import base64
import os
import sys
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--enable-precise-memory-info")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "web"))

import numpy as np
from PyQt6.QtWidgets import QApplication
from timing import machine
from web_browser import Browser, leaflet
from web_payload import encode

ZOOMS = {"world": (20.0, 40.0, 2.0), "theatre": (36.0, 48.5, 6.0)} | {
    "oblast": (36.2, 49.0, 9.0),
    "town": (36.25, 49.99, 12.0),
}
FRAMES = 60

MEASURE = """(async () => {
  const { app } = MapperClient;
  const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
  const timed = (work) => { const at = performance.now(); work(); return performance.now() - at; };
  const result = { repaint_ms: {}, picture_ms: {} };
  for (const [name, [lon, lat, zoom]] of Object.entries(%s)) {
    mapper.setView({ lon, lat, zoom });
    await mapper.drawn();
    result.repaint_ms[name] =
      median(Array.from({ length: 5 }, () => timed(() => app.canvases.events._repaint())));
    result.picture_ms[name] = median(Array.from({ length: 3 }, () =>
      timed(() => Object.values(app.canvases).forEach((canvas) => canvas._repaint()))));
    const size = app.map.getSize();
    let at = 7;
    const hits = Array.from({ length: 200 }, () => {
      at = (at * 48271) %% 2147483647;
      const place = app.map.containerPointToLatLng([at %% size.x, (at >> 8) %% size.y]);
      return timed(() => app.pointing.hitAt(place));
    });
    result.repaint_ms[name + " hit, slowest"] = Math.max(...hits);
  }
  const [lon, lat, zoom] = %s;
  mapper.setView({ lon, lat, zoom });
  await mapper.drawn();
  const day = (number) => MapperClient.format.isoDay(number);
  const frames = [];
  const filters = [];
  for (let frame = 0; frame < %d; frame++) {
    const at = performance.now();
    mapper.setRange(day(19000 + 10 * frame), day(19100 + 10 * frame));
    filters.push(performance.now() - at);
    MapperClient.painter.paintNow();
    frames.push(performance.now() - at);
    await new Promise((go) => setTimeout(go));
  }
  result.frame_ms = median([...frames]);
  result.slowest_frame_ms = Math.max(...frames);
  result.filter_ms = median(filters);
  mapper.setRange(null, null);
  await mapper.drawn();
  return result;
})()"""

MARKERS = """(async () => {
  const bytes = Uint8Array.from(atob(window.places), (c) => c.charCodeAt(0)).buffer;
  const places = new Int32Array(bytes);
  const map = L.map("map", { preferCanvas: true, renderer: L.canvas({ padding: 0.3 }) });
  map.setView([40, 20], 2);
  const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
  const painted = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
  const begin = performance.now();
  const days = new Map();
  for (let i = 0; i < places.length; i += 3) {
    const at = [places[i + 1] / 1e7, places[i] / 1e7];
    const marker = L.circleMarker(at, { radius: 4, weight: 1, fillOpacity: 1 });
    if (!days.has(places[i + 2])) days.set(places[i + 2], []);
    days.get(places[i + 2]).push(marker);
    marker.addTo(map);
  }
  await painted();
  const result = { first_ms: performance.now() - begin, repaint_ms: {} };
  const renderer = map.options.renderer;
  for (const [name, [lon, lat, zoom]] of Object.entries(%s)) {
    map.setView([lat, lon], zoom, { animate: false });
    await painted();
    result.repaint_ms[name] = median(Array.from({ length: 3 }, () => {
      const at = performance.now();
      renderer._reset();
      renderer._updatePaths();
      return performance.now() - at;
    }));
    const target = renderer._container;
    const hits = Array.from({ length: 10 }, (_, k) => {
      const at = performance.now();
      renderer._mouseHoverThrottled = false;
      target.dispatchEvent(new MouseEvent("mousemove",
        { clientX: 100 + 37 * k, clientY: 90 + 23 * k, bubbles: true }));
      return performance.now() - at;
    });
    result.repaint_ms[name + " hit, slowest"] = Math.max(...hits);
  }
  const [lon, lat, zoom] = %s;
  map.setView([lat, lon], zoom, { animate: false });
  await painted();
  const show = (from, until) => days.forEach((markers, day) => markers.forEach((marker) =>
    day >= from && day <= until ? marker.addTo(map) : marker.remove()));
  show(19000, 19100);
  await painted();
  const frames = [];
  for (let frame = 0; frame < 5; frame++) {
    const at = performance.now();
    show(19000 + 10 * frame, 19100 + 10 * frame);
    renderer._redraw();
    frames.push(performance.now() - at);
    await painted();
  }
  result.frame_ms = median([...frames]);
  result.slowest_frame_ms = Math.max(...frames);
  return result;
})()"""


def made(count: int) -> tuple[dict[str, np.ndarray], dict[str, list[Any]]]:
    """Return columns of events along a curved front, days over two years, classes uneven."""
    random = np.random.default_rng(1)
    along = random.random(count)
    lon = 32 + 7 * along + random.normal(0, 0.25, count)
    lat = 46.6 + 3.6 * along**2 + random.gamma(1.2, 0.35, count)
    towns = np.column_stack([random.uniform(31, 39, 400), random.uniform(46.5, 51, 400)])
    in_town = random.random(count) < 0.3
    which = (400 * random.random(count) ** 3).astype(int)
    lon[in_town], lat[in_town] = towns[which[in_town]].T
    days = random.integers(19000, 19730, count).astype(np.int32)
    killed = np.where(random.random(count) < 0.5, -1, random.geometric(0.3, count) - 1)
    arrays = {
        "lon": np.rint(lon * 1e7).astype(np.int32),
        "lat": np.rint(lat * 1e7).astype(np.int32),
        "start": days,
        "end": days + (random.random(count) < 0.05).astype(np.int32),
        "status": (8 * random.random(count) ** 2).astype(np.uint8),
        "precision": random.integers(0, 5, count).astype(np.uint8),
        "type": (6 * random.random(count) ** 2).astype(np.uint8),
        "weapon": (10 * random.random(count) ** 2).astype(np.uint8),
        "radius_m": np.full(count, 1000, np.float32),
        "killed_best": killed.astype(np.int32),
        "located": np.ones(count, np.uint8),
    }
    texts = {
        "event_id": [f"event-{i}" for i in range(count)],
        "title": [f"Reported strike number {i}" for i in range(count)],
        "place": ["Somewhere"] * count,
    }
    return arrays, texts


def page_mb(browser: Browser) -> float:
    """Return the resident memory of the page's process in MB, libraries included; Linux only."""
    status = Path(f"/proc/{browser.view.page().renderProcessPid()}/status")
    if not status.exists():
        return float("nan")
    lines = status.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def ours(count: int) -> dict[str, Any]:
    """Return what the client needs for so many events."""
    arrays, texts = made(count)
    browser = Browser(1280, 800)
    browser.open(None)
    data = base64.b64encode(encode(arrays, texts)).decode()
    browser.run("(window.parts = [], 0)")
    for at in range(0, len(data), 1 << 20):
        browser.run(f"window.parts.push('{data[at : at + (1 << 20)]}')")
    first_ms = browser.run("""(async () => {
      const binary = atob(window.parts.join(""));
      delete window.parts;
      const buffer = Uint8Array.from(binary, (c) => c.charCodeAt(0)).buffer;
      const at = performance.now();
      await mapper.load(buffer, { view: "fit" });
      return performance.now() - at;
    })()""")
    zooms, theatre = _script(ZOOMS), list(ZOOMS["theatre"])
    result = browser.run(MEASURE % (zooms, theatre, FRAMES), timeout_s=300)
    browser.run("(mapper.select('event-5'), 0)")
    browser.drawn()
    result |= {"first_ms": first_ms, "page_mb": page_mb(browser)}
    browser.close()
    return dict(result)


def markers(count: int) -> dict[str, Any]:
    """Return what Leaflet's circle markers need for so many events."""
    arrays, _ = made(count)
    places = np.column_stack([arrays["lon"], arrays["lat"], arrays["start"]]).astype(np.int32)
    text = base64.b64encode(places.tobytes()).decode()
    browser = Browser(1280, 800)
    style = "html, body, #map { margin: 0; width: 100%; height: 100%; }"
    browser.load(
        f"<!doctype html><style>{leaflet('leaflet.css')}{style}</style><div id=map></div>"
        f"<script>{leaflet('leaflet.js')}</script><script>window.places = '{text}'</script>"
    )
    zooms, theatre = _script(ZOOMS), list(ZOOMS["theatre"])
    result = browser.run(MARKERS % (zooms, theatre), timeout_s=600)
    result["page_mb"] = page_mb(browser)
    browser.close()
    return dict(result)


def _script(zooms: dict[str, tuple[float, float, float]]) -> str:
    return str({name: list(look) for name, look in zooms.items()})


def show(title: str, result: dict[str, Any], beside: dict[str, Any] | None) -> None:
    """Print one column of figures, and how many times as much the other needs."""
    print(f"\n{title}")
    flat, other = _flat(result), _flat(beside or {})
    for name, value in flat.items():
        ratio = ""
        if name in other:
            ratio = f"   markers: {other[name]:9.1f}  x{other[name] / max(value, 0.05):.0f}"
        print(f"  {name:34s}{value:9.1f}{ratio}")


def _flat(result: dict[str, Any]) -> dict[str, float]:
    flat: dict[str, float] = {}
    for name, value in result.items():
        if isinstance(value, dict):
            flat |= {f"{name[:-3]} {key} ms": one for key, one in value.items()}
        else:
            flat[name.replace("_", " ")] = value
    return flat


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="*", default=[100_000, 500_000])
    parser.add_argument("--others", type=int, default=100_000, help="0 leaves the markers out")
    options = parser.parse_args()
    application = QApplication(sys.argv[:1])
    print(machine())
    begin = time.perf_counter()
    beside = markers(options.others) if options.others else None
    for count in options.events:
        same = beside if count == options.others else None
        show(f"{count:,} events", ours(count), same)
    print(f"\nin {time.perf_counter() - begin:.0f} s")
    del application


if __name__ == "__main__":
    main()
