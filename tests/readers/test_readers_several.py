"""Archives with several files, and files packed with gzip."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapper.model.errors import AnswerNeededError, InputError
from mapper.readers import Said, archive, look, names_in, read

HEAD = "event_id,title,date,latitude,longitude,url\n"
ONE = HEAD + "1,Strike in Kharkiv,2025-07-01,49.99,36.23,https://example.org/1\n"
TWO = HEAD + "2,Strike in Odesa,2025-07-02,46.48,30.73,\n3,Nowhere,2025-07-02,,,\n"
INFO = (
    "event_id,event_id_1pd,date,geonameid,asciiname,ADM1_NAME,longitude,latitude,GEO_PRECISION,"
    "text,url\n{id},p{id},20220{month}01,1,Kyiv,Kiev City,30.5,50.45,ADM3,{text},https://a.example\n"
)
FRONT = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
    '{"type":"Polygon","coordinates":[[[36,47],[39,47],[39,49],[36,49],[36,47]]]}}]}'
)


def pack(path: Path, **files: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


def accounted(result) -> bool:
    taken = sum(len(part) for part in (result.events, result.fronts) if part is not None)
    return result.rows == taken + len(result.rejected) + result.ignored


def test_tables_of_one_archive_are_read_as_one(tmp_path):
    path = pack(tmp_path / "a.zip", **{"one.csv": ONE, "b/two.csv": TWO, "README.md": "read me"})
    result = read(path)
    assert result.events["title"].tolist() == ["Strike in Odesa", "Strike in Kharkiv"]
    assert (result.file, result.feed, result.rows) == (path, "table", 3)
    assert result.rejected["reason"].str.startswith("two.csv: ").tolist() == [True]
    assert any("README.md" in warning for warning in result.warnings)
    assert accounted(result)
    assert look(path).feed == "table"


def test_years_of_viina_in_one_archive(tmp_path):
    years = {f"event_info_{n}.csv": INFO.format(id=n, month=n, text="Strike") for n in (1, 2, 3)}
    result = read(pack(tmp_path / "viina.zip", **years))
    assert (result.feed, len(result.events), len(result.sources)) == ("viina", 3, 3)
    assert accounted(result)


def test_reports_are_left_out_where_viina_tells_their_event(tmp_path):
    info = INFO.format(id=1, month=1, text="Strike") + INFO.format(id=2, month=1, text="Other")
    info = "\n".join(line for n, line in enumerate(info.split("\n")) if n != 2)
    whole = INFO.replace("event_id,", "", 1).replace("{id},p{id}", "p{id}")
    path = pack(
        tmp_path / "viina.zip",
        **{"event_1pd.csv": whole.format(id=1, month=1, text="Strike"), "event_info.csv": info},
    )
    result = read(path)
    assert sorted(result.events["event_id"]) == ["viina:1pd-p1", "viina:2"]
    assert set(result.sources["event_id"]) == set(result.events["event_id"])
    assert result.ignored == 1
    assert any(warning.startswith("1 report is left out") for warning in result.warnings)
    assert accounted(result)


def test_what_stands_in_two_files_is_read_once(tmp_path):
    old, new = INFO.format(id=1, month=1, text="Strike"), INFO.format(id=1, month=1, text="Other")
    same = read(pack(tmp_path / "same.zip", **{"a.csv": old, "b.csv": old}))
    assert (len(same.events), len(same.sources), same.ignored) == (1, 1, 1)
    assert any("read once" in warning for warning in same.warnings)
    assert accounted(same)
    both = read(pack(tmp_path / "both.zip", **{"a.csv": old, "b.csv": new}))
    assert both.events["title"].tolist() == ["Strike"]
    assert "something else of the same id; found 'viina:1'" in both.rejected["reason"][0]
    assert accounted(both)


def test_a_month_of_fronts_in_one_archive(tmp_path):
    days = {f"deepstatemap_data_2025070{n}.geojson": FRONT for n in (1, 2, 3)}
    result = read(pack(tmp_path / "fronts.zip", **days))
    assert result.feed == "deepstate-daily"
    assert result.fronts["as_of"].tolist() == ["2025-07-01", "2025-07-02", "2025-07-03"]
    assert accounted(result)


def test_events_and_fronts_in_one_archive(tmp_path):
    path = pack(
        tmp_path / "all.zip", **{"one.csv": ONE, "deepstatemap_data_20250701.geojson": FRONT}
    )
    result = read(path)
    assert (len(result.events), len(result.fronts)) == (1, 1)
    assert any("one.csv as " in warning for warning in result.warnings)
    assert accounted(result)


def test_a_bad_file_does_not_lose_the_others(tmp_path):
    path = pack(tmp_path / "a.zip", **{"bad.geojson": '{"type": "Feat', "one.csv": ONE})
    result = read(path)
    assert len(result.events) == 1
    assert any(w.startswith("Not read: bad.geojson") for w in result.warnings)


def test_gzip(tmp_path):
    path = tmp_path / "strikes.csv.gz"
    path.write_bytes(gzip.compress(ONE.encode()))
    assert read(path).events["event_id"].tolist() == ["table:strikes:1"]
    assert look(path).feed == "table"
    front = tmp_path / "deepstatemap_data_20250701.geojson.gz"
    front.write_bytes(gzip.compress(FRONT.encode()))
    assert read(front).fronts["as_of"].tolist() == ["2025-07-01"]
    inside = tmp_path / "in.zip"
    with zipfile.ZipFile(inside, "w") as packed:
        packed.write(path, "x/strikes.csv.gz")
    assert len(read(inside).events) == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (gzip.compress(ONE.encode() * 50)[:-30], "gzip file cannot be read"),
        (gzip.compress(b"0" * 40_000_000, mtime=0), "absurd size"),
        (gzip.compress(b"", mtime=0), "empty"),
    ],
)
def test_gzip_that_is_refused(tmp_path, content, problem):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(content)
    with pytest.raises(InputError, match=problem):
        read(path)


def test_packed_files_in_an_archive_share_one_limit(tmp_path, monkeypatch):
    text = ONE + " " * 20_000
    monkeypatch.setattr(archive, "MAX_BYTES", 6 * len(text))
    files = {f"{n}.csv.gz": gzip.compress(text.encode()) for n in range(9)}
    result = read(pack(tmp_path / "a.zip", **files))
    assert 1 <= len(result.events) < 6
    assert any("unpacks to more than 2 GB" in warning for warning in result.warnings)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_damaged_gzip_never_crashes(tmp_path, data):
    damaged = bytearray(gzip.compress((ONE * 20).encode()))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(2, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "a.csv.gz"
    path.write_bytes(damaged[: data.draw(st.integers(10, len(damaged)))])
    with contextlib.suppress(InputError):
        assert accounted(read(path))


def days(*names):
    return dict.fromkeys(names, FRONT)


def test_each_file_of_an_archive_has_answers_of_its_own(tmp_path):
    ambiguous = "title,date,lat,lon\nA,01/02/2025,50,30\nB,03/04/2025,50,31\n"
    fronts = days("deepstate north.geojson", "deepstate south.geojson")
    files = {"a/log.csv": ambiguous, "b/log.csv": ambiguous.replace(",50", ",52")} | fronts
    path = pack(tmp_path / "all.zip", **files)
    names = ("a/log.csv", "b/log.csv", "deepstate north.geojson", "deepstate south.geojson")
    assert names_in(path) == names
    with pytest.raises(AnswerNeededError) as caught:
        read(path)
    asked = [(one.inside, one.asks) for one in (caught.value, *caught.value.more)]
    assert asked == list(zip(names, ("date_order", "date_order", "day", "day"), strict=True))
    assert str(caught.value).startswith("all.zip, a/log.csv, field 'date': ")
    inside = {
        names[0]: Said(columns={"date_order": "day-first"}),
        names[1]: Said(columns={"date_order": "month-first"}),
        names[2]: Said(date=dt.date(2025, 7, 1)),
    }
    with pytest.raises(AnswerNeededError, match=names[3]) as caught:
        read(path, inside=inside)
    assert caught.value.more == ()
    result = read(path, date="2025-07-02", inside=inside)
    assert sorted(result.fronts["as_of"]) == ["2025-07-01", "2025-07-02"]
    assert sorted(result.events["date_start"]) == [
        "2025-01-02", "2025-02-01", "2025-03-04", "2025-04-03",
    ]  # fmt: skip
    assert [(part.name, part.rows) for part in result.parts] == [
        (name, rows) for name, rows in zip(names, (2, 2, 1, 1), strict=True)
    ]
    assert accounted(result)


def test_what_is_said_of_no_file_is_refused(tmp_path):
    path = pack(tmp_path / "a.zip", **{"one.csv": ONE, "two.csv": TWO})
    with pytest.raises(InputError, match="no file of that name"):
        read(path, inside={"three.csv": Said()})


def test_a_look_at_every_file_of_an_archive(tmp_path):
    bad = {"bad.geojson": '{"type": "Feat', "worse.csv": b"%PDF-1.4"}
    path = pack(tmp_path / "a.zip", **{"one.csv": ONE, "two.csv": TWO} | bad)
    seen = look(path, inside={"two.csv": Said(columns={"title": "url"})})
    assert [(one.name, one.look and one.look.feed) for one in seen.inside] == [
        ("bad.geojson", None), ("one.csv", "table"), ("two.csv", "table"), ("worse.csv", None),
    ]  # fmt: skip
    assert [bool(one.error) for one in seen.inside] == [True, False, False, True]
    assert seen.inside[1].look.head["title"].tolist() == ["Strike in Kharkiv"]
    assert seen.inside[2].look.fields["title"] == "url"
    assert look(pack(tmp_path / "b.zip", **{"one.csv": ONE})).inside == ()
    parts = {part.name: part for part in read(path).parts}
    assert parts["one.csv"].title == "Table of events"
    assert "JSON" in parts["bad.geojson"].error
    assert "PDF" in parts["worse.csv"].error


@pytest.mark.parametrize("encoding", ["cp866", "utf-8", "cp437"])
def test_names_of_old_programs(tmp_path, encoding):
    name = "Übersicht.csv" if encoding == "cp437" else "архiв/Удари 2025-07-01.csv"
    path = tmp_path / "old.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("x" * len(name.encode(encoding)), ONE)
        packed.writestr("two.csv", TWO)
    # Such an archive notes no encoding, which `zipfile` never leaves out.
    path.write_bytes(path.read_bytes().replace(b"x" * len(name.encode(encoding)),
                                               name.encode(encoding)))  # fmt: skip
    shown = name.rpartition("/")[2]
    assert set(names_in(path)) == {shown, "two.csv"}
    result = read(path)
    assert f"table:{Path(name).stem}:1" in result.events["event_id"].tolist()
    assert accounted(result)


def test_a_name_too_long_for_the_disk(tmp_path):
    path = pack(tmp_path / "a.zip", **{"я" * 200 + ".csv": ONE, "two.csv": TWO})
    assert len(read(path).events) == 2


LABELS = "viina_version,event_id,event_id_1pd,date,time,geonameid,t_mil,t_mil_b,t_uav,t_uav_b\n"


def labelled(*ids):
    rows = [f"2,{n},p{n},20220101,10:00,1,0.{n},0,0.9,1" for n in ids]
    return LABELS + "\n".join(rows) + "\n"


def info(*ids, text="Strike"):
    rows = [INFO.format(id=n, month=1, text=text).split("\n", 1)[1] for n in ids]
    return INFO.split("\n", 1)[0] + "\n" + "".join(rows)


def test_labels_of_viina_are_joined_to_its_events(tmp_path):
    labels = labelled(1, 3, 9, 1) + "2,,p4,20220101,10:00,1,0,0,0,0\n"
    files = {
        "event_info.csv": info(1, 2, 3, text='"Удар ""тут"""'),
        "event_labels.csv": labels,
        "event_labels_2.csv": labelled(1),
    }
    result = read(pack(tmp_path / "viina.zip", **files))
    assert accounted(result)
    assert (result.rows, len(result.events), len(result.rejected), result.ignored) == (9, 3, 2, 4)
    events = result.events.set_index("event_id").sort_index()
    extra = [json.loads(text) for text in events["extra"]]
    assert (extra[0]["t_mil"], extra[0]["t_uav_b"], extra[2]["t_mil"]) == ("0.1", "1", "0.3")
    assert "t_uav" not in extra[1]
    assert extra[0].items() >= {k: v for k, v in extra[1].items() if k != "event_id_1pd"}.items()
    assert events["weapon"].fillna("").tolist() == ["drone", "", "drone"]
    assert events["event_type"].notna().tolist() == [True, False, True]
    said = next(text for text in result.warnings if text.startswith("Rows of labels"))
    assert said == (
        "Rows of labels: 4, joined to 2 events. "
        "Without an event that was read: 1 (the first is 9). "
        "Repeating those of another file: 1 (the first is 1)."
    )


