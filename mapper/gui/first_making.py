"""Makes what a start shows of a project that was never opened here, in a process of its own.

Run by `mapper.gui.first_start` only. It reads and derives what the window would, by the same
code, and keeps it as a window that has come to rest does. What it cannot do it leaves to the
window, which tells the person: it says nothing itself.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

# All that is made here is needed to the end: looking for rubbish among it takes time.
gc.disable()

from mapper.gui import kept_start  # noqa: E402
from mapper.gui.columns import ArrangeRequest, Sorting, arrange  # noqa: E402
from mapper.gui.first_start import USUAL_HEIGHTS, look_wanted, sample_path  # noqa: E402
from mapper.gui.kept_rows import rows_of  # noqa: E402
from mapper.gui.kept_start import KeptStart, Look, Stamp  # noqa: E402
from mapper.gui.map_making import document  # noqa: E402
from mapper.gui.project_data import ProjectData, read_data  # noqa: E402
from mapper.model.errors import MapperError  # noqa: E402
from mapper.model.filters import EventFilter  # noqa: E402
from mapper.project import open_project, sample_project  # noqa: E402
from mapper.project.lines import KeptLines  # noqa: E402

#: What the list cannot be sorted by before all of a project is known.
_LATER: Final = ("", "distance", "sources")
#: Nobody waits without a window until more lines of contact than this are derived.
MOST_DERIVED: Final = 2


class TakesLongError(Exception):
    """More is to be derived than anybody should wait for."""


class LinesAtHand(KeptLines):
    """The lines kept in a project, as long as few others are to be derived."""

    missing = 0
    patient = False

    def get(self, key: str) -> bytes | None:
        content = super().get(key)
        self.missing += content is None
        if self.missing > MOST_DERIVED and not self.patient:
            raise TakesLongError
        return content


def make(path: Path, look: Look, give_way: Callable[[], None] = lambda: None) -> bool:
    """Keep what a start shows of a project; say whether it was kept.

    Nothing is written into the project's file. Where many lines of contact are to be derived,
    ``give_way`` is called, and they are derived for the window, which need not.
    """
    stamp = Stamp.of(path)
    if stamp is None or look.sort in _LATER:
        return False
    with open_project(path) as project:
        project.lines = lines = LinesAtHand(project)
        data = read_data(project)
        if data.elsewhere is not None or not len(data.columns):
            return False
        try:
            kept = _kept(data, stamp, look)
        except TakesLongError:
            give_way()
            lines.patient = True
            # The window begins with the oldest.
            for snapshot in reversed(data.fronts.snapshots):
                with suppress(MapperError):
                    data.fronts.front(snapshot)
            return False
        if project.file_version != data.seen_version or Stamp.of(path) != stamp:
            return False
    kept_start.write(path, kept)
    return True


def make_sample(path: Path) -> None:
    """Make the sample unless it is there; whoever is ended meanwhile leaves no part of it."""
    if path.exists():
        return
    new = path.with_name(f"sample-{os.getpid()}.gpkg")
    try:
        sample_project(new).rename(path)
    finally:
        new.unlink(missing_ok=True)


def _kept(data: ProjectData, stamp: Stamp, look: Look) -> KeptStart:
    sorting = Sorting(look.sort, look.descending)
    order = arrange(ArrangeRequest(data.events, data.columns, EventFilter(), sorting)).rows
    rows = rows_of(data.columns, order, None, look.unit, look.columns)
    made = document(data)
    return KeptStart(stamp, look, rows, made.brief, made.bounds, made.warnings, USUAL_HEIGHTS)


def main(path: Path) -> bool:
    """Make what is shown of a project, also of a sample that is not there yet."""
    if path == sample_path():
        make_sample(path)
    return make(path, look_wanted(), _give_way)


def _give_way() -> None:
    """Let the window go on alone, and go first."""
    os.close(sys.stdout.fileno())
    if hasattr(os, "nice"):
        os.nice(5)


if __name__ == "__main__":
    code = 1
    try:
        code = int(not main(Path(sys.argv[1])))
    finally:
        # Whoever waits for it does not wait until its memory is taken down.
        os._exit(code)
