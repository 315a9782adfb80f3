"""What is exported and how: the choices of the dialog, and writing the file they describe."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from mapper import export
from mapper.gui.day_edit import read_days
from mapper.gui.translation import LANGUAGE, tr
from mapper.model.dates import parse_day
from mapper.model.errors import InputError
from mapper.model.filters import EventFilter
from mapper.project import Project

Kind = Literal["html", "png", "svg", "pdf", "csv", "xlsx", "geojson", "gpkg", "kml"]


@dataclass(frozen=True)
class KindWords:
    """A kind of file in words: its name, the one of the file dialog, and what it is for."""

    name: str
    files: str
    about: str


#: In the order of the dialog.
KINDS: Final[Mapping[Kind, KindWords]] = {
    "html": KindWords(tr("Interactive map"), tr("Interactive map (*.html)"), ""),
    "png": KindWords(tr("Figure, PNG"), tr("Figure, PNG (*.png)"), ""),
    "svg": KindWords(tr("Figure, SVG"), tr("Figure, SVG (*.svg)"), ""),
    "pdf": KindWords(tr("Figure, PDF"), tr("Figure, PDF (*.pdf)"), ""),
    "csv": KindWords(
        tr("CSV table"),
        tr("CSV table (*.csv)"),
        tr(
            "All columns, sources and claims. Text that a spreadsheet would run as a formula "
            "starts "
            "with an apostrophe."
        ),
    ),
    "xlsx": KindWords(
        tr("Workbook, XLSX"),
        tr("Workbook (*.xlsx)"),
        tr(
            "Sheets for events, sources, claims and credits; days are dates, text is never a "
            "formula."
        ),
    ),
    "geojson": KindWords(
        "GeoJSON",
        tr("GeoJSON (*.geojson)"),
        tr("A point per event; columns that are empty are left out."),
    ),
    "gpkg": KindWords(
        "GeoPackage",
        tr("GeoPackage (*.gpkg)"),
        tr("Layers for QGIS: events, control areas, lines of contact, sources, credits."),
    ),
    "kml": KindWords(
        "KML",
        tr("KML for Google Earth (*.kml)"),
        tr("A placemark per event, with its days and columns."),
    ),
}
FIGURES: Final[tuple[Kind, ...]] = ("png", "svg", "pdf")
MAPS: Final[tuple[Kind, ...]] = ("html", "png", "svg", "pdf")
DATA: Final[tuple[Kind, ...]] = ("csv", "xlsx", "geojson", "gpkg", "kml")
LANGUAGES: Final = {"en": tr("English"), "uk": tr("Ukrainian"), "ru": tr("Russian")}


@dataclass(frozen=True)
class ExportChoice:
    """The choices of the dialog; those of `mapper.export` have its names.

    Parameters
    ----------
    heading
        Title of the page or figure; the default of each where it is empty.
    day
        Day whose front is shown first, as typed; "" for the default.
    picture
        Whether a picture for links is written beside the page.
    width_mm, height_mm, dpi, theme
        Of a figure.
    bounds
        West, south, east, north in degrees, as typed, of what a figure must show; "" for all.
    measure, measured
        Whether a figure shows the way from the selected events to the front; their ids.
    """

    kind: Kind = "html"
    heading: str = ""
    introduction: str = ""
    language: str = LANGUAGE
    layers: tuple[str, ...] | None = None
    columns: tuple[str, ...] | None = None
    timeline: bool = True
    day: str = ""
    sources: bool = True
    generalise_m: float | None = None
    version: str = ""
    since: str = ""
    changes: str = ""
    picture: bool = False
    width_mm: float = 180.0
    height_mm: float = 140.0
    dpi: int = 300
    theme: Literal["light", "dark"] = "light"
    bounds: str = ""
    measure: bool = False
    measured: tuple[str, ...] = ()

    @classmethod
    def from_settings(cls, values: Mapping[str, Any]) -> ExportChoice:
        """Return remembered choices; what cannot be read any more is as proposed."""
        known = {field.name for field in dataclasses.fields(cls)}
        kept = {name: value for name, value in values.items() if name in known}
        for name in ("layers", "columns"):
            if isinstance(kept.get(name), list):
                kept[name] = tuple(map(str, kept[name]))
        proposed = cls()
        for name in list(kept):
            default = getattr(proposed, name)
            wanted = {
                "layers": (tuple, type(None)),
                "columns": (tuple, type(None)),
                "generalise_m": (float, int, type(None)),
            }.get(name, (float, int) if isinstance(default, float) else (type(default),))
            if not isinstance(kept[name], wanted):
                del kept[name]
        for name, values_of in (
            ("kind", KINDS),
            ("language", LANGUAGES),
            ("theme", ("light", "dark")),
        ):
            if kept.get(name) not in values_of:
                kept.pop(name, None)
        return cls(**kept)

    def for_settings(self) -> dict[str, Any]:
        """Return the choices as JSON can hold them."""
        return dataclasses.asdict(dataclasses.replace(self, measured=()))


def write(
    choice: ExportChoice,
    chosen: EventFilter,
    path: Path,
    project: Project,
    check: Callable[[], object],
    most_events: int | None = None,
) -> export.ExportReport:
    """Write the file; runs in a worker.

    Parameters
    ----------
    chosen
        Which events.
    check
        Called between steps; what it raises ends the work.
    most_events
        For a preview: only so many events, the first ones.
    """
    check()
    day = read_day(choice.day)
    if choice.kind == "html":
        return export.html(
            project,
            path,
            title=choice.heading or None,
            introduction=choice.introduction,
            filter=chosen,
            day=day,
            language=choice.language,
            layers=choice.layers,
            columns=choice.columns,
            sources=choice.sources,
            generalise_m=choice.generalise_m,
            version=choice.version,
            since=choice.since or None,
            changes=choice.changes,
            preview=path.with_suffix(".png") if choice.picture else None,
            timeline=choice.timeline,
            most_events=most_events,
            check=check,
        )
    if choice.kind in FIGURES:
        return export.figure(
            project,
            path,
            title=choice.heading or None,
            filter=chosen,
            day=day,
            size_mm=(choice.width_mm, choice.height_mm),
            dpi=choice.dpi,
            theme=choice.theme,
            bounds=read_bounds(choice.bounds),
            measurements=choice.measured,
            layers=choice.layers,
            check=check,
        )
    return export.table(project, path, filter=chosen, most_events=most_events, check=check)


def read_day(text: str) -> dt.date | None:
    """Return the day that is written, in any form the window reads; None for nothing.

    Raises
    ------
    InputError
        If it is no single day.
    """
    if not text:
        return None
    try:
        return parse_day(text)
    except InputError:
        pass
    expected = tr("2025-07-01 or 1 July 2025")
    try:
        first, last = read_days(text)
    except InputError as error:
        raise InputError(error.problem, expected=expected) from error
    if first != last:
        raise InputError(tr("not a single day"), expected=expected)
    return first


def read_bounds(text: str) -> tuple[float, float, float, float] | None:
    """Return degrees as typed: separated by commas, semicolons or spaces; None for nothing.

    Raises
    ------
    InputError
        If they are no part of the Earth.
    """
    if not text:
        return None
    # With semicolons a comma stands within a number.
    parts = text.replace(",", ".").split(";") if ";" in text else re.split(r"[,\s]+", text)
    expected = tr("west, south, east, north in degrees, such as 22, 44, 40, 53")
    try:
        west, south, east, north = map(float, parts)
    except ValueError as error:
        raise InputError(tr("not four numbers"), expected=expected) from error
    # Needed by those who type bounds only.
    from mapper.export.figurefile import are_bounds

    if not are_bounds((west, south, east, north)):
        raise InputError(tr("no part of the Earth"), expected=expected)
    return west, south, east, north
