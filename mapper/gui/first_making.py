"""Makes what a start shows of a project that was never opened here, in a process of its own.

Called by `mapper.gui.first_start` only. It reads and derives what the window would, by the same
code, and keeps it as a window that has come to rest does. What it cannot do it leaves to the
window, which tells the person: it says nothing itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mapper.gui import kept_start
from mapper.gui.columns import ArrangeRequest, Sorting, arrange
from mapper.gui.first_start import MOST_DERIVED, USUAL_HEIGHTS, sample_path
from mapper.gui.kept_rows import rows_of
from mapper.gui.kept_start import KeptStart, Look, Stamp
from mapper.gui.map_making import document
from mapper.gui.project_data import ProjectData, read_data
from mapper.measure import Fronts
from mapper.model.errors import MapperError
from mapper.model.filters import EventFilter
from mapper.project import open_project, sample_project
from mapper.project.lines import KeptLines


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
    if stamp is None:
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
            _derive(data.fronts)
            return False
        if project.file_version != data.seen_version or Stamp.of(path) != stamp:
            return False
    kept_start.write(path, kept)
    return True


def derive(path: Path) -> None:
    """Derive a project's lines of contact for its window, which finds them in the cache folder."""
    with suppress(MapperError), open_project(path) as project:
        areas, lines = project.control_areas, project.lines_of_contact
        about = (project.front_inputs(), project.boundary, project.lines)
        _derive(Fronts(areas, lines, *about))


def _derive(fronts: Fronts) -> None:
    # The window begins with the oldest.
    for snapshot in reversed(fronts.snapshots):
        with suppress(MapperError):
            fronts.front(snapshot)


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


def main(path: Path, look: Look, give_way: Callable[[], None]) -> bool:
    """Make what is shown of a project, also of a sample that is not there yet."""
    if path == sample_path():
        make_sample(path)
    return make(path, look, give_way)
