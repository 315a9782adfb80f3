"""Commands run in this process, as the shell would run them."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_tools import Result, Run

from mapper.cli import main


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command as the shell would."""

    def call(*arguments: object) -> Result:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return call


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    """A new, empty project."""
    path = tmp_path / "work.gpkg"
    assert run("new", path).code == 0
    return path


@pytest.fixture
def events_csv(tmp_path: Path) -> Path:
    """Three events, one of them with an impossible latitude."""
    path = tmp_path / "events.csv"
    path.write_text(
        "title,date,lat,lon,notes\n"
        "Plant,2025-07-01,56.8498,53.2045,=1+1\n"
        "Port,2025-07-02,-34.60,-58.38,-34.5\n"
        "Nowhere,2025-07-02,536,30,=cmd()\n",
        encoding="utf-8",
    )
    return path
