"""Makes the window: Chromium starts first, and the rest of Mapper is imported beside it.

Importing takes about as long as Chromium's processes take to start and to run the map's
scripts. They need this thread's event loop for it, so that the imports are a thread's.
"""

from __future__ import annotations

import gc
import threading
from importlib import import_module
from typing import TYPE_CHECKING

from PyQt6.QtCore import QEventLoop, QObject, QTimer, pyqtSignal

from mapper.gui.theme import ThemeKeeper
from mapper.gui.web import MapView

if TYPE_CHECKING:
    from mapper.gui.tasks import Progress
    from mapper.gui.window import MainWindow

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
_LATER_MS = 800


class _Importer(QObject):
    """Imports a module in a thread."""

    done = pyqtSignal()

    def run(self, module: str) -> None:
        """Import it; an error is met again, and told, by whoever imports it next."""
        try:
            import_module(module)
        except BaseException:
            pass
        finally:
            self.done.emit()


def make_window(theme: ThemeKeeper, *, remember: bool = True) -> MainWindow:
    """Return the window, not yet shown; a QApplication must be there and the scheme registered."""
    map_view = MapView()
    importer, loop = _Importer(), QEventLoop()
    importer.done.connect(loop.quit)
    # Modules are kept: looking for rubbish among them takes time now, and at each later search.
    collects = gc.isenabled()
    gc.disable()
    thread = threading.Thread(target=importer.run, args=("mapper.gui.window",))
    thread.start()
    loop.exec()
    thread.join()
    gc.freeze()
    if collects:
        gc.enable()
    from mapper.gui.sweeping import Sweeper
    from mapper.gui.window import MainWindow

    window = MainWindow(theme, remember=remember, map_view=map_view)
    _Later(window)
    Sweeper(window.tasks, window.session, window)
    return window


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

        self._window.tasks.run(work, done=lambda _none: None)
