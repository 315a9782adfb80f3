"""Makes the window: Chromium starts first, and the rest of Mapper is imported beside it.

What was kept of a project (`mapper.gui.kept_start`) is shown at once: the map draws it while
the first rows of the list are laid out, and neither needs pandas, geopandas or the project. The
parts of the window follow, one at a time, then the project, and take over what is there.

Where nothing is kept, another process makes it meanwhile (`mapper.gui.first_start`). Where that
cannot be, importing takes about as long as Chromium's processes take to start and to run the
map's scripts. They need this thread's event loop for it, so the imports are a thread's.
"""

from __future__ import annotations

import datetime as dt
import gc
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PyQt6.QtCore import QEventLoop, QObject, QSize, QTimer, pyqtSignal
from PyQt6.QtWidgets import QApplication

from mapper.gui.web import BegunPage

if TYPE_CHECKING:
    from mapper.gui.first_start import Making
    from mapper.gui.kept_picture import KeptPicture
    from mapper.gui.kept_start import KeptStart, Look
    from mapper.gui.tasks import Progress
    from mapper.gui.theme import Theme, ThemeKeeper
    from mapper.gui.web import MapView
    from mapper.gui.web.scheme import SchemeHandler
    from mapper.gui.window import MainWindow

#: What shows list and map before the other parts are there.
SHOWING_FIRST = ("mapper.gui.window", "mapper.gui.event_table", "mapper.gui.first_rows")
#: What the window starts without; imported once it is drawn, lest the first use has to wait.
LATER = (
    "mapper.gui.export_dialog",
    "mapper.gui.import_dialog",
    "mapper.gui.merge_dialog",
    "mapper.gui.about",
    "mapper.readers.looking",
    "mapper.readers.unplaced",
    "mapper.export.tables",
    "mapper.export.htmlfile",
)
_LATER_MS: Final = 800
#: How long the map may take to be drawn before the rest is imported nevertheless.
_MOST_ALONE_MS: Final = 3_000
#: The longest that the window waits for the page's process before it lays itself out.
_MOST_BEGINNING_S: Final = 0.1


def begin(
    application: QApplication,
    theme: Theme | None,
    project: Path | None,
    *,
    page: BegunPage | None = None,
    select: str | None = None,
    day: dt.date | None = None,
    size: QSize | None = None,
    making: Making | None = None,
) -> MainWindow:
    """Show the window and open a project in it (None: the last one, else the sample).

    The window may not be whole yet: see `MainWindow.completed`. The page, and the ``making`` of
    what is shown first, may have begun already.
    """
    page = BegunPage(expecting=True) if page is None else page
    from mapper.gui import settings
    from mapper.gui.theme import ThemeKeeper, in_force
    from mapper.gui.translation import LANGUAGE
    from mapper.gui.web.kept_page import template

    page.handler.theme = in_force(theme or settings.theme())
    # It is about to be asked for.
    template(LANGUAGE)
    # From here on the page's process reads its scripts while this one makes the window.
    _let_begin(application, page.handler)
    from mapper.gui import first_start, kept_start

    path = settings.last_project() if project is None else project
    look = first_start.look_wanted()
    kept = None if path is None else kept_start.read(path, look)
    if kept is not None and path is not None:
        page.handler.begin_with(kept.document)
        kept = replace(kept, picture=_picture(path, kept, page.handler.theme))
    elif making is None:
        making = first_start.begin(path, surely=True)
    from mapper.gui.web import MapView

    map_view = MapView(begun=page)
    keeper = ThemeKeeper(application, theme)
    if kept is None:
        kept = None if making is None else _made(making, look)
        page.handler.begin_with(None if kept is None else kept.document)
    if kept is not None:
        # Of many events it is large, and the page has it now.
        kept = replace(kept, document=b"")
    if kept is None:
        window = _whole_window(keeper, map_view, remember=True)
        window.begin_keeping()
    else:
        from mapper.gui.window import MainWindow

        application.processEvents()
        window = MainWindow(keeper, map_view=map_view, kept=kept, whole=False)
        window.completed.connect(window.begin_keeping)
        if making is not None:
            # The other process measures nothing.
            window.completed.connect(lambda: window.start_keeper.keep_anew())
        _Completing(window)
        application.processEvents()
    window.place(size)
    window.show()
    window.open_first(path, select, day)
    return window


