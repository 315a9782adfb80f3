"""VIINA tables: how exactly a machine-coded place is known."""

from __future__ import annotations

import numpy as np
import pytest

from mapper.model.errors import InputError

HEADER = "event_id,event_id_1pd,date,geonameid,asciiname,longitude,latitude,text,url,source"
ROWS = (
    ("1", "706483", "Kharkiv", "", ""),
    ("2", "", "Somewhere", "", ""),
    ("3", "706482", "Kharkiv Oblast", "ADM1", ""),
    ("4", "706483", "Kharkiv", "PPLA", "STREET"),
    ("5", "706483", "Kharkiv", "PPLA", ""),
    ("6", "706483", "Kharkiv", "PPLA", "GUESS"),
)


def table(*extra):
    lines = [",".join([HEADER, *extra])]
    for number, geonames, name, feature, precision in ROWS:
        more = {"feature_code": feature, "GEO_PRECISION": precision}
        first = (
            f"{number},{number},20250701,{geonames},{name},36.23,49.99,Hit,http://a.b/{number},A"
        )
        lines.append(",".join([first, *(more[column] for column in extra)]))
    return "\n".join(lines) + "\n"


def test_a_geonames_place_is_known_to_its_size(read_text):
    events = read_text(table()).events
    assert events["geo_precision"].fillna("").tolist()[:2] == ["settlement", ""]
    assert events["radius_m"].iloc[0] == 5_000.0
    assert np.isnan(events["radius_m"].iloc[1])


def test_what_the_table_says_comes_first(read_text):
    events = read_text(table("feature_code", "GEO_PRECISION")).events
    assert events["geo_precision"].fillna("").tolist() == [
        "settlement", "", "region", "exact", "settlement", "",
    ]  # fmt: skip
    assert events["radius_m"].fillna(0.0).tolist() == [5_000, 0, 100_000, 200, 5_000, 0]


def test_regions_are_of_ukraine_crimea_and_sevastopol_too(read_text):
    rows = [("1", "Crimea"), ("2", "Sevastopol'"), ("3", "Kiev City"), ("4", ""), ("5", "Moscow")]
    lines = [f"{HEADER},ADM1_NAME"] + [
        f"{number},{number},20250701,7,X,36.23,49.99,Hit,http://a.b/{number},A,{region}"
        for number, region in rows
    ]
    events = read_text("\n".join(lines) + "\n").events
    assert events["country"].fillna("").tolist() == ["UA", "UA", "UA", "", ""]


def test_texts_with_quadrupled_quotes_and_byte_order_marks(read_text):
    row = (
        '1,1,20250701,7,X,36.23,49.99,"\ufeffУдар по """"Заводу""""",http://a.b/1|http://a.b/2,A|B'
    )
    result = read_text(f"{HEADER}\n{row}\n")
    assert result.events["description"].tolist() == ['Удар по "Заводу"']
    assert result.events["date_start"].tolist() == ["2025-07-01"]
    assert result.sources["url"].tolist() == ["http://a.b/1", "http://a.b/2"]
    assert result.sources["publisher"].isna().all()


def test_names_without_addresses_are_a_source_each(read_text):
    head = "event_id_1pd,date,n_reports,sources,geonameid,asciiname,longitude,latitude,t_uav_b"
    result = read_text(f"{head}\n1,20250701,2,one|two,7,X,36.23,49.99,1\n")
    assert result.sources["publisher"].tolist() == ["one", "two"]
    assert result.events["event_id"].tolist() == ["viina:1pd-1"]
    assert result.events["weapon"].tolist() == ["drone"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("geonameid,date,status_wiki,status_boost,status_dsm,status_isw,status\n7,20250701,UA,UA,UA,UA,UA\n",
         "neither event nor front"),
        ("kod,date,status_wiki,status_isw,status,vcontrol_version\n7,20250701,UA,UA,UA,1\n",
         "neither event nor front"),
        ("viina_version,event_id,event_id_1pd,date,time,geonameid,t_mil,t_mil_b\n2,1,1,20250701,10:00,7,.9,1\n",
         "labels but no coordinates"),
    ],
)  # fmt: skip
def test_tables_that_are_refused(read_text, text, message):
    with pytest.raises(InputError, match=message):
        read_text(text)
