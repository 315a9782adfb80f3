"""Starts the window, or draws it into a picture."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PyQt6 import sip
from PyQt6.QtCore import QSize, QTimer
from PyQt6.QtGui import QImage, QImageWriter
from PyQt6.QtWidgets import QApplication

from mapper.gui.qtlog import qt_messages_logged
from mapper.gui.starting import begin, make_window
from mapper.gui.web import BegunPage, register_scheme

if TYPE_CHECKING:
    from mapper.gui.first_start import Making
    from mapper.gui.theme import Theme
    from mapper.gui.window import MainWindow

#: A picture that takes longer than this is given up with a sentence.
_MOST_SECONDS: Final = 120
_BETWEEN_PICTURES_MS: Final = 250
#: Width and height of a picture when nobody says otherwise.
_PICTURE_SIZE: Final = (1440, 900)


def run(
    project_path: str | Path | None,
    *,
    select: str | None = None,
    day: dt.date | None = None,
    size: tuple[int, int] | None = None,
    theme: Theme | None = None,
    screenshot: str | Path | None = None,
    making: Making | None = None,
) -> int:
    """Show the window until it is closed, or save a picture of it.

    Parameters
    ----------
    project_path
        Project to open; None opens the last one, on first run the sample.
    select
        Id of an event to select.
    day
        Day whose front is shown until an event is selected.
    size
        Width and height of the window in pixels; a picture is 1440 x 900 without it.
    theme
        ``light``, ``dark`` or ``high-contrast`` in place of what the person chose.
    screenshot
        PNG file to write once everything is drawn; the window then closes.
    making
        What is shown first of the project, as it is being made already.

    Returns
    -------
    int
        0, or 1 if the picture could not be made; a sentence is on stderr.
    """
    if screenshot is not None and size is None:
        size = _PICTURE_SIZE
    with qt_messages_logged():
        return _run(project_path, select, day, size, theme, screenshot, making)


def _run(
    project_path: str | Path | None,
    select: str | None,
    day: dt.date | None,
    size: tuple[int, int] | None,
    theme: Theme | None,
    screenshot: str | Path | None,
    making: Making | None,
) -> int:
    application, page = start_qt()
    path = None if project_path is None else Path(project_path)
    wanted_size = None if size is None else QSize(*size)
    picture = None
    if screenshot is None:
        window = begin(
            application,
            theme,
            path,
            page=page,
            select=select,
            day=day,
            size=wanted_size,
            making=making,
        )
    else:
        window = make_window(application, theme, page=page, remember=False)
        window.place(wanted_size)
        window.show()
        picture = Picture(window, Path(screenshot), application.exit)
        window.open_first(path, select, day)
    former_hook = sys.excepthook
    sys.excepthook = _hook(window)
    try:
        code = application.exec()
    finally:
        # Where the hook is Python's own, PyQt aborts on an exception in a slot,
        # and one while everything is taken down would cost the exit code.
        sys.excepthook = _print if former_hook is sys.__excepthook__ else former_hook
        from mapper.gui import icons

        icons.forget()
    code = code if picture is None else picture.code
    if window.closed:
        # At Python's end PyQt goes through all its objects and deletes those of Python's, a window
        # with all its parts among them: of the parts some are what it would look at next.
        sip.delete(window)
    return code


def start_qt() -> tuple[QApplication, BegunPage]:
    """Return the application, and the map's page, whose process starts beside all that follows."""
    register_scheme()
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(["mapper"])
    page = BegunPage(expecting=True)
    application.setApplicationName("mapper")
    application.setApplicationDisplayName("Mapper")
    application.setDesktopFileName("mapper")
    from mapper.gui.translation import translate_qt

    translate_qt(application)
    return application, page


class Picture:
    """Waits until the window is drawn, saves it and ends the application."""

    def __init__(self, window: MainWindow, path: Path, leave: Callable[[int], None]) -> None:
        self.code = 1
        self._ended = False
        self._last: QImage | None = None
        self._window = window
        self._path = path
        self._leave = leave
        self._given_up = QTimer(window)
        self._given_up.setSingleShot(True)
        self._given_up.timeout.connect(
            lambda: self._fail(f"The window was not drawn within {_MOST_SECONDS} seconds.")
        )
        self._given_up.start(_MOST_SECONDS * 1000)
        window.session.open_failed.connect(lambda error: self._fail(str(error)))
        window.map_view.failed.connect(self._fail)
        window.problems.bug_met.connect(self._fail)
        window.when_settled(self._look)

    def _look(self) -> None:
        """Take pictures until two are the same: popups and labels fade in."""
        image = self._window.grab().toImage()
        if self._ended:
            return
        if self._last is not None and image == self._last:
            self._save(image)
            return
        self._last = image
        QTimer.singleShot(_BETWEEN_PICTURES_MS, self._look)

    def _save(self, image: QImage) -> None:
        writer = QImageWriter(str(self._path), b"png")
        if not writer.write(image):
            self._fail(f"{self._path} cannot be written: {writer.errorString()}.")
            return
        self._end(0)

    def _fail(self, sentence: str) -> None:
        if self._ended:
            return
        print(sentence, file=sys.stderr)
        self._end(1)

    def _end(self, code: int) -> None:
        if self._ended:
            return
        self._ended = True
        self.code = code
        self._given_up.stop()
        self._window.close()
        self._leave(code)


def _print(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    sys.__excepthook__(kind, error, where)


def _hook(
    window: MainWindow,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def show(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if window.whole:
            window.problems.show_bug(kind, error, where)
        else:
            _print(kind, error, where)

    return show
