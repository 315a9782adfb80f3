"""One window for ``bench_window.py``: starts, is worked in by a made-up person, and tells.

Run by that file only: ``window_driver.py start|work PROJECT|empty BEGIN``.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SIZE = (1400, 850)

PAGE_WATCH = """(() => {
  window.alive = [];
  setInterval(() => window.alive.push(performance.now() / 1000), 4);
})()"""


def pump(ms: int) -> None:
    """Let the window live for a while."""
    from PyQt6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def wait(until: Callable[[], bool], most_s: float = 300) -> None:
    """Let the window live until something holds."""
    end = time.monotonic() + most_s
    while not until():
        if time.monotonic() > end:
            raise TimeoutError
        pump(20)


def cpu_s() -> float:
    """Return the processor seconds of this process and those it started."""
    # Nothing is imported for it: that would be counted, too.
    ours, ticks = {str(os.getpid())}, 0
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda one: int(one.name)):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if folder.name in ours or fields[1] in ours:
            ours.add(folder.name)
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


EMPTY_PAGE = """<!doctype html><title>Empty</title><p>Nothing<script>
// A frame that follows another: the first is painted by then.
requestAnimationFrame(() => requestAnimationFrame(() => { document.title = "painted"; }));
</script>"""


def empty(begin: float) -> dict[str, float]:
    """Return when an empty page of that size is painted."""
    from PyQt6.QtWebEngineWidgets import QWebEngineView
    from PyQt6.QtWidgets import QApplication

    application = QApplication(["empty"])
    view = QWebEngineView()
    view.resize(*SIZE)
    painted: list[float] = []
    view.titleChanged.connect(lambda now: now == "painted" and painted.append(time.time()))
    view.setHtml(EMPTY_PAGE)
    view.show()
    shown = time.time()
    wait(lambda: bool(painted))
    told = {"shown_s": shown - begin, "usable_s": painted[0] - begin, "cpu_s": cpu_s()}
    view.close()
    pump(50)
    del application
    return told


class Person:
    """Opens a window and works in it."""

    def __init__(self, project: Path) -> None:
        from PyQt6.QtCore import QSize
        from PyQt6.QtWidgets import QApplication

        from mapper.gui.starting import make_window
        from mapper.gui.theme import ThemeKeeper
        from mapper.gui.web import register_scheme

        register_scheme()
        self.application = QApplication(["mapper"])
        self.window = make_window(ThemeKeeper(self.application, "light"), remember=False)
        self.window.place(QSize(*SIZE))
        self.window.show()
        self.project = project
        self.activities: dict[str, Any] = {}

    def open(self) -> None:
        """Open the project; back once list and map are there."""
        there: set[str] = set()
        window = self.window
        window.listing.arranged.connect(lambda: there.add("list"))
        window.drawing.drawn.connect(
            lambda _made: window.map_view.when_drawn(lambda: there.add("map"))
        )
        window.session.open_failed.connect(lambda error: (_ for _ in ()).throw(error))
        window.open_first(self.project, None, None)
        wait(lambda: there == {"list", "map"})

    def settle(self) -> None:
        """Wait until nothing is being worked on and the map is painted."""
        settled: list[bool] = []
        self.window.when_settled(lambda: settled.append(True))
        wait(lambda: bool(settled))

    def in_map(self, script: str) -> Any:
        """Return the value of a script in the map page."""
        found: list[Any] = []
        self.window.map_view.run(script, found.append)
        wait(lambda: bool(found))
        return found[0]

    @contextmanager
    def doing(self, name: str) -> Iterator[None]:
        """Watch both threads meanwhile."""
        from watchdog import Lateness

        self.in_map("window.alive = [performance.now() / 1000]; 1")
        self.dog.begin()
        yield
        gui = self.dog.end()
        seen = dict(self.dog.seen.most_common())
        page = Lateness.of(self.in_map("window.alive.concat([performance.now() / 1000])"))
        both = {"gui": dataclasses.asdict(gui), "page": dataclasses.asdict(page)}
        self.activities[name] = both | {"seen": seen}

    def work(self) -> dict[str, Any]:
        """Do what people do all day; return pauses and memory."""
        from PyQt6.QtCore import Qt
        from PyQt6.QtTest import QTest
        from watchdog import Watchdog, memory_mb

        window = self.window
        wait(lambda: window.map_view._connected)
        self.dog = Watchdog()
        self.in_map(PAGE_WATCH)
        with self.doing("opening"):
            self.open()
        memory = {"window, opened": memory_mb(), "page, opened": self.page_mb()}
        with self.doing("measuring all distances"):
            self.settle()
        table, bar = window.events.table, window.events.filter_bar
        with self.doing("50 events by J and K"):
            for key in [Qt.Key.Key_J] * 40 + [Qt.Key.Key_K] * 10:
                QTest.keyClick(table, key)
                pump(150)
            self.settle()
        for name, text in (("typing, first search", "civilians"), ("typing again", "governor")):
            with self.doing(name):
                bar.search.selectAll()
                for letter in text:
                    QTest.keyClick(bar.search, letter)
                    pump(120)
                pump(250)
                self.settle()
        bar.clear_filter()
        self.settle()
        from mapper.model.filters import EventFilter

        with self.doing("filter by status"):
            for status in ("unverified", "reported", "claimed"):
                bar.set_rest(EventFilter(statuses=(status,)))
                pump(400)
                self.settle()
            bar.clear_filter()
            self.settle()
        for column, name in ((1, "title"), (2, "place"), (4, "killed"), (0, "date")):
            with self.doing(f"sort by {name}"):
                table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
                self.settle()
        self.time_and_map()
        with self.doing("one edit"):
            self.edit()
        with self.doing("its undo"):
            window.actions_table["undo"].trigger()
            self.settle()
        for theme in ("dark", "light"):
            with self.doing(f"theme: {theme}"):
                self.window.theme.choose(theme)
                self.settle()
        self.export()
        with self.doing("search in the map"):
            self.in_map("MapperClient.app.keys['/'](); 1")
            for text in ("gov", "govern", "governor"):
                self.in_map(
                    "(() => { const box = document.querySelector('.mapper-search input');"
                    f" box.value = '{text}'; box.dispatchEvent(new Event('input')); }})(); 1"
                )
                pump(400)
            wait(lambda: "…" not in self.in_map(_NOTE))
        pump(1000)
        memory |= {"window, at the end": memory_mb(), "page, at the end": self.page_mb()}
        self.dog.stop()
        return {"activities": self.activities, "memory": memory}

    def time_and_map(self) -> None:
        """Brush and play the timeline, and select on the map."""
        days = "['2022-{:02d}-01', '2023-{:02d}-28'].map(MapperClient.format.dayNumber)"
        with self.doing("brushing the timeline"):
            for step in range(40):
                month = 3 + step % 9
                self.window.map_view.run(
                    f"MapperClient.app.timeline.choose(...{days.format(month, month)}); 1",
                    lambda _found: None,
                )
                pump(60)
            self.settle()
        with self.doing("playing the timeline"):
            self.in_map("mapper.play({ speed: 30 }); 1")
            pump(6000)
            self.in_map("mapper.pause(); 1")
            self.settle()
        self.in_map("MapperClient.app.timeline.all(); 1")
        pump(500)
        self.settle()
        with self.doing("selecting on the map"):
            for number in range(20):
                index = 7919 * (number + 1)
                self.in_map(
                    "(() => { const app = MapperClient.app; const i = "
                    f"{index} % app.doc.count; app.select(i, {{ byUser: true }}); }})(); 1"
                )
                pump(250)
            self.settle()

    def export(self) -> None:
        """Look at what would be exported."""
        built: list[object] = []
        with self.doing("dialog of exports, page"):
            self.window.actions_table["export_html"].trigger()
            dialog = self.window.commands.dialog
            dialog._work.built.connect(built.append)
            wait(lambda: bool(built))
            pump(1500)
        for kind in ("png", "csv", "geojson"):
            built.clear()
            with self.doing(f"its preview, {kind}"):
                dialog.show_kind(kind)
                wait(lambda: bool(built))
                pump(300)
        dialog.reject()
        self.settle()

    def edit(self) -> None:
        """Change one title."""
        event_id = self.window.selection.event_id
        self.window.session.edit(
            lambda project, _progress: project.update_events([event_id], title="Edited")
        )
        pump(50)
        self.settle()

    def page_mb(self) -> dict[str, float]:
        """Return the memory of the page's process, and of its scripts."""
        from watchdog import memory_mb

        page = self.window.map_view._page
        assert page is not None
        scripts = self.in_map("performance.memory ? performance.memory.usedJSHeapSize : 0")
        return memory_mb(page.renderProcessPid()) | {"scripts": scripts / 2**20}

    def close(self) -> None:
        """Close the window."""
        self.window.close()
        pump(50)


_NOTE = "document.querySelector('.mapper-search .mapper-note').textContent"


def main(way: str, what: str, begin: float) -> dict[str, Any]:
    """Do one of the two and return what was measured."""
    if what == "empty":
        return empty(begin)
    person = Person(Path(what))
    shown = time.time()
    if way == "start":
        person.open()
        told: dict[str, Any] = {"shown_s": shown - begin, "usable_s": time.time() - begin}
        told["cpu_s"] = cpu_s()
    else:
        told = person.work()
    person.close()
    return told


if __name__ == "__main__":
    told = main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
    print(json.dumps(told))
