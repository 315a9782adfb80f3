"""The index is built once, whole or not at all, and mended when damaged."""

from __future__ import annotations

import os
import time
from itertools import islice

import pytest

from mapper import gazetteer, paths
from mapper.gazetteer import build, index
from mapper.model.errors import CancelledError, InputError


def record(number, name, population, *others, country="UA", code="26"):
    return {
        "geonameid": number,
        "name": name,
        "longitude": 36.0 + number / 100,
        "latitude": 47.0,
        "countrycode": country,
        "population": population,
        "admin1code": code,
        "alternatenames": list(others),
    }


FEW = [
    record(1, "Little", 10, "Маленьке"),
    record(2, "Big", 5_000_000, "QEV", "bi ge", "Velyke"),
    record(3, "No Region", 0, country="UA", code="??"),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty cache folder, and an index of three places in it when it is built."""
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path)
    builds = []

    def run(part, path, progress):
        builds.append(part)
        build.build(part, source=FEW)

    monkeypatch.setattr(index, "_run", run)
    yield tmp_path, builds
    held = index._open.pop(index.index_path(), None)
    if held is not None:
        held.close()


def test_geonames_is_read_record_by_record():
    first, second = islice(build.records(), 2)
    assert {"geonameid", "name", "alternatenames", "admin1code"} <= set(first)
    assert first["geonameid"] != second["geonameid"]


def test_all_of_geonames_is_in_the_index():
    gazetteer.ensure_index()
    ((count, recorded),) = index.ask("SELECT count(*), (SELECT places FROM about) FROM places")
    assert count == recorded == sum(1 for _ in build.records()) > 200_000
    assert index.ask("SELECT count(*) FROM places WHERE admin1 = ''")[0][0] < 0.01 * count


def test_it_is_built_once(folder):
    place, builds = folder
    assert gazetteer.ensure_index() == gazetteer.ensure_index() == index.index_path()
    assert gazetteer.search("маленьке")[0].name == "Little"
    assert len(builds) == 1
    assert [file.name for file in place.iterdir()] == [index.index_path().name]


def test_an_index_that_is_there_is_used(folder):
    _, builds = folder
    gazetteer.ensure_index()
    index._open.pop(index.index_path()).close()
    assert gazetteer.ensure_index(lambda share: pytest.fail("built again")).exists()
    assert len(builds) == 1


def test_places_are_written_as_they_are(folder):
    big, little, none = (gazetteer.search(name)[0] for name in ("big", "LITTLE", "No-Region"))
    assert (big.geonameid, big.lon, big.lat, big.population) == (2, 36.02, 47.0, 5_000_000)
    assert little.admin1 == "Zaporizhzhia"
    # A code the base map does not know: by position.
    assert none.admin1 == "Zaporizhzhia"
    assert gazetteer.search("QEV") == gazetteer.search("bi ge") == []
    assert gazetteer.nearest_place(36.0, 47.0)[0] == gazetteer.nearest_place(36.0, 47.0)[0]
    assert gazetteer.nearest_place(36.0, 47.0)[0].name == "Little"
    assert gazetteer.nearest_place(36.0, 47.0, 1000)[0].name == "Big"


@pytest.mark.parametrize("first", ["search", "nearest"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"this is no index of places" * 400,
        lambda data: data[: len(data) // 2],
        lambda data: data[:8192] + os.urandom(len(data) - 8192),
    ],
    ids=["empty", "other file", "cut", "overwritten"],
)
def test_a_damaged_index_is_built_again(folder, damage, first):
    _, builds = folder
    path = gazetteer.ensure_index()
    index._open.pop(path).close()
    path.write_bytes(damage(path.read_bytes()))
    if first == "search":
        assert gazetteer.search("Little")[0].geonameid == 1
    assert gazetteer.nearest_place(36.0, 47.0)[0].name == "Little"
    assert len(builds) == 2


def test_a_deleted_index_is_built_again(folder):
    _, builds = folder
    gazetteer.ensure_index().unlink()
    assert gazetteer.search("Little")
    assert len(builds) == 2


def test_another_process_may_finish_first(folder, monkeypatch):
    _, builds = folder
    ours = index._run

    def run(part, path, progress):
        build.build(path, source=FEW)
        ours(part, path, progress)

    monkeypatch.setattr(index, "_run", run)
    assert gazetteer.ensure_index().exists()
    assert gazetteer.search("Little")
    assert len(builds) == 1


def test_leftovers_and_old_versions_go(folder):
    place, _ = folder
    old, broken, running = (
        place / f"places-{name}" for name in ("0-2.0.sqlite", "a.part", "b.part")
    )
    for file in (old, broken, running):
        file.write_bytes(b"")
    os.utime(broken, (0, time.time() - 7200))
    (place / "other").write_bytes(b"")
    gazetteer.ensure_index()
    assert running.exists()
    assert (place / "other").exists()
    assert not old.exists()
    assert not broken.exists()


def test_a_broken_off_build_leaves_nothing(folder, monkeypatch):
    place, _ = folder

    def run(part, path, progress):
        part.write_bytes(b"half")
        raise CancelledError("Building")

    monkeypatch.setattr(index, "_run", run)
    with pytest.raises(CancelledError):
        gazetteer.ensure_index()
    assert list(place.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "missing")
    with pytest.raises(InputError, match="index of places cannot be written"):
        gazetteer.ensure_index()


def test_the_process_says_when_it_cannot_write(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(build, "records", lambda: iter(FEW))
    assert build.main(str(tmp_path / "missing" / "index")) == build.CANNOT_WRITE
    assert capsys.readouterr().err


def test_the_real_build_reports_and_can_be_cancelled(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path)
    shares = []

    def progress(share):
        shares.append(share)
        return len(shares) < 3

    with pytest.raises(CancelledError):
        gazetteer.ensure_index(progress)
    assert shares == sorted(shares)
    assert len(shares) == 3
    assert list(tmp_path.iterdir()) == []
