"""Makes what a start shows of a project that was never opened here, in a process of its own.

Run by `mapper.gui.first_start` only. It reads and derives what the window would, by the same
code, and keeps it as a window that has come to rest does. What it cannot do it leaves to the
window, which tells the person: it says nothing itself.
"""

from __future__ import annotations

import gc
import os
import sys
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
from mapper.model.filters import EventFilter  # noqa: E402
from mapper.project import open_project, sample_project  # noqa: E402

#: What the list cannot be sorted by before all of a project is known.
_LATER: Final = ("", "distance", "sources")


def make(path: Path, look: Look) -> bool:
    """Keep what a start shows of a project; say whether it was kept.

    Nothing is written into the project's file.
    """
    stamp = Stamp.of(path)
    if stamp is None or look.sort in _LATER:
        return False
    with open_project(path) as project:
        data = read_data(project)
        if data.elsewhere is not None or not len(data.columns):
            return False
        kept = _kept(data, stamp, look)
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
    return make(path, look_wanted())


if __name__ == "__main__":
    code = 1
    try:
        code = int(not main(Path(sys.argv[1])))
    finally:
        # Whoever waits for it does not wait until its memory is taken down.
        os._exit(code)
