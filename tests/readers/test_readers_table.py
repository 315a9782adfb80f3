"""Any table: columns by name, given columns, broken rows."""

from __future__ import annotations

import json

import pytest

from mapper.model.errors import InputError
from mapper.readers import read


def test_columns_are_found_by_name_in_any_order(read_text):
    result = read_text("Longitude;Дата;Latitude;Title\n37,74;13.07.2025;48,14;Удар\n")
    event = result.events.iloc[0]
    assert (event.geom.x, event.geom.y, event["date_start"]) == (37.74, 48.14, "2025-07-13")
    assert event["title"] == "Удар"
    assert event["event_id"].startswith("table:")


def test_given_columns_stand_above_guesses(read_text):
    text = "lat,lon,a,b,date\n1,2,48,37,2025-07-01\n"
    result = read_text(text, columns={"lat": "a", "lon": "b", "killed_best": "lat"})
    event = result.events.iloc[0]
    assert (event.geom.x, event.geom.y, event["killed_best"]) == (37, 48, 1)
    assert json.loads(event["extra"]) == {"lon": "2"}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"latt": "lat"}, "no such field.*'latt'.*expected lat"),
        ({"lat": "latitud"}, "no column for 'lat'.*'latitud'.*'latitude'"),
    ],
)
def test_a_wrong_mapping_names_the_nearest(read_text, columns, message):
    with pytest.raises(InputError, match=message):
        read_text("latitude,lon,date\n1,2,2025-07-01\n", columns=columns)


def test_given_columns_make_a_known_table_a_plain_one(read_text):
    text = "event_id_cnty,event_date,latitude,longitude,notes\nX1,2025-07-01,48,37,Text\n"
    assert read_text(text).feed == "acled"
    assert read_text(text, columns={"title": "notes"}).feed == "table"
    with pytest.raises(InputError, match="columns of ACLED are fixed"):
        read_text(text, feed="acled", columns={"title": "notes"})


def test_rows_without_place_or_day_are_rejected_not_placed(read_text):
    result = read_text(
        "date,lat,lon,name\n2025-07-01,536,30,a\n2025-07-01,50,30,b\n2025-07-01,,,c\n"
        "2025-13-45,50,30,d\n2025-07-01,50,,e\n2025-07-01,0,0,f\n"
    )
    assert result.events["title"].tolist() == ["b", "f"]
    assert result.rejected["row"].tolist() == [1, 3, 4, 5]
    assert result.rejected["reason"].tolist() == [
        "latitude: found 536, expected -90 to 90",
        "latitude: empty, expected -90 to 90; longitude: empty, expected -180 to 180",
        "date: found '2025-13-45', expected a day such as 2025-07-01 or 1 July 2025",
        "longitude: empty, expected -180 to 180",
    ]
    assert result.rejected["name"].tolist() == ["a", "c", "d", "e"]


def test_zero_is_not_unknown(read_text):
    events = read_text("date,lat,lon,killed,injured\n2025-07-01,50,30,0,\n").events
    assert events["killed_best"].tolist() == [0]
    assert events["injured_best"].isna().all()


def test_ids_of_two_files_do_not_meet(read_text):
    text = "id,date,lat,lon\n1,2025-07-01,50,30\n"
    first, second = read_text(text, "a.csv"), read_text(text, "b.csv")
    assert first.events["event_id"].tolist() != second.events["event_id"].tolist()
    assert read_text(text, "a.csv").events["event_id"].tolist() == first.events["event_id"].tolist()


def test_ids_do_not_depend_on_how_many_are_made_at_a_time(read_text, monkeypatch):
    text = "date,lat,lon\n" + "".join(f"2025-07-01,50,{lon}\n" for lon in range(7))
    whole = read_text(text).events["event_id"].tolist()
    assert len(set(whole)) == 7
    monkeypatch.setattr("mapper.readers.rows._AT_ONCE", 3)
    assert read_text(text).events["event_id"].tolist() == whole


