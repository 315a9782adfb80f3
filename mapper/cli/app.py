"""The commands of ``mapper``, in the order that ``--help`` lists them."""

from __future__ import annotations

from typing import Annotated

import typer

from mapper import __version__
from mapper.cli import output
from mapper.cli.commands import (
    checking,
    copies,
    counting,
    distance,
    exporting,
    history,
    importing,
    measuring,
    opening,
    projects,
)
from mapper.cli.options import Debug, Json

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    help=(
        "Reported strikes on a map, and how far they lie from the front. "
        "Without a command the window opens."
    ),
)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    if version:
        if json:
            output.print_json({"version": __version__})
        else:
            output.say(f"mapper {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from mapper.cli import window

        raise typer.Exit(window.open_window(None, as_json=json))


app.command("open")(opening.open_)
app.command()(projects.new)
app.command("import")(importing.import_)
app.command()(projects.info)
app.command()(projects.boundary)
app.command()(distance.distance)
app.command()(distance.distances)
app.command()(counting.counts)
app.command()(measuring.measure)
app.command()(measuring.place)
app.command()(checking.check)
app.command()(history.history)
app.command()(copies.copy)
app.command()(copies.merge)
app.command()(copies.backups)
app.command()(copies.rescue)
app.command()(exporting.export)
