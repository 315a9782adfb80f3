"""One browser of each engine for all its tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hostile_data
import pytest
from engines import ENGINES, Engine, missing


@pytest.fixture(scope="module", params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Start an engine; its tests are skipped where it is not installed."""
    lacking = missing(request.param)
    if lacking is not None:
        pytest.skip(lacking)
    started = ENGINES[request.param][0]()
    yield started
    started.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an exported page of hostile texts."""
    return hostile_data.save(tmp_path_factory.mktemp("page") / "hostile.html")
