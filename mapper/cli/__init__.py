"""The command line."""

from mapper.cli.app import main

__all__ = ["main"]
