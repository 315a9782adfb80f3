"""The help of the command names what the exporter knows."""

from mapper.cli.commands.exporting import COLUMNS
from mapper.mapdoc.language import ENGLISH


def test_the_columns_of_the_help_are_those_of_a_page() -> None:
    assert tuple(ENGLISH.COLUMNS) == COLUMNS
