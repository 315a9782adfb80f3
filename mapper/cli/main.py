"""Running a command: what the arguments mean, and how it ends."""

from __future__ import annotations

import logging
import os
import sys
import traceback
import warnings
from typing import Any

import typer

from mapper.cli import options, output
from mapper.cli.app import app

#: What typer raises for wrong usage; its own or click's, depending on its version.
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0, 2 (usage) or 1 (it failed)."""
    given = sys.argv[1:] if arguments is None else arguments
    prepared = options.prepare(given)
    as_json, debug = "--json" in given, "--debug" in given
    # Libraries' warnings are for us, not for the person at the terminal.
    logging.getLogger().addHandler(logging.NullHandler())
    with warnings.catch_warnings():
        if not debug:
            warnings.simplefilter("ignore")
        return _run(prepared, as_json=as_json, debug=debug)


def _run(arguments: list[str], *, as_json: bool, debug: bool) -> int:
    command = typer.main.get_command(app)
    try:
        code = command.main(args=arguments, prog_name="mapper", standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except _UsageError as error:
        output.fail(_usage(error), as_json=as_json)
        return 2
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (KeyboardInterrupt, typer.Abort):
        output.fail("Stopped; nothing was changed.", as_json=as_json)
        return 1
    except Exception as error:
        if debug:
            traceback.print_exc()
        output.fail(_sentence(error), as_json=as_json)
        return 1


def _usage(error: Any) -> str:
    command = getattr(getattr(error, "ctx", None), "command_path", "mapper")
    message = str(error.format_message()).strip().rstrip(".")
    return f"{message}; see: {command} --help"


def _sentence(error: Exception) -> str:
    from mapper.model.errors import MapperError

    if isinstance(error, MapperError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}."
    kind = type(error).__name__
    return f"Mapper failed in a way it should not ({kind}: {error}); --debug shows where."
