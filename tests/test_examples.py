"""Every example in a docstring or in the README gives what it says."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest
import readme_commands

PACKAGE = Path(readme_commands.README).parent / "mapper"
MODULES = sorted(
    ".".join(("mapper", *file.relative_to(PACKAGE).with_suffix("").parts))
    for file in PACKAGE.rglob("*.py")
    if ">>> " in file.read_text("utf-8") and "gui" not in file.parts
)


def test_there_are_examples():
    assert len(MODULES) > 3


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    failed, tried = doctest.testmod(
        importlib.import_module(name),
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE,
    )
    assert tried > 0
    assert failed == 0


def readme_examples():
    return re.findall(
        r"```python\n(.+?)```", readme_commands.README.read_text("utf-8"), flags=re.DOTALL
    )


def test_the_readme_example_on_the_sample_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    exec(compile(readme_examples()[0], "README.md", "exec"), {})
    told = capsys.readouterr().out
    assert "Izhevsk lies 1,264 km" in told
    assert "agrees" in told


def test_the_readme_example_on_a_daily_file_runs(shared_data, monkeypatch, capsys):
    monkeypatch.chdir(shared_data / "deepstate-daily")
    exec(compile(readme_examples()[1], "README.md", "exec"), {})
    distance_m = float(re.search(r"\[([\d.]+)", capsys.readouterr().out)[1])
    assert 1_263_000 < distance_m < 1_266_000


def test_the_readme_example_of_a_map_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(readme_examples()[2], "README.md", "exec"), {})
    page = (tmp_path / "two-strikes.html").read_text(encoding="utf-8")
    assert '<html lang="uk">' in page
    assert "Depot hit" in page
    assert "5 km by 5 km" in (tmp_path / "published.html").read_text(encoding="utf-8")
