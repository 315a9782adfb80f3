"""``mapper counts``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from mapper.cli import options
from mapper.cli.options import Debug, Json, ProjectArgument

#: As `mapper.model.counting` knows them: the engine is not loaded for ``--help``.
GROUPINGS: Final = (
    "day", "week", "month", "year", "region", "country", "type", "weapon", "target", "status",
    "attributed", "claimed", "affected", "precision", "feed", "work",
)  # fmt: skip
MEASURES: Final = ("events", "incidents", "killed", "injured")
#: Other words for some of them.
ALIASES: Final = {"oblast": "region", "actor": "attributed"}


def counts(
    project: ProjectArgument,
    by: Annotated[
        Any,
        typer.Option(
            "--by",
            metavar="WHAT",
            parser=options.word_of(*GROUPINGS, *ALIASES),
            help=f"{', '.join(GROUPINGS)}; oblast is region, actor is attributed.",
        ),
    ],
    across: Annotated[
        Any,
        typer.Option(
            "--across",
            metavar="WHAT",
            parser=options.word_of(*GROUPINGS, *ALIASES),
            help="A column for each of these as well: --by oblast --across month.",
        ),
    ] = None,
    from_day: options.FromDay = None,
    until: options.UntilDay = None,
    status: options.Statuses = None,
    text: options.Text = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="OUT",
            help="Write the table (csv, xlsx, md) or a chart of it (png, svg, pdf).",
        ),
    ] = None,
    bars: Annotated[
        Any,
        typer.Option(
            "--bars",
            metavar="WHAT",
            parser=options.word_of(*MEASURES),
            help=f"What the chart shows, and the cells with --across: {', '.join(MEASURES)}.",
        ),
    ] = "events",
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Count events and people killed and injured, by oblast, day, type and so on.

    Events of one salvo (one incident_id) count once. What is unknown is not zero.
    """
    from mapper.cli import counting

    counting.run(
        project,
        by=ALIASES.get(by, by),
        across=ALIASES.get(across, across),
        from_day=from_day,
        until_day=until,
        statuses=tuple(status or ()),
        text=text,
        out=out,
        measure=bars,
        as_json=json,
    )
