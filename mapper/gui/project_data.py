"""What the window holds of a project, as it was read; needs no window."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import geopandas as gpd

from mapper.gui.columns import EventColumns
from mapper.gui.touched import Touched
from mapper.measure import Fronts
from mapper.project import Change, Project, UnreadableRow

#: Tables that distances are measured with, besides the events.
_FRONTS: Final = frozenset({"control_areas", "lines_of_contact"})
_states = itertools.count(1)


@dataclass(frozen=True, eq=False)
class ProjectData:
    """What the window holds of a project: its tables as they are in the file.

    Sources and claims are not among them: they are read of the event that is looked at.
    """

    path: Path
    read_only_reason: str | None
    events: gpd.GeoDataFrame
    control_areas: gpd.GeoDataFrame
    lines_of_contact: gpd.GeoDataFrame
    fronts: Fronts
    columns: EventColumns
    measurements: gpd.GeoDataFrame
    last_change: str
    undo_name: str | None
    redo_name: str | None
    #: Rows that cannot be read, which the file keeps.
    unreadable: tuple[UnreadableRow, ...] = ()
    #: What other programs changed since Mapper had the project open last.
    elsewhere: Change | None = None
    #: Number of this state of the project, of all states read.
    state: int = 0
    #: How the events became so, if it was by a change of few since an earlier state.
    touched: Touched | None = None
    #: `Project.seen_version` when the events were read.
    seen_version: int = 0

    @property
    def title(self) -> str:
        """Name of the project for titles: its file name without the ending."""
        return self.path.stem

    @property
    def has_fronts(self) -> bool:
        """Whether there is any front to measure to."""
        return bool(len(self.control_areas) or len(self.lines_of_contact))

    def follows(self, before: ProjectData | None) -> bool:
        """Whether ``touched`` tells all that differs in the events from a state."""
        return (
            before is not None and self.touched is not None and self.touched.since == before.state
        )


def read_data(project: Project) -> ProjectData:
    """Read the tables of a project; runs in its worker."""
    events, version = project.events, project.seen_version
    control_areas, lines = project.control_areas, project.lines_of_contact
    fronts = Fronts(control_areas, lines, project.front_inputs(), project.boundary, project.lines)
    return ProjectData(
        path=Path(project.path),
        read_only_reason=project.read_only_reason,
        events=events,
        control_areas=control_areas,
        lines_of_contact=lines,
        fronts=fronts,
        columns=EventColumns.of(events),
        measurements=project.measurements,
        last_change=project.last_change,
        undo_name=project.undo_name,
        redo_name=project.redo_name,
        unreadable=project.unreadable,
        elsewhere=project.elsewhere,
        state=next(_states),
        seen_version=version,
    )


def read_change(project: Project, before: ProjectData, change: Change) -> ProjectData:
    """Read what a change made other than it was before; runs in the project's worker."""
    events, ids = project.events, change.event_ids
    if (
        ids is None
        or change.tables & _FRONTS
        or project.seen_version != before.seen_version
        or project.front_inputs() != before.fronts.inputs
        or project.boundary is not before.fronts.outline
    ):
        return _with_known_ids(read_data(project), before)
    touched = Touched.between(before.columns.ids, events["event_id"], ids, before.state)
    return replace(
        before,
        events=events,
        columns=before.columns.after(events, touched),
        measurements=project.measurements,
        last_change=project.last_change,
        undo_name=project.undo_name,
        redo_name=project.redo_name,
        unreadable=project.unreadable,
        state=next(_states),
        touched=touched,
    )


def _with_known_ids(data: ProjectData, before: ProjectData) -> ProjectData:
    """Return new data with the ids themselves that were known: every row is where it was."""
    if not data.columns.ids.equals(before.columns.ids):
        return data
    return replace(data, columns=replace(data.columns, ids=before.columns.ids))
