"""What the map of the window is given; made in a worker, or in a process without a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper import mapdoc
from mapper.gui.project_data import ProjectData
from mapper.gui.translation import LANGUAGE
from mapper.model import schema

if TYPE_CHECKING:
    from mapper.gui.tasks import Progress


def document(data: ProjectData, _progress: Progress | None = None) -> mapdoc.MapDocument:
    """Return the document of a project, packed for the page."""
    made = mapdoc.build(
        data.events,
        # Only detail tells sources.
        schema.empty(schema.SOURCES),
        data.control_areas,
        data.lines_of_contact,
        title=data.title,
        fronts=data.fronts,
        data_date=data.last_change,
        language=LANGUAGE,
        detail=False,
    )
    _ = made.brief  # packed here, so that the window need not
    return made


def empty_document(_progress: Progress) -> mapdoc.MapDocument:
    """Return the document of no project, packed for the page."""
    tables = (schema.EVENTS, schema.SOURCES, schema.CONTROL_AREAS, schema.LINES_OF_CONTACT)
    made = mapdoc.build(*map(schema.empty, tables), title="", language=LANGUAGE, detail=False)
    _ = made.brief
    return made


def update(data: ProjectData, _progress: Progress) -> mapdoc.MapUpdate:
    """Return what the map is told of the events that an action touched."""
    assert data.touched is not None
    gone, there = data.touched.gone, data.touched.there
    return mapdoc.update(
        data.events,
        gone,
        there,
        event_ids=data.columns.ids,
        data_date=data.last_change,
        language=LANGUAGE,
    )
