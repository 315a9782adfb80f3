"""The command line."""

from mapper.cli.main import main

__all__ = ["main"]
