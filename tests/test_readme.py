"""The README's commands and examples are what they say."""

from __future__ import annotations

import re
import shlex

import pytest
import readers_table
import readme_commands

README = readme_commands.README.read_text("utf-8")


@pytest.mark.parametrize("name", ["open", "test"])
def test_each_command_is_one_line_that_does_all_the_set_up(name):
    steps = [shlex.split(step) for step in readme_commands.command(name).split("&&")]
    assert steps[0] == ["sh", "resources/system-libraries.sh"]
    assert steps[1] == ["python3", "-m", "venv", ".venv"]
    assert steps[2][:2] == [".venv/bin/pip", "install"]
    assert len(steps) == 4


def test_every_file_named_exists():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (readme_commands.README.parent / target).exists(), target


def test_the_system_libraries_are_those_that_mapper_asks_for():
    from mapper.cli import display

    script = (readme_commands.README.parent / "resources/system-libraries.sh").read_text("utf-8")
    wanted = set(re.search(r'wanted="([^"]+)"', script)[1].replace("|", " ").split())
    assert set(display._LIBRARIES.values()) <= wanted


def test_the_table_of_readers_is_what_the_feeds_say():
    shown = README.split(readers_table.START)[1].split(readers_table.END)[0].strip()
    assert shown == readers_table.table()