def test_a_row_written_twice_is_one_event(read_text):
    result = read_text("date,lat,lon\n2025-07-01,50,30\n2025-07-01,50,30\n")
    assert len(result.events) == 1
    assert "stands in row 1 already" in result.rejected["reason"].iloc[0]


def test_sources_from_addresses_and_names(read_text):
    result = read_text(
        "date,lat,lon,source\n"
        "2025-07-01,50,30,https://a.b/c?d=1 https://t.me/x/2\n"
        "2025-07-02,50,30,Reuters\n2025-07-03,50,30,\n"
    )
    assert result.sources["url"].fillna("").tolist() == [
        "https://a.b/c?d=1",
        "https://t.me/x/2",
        "",
    ]
    assert result.sources["publisher"].fillna("").tolist() == ["", "", "Reuters"]


def test_a_source_without_an_address_loses_nothing(read_text):
    rows = "2025-07-01,50,30,{},{}\n2025-07-02,50,30,www.a.b/c,BBC\n2025-07-03,50,30,n/a,\n"
    rows = rows.format("Channel 5", "BBC")
    sources = read_text("date,lat,lon,source,publisher\n" + rows).sources.fillna("")
    assert sources[["url", "title", "publisher"]].to_numpy().tolist() == [
        ["", "Channel 5", "BBC"], ["www.a.b/c", "", "BBC"],
    ]  # fmt: skip
    # In a column of addresses a name is a wrong address.
    sources = read_text("date,lat,lon,link,publisher\n" + rows).sources.fillna("")
    assert sources[["url", "title", "publisher"]].to_numpy().tolist() == [
        ["Channel 5", "", "BBC"], ["www.a.b/c", "", "BBC"],
    ]  # fmt: skip


def test_words_outside_a_vocabulary_are_kept_beside(read_text):
    result = read_text("date,lat,lon,weapon\n2025-07-01,50,30,Shahed-136\n2025-07-01,51,30,Drone\n")
    assert result.events["weapon"].fillna("").tolist() == ["", "drone"]
    assert json.loads(result.events["extra"].iloc[0]) == {"weapon": "Shahed-136"}
    assert any("vocabulary" in warning for warning in result.warnings)


def test_a_column_called_status_says_how_verified_an_event_is(read_text):
    text = (
        "date,lat,lon,Status\n2025-07-01,48,37,Verified\n"
        "2025-07-02,48,37,claimed\n2025-07-03,48,37,\n"
    )
    result = read_text(text)
    assert result.events["verification_status"].tolist() == ["verified", "claimed", "reported"]
    other = read_text(text.replace("claimed", "done"))
    assert other.events["verification_status"].tolist() == ["verified", "reported", "reported"]
    assert json.loads(other.events["extra"].iloc[1]) == {"Status": "done"}
    assert any("outside the vocabulary" in warning for warning in other.warnings)


def test_dates_less_than_a_day(read_text):
    events = read_text(
        "date,date_end,lat,lon\nJuly 2025,,50,30\n1 July,,50,31\n2025-07-01,2025-07-06,50,32\n"
    ).events
    assert events["date_start"].fillna("").tolist() == ["2025-07-01", "", "2025-07-01"]
    assert events["date_end"].fillna("").tolist() == ["2025-07-31", "", "2025-07-06"]
    assert events["date_precision"].fillna("").tolist() == ["month", "", ""]
    assert events["date_text"].fillna("").tolist() == ["July 2025", "1 July", ""]


def test_the_day_can_be_given(read_text):
    text = "lat,lon\n50,30\n"
    with pytest.raises(InputError, match="no column of dates"):
        read_text(text)
    assert read_text(text, date="2025-07-01").events["date_start"].tolist() == ["2025-07-01"]


def test_blank_rows_are_ignored_and_counted(read_text):
    result = read_text("date,lat,lon\n2025-07-01,50,30\n,,\n , ,\n")
    assert (result.rows, len(result.events), result.ignored) == (3, 1, 2)


