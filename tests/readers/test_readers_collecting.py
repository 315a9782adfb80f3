"""Reading without Python's search for cycles: it is on again afterwards."""

from __future__ import annotations

import gc

import pytest

from mapper.model.errors import InputError
from mapper.readers import read
from mapper.readers.collecting import without_collecting


@pytest.fixture(autouse=True)
def _on():
    gc.enable()


def test_on_again_after_reading_and_after_an_error(read_text, tmp_path):
    assert gc.isenabled()
    seen = []
    read_text(
        "date,lat,lon,title\n2025-07-01,48.5,37.5,Hit\n",
        progress=lambda _share: seen.append(gc.isenabled()),
    )
    assert seen
    assert not any(seen)
    assert gc.isenabled()
    with pytest.raises(InputError):
        read(tmp_path / "none.csv")
    assert gc.isenabled()


def test_what_was_off_stays_off():
    gc.disable()
    try:
        with without_collecting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_readings_that_overlap_leave_it_on():
    first, second = without_collecting(), without_collecting()
    with first:
        second.__enter__()
    second.__exit__(None, None, None)
    assert gc.isenabled()
