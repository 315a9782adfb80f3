"""How a command ended, and the real files of feeds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

#: Real files of the feeds; not part of the repository.
REAL = Path(__file__).parents[2].parent / "shared" / "data"


@dataclass(frozen=True)
class Result:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on stdout; nothing may stand on stderr beside it."""
        assert self.err == ""
        assert self.out.count("\n") == 1
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line of a failure."""
        assert self.out == ""
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        return self.err.strip()


Run = Callable[..., Result]


def real(*parts: str) -> Path:
    """Return a real file, or skip the test where it is not there."""
    path = REAL.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the real file {'/'.join(parts)} is not on this machine")
    return path
