"""One self-contained page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from mapper import mapdoc, measure
from mapper.export.credits import event_credits, licence_warnings
from mapper.export.elements import page
from mapper.export.files import write_whole
from mapper.export.report import ExportReport
from mapper.export.tables import Source, gather
from mapper.model.dates import parse_day, write_days
from mapper.model.filters import EventFilter


def html(
    source: Source,
    path: str | Path,
    *,
    title: str | None = None,
    introduction: str = "",
    filter: EventFilter | None = None,
    day: dt.date | None = None,
) -> ExportReport:
    """Write a map as one HTML file that needs no network and no second file.

    Sensitive events are left out, and the file says so. Where there are
    fronts, each event carries its distance to the front of its day.

    Parameters
    ----------
    source
        A project, a GeoDataFrame of events, or frames by table name
        (``events``, ``sources``, ``claims``, ``control_areas``, ``lines_of_contact``).
    path
        The file to write; one that is there is replaced.
    title, introduction
        What the page is called and says first; line breaks make paragraphs.
        Without a title it is called after the days of its events.
    filter
        Which events to show; all when None.
    day
        Day whose front is shown first.

    Returns
    -------
    ExportReport
        Counts and warnings. The same source and options give the same bytes.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    path = Path(path)
    chosen = filter or EventFilter()
    tables = gather(source, path).select(chosen)
    fronts = distances = None
    if len(tables.control_areas) or len(tables.lines_of_contact):
        fronts = measure.Fronts(*tables.fronts, tables.inputs, tables.boundary, tables.kept)
        distances = measure.distances(tables.events, fronts)
    document = mapdoc.build(
        tables.events,
        tables.sources,
        *tables.fronts,
        title=title or _title(tables.events),
        claims=tables.claims,
        introduction=introduction,
        day=day,
        distances=distances,
        fronts=fronts,
        credits=event_credits(tables.events),
        filter_text=chosen.describe(),
        data_date=tables.data_date,
    )
    text = page(document, notes=tables.notes)
    write_whole(path, text.encode())
    lost = len(document) - document.located
    has = "has" if lost == 1 else "have"
    without_place = (f"{lost:,} of the events {has} no place on the map.",) if lost else ()
    return ExportReport(
        file=path,
        events=len(document),
        left_out=tables.left_out,
        warnings=(
            *tables.notes,
            *without_place,
            *licence_warnings(document.credits),
            *document.warnings,
        ),
    )


def _title(events: pd.DataFrame) -> str:
    """Return a title from the days of the events: a file's name tells readers nothing."""
    first, last = events["date_start"].dropna(), events["date_end"].dropna()
    if first.empty or last.empty:
        return "Reported events"
    return f"Reported events, {write_days(parse_day(first.min()), parse_day(last.max()))}"
