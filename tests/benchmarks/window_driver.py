"""One window for ``bench_window.py``: starts, is worked in by a made-up person, and tells.

Run by that file only: ``window_driver.py start|first|keep|work PROJECT|empty BEGIN``.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import tempfile
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


def wait(until: Callable[[], bool], most_s: float = 300, *, every_ms: int = 20) -> None:
    """Let the window live until something holds."""
    end = time.monotonic() + most_s
    while not until():
        if time.monotonic() > end:
            raise TimeoutError
        pump(every_ms)


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
            # With that of processes which have ended.
            ticks += sum(map(int, fields[11:15]))
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
    usable_s = painted[0] - begin
    told = {"shown_s": shown - begin, "usable_s": usable_s, "answers_s": usable_s, "cpu_s": cpu_s()}
    view.close()
    pump(50)
    del application
    return told


def loop_ms() -> float:
    """Return the processor time of a fixed piece of work: others slow the processor down too."""
    begin = time.thread_time()
    sum(number * number for number in range(100_000))
    return 1000 * (time.thread_time() - begin)


def forget() -> tempfile.TemporaryDirectory[str]:
    """Let nothing be kept of any project, as where none was opened yet; return where it is kept."""
    from mapper import paths

    here = paths.cache_folder()
    new = tempfile.TemporaryDirectory()
    os.environ["XDG_CACHE_HOME"] = new.name
    for kept in here.iterdir():
        if kept.name not in ("starts", "drawings", "lines"):
            (paths.cache_folder() / kept.name).symlink_to(kept)
    return new


class Person:
    """Opens a window and works in it."""

    def __init__(self, project: Path, *, kept: bool = True) -> None:
        if not kept:
            self._new = forget()
        # As ``mapper open PROJECT`` does, with all that it imports.
        import gc

        from mapper.cli import main, window  # noqa: F401

        gc.disable()
        from mapper.gui import first_start

        making = first_start.begin(project)
        from PyQt6.QtCore import QSize

        from mapper.gui import app, starting

        self.application, page = app.start_qt()
        self.window = starting.begin(
            self.application, "light", project, page=page, size=QSize(*SIZE), making=making
        )
        self.project = project
        self.activities: dict[str, Any] = {}
        #: What a fixed piece of work took after each thing done, milliseconds.
        self.loops: list[float] = []

    def use(self, begin: float) -> dict[str, float]:
        """Return when the window was usable, and when it was whole.

        Usable: the list has painted its rows and takes keys, and events and front of the map are
        painted: by the page, or as the picture that was kept of it. The map answers once the page
        itself is drawn. Toolbar, filter and details may follow. Whole: these are there too, the
        project is read, and the list is its own.
        """
        window = self.window
        told: dict[str, float] = {"shown_s": time.time() - begin}
        there: dict[str, float] = {}

        def note(what: str) -> None:
            if what not in there:
                there[what] = time.time() - begin
            if {"list", "map"} <= there.keys() and "usable_s" not in told:
                # Counted at once, before what follows is counted with it.
                told["cpu_s"], told["usable_s"] = cpu_s(), max(there["list"], there["map"])

        def watch() -> None:
            window.session.open_failed.connect(lambda error: (_ for _ in ()).throw(error))
            window.session.opened.connect(lambda _data: note("read"))
            window.drawing.drawn.connect(
                lambda _made: window.map_view.when_drawn(lambda: (note("map"), note("answers")))
            )
            window.listing.arranged.connect(lambda: note("listed"))

        pictures = None
        if window.whole:
            watch()
        else:
            window.completed.connect(watch)
            window.map_view.when_drawn(lambda: (note("map"), note("answers")))
            if window.first.picture is not None:
                picture = window.first.picture
                pictures = painted(picture, lambda: picture.fits, lambda: note("map"))
        table = window.first.table or window.events.table
        rows = painted(table.viewport(), lambda: table.model().rowCount(), lambda: note("list"))
        wait(lambda: {"list", "answers", "read", "listed"} <= there.keys(), every_ms=5)
        del rows, pictures
        return told | {"answers_s": there["answers"], "whole_s": max(there.values())}

    def keep(self) -> None:
        """Leave the project as somebody who worked in it, so that its start is kept."""
        wait(lambda: self.window.whole)
        self.settle()
        self.window.start_keeper.keep_now()
        self.settle()
        from mapper.gui.picture_keeping import LARGEST_BYTES

        if self.window.map_view.document.size() > LARGEST_BYTES:
            # Of so many events no picture is made.
            return
        pictures, kept = self.window.start_keeper.pictures, []
        pictures.kept.connect(lambda: kept.append(True))
        pictures.keep_now()
        wait(lambda: bool(kept), 60)

    def open(self) -> None:
        """Back once list and map of the project are there."""
        wait(lambda: self.window.whole)
        window = self.window
        wait(lambda: window.listing.arrangement is not None and window.showing.document_shown)

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
        self.loops.append(loop_ms())
        page = Lateness.of(self.in_map("window.alive.concat([performance.now() / 1000])"))
        self.activities[name] = {"gui": dataclasses.asdict(gui), "page": dataclasses.asdict(page)}

    def work(self) -> dict[str, Any]:
        """Do what people do all day; return pauses and memory."""
        import numpy as np
        import window_day
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
            # What is imported later is there by then.
            pump(3000)
            self.settle()
        opened = len(self.dog.all_waits)
        window_day.live(self)
        pump(1000)
        memory |= {"window, at the end": memory_mb(), "page, at the end": self.page_mb()}
        self.dog.stop()
        waits = np.concatenate(self.dog.all_waits[opened:])
        overall = {
            "most_of_all": float(np.percentile(waits, 99)),
            "longest": float(waits.max()),
            "seconds": len(waits) / 100,
            "loop_ms": float(np.median(self.loops)),
            "best_loop_ms": min(self.loops),
        }
        return {"activities": self.activities, "overall": overall, "memory": memory}

    def page_mb(self) -> dict[str, float]:
        """Return the memory of the page's process, and of its scripts."""
        from watchdog import memory_mb

        page = self.window.map_view._page
        assert page is not None
        scripts = self.in_map("performance.memory ? performance.memory.usedJSHeapSize : 0")
        return memory_mb(page.renderProcessPid()) | {"scripts": scripts / 2**20}

    def close(self) -> None:
        """Close the window."""
        from PyQt6 import sip

        self.window.close()
        pump(50)
        # As `mapper.gui.app` does.
        sip.delete(self.window)


def painted(widget: Any, shows: Callable[[], Any], then: Callable[[], None]) -> Any:
    """Return what calls back once a widget has painted what it shows."""
    from PyQt6.QtCore import QEvent, QObject

    class Watch(QObject):
        def eventFilter(self, watched: Any, event: Any) -> bool:
            if event.type() == QEvent.Type.Paint and shows():
                # It has painted by the time the loop goes on.
                from PyQt6.QtCore import QTimer

                QTimer.singleShot(0, then)
            return False

    watch = Watch()
    widget.installEventFilter(watch)
    return watch


def main(way: str, what: str, begin: float) -> dict[str, Any]:
    """Do one of the two and return what was measured."""
    if what == "empty":
        return empty(begin)
    person = Person(Path(what), kept=way != "first")
    told: dict[str, Any] = {}
    if way in ("start", "first"):
        told = person.use(begin)
    elif way == "keep":
        person.keep()
    else:
        told = person.work()
    person.close()
    return told


if __name__ == "__main__":
    told = main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
    print(json.dumps(told))
