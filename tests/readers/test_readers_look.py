"""A first look at a file tells what it is without reading all of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mapper.model.errors import InputError
from mapper.readers import look, read
from mapper.readers.head import HEAD_BYTES

HEADER = "Дата;Широта;Долгота;Место;Тип"


def test_a_table_shows_its_columns_and_what_they_are_read_as(tmp_path: Path) -> None:
    file = tmp_path / "удары.csv"
    file.write_text(HEADER + "\n01.07.2025;49,99;36,23;Харьков;Drone\n", encoding="utf-8")
    seen = look(file)
    assert (seen.feed, seen.mappable) == ("table", True)
    assert seen.columns == tuple(HEADER.split(";"))
    assert seen.fields["lat"] == "Широта"
    assert seen.fields["date_start"] == "Дата"
    assert seen.head.iloc[0].tolist() == ["01.07.2025", "49,99", "36,23", "Харьков", "Drone"]
    assert seen.question is None


def test_columns_given_stand_above_guesses_and_an_empty_one_takes_a_guess_away(
    tmp_path: Path,
) -> None:
    file = tmp_path / "strikes.csv"
    file.write_text("date,lat,lon,place,text\n2025-07-01,50,36,A,B\n", encoding="utf-8")
    seen = look(file, columns={"title": "text", "place_name": ""})
    assert seen.fields["title"] == "text"
    assert "place_name" not in seen.fields
    events = read(file, columns={"title": "text", "place_name": ""}).events
    assert events is not None
    assert events["title"].tolist() == ["B"]
    assert events["place_name"].isna().all()
    assert json.loads(events["extra"][0]) == {"place": "A"}


def test_files_of_one_kind_have_one_signature(tmp_path: Path) -> None:
    signatures = []
    for number, header in enumerate(("date,lat,lon", "Date,Lat,Lon", "date,lat,lon,note")):
        file = tmp_path / f"{number}.csv"
        file.write_text(f"{header}\n2025-07-0{number + 1},50,36,x\n"[: 40 + number])
        signatures.append(look(file).signature)
    assert signatures[0] == signatures[1] != signatures[2]
    as_other = look(tmp_path / "0.csv", columns={"lat": "lon", "lon": "lat"})
    assert as_other.signature == signatures[0]


@pytest.mark.parametrize("kind", ["csv", "geojson", "list", "kml"])
def test_of_a_large_file_only_the_head_is_read(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'a "note" of\ntwo lines ' + "x" * 2000
    rows = HEAD_BYTES // 1000
    if kind == "csv":
        quoted = text.replace('"', '""')
        body = "".join(f'{n},2025-07-01,50,36,"{quoted}"\n' for n in range(rows))
        content = "id,date,lat,lon,text\n" + body
    elif kind == "kml":
        mark = "<Placemark><name>{}</name><description><![CDATA[<b>{}]]></description></Placemark>"
        body = "".join(mark.format(n, text) for n in range(rows))
        content = f'<?xml version="1.0"?><kml><Document><Folder>{body}</Folder></Document></kml>'
    else:
        properties = [{"id": n, "date": "2025-07-01", "text": text} for n in range(rows)]
        items = [
            {
                "type": "Feature",
                "properties": each,
                "geometry": {"type": "Point", "coordinates": [36, 50]},
            }
            for each in properties
        ]
        whole = {"type": "FeatureCollection", "name": "a [{ b", "features": items}
        content = json.dumps(whole if kind == "geojson" else {"map": whole})
    file = tmp_path / "large"
    file.write_text(content, encoding="utf-8")
    assert file.stat().st_size > HEAD_BYTES
    monkeypatch.setattr(Path, "read_bytes", _refuse)
    seen = look(file)
    assert seen.feed == ("table" if kind == "csv" else "vector")
    assert len(seen.head) == 100
    assert str(seen.head.iloc[99, 0]) == "99"
    assert "two lines" in seen.head.iloc[0].iloc[-1]


def _refuse(path: Path) -> bytes:
    raise AssertionError(f"all of {path} was read")


def test_a_large_file_that_cannot_be_cut_is_read_whole(tmp_path: Path) -> None:
    cell = '"' + "line\n" * (HEAD_BYTES // 4) + '"'
    file = tmp_path / "one.csv"
    file.write_text(f"date,lat,lon,text\n2025-07-01,50,36,{cell}\n", encoding="utf-8")
    assert len(look(file).head) == 1


def test_a_file_of_no_kind_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear all\nnothing here\n", encoding="utf-8")
    with pytest.raises(InputError, match="not a table"):
        look(file)


def test_a_file_can_be_looked_at_as_another_feed_that_fits(tmp_path: Path) -> None:
    header = "event_id_1pd,date,geonameid,longitude,latitude,asciiname"
    file = tmp_path / "viina.csv"
    file.write_text(f"{header}\n1,20240102,703448,30.5,50.4,Kyiv\n", encoding="utf-8")
    seen = look(file)
    assert (seen.feed, list(seen.fitting)) == ("viina", ["viina", "table"])
    other = look(file, feed="table")
    assert other.mappable
    assert other.fields["lon"] == "longitude"
    assert other.signature == seen.signature


def test_every_real_file_is_looked_at_as_it_is_read(shared_data: Path) -> None:
    files = [
        path
        for path in sorted(shared_data.rglob("*"))
        if path.suffix in (".csv", ".geojson", ".json") and path.stat().st_size < 400_000
    ]
    for file in files:
        seen = look(file)
        if seen.question is None and len(seen.head) and not seen.mappable:
            assert read(file).feed == seen.feed