def test_labels_of_events_of_several_reports(tmp_path):
    of_all = labelled(1, 2).replace("event_id,event_id_1pd", "event_id_1pd")
    of_all = of_all.replace("2,1,p1", "2,p1").replace("2,2,p2", "2,p2")
    result = read(pack(tmp_path / "a.zip", **{"event_info.csv": info(1), "labels.csv": of_all}))
    assert json.loads(result.events["extra"][0])["t_uav"] == "0.9"
    assert accounted(result)
    whole = INFO.replace("event_id,", "", 1).replace("{id},p{id}", "p{id}")
    whole = whole.format(id=1, month=1, text="Strike").replace(",url", ",url,t_uav_b")
    whole = whole.replace("a.example", "a.example,0")
    result = read(pack(tmp_path / "b.zip", **{"event_1pd.csv": whole, "labels.csv": of_all}))
    extra = json.loads(result.events["extra"][0])
    assert (extra["t_uav_b"], extra["t_uav"]) == ("0", "0.9")
    assert "Labels that the events have already stay: t_uav_b." in result.warnings
    reports = read(pack(tmp_path / "c.zip", **{"1pd.csv": whole, "labels.csv": labelled(1)}))
    assert any("event_1pd tells, with labels of its own: 1" in text for text in reports.warnings)
    assert accounted(reports)


