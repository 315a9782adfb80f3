"""The first start of a project on this computer: another process reads it meanwhile.

To import what reads a project takes longer than Chromium takes to start, and would keep the
window's thread from it. So another process makes what later starts find kept
(`mapper.gui.first_making`), and the window shows that as a later start does. It is begun before
Qt is imported: it takes longest of all.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mapper.gui import kept_start
from mapper.gui.kept_start import Stamp
from mapper.paths import user_data_folder

if TYPE_CHECKING:
    from mapper.gui.kept_start import KeptStart, Look

#: A larger project takes the other process too long: the window opens meanwhile, and says so.
LARGEST_BYTES: Final = 25_000_000
#: What a list cannot be sorted by before all of a project is known.
LATER: Final = ("", "distance", "sources")
#: Nobody waits longer for the other process without seeing a window.
MOST_S: Final = 3.0
#: Nor until more lines of contact than this are derived.
MOST_DERIVED: Final = 2
#: How often it is looked whether it is done.
_ASKED_MS: Final = 4
#: Of the parts around list and map, with letters of the usual size: see `usual_heights`.
USUAL_HEIGHTS: Final = {"above": 120, "below": 0, "bars": 75, "status": 37}


class Making:
    """The other process at its work on one project."""

    def __init__(self, project: Path, process: subprocess.Popen[bytes]) -> None:
        self._project = project
        self._process = process
        self._ended = threading.Event()

    def wait(self, look: Look) -> KeptStart | None:
        """Let this thread's event loop run until it is made; None where that fails.

        Then the window reads the project itself, and tells what is wrong with it.
        """
        from PyQt6.QtCore import QEventLoop, QTimer

        threading.Thread(target=self._wait, daemon=True).start()
        end = time.monotonic() + MOST_S
        loop, timer = QEventLoop(), QTimer()

        def ask() -> None:
            if self._ended.is_set():
                loop.quit()
            elif time.monotonic() > end:
                self._process.kill()

        timer.timeout.connect(ask)
        timer.start(_ASKED_MS)
        loop.exec()
        return kept_start.read(self._project, look)

    def _wait(self) -> None:
        # It may go on to work for the window once it has closed this.
        with self._process as process:
            assert process.stdout is not None
            process.stdout.read()
            self._ended.set()


def begin(path: Path | None, *, surely: bool = False) -> Making | None:
    """Begin to make what is shown first of a project (None: the last one, else the sample).

    Parameters
    ----------
    path
        The project.
    surely
        Whether nothing of use is kept of it; else it is made only where nothing at all is kept.

    Returns
    -------
    Making or None
        None where the window is quicker alone.
    """
    project = path or _last_project() or sample_path()
    # A bundled program has no interpreter to start, and one processor is best left to Chromium.
    if getattr(sys, "frozen", False) or _processors() < 2:
        return None
    if not _is_quick(project) or not (surely or not _is_kept(project)):
        return None
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "mapper.gui.first_start", os.path.abspath(project)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return None
    return Making(project, process)


def look_wanted() -> Look:
    """Return how the list is to look when Mapper starts now."""
    from mapper.gui import settings
    from mapper.gui.kept_start import Look
    from mapper.gui.list_columns import SORT_KEYS, USUAL
    from mapper.gui.translation import LANGUAGE

    state = settings.list_layout()
    columns = [key for key in state.get("columns") or [] if key in SORT_KEYS] or USUAL
    sort = state.get("sort", "date")
    # A group is never kept: the list waits for the project then.
    sort = "" if state.get("group") else sort
    return Look(
        LANGUAGE, settings.unit(), tuple(columns), sort, bool(state.get("descending", True))
    )


def sample_path() -> Path:
    """Return where the working copy of the sample is, or will be."""
    return user_data_folder() / "sample.gpkg"


def usual_heights() -> dict[str, int]:
    """Return how much room the parts around list and map will take, as `kept_start.HEIGHTS`.

    Nobody has seen them here yet; they follow the letters and the style of this computer.
    """
    from PyQt6.QtCore import Qt
    from PyQt6.QtGui import QIcon, QPixmap
    from PyQt6.QtWidgets import QLineEdit, QMenuBar, QToolButton

    from mapper.gui.toolbar import FittingToolBar

    blank = QPixmap(20, 20)
    blank.fill(Qt.GlobalColor.transparent)
    menus, tools, edit, button = QMenuBar(), FittingToolBar(""), QLineEdit(), QToolButton()
    menus.addAction("…")
    tools.addAction(QIcon(blank), "…")
    button.setIcon(QIcon(blank))
    heights = []
    for part in (menus, tools, edit, button):
        part.ensurePolished()
        heights.append(part.sizeHint().height())
    menu, tool, line, push = heights
    # As `mapper.gui.filter_bar` lays out its three rows, and `mapper.gui.parts` the status bar.
    above = 8 + max(line, push) + 6 + line + 8 + 4 + push + 4
    return USUAL_HEIGHTS | {"above": above, "bars": menu + tool, "status": push + 6}


def _last_project() -> Path | None:
    from mapper.gui import settings

    return settings.last_project()


def _is_quick(project: Path) -> bool:
    """Whether something can be kept of a project, and soon."""
    stamp = Stamp.of(project)
    if stamp is None:
        # Another program has it open, or it is not there; then only the sample is made.
        return project == sample_path() and not project.exists()
    return stamp.size < LARGEST_BYTES


def _is_kept(project: Path) -> bool:
    """Whether anything is kept of a project of that name, of use or not."""
    try:
        names = os.listdir(kept_start.folder())
    except OSError:
        return False
    return any(name.startswith(f"{project.stem[:60]}-") for name in names)


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def derives_many(project: Path) -> bool:
    """Whether a project keeps fewer lines of contact than it has days of control areas."""
    # Not the project's own classes: to import them is what takes long.
    import apsw

    try:
        connection = apsw.Connection(str(project), flags=apsw.SQLITE_OPEN_READONLY)
        connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        counts = [
            connection.execute(statement).get
            for statement in (
                "SELECT count(DISTINCT as_of || ' ' || ifnull(source, '')) FROM control_areas",
                "SELECT count(*) FROM sqlite_schema WHERE name = 'mapper_lines' AND type = 'table'",
            )
        ]
        kept = connection.execute("SELECT count(*) FROM mapper_lines").get if counts[1] else 0
        connection.close()
    except apsw.Error:
        # Whoever opens it as a project says what is wrong.
        return False
    return bool(counts[0] - kept > MOST_DERIVED)


def _give_way() -> None:
    """Let the window go on alone, and go first."""
    os.close(sys.stdout.fileno())
    if hasattr(os, "nice"):
        os.nice(5)


def _make(project: Path) -> bool:
    """Do what the other process is for; say whether there is something to show."""
    # All that is made is needed to the end: looking for rubbish among it takes time.
    gc.disable()
    look = look_wanted()
    if look.sort in LATER:
        return False
    alone = derives_many(project)
    if alone:
        _give_way()
    from mapper.gui import first_making

    if alone:
        first_making.derive(project)
        return False
    return first_making.main(project, look, _give_way)


if __name__ == "__main__":
    code = 1
    try:
        code = int(not _make(Path(sys.argv[1])))
    finally:
        # Whoever waits for it does not wait until its memory is taken down.
        os._exit(code)
