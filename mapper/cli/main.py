"""Running a command: what the arguments mean, and how it ends."""

from __future__ import annotations

import logging
import os
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any

from mapper.cli import output


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code: 0, 2 (usage) or 1 (it failed)."""
    given = sys.argv[1:] if arguments is None else arguments
    as_json, debug = "--json" in given, "--debug" in given
    # Libraries' warnings are for us, not for the person at the terminal.
    logging.getLogger().addHandler(logging.NullHandler())
    with warnings.catch_warnings():
        if not debug:
            warnings.simplefilter("ignore")
        return _run(given, as_json=as_json, debug=debug)


def _run(given: list[str], *, as_json: bool, debug: bool) -> int:
    try:
        return _window(given) if _opens_only(given) else _command(given)
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return _stopped(as_json)
    except Exception as error:
        # What a command raises, typer has seen: it is imported then.
        typer = sys.modules.get("typer")
        # Wrong usage is typer's own or click's, depending on its version.
        if typer is not None and isinstance(error, typer.BadParameter.__mro__[1]):
            output.fail(_usage(error), as_json=as_json)
            return 2
        if typer is not None and isinstance(error, typer.Abort):
            return _stopped(as_json)
        if debug:
            traceback.print_exc()
        output.fail(_sentence(error), as_json=as_json)
        return 1


def _opens_only(given: list[str]) -> bool:
    """Whether it is ``mapper`` or ``mapper open PROJECT``, as a click on a file says it."""
    return not given or (len(given) == 2 and given[0] == "open" and not given[1].startswith("-"))


def _window(given: list[str]) -> int:
    """Open the window: most starts are this, and importing the commands takes as long as Qt."""
    from mapper.cli import window

    return window.open_window(Path(given[1]) if given else None, as_json=False)


def _command(given: list[str]) -> int:
    import typer

    from mapper.cli import options
    from mapper.cli.app import app

    command = typer.main.get_command(app)
    arguments = options.prepare(given)
    code = command.main(args=arguments, prog_name="mapper", standalone_mode=False)
    sys.stdout.flush()
    return int(code or 0)


def _stopped(as_json: bool) -> int:
    output.fail("Stopped; nothing was changed.", as_json=as_json)
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