def test_labels_without_events(tmp_path):
    with pytest.raises(InputError, match=r"a\.zip: this VIINA table has labels"):
        read(pack(tmp_path / "a.zip", **{"l.csv": labelled(1), "m.csv": labelled(2)}))
    result = read(pack(tmp_path / "b.zip", **{"l.csv": labelled(1), "one.csv": ONE}))
    assert (len(result.events), result.ignored) == (1, 1)
    assert any("Without an event that was read: 1" in text for text in result.warnings)
    assert accounted(result)


def test_labels_read_in_the_same_import(tmp_path):
    events, labels = tmp_path / "event_info.csv", tmp_path / "event_labels.csv"
    events.write_text(info(1, 2), encoding="utf-8")
    labels.write_text(labelled(1, 9), encoding="utf-8")
    broken = tmp_path / "broken.csv"
    broken.write_bytes(LABELS.encode() + b"\x00\xff")
    paths = [events, labels, broken, tmp_path / "absent.csv"]
    result = read(events, beside=paths[1:])
    assert accounted(result)
    assert (result.rows, result.ignored) == (2, 0)
    assert json.loads(result.events["extra"][0])["t_uav"] == "0.9"
    assert any("Without an event that was read: 1" in text for text in result.warnings)
    own = read(labels, beside=[events])
    assert accounted(own)
    assert (own.rows, own.ignored, own.events) == (2, 2, None)
    assert own.warnings == ["Rows of labels: 2, joined to the events of event_info.csv."]
    with pytest.raises(InputError, match="labels but no coordinates"):
        read(labels, beside=[labels])
