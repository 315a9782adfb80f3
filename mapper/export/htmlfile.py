"""One self-contained page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mapper import mapdoc, measure
from mapper.export import preview as picture
from mapper.export import versions
from mapper.export.credits import event_credits, licence_notes
from mapper.export.elements import page
from mapper.export.files import write_whole
from mapper.export.publishing import Publication
from mapper.export.report import ExportReport
from mapper.export.tables import Source, Tables, gather
from mapper.mapdoc.language import English, Note, language_of
from mapper.model.dates import parse_day
from mapper.model.errors import InputError
from mapper.model.filters import EventFilter


def html(
    source: Source,
    path: str | Path,
    *,
    title: str | None = None,
    introduction: str = "",
    filter: EventFilter | None = None,
    day: dt.date | None = None,
    language: str = "en",
    layers: Iterable[str] | None = None,
    columns: Iterable[str] | None = None,
    sources: bool = True,
    generalise_m: float | None = None,
    version: str = "",
    since: str | Path | None = None,
    changes: str = "",
    preview: str | Path | None = None,
    timeline: bool = True,
    most_events: int | None = None,
    check: Callable[[], object] = lambda: None,
) -> ExportReport:
    """Write a map as one HTML file that needs no network and no second file.

    Sensitive events are left out, and the file says so. Where there are
    fronts, each event carries its distance to the front of its day.

    Parameters
    ----------
    source
        A project, a GeoDataFrame of events, or frames by table name
        (``events``, ``sources``, ``claims``, ``control_areas``, ``lines_of_contact``,
        ``measurements``).
    path
        The file to write; one that is there is replaced.
    title, introduction
        What the page is called and says first; line breaks make paragraphs.
        Without a title it is called after the days of its events.
    filter
        Which events to show; all when None.
    day
        Day whose front is shown first.
    language
        ``en``, ``uk`` or ``ru``: of all that is not data.
    layers
        Which of ``events``, ``control_areas``, ``lines_of_contact``, ``measurements`` (those
        kept in the project) to carry; all when None.
        Distances are measured to fronts that are not shown, too.
    columns
        What to tell of an event beside title, days, place on the map and status:
        ``description``, ``place_name``, ``event_type``, ``weapon``, ``killed``,
        ``injured``, ``perpetrator_alleged``, ``claimed_by``, ``denied_by``,
        ``notes``, ``distance``, ``sources``, ``claims``; all when None.
    sources
        False: no source is in the file, nor any address in its texts.
    generalise_m
        Side in metres, 100 to 100,000, of the fields in whose middle events are
        put. Radii and distances follow from there; positions written in texts
        are left out. The file says so.
    version
        What this version is called, e.g. ``"3"`` or a day.
    since
        The page published before: how many events were added, removed and
        changed since is said in this one.
    changes
        What changed, in your own words.
    preview
        Where to write a picture of the map, 1200 by 630 pixels, PNG; the page
        names it as its own for whoever links to it.
    timeline
        Whether the page has a timeline, where anything has a day.
    most_events
        At most so many events, the first ones: for a preview of a large page.
    check
        Called between steps; what it raises ends the work, and no file is written.

    Returns
    -------
    ExportReport
        Counts and warnings. The same source and options give the same bytes.

    Raises
    ------
    ExportError
        If the file cannot be written, or ``since`` is no page of Mapper's.
    InputError
        For an unknown language, layer or column, a table that cannot be read as
        its kind, or half a character in a text.
    """
    path = Path(path)
    words = language_of(language)
    for name, text in (
        ("title", title or ""),
        ("introduction", introduction),
        ("version", version),
        ("changes", changes),
    ):
        if not _is_whole(text):
            found = text.encode(errors="backslashreplace").decode()
            raise InputError("a text has half a character", field=name, found=found)
    chosen = filter or EventFilter()
    published = Publication(_named(layers), _named(columns), sources, generalise_m)
    before = None if since is None else versions.read_page(Path(since))
    tables = published.apply(gather(source, path).select(chosen).first(most_events))
    check()
    fronts, distances = _measured(tables, published)
    check()
    document = mapdoc.build(
        tables.events,
        tables.sources,
        *tables.fronts,
        title=title or _title(tables.events, words),
        claims=tables.claims,
        introduction=introduction,
        day=day,
        distances=distances,
        fronts=fronts,
        credits=event_credits(tables.events),
        filter_text=words.filtered(chosen),
        data_date=tables.data_date,
        language=language,
        measurements=tables.measurements,
    )
    dated = document.first_day is not None or document.fronts
    document = replace(
        document,
        fronts=tuple(front for front in document.fronts if published.has_layer(_layer(front))),
        sources=None if "sources" in published.hidden else document.sources,
        hidden=published.hidden,
        version=version,
        generalised_m=generalise_m,
        timeline={"mode": "window"} if timeline and dated else None,
    )
    notes: list[str | Note] = [Note("version", {"version": version})] if version else []
    if before is not None:
        notes.append(versions.changes(before, document))
    notes += [line for line in changes.splitlines() if line.strip()]
    named = "" if preview is None else Path(preview).name
    check()
    write_whole(path, page(document, notes=(*notes, *tables.notes), picture=named).encode())
    if preview is not None:
        write_whole(Path(preview), picture.png(document))
    since_before = [note for note in notes if isinstance(note, Note)]
    return ExportReport(
        file=path,
        events=len(document),
        left_out=tables.left_out,
        notes=(
            *since_before[bool(version) :],
            *tables.told,
            *_without_place(document),
            *licence_notes(document.credits),
            *document.warnings,
        ),
    )


def _named(names: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def _is_whole(text: str) -> bool:
    """Whether every character is one: Python's texts may hold half a pair of UTF-16."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _layer(front: Any) -> str:
    return "control_areas" if front["kind"] == "control_area" else "lines_of_contact"


def _measured(
    tables: Tables, published: Publication
) -> tuple[measure.Fronts | None, pd.DataFrame | None]:
    """Return the fronts, and the distances to them as far as they are published."""
    if not (len(tables.control_areas) or len(tables.lines_of_contact)):
        return None, None
    fronts = measure.Fronts(*tables.fronts, tables.inputs, tables.boundary, tables.kept)
    if "distance" in published.hidden:
        return fronts, None
    distances = measure.distances(tables.events, fronts)
    if not published.has_layer("lines_of_contact"):
        # Many nearest points together would draw the line that is left out.
        distances = distances.assign(nearest_lon=np.nan, nearest_lat=np.nan)
    return fronts, distances


def _without_place(document: mapdoc.MapDocument) -> tuple[Note, ...]:
    lost = len(document) - document.located
    return (Note("no_place", {"events": lost}),) if lost else ()


def _title(events: pd.DataFrame, words: English) -> str:
    """Return a title from the days of the events: a file's name tells readers nothing."""
    first, last = events["date_start"].dropna(), events["date_end"].dropna()
    if first.empty or last.empty:
        return words.title(None, None)
    return words.title(parse_day(first.min()), parse_day(last.max()))
