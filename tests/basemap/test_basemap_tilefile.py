"""Files of tiles: what they say, their pictures, and hostile ones."""

from __future__ import annotations

import gzip
from pathlib import Path

import apsw
import pytest
import tile_makers as make
from pmtiles import tile as format

from mapper.basemap import mbtiles
from mapper.basemap.tilefile import open_tiles
from mapper.model.errors import InputError

RED, BLUE = make.png(), make.png((30, 30, 200))
TILES = {(0, 0, 0): RED, (1, 1, 0): BLUE, (7, 75, 43): RED}


@pytest.fixture(params=["mbtiles", "pmtiles"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    said = {
        "name": "Theatre",
        "attribution": '<a href="javascript:alert(1)">© Survey</a> &amp; <script>x()</script>co',
        "license": "CC BY 4.0",
    }
    if request.param == "mbtiles":
        said |= {"minzoom": "0", "maxzoom": "7", "bounds": "30,45,40,50", "format": "png"}
        return make.mbtiles(tmp_path / "t.bin", TILES, said)
    return make.pmtiles(tmp_path / "t.bin", TILES, said)


def test_what_it_says_of_itself(made: Path) -> None:
    file = open_tiles(made)
    tiles = file.tiles
    file.close()
    assert (tiles.name, tiles.attribution, tiles.licence) == (
        "Theatre",
        "© Survey & co",
        "CC BY 4.0",
    )
    assert (tiles.min_zoom, tiles.max_zoom) == (0, 7)
    assert tiles.bounds == (30, 45, 40, 50)
    assert tiles.names


def test_pictures_by_column_and_row_from_the_north(made: Path) -> None:
    file = open_tiles(made)
    assert file.tile(0, 0, 0) == RED
    assert file.tile(1, 1, 0) == BLUE
    assert file.tile(7, 75, 43) == RED
    for absent in ((1, 1, 1), (9, 0, 0), (30, 0, 0), (1, 2, 0), (1, -1, 0)):
        assert file.tile(*absent) is None
    file.close()


def test_a_file_that_says_nothing(tmp_path: Path) -> None:
    file = open_tiles(make.mbtiles(tmp_path / "quiet.mbtiles", {(3, 4, 2): RED, (5, 1, 1): RED}))
    tiles = file.tiles
    file.close()
    assert (tiles.name, tiles.attribution, tiles.licence) == ("quiet", "", "")
    assert (tiles.min_zoom, tiles.max_zoom, tiles.bounds) == (3, 5, None)


def test_zoom_levels_are_those_of_the_tiles(tmp_path: Path) -> None:
    """Whatever the metadata say: beyond them nothing would be shown, without a word."""
    said = {"minzoom": "12", "maxzoom": "18"}
    file = open_tiles(make.mbtiles(tmp_path / "t.mbtiles", {(3, 4, 2): RED, (5, 1, 1): RED}, said))
    tiles = file.tiles
    file.close()
    assert (tiles.min_zoom, tiles.max_zoom) == (3, 5)


@pytest.mark.parametrize("bounds", ["40,45,30,50", "x", "nan,0,1,1", "0,0,0,0"])
def test_impossible_bounds_are_no_bounds(tmp_path: Path, bounds: str) -> None:
    path = make.mbtiles(tmp_path / "t.mbtiles", {(0, 0, 0): RED}, {"bounds": bounds})
    file = open_tiles(path)
    assert file.tiles.bounds is None
    file.close()


def read_first(path: Path) -> None:
    file = open_tiles(path)
    try:
        file.tile(0, 0, 0)
    finally:
        file.close()


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_first(path)
    return str(caught.value)


def test_vector_tiles_are_refused_with_the_reason(tmp_path: Path) -> None:
    pbf = gzip.compress(b"\x1a\x00")
    first = make.mbtiles(tmp_path / "v.mbtiles", {(0, 0, 0): pbf}, {"format": "pbf"})
    second = make.pmtiles(
        tmp_path / "v.pmtiles",
        {(0, 0, 0): pbf},
        tile_type=format.TileType.MVT,
        tile_compression=format.Compression.GZIP,
    )
    for path in (first, second):
        assert "holds vector tiles, which Mapper does not draw" in refused(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for data in (b"", b"hello", b"\x89PNG\r\n\x1a\n"):
        path.write_bytes(data)
        assert "neither an MBTiles nor a PMTiles file" in refused(path)
    assert "cannot be read" in refused(tmp_path)
    assert "cannot be read" in refused(tmp_path / "absent")


@pytest.mark.parametrize("size", [16, 100, 127, 200, 600])
def test_cut_off_files_are_refused(made: Path, size: int) -> None:
    made.write_bytes(made.read_bytes()[:size])
    assert refused(made)


def test_a_tile_that_is_no_picture(tmp_path: Path) -> None:
    page = b"<html><script>alert(1)</script>"
    path = make.pmtiles(tmp_path / "t.pmtiles", {(0, 0, 0): page})
    assert "tile 0/0/0 is no picture" in refused(path)
    path = make.mbtiles(tmp_path / "t.mbtiles", {(0, 0, 0): page})
    assert "no pictures" in refused(path)


def test_a_directory_that_unpacks_to_gigabytes(tmp_path: Path) -> None:
    path = make.pmtiles(tmp_path / "t.pmtiles", {(0, 0, 0): RED})
    make.with_root(path, bytes(50_000_000))
    assert "unpacks to more than it should" in refused(path)


def test_a_directory_of_endless_numbers(tmp_path: Path) -> None:
    path = make.pmtiles(tmp_path / "t.pmtiles", {(0, 0, 0): RED})
    make.with_root(path, b"\xff" * 900_000)
    assert "directories is damaged" in refused(path)


def test_a_directory_that_promises_more_than_it_holds(tmp_path: Path) -> None:
    path = make.pmtiles(tmp_path / "t.pmtiles", {(0, 0, 0): RED})
    make.with_root(path, b"\xff\xff\xff\xff\x7f\x00")
    assert "directories is damaged" in refused(path)


def test_metadata_of_gigabytes_or_of_endless_depth(tmp_path: Path) -> None:
    path = make.pmtiles(tmp_path / "t.pmtiles", {(0, 0, 0): RED})
    make.with_metadata(path, gzip.compress(bytes(50_000_000)))
    assert "more than it should" in refused(path)
    make.with_metadata(path, make.nested(200_000))
    assert "metadata cannot be read" in refused(path)


def hostile(path: Path, view: str) -> Path:
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE metadata (name text, value text)")
    connection.execute(f"CREATE VIEW tiles AS {view}")
    connection.close()
    return path


ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "


def test_a_view_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbtiles, "_LONGEST_S", 0.1)
    path = hostile(
        tmp_path / "t.mbtiles",
        ENDLESS + "SELECT 0 zoom_level, 0 tile_column, 0 tile_row, x'00' tile_data"
        " FROM c WHERE n < 0",
    )
    assert "takes too long" in refused(path)


def test_a_view_that_fills_the_memory_is_stopped(tmp_path: Path) -> None:
    path = hostile(
        tmp_path / "t.mbtiles",
        "SELECT 0 zoom_level, 0 tile_column, 0 tile_row, zeroblob(900000000) tile_data",
    )
    assert "no usable MBTiles file" in refused(path)


def test_nothing_is_written_beside_the_file(made: Path) -> None:
    before = made.read_bytes()
    made.chmod(0o444)
    file = open_tiles(made)
    file.tile(0, 0, 0)
    file.close()
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    assert made.read_bytes() == before
