"""A figure for print: PNG, SVG or PDF at a stated size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np

from mapper import basemap, measure
from mapper.export.credits import Credit, event_credits, front_credits, licence_notes
from mapper.export.files import write_whole
from mapper.export.publishing import Publication
from mapper.export.report import ExportReport
from mapper.export.tables import Source, gather
from mapper.mapdoc.language import ENGLISH, Note
from mapper.model.dates import parse_day
from mapper.model.errors import ExportError, InputError
from mapper.model.filters import EventFilter

KINDS: Final = (".png", ".svg", ".pdf")

#: Sides in millimetres, pixels an inch, and the most pixels in all.
_SIDES_MM: Final = (40.0, 1_000.0)
_DPI: Final = (50, 1_200)
_MOST_PIXELS: Final = 120_000_000
_DEFAULT_MM: Final = (180.0, 140.0)

Theme = Literal["light", "dark"]


def figure(
    source: Source,
    path: str | Path,
    *,
    filter: EventFilter | None = None,
    day: dt.date | None = None,
    title: str | None = None,
    size_mm: tuple[float, float] = _DEFAULT_MM,
    dpi: int = 300,
    theme: Theme = "light",
    bounds: tuple[float, float, float, float] | None = None,
    measurements: Iterable[str | measure.Measurement] = (),
    layers: Iterable[str] | None = None,
    check: Callable[[], object] = lambda: None,
) -> ExportReport:
    """Draw a map for print: events, the front of a day, scale, north, legend, credits.

    The projection is chosen for what is shown: equidistant around its middle,
    for larger parts of the Earth equal-area. Sensitive events are left out.

    Parameters
    ----------
    source, path, filter
        As in `mapper.export.html`; the suffix of `path` (png, svg, pdf) says which kind.
    day
        Day whose front is drawn; without it that of the first measured event,
        else the filter's last day, else the last day of the events.
    title
        Above the map; "" for none, "Reported events" when None.
    size_mm
        Width and height on paper, millimetres.
    dpi
        Pixels an inch of a PNG, and of many marks in the others.
    theme
        ``light``, or ``dark`` for screens.
    bounds
        West, south, east, north in degrees of what must be seen, west above
        east across the antimeridian; all events, the front and what is measured
        when None.
    measurements
        Ids of events, whose shortest line to the line of contact of their day is
        drawn with its length, or measured distances.
    layers
        Which of ``events``, ``control_areas``, ``lines_of_contact``, ``measurements`` (those
        kept in the project, with their lengths) to draw; all when None. As in
        `mapper.export.html`, no line leads to a layer that is left out.
    check
        As in `mapper.export.html`.

    Returns
    -------
    ExportReport
        Counts and warnings. The same source and options give the same bytes.

    Raises
    ------
    ExportError
        If the suffix is none of these, the size leaves no room for the map, or
        the file cannot be written.
    InputError
        For bounds that are none, or an event that is not shown.
    MapperError
        If an event cannot be measured.
    """
    path = Path(path)
    _check(path, size_mm, dpi, theme, bounds)
    # Matplotlib takes long to load: only who draws waits for it.
    from mapper.export.figures.front import front_of, with_layers
    from mapper.export.figures.sheet import Contents, draw
    from mapper.export.figures.ways import kept_ways, ways_of

    chosen = filter or EventFilter()
    whole = gather(source, path)
    publication = Publication(None if layers is None else tuple(layers))
    tables = publication.apply(whole.select(chosen))
    # The filter is of events; the front asked for may be of another day.
    fronts = measure.Fronts(*whole.fronts, whole.inputs, whole.boundary, whole.kept)
    ways = ways_of(measurements, tables.events, fronts)
    day = day or _day_of(ways, tables.events) or chosen.until_day or _last_day(tables.events)
    front = with_layers(
        front_of(fronts, day), [name for name in ENGLISH.LAYERS if publication.has_layer(name)]
    )
    ways += kept_ways(tables.measurements, tables.events, front.days)
    measured = [
        credit for credit in _measured_to(ways, whole.fronts) if credit not in front.credits
    ]
    credits = (*front.credits, *measured, *event_credits(tables.events))
    contents = Contents(
        title="Reported events" if title is None else title,
        events=tables.events,
        front=front,
        ways=ways,
        filter_text=chosen.describe(),
        credits=(*credits, *basemap.attributions()),
        data_date=tables.data_date,
        bounds=bounds,
    )
    drawn = 0

    def write(part: Path) -> None:
        nonlocal drawn
        check()
        drawn = draw(contents, part, size_mm, dpi, theme)
        check()

    write_whole(path, write)
    return ExportReport(
        file=path,
        events=drawn,
        left_out=tables.left_out + len(tables.events) - drawn,
        notes=(
            *tables.told,
            *_not_drawn(tables.events, drawn),
            *front.warnings,
            *(text for way in ways for text in way.warnings),
            *licence_notes(credits),
        ),
    )


def _check(path: Path, size_mm: Any, dpi: int, theme: str, bounds: Any) -> None:
    if path.suffix.lower() not in KINDS:
        raise ExportError(f"{path.name} cannot be drawn: a figure needs one of {', '.join(KINDS)}.")
    low, high = _SIDES_MM
    if not all(low <= side <= high for side in size_mm):
        raise ExportError(f"A figure's sides are {low:g} to {high:g} mm.")
    if not _DPI[0] <= dpi <= _DPI[1]:
        raise ExportError(f"A figure's resolution is {_DPI[0]} to {_DPI[1]} pixels an inch.")
    if size_mm[0] * size_mm[1] * (dpi / 25.4) ** 2 > _MOST_PIXELS:
        raise ExportError("The figure has too many pixels: choose a smaller size or resolution.")
    if theme not in ("light", "dark"):
        raise InputError("not a theme", found=theme, expected="light or dark")
    if bounds is not None and not are_bounds(bounds):
        raise InputError("not bounds", found=bounds, expected="west, south, east, north")


def are_bounds(bounds: tuple[float, float, float, float]) -> bool:
    """Tell whether west, south, east, north in degrees are a part of the Earth."""
    west, south, east, north = bounds
    placed = all(abs(lon) <= 180.0 for lon in (west, east)) and west != east
    return placed and -90.0 <= south < north <= 90.0


def _measured_to(ways: list[Any], tables: tuple[gpd.GeoDataFrame, ...]) -> tuple[Credit, ...]:
    """Return the credits of the fronts that distances were measured to, drawn or not."""
    used = {way.front for way in ways if way.front is not None}
    rows = []
    for table in tables:
        keys = zip(table["as_of"], table["source"], strict=True)
        rows.append(table[np.array([key in used for key in keys], dtype=bool)])
    return front_credits(rows)


def _day_of(ways: list[Any], events: gpd.GeoDataFrame) -> dt.date | None:
    rows = [way.row for way in ways if way.row is not None]
    days = events["date_start"].iloc[rows].dropna()
    return parse_day(str(days.iloc[0])) if len(days) else None


def _last_day(events: gpd.GeoDataFrame) -> dt.date | None:
    days = events["date_end"].dropna()
    return None if days.empty else parse_day(str(days.max()))


def _not_drawn(events: gpd.GeoDataFrame, drawn: int) -> tuple[Note, ...]:
    geometry = events.geometry
    placed = int((geometry.notna() & ~geometry.is_empty).sum())
    lost = (("no_place", len(events) - placed), ("outside_map", placed - drawn))
    return tuple(Note(key, {"events": count}) for key, count in lost if count)
