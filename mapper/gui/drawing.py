"""The document the window's map draws, made of a project off the GUI thread."""

from __future__ import annotations

from mapper import mapdoc
from mapper.gui.session import ProjectData
from mapper.gui.tasks import Progress


def document(data: ProjectData, _progress: Progress) -> mapdoc.MapDocument:
    """Return the document of a project, packed for the page."""
    made = mapdoc.build(
        data.events,
        data.sources,
        data.control_areas,
        data.lines_of_contact,
        title=data.title,
        fronts=data.fronts,
        data_date=data.last_change,
        detail=False,
    )
    _ = made.brief  # packed here, so that the window need not
    return made