def test_short_rows_are_filled_and_long_ones_rejected(read_text):
    result = read_text(
        "date,lat,lon,n\n2025-07-01,50,30\n2025-07-02,50,30,a,b\n2025-07-03,50,30,c\n"
    )
    assert result.events["date_start"].tolist() == ["2025-07-01", "2025-07-03"]
    assert result.rejected["row"].tolist() == [2]
    assert "more cells than the header's 4" in result.rejected["reason"].iloc[0]


@pytest.mark.parametrize(
    "text",
    [
        'date,lat,lon,n\n2025-07-01,50,30,"open\n2025-07-02,51,30,x\n2025-07-03,51,30,x\n',
        'date,lat,lon,n\n2025-07-01,50,30,"a\n2025-07-02,51,30,b\n2025-07-03,51,30,"c\n',
    ],
)
def test_rows_swallowed_by_a_quotation_mark_are_noticed(read_text, text):
    with pytest.raises(InputError, match="broken after line"):
        read_text(text)


def test_line_breaks_and_delimiters_within_cells(read_text):
    result = read_text('date,lat,lon,text\n2025-07-01,50,30,"one, two\nthree; ""four"""\n')
    assert result.events["description"].tolist() == ['one, two\nthree; "four"']
    assert result.events["title"].tolist() == ['one, two three; "four"']


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(read_text, delimiter):
    text = "date,lat,lon,note\n2025-07-01,50,30,a; b\n2025-07-02,50,30,c\n".replace(",", delimiter)
    if delimiter == ";":
        text = text.replace("a; b", '"a; b"')
    assert len(read_text(text).events) == 2


def test_excel_says_its_delimiter_and_columns_repeat(read_text):
    result = read_text("sep=;\ndate;lat;lon;x;x;\n2025-07-01;50;30;1;2;3\n")
    assert json.loads(result.events["extra"].iloc[0]) == {"x": "1", "x (2)": "2", "column 6": "3"}


def test_extra_is_json_whatever_the_text(read_text):
    cell = 'a\\b "q" \t {x} \u2028 ы'
    quoted = cell.replace('"', '""')
    result = read_text(f'date,lat,lon,"o""dd"\n2025-07-01,50,30,"{quoted}"\n')
    assert json.loads(result.events["extra"].iloc[0]) == {'o"dd': cell}


def test_reading_can_be_cancelled(read_text):
    from mapper.model.errors import CancelledError

    shares = []

    def progress(share: float) -> bool:
        shares.append(share)
        return share < 0.5

    with pytest.raises(CancelledError):
        read_text("date,lat,lon\n2025-07-01,50,30\n", progress=progress)
    assert shares == sorted(shares)


def test_mended_rows_keep_the_ids_of_the_file_they_came_from(tmp_path):
    original = tmp_path / "strikes.csv"
    original.write_text("id,title,date,lat,lon\n1,A,2025-07-01,50,36\n2,B,soon,50,36\n")
    assert read(original).events["event_id"].tolist() == ["table:strikes:1"]
    mended = tmp_path / "mended.csv"
    mended.write_text(
        "id,title,date,lat,lon,file,row,reason\n"
        "2,B,2025-07-02,50,36,strikes.csv,2,no day\n7,C,2025-07-03,50,36,звіт.csv,1,no day\n"
    )
    assert sorted(read(mended).events["event_id"]) == ["table:strikes:2", "table:звіт:7"]


def test_html_in_texts_becomes_text_and_addresses(read_text):
    text = '<p>Hit, <a href=""https://a.b/1"">video</a><script>x()</script></p>'
    result = read_text(
        f'date,lat,lon,title,description,other\n2025-07-01,50,36,A &amp; B,"{text}","{text}"\n'
    )
    event = result.events.iloc[0]
    assert event["title"] == "A & B"
    assert event["description"] == "Hit, video (https://a.b/1)"
    assert "<script>" in json.loads(event["extra"])["other"]
