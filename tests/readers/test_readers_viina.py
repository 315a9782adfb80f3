"""VIINA tables: how exactly a machine-coded place is known."""

from __future__ import annotations

import numpy as np

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
