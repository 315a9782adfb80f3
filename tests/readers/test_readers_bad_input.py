"""Files that cannot be read: one sentence that names the file and helps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mapper.model.errors import InputError
from mapper.readers import feeds, inputfile, read

TRUNCATED = (
    '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Po'
)


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"", "a.csv", "the file is empty"),
        (b" \n \n", "a.csv", "the table is empty"),
        (b"%PDF-1.7\n...", "report.csv", "the file is a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a.csv", "the file is an image"),
        (b"<!DOCTYPE html><html></html>", "a.csv", "the file is a web page"),
        (b"hello\nworld\n", "a.csv", "the text is not a table"),
        (b"a,b\x00\x01\x02\n1,2\n", "a.csv", "binary"),
        (b"name,killed\na,3\n", "a.csv", "no column of coordinates"),
        (TRUNCATED.encode(), "a.geojson", "the JSON ends too early at line 1"),
        (b'{"a": 1 "b": 2}', "a.geojson", "the JSON is broken at line 1"),
        (b"[" * 100_000, "a.json", "the JSON"),
        (b'{"type": "FeatureCollection", "features": []}', "a.json", "holds no features"),
        (b'{"some": "thing"}', "a.json", "no kind that Mapper reads"),
        (b"PK\x05\x06" + b"\0" * 18, "a.xlsx", "a.xlsx"),
        (b"SQLite format 3\0" + b"x" * 100, "a.gpkg", "broken"),
        (b"\x00\x00\x27\x0a" + b"\0" * 100, "a.shp", "broken"),
        ("Ї,ж\n".encode()[:-2] + b"\x81\x8d,\xff", "a.csv", "a.csv"),
    ],
)
def test_one_sentence(tmp_path, content, name, problem):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    message = str(caught.value)
    assert problem in message
    assert message.startswith(name)
    assert message.endswith(".")
    assert "\n" not in message
    assert len(message) < 300


def test_a_missing_file_a_folder_a_pipe(tmp_path):
    for path, problem in (
        (tmp_path / "none.csv", "there is no such file"),
        (tmp_path, "this is a folder"),
        (Path("a\0b.csv"), "no such file|cannot be opened"),
        (Path("x" * 5000), "cannot be opened"),
    ):
        with pytest.raises(InputError, match=problem):
            read(path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
        with pytest.raises(InputError, match="not a regular file"):
            read(tmp_path / "pipe.csv")


def test_an_absurd_size_is_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("date,lat,lon\n2025-07-01,50,30\n")
    monkeypatch.setitem(inputfile.MAX_BYTES, "table", 10)
    with pytest.raises(InputError, match="too large"):
        read(path)


@pytest.mark.parametrize("feed", feeds())
def test_asked_for_a_feed_the_file_is_not(tmp_path, feed):
    for name, content in (
        ("a.csv", "x,y\nz,1\n"),
        ("b.json", '{"x": 1}'),
        ("c.json", '{"type": "FeatureCollection", "features": [1, {"geometry": {"type": 5}}]}'),
        ("d.json", "[1, 2]"),
        ("e.kml", "<kml><Placemark/></kml>"),
    ):
        (tmp_path / name).write_text(content)
        try:
            result = read(tmp_path / name, feed=feed)
        except InputError:
            continue
        assert result.events is None or result.events.empty
        assert result.fronts is None or result.fronts.empty


def test_an_unknown_feed_is_told_with_the_known(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match=r"no such feed.*'gdelt'.*ucdp"):
        read(tmp_path / "a.csv", feed="gdelt")


def test_a_malformed_day_is_told(tmp_path):
    (tmp_path / "a.csv").write_text("lat,lon\n1,2\n")
    with pytest.raises(InputError, match="not a day"):
        read(tmp_path / "a.csv", date="1.7.2025")