def make_window(
    application: QApplication,
    theme: Theme | None,
    *,
    page: BegunPage | None = None,
    remember: bool = True,
) -> MainWindow:
    """Return the whole window, not yet shown; the scheme must be registered."""
    from mapper.gui.theme import ThemeKeeper
    from mapper.gui.web import MapView

    page = BegunPage() if page is None else page
    page.handler.begin_with(None)
    map_view = MapView(begun=page)
    return _whole_window(ThemeKeeper(application, theme), map_view, remember=remember)


def _picture(project: Path, kept: KeptStart, theme: str) -> KeptPicture | None:
    """Return the picture of the map as it is about to be drawn."""
    from mapper.gui import kept_picture
    from mapper.gui.web.view import letters_zoom

    drawn = kept_picture.key_of(kept.document, theme, letters_zoom(QApplication.font()))
    return kept_picture.read(project, drawn)


def _made(making: Making, look: Look) -> KeptStart | None:
    """Return what another process makes to be shown first, once it has."""
    from mapper.gui.first_start import usual_heights

    heights = usual_heights()
    # What shows it, by the time that it is there.
    for module in SHOWING_FIRST:
        import_module(module)
    kept = making.wait(look)
    return None if kept is None else replace(kept, heights=heights)


def _let_begin(application: QApplication, handler: SchemeHandler) -> None:
    """Take part in the start of the page's process, which needs this thread now and then."""
    end = time.monotonic() + _MOST_BEGINNING_S
    while not handler.is_begun and time.monotonic() < end:
        application.processEvents()
        time.sleep(0.0005)
    application.processEvents()


def _whole_window(theme: ThemeKeeper, map_view: MapView, *, remember: bool) -> MainWindow:
    loop = QEventLoop()
    imported = _Imported()
    imported.done.connect(loop.quit)
    imported.start()
    loop.exec()
    imported.finish()
    from mapper.gui.window import MainWindow

    window = MainWindow(theme, remember=remember, map_view=map_view)
    _follow(window)
    return window


def _follow(window: MainWindow) -> None:
    """Begin what goes on beside a window that is whole."""
    from mapper.gui import icons
    from mapper.gui.sweeping import Sweeper

    QApplication.setWindowIcon(icons.icon("mapper", ""))
    _Later(window)
    Sweeper(window.tasks, window.session, window)


class _Imported(QObject):
    """Imports the parts of the window in a thread."""

    done = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._thread = threading.Thread(target=self._run)
        self._collects = gc.isenabled()

    def start(self) -> None:
        """Begin."""
        # Modules are kept: looking for rubbish among them takes time now, and at each later search.
        gc.disable()
        self._thread.start()

    def finish(self) -> None:
        """End what `start` began."""
        self._thread.join()
        gc.freeze()
        if self._collects:
            gc.enable()

    def _run(self) -> None:
        """Import; an error is met again, and told, by whoever imports it next."""
        try:
            import_module("mapper.gui.parts")
        except BaseException:
            pass
        finally:
            self.done.emit()


class _Completing(QObject):
    """Imports and makes the parts of a window that is shown, without its standing still."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._begun = False
        self._steps: Iterator[None] = iter(())
        self._imported = _Imported()
        self._imported.done.connect(self._build)
        # Not earlier: where other programs are busy, too, the page would wait for it.
        window.map_view.when_drawn(self._begin)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        self._timer.start(_MOST_ALONE_MS)

    def _begin(self) -> None:
        """Import; the map is drawn, or takes too long."""
        if not self._begun and not self._window.closed:
            self._begun = True
            self._timer.stop()
            self._imported.start()

    def _build(self) -> None:
        self._imported.finish()
        self._steps = self._window.building()
        self._step()

    def _step(self) -> None:
        if self._window.closed:
            return
        for _ in self._steps:
            # In between, the window takes what the person does.
            QTimer.singleShot(0, self._step)
            return
        _follow(self._window)


class _Later(QTimer):
    """Imports the rest once the map is painted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.setSingleShot(True)
        self.setInterval(_LATER_MS)
        self.timeout.connect(self._begin)
        window.drawing.drawn.connect(self._wait)

    def _wait(self) -> None:
        self._window.drawing.drawn.disconnect(self._wait)
        self._window.map_view.when_drawn(self.start)

    def _begin(self) -> None:
        def work(progress: Progress) -> None:
            for module in LATER:
                progress.check()
                import_module(module)

        if not self._window.closed:
            self._window.tasks.run(work, done=lambda _none: None)
