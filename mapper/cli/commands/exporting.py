"""``mapper export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from mapper.cli import options
from mapper.cli.options import Debug, Json, ProjectArgument

#: As `mapper.export.html` knows them: the engine is not loaded for ``--help``.
COLUMNS: Final = (
    "description",
    "place_name",
    "event_type",
    "weapon",
    "killed",
    "injured",
    "perpetrator_alleged",
    "claimed_by",
    "denied_by",
    "notes",
    "distance",
    "sources",
    "claims",
)


def export(
    project: ProjectArgument,
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            help="File to write; its ending says what: html, png, svg, pdf, geojson, csv, gpkg, "
            "kml or xlsx.",
        ),
    ],
    from_day: options.FromDay = None,
    until: options.UntilDay = None,
    status: options.Statuses = None,
    text: options.Text = "",
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="Title of the page or figure.")
    ] = None,
    day: Annotated[
        Any,
        typer.Option(
            "--day",
            metavar="DAY",
            parser=options.day,
            help="Day whose front a figure draws, and a page shows at first.",
        ),
    ] = None,
    size: Annotated[
        Any,
        typer.Option(
            "--size",
            metavar="WxH",
            parser=options.size_mm,
            help="Figures: size on paper in mm, 180x140 unless told.",
        ),
    ] = None,
    dpi: Annotated[
        int | None, typer.Option("--dpi", help="Figures: pixels an inch, 300 unless told.")
    ] = None,
    theme: Annotated[
        Any,
        typer.Option(
            "--theme",
            metavar="light|dark",
            parser=options.word_of("light", "dark"),
            help="Figures: dark ones are for screens.",
        ),
    ] = None,
    bounds: Annotated[
        Any,
        typer.Option(
            "--bounds",
            metavar="W,S,E,N",
            parser=options.bounds,
            help="Figures: what must be seen, degrees; everything unless told.",
        ),
    ] = None,
    measured: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            metavar="EVENT",
            help="Figures: draw the shortest line from this event to the line of contact of its "
            "day, with its length; may be repeated.",
        ),
    ] = None,
    introduction: Annotated[
        str, typer.Option("--introduction", metavar="TEXT", help="What the page says first.")
    ] = "",
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="Language of the page: en, uk or ru.")
    ] = "en",
    layer: Annotated[
        list[str] | None,
        typer.Option(
            "--layer",
            metavar="LAYER",
            help="Layer of the page or figure: events, control_areas, lines_of_contact, "
            "measurements; may be repeated.",
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="COLUMN",
            help="What to tell of an event beside title, days, place on the map and status: "
            + ", ".join(COLUMNS)
            + "; may be repeated.",
        ),
    ] = None,
    no_sources: Annotated[
        bool, typer.Option("--no-sources", help="Leave out sources and addresses in texts.")
    ] = False,
    generalise_m: Annotated[
        float | None,
        typer.Option(
            "--generalise-m",
            metavar="METRES",
            help="Put events in the middle of fields of this size, 100 to 100000 m.",
        ),
    ] = None,
    version: Annotated[
        str, typer.Option("--version", metavar="TEXT", help="What this version is called.")
    ] = "",
    since: Annotated[
        Path | None,
        typer.Option("--since", metavar="PAGE", help="The page before: count what changed."),
    ] = None,
    changes: Annotated[
        str, typer.Option("--changes", metavar="TEXT", help="What changed, in your words.")
    ] = "",
    preview: Annotated[
        Path | None,
        typer.Option("--preview", metavar="OUT.png", help="A picture of the map for links."),
    ] = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Export a map (html), a figure for print (png, svg, pdf) or a table (geojson, csv, ...)."""
    from mapper.cli import exporting

    drawing = {
        "day": day,
        "size_mm": size,
        "dpi": dpi,
        "theme": theme,
        "bounds": bounds,
        "measurements": tuple(measured or ()) or None,
    }
    exporting.run(
        project,
        out,
        from_day=from_day,
        until_day=until,
        statuses=tuple(status or ()),
        text=text,
        page={
            "title": title,
            "introduction": introduction,
            "language": language,
            "layers": layer,
            "columns": column,
            "sources": not no_sources,
            "generalise_m": generalise_m,
            "version": version,
            "since": since,
            "changes": changes,
            "preview": preview,
        },
        drawing={name: given for name, given in drawing.items() if given is not None},
        as_json=json,
    )
