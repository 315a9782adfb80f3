"""Large tables hold repeated texts once: what is read of them is what it was."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from effort import tries
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_files import accounted

from mapper.model import coded
from mapper.readers import read, tableopening
from mapper.readers.inputfile import InputFile

CELLS = [
    *(
        "",
        " ",
        "1",
        "1.0",
        "2",
        "3",
        "-1",
        "x",
        "n/a",
        " 2 ",
        "1,234",
        '"a"',
        "a\u00a0b",
        "\ufeffb",
    ),
    *("2025-07-01", "2025-07-01 00:00:00.000", "1 July 2025", "07.2025", "Ukraine", "Neverland"),
    *("Russia (Soviet Union)", "drone", "Air/drone strike", "48.5", "48,5", "99", "Київ", "a\nb"),
    *('"a"', '"Office,2025-07-01,Head";"Other,x"'),
]
FORMS = {
    "table": {
        "id": "{}", "date": "2025-07-01", "title": "Hit {}", "lat": "48.5", "lon": "37.5",
        "country": "Ukraine", "weapon": "drone", "killed": "1", "url": "https://a.b/{}",
        "remark": "same",
    },
    "ucdp": {
        "id": "{}", "latitude": "48.14", "longitude": "37.74", "date_start": "2014-01-22",
        "date_end": "2014-01-22", "type_of_violence": "1", "side_a": "A", "side_b": "B",
        "where_prec": "2", "date_prec": "1", "low": "1", "best": "2", "high": "3",
        "source_article": '"Office,2014-01-22,One";"TASS,2014-01-23,Four"',
        "where_coordinates": "Avdiivka", "country": "Ukraine", "adm_1": "Donetsk oblast",
        "conflict_name": "Ukraine: Government",
    },
    "acled": {
        "event_id_cnty": "UKR{}", "event_date": "2025-07-01", "time_precision": "1",
        "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "A", "actor2": "",
        "country": "Ukraine", "admin1": "Kyiv City", "location": "Kyiv", "latitude": "50.45",
        "longitude": "30.52", "geo_precision": "1", "source": "One; Two", "notes": "Note {}",
        "fatalities": "0", "tags": "",
    },
    "viina": {
        "event_id": "{}", "event_id_1pd": "{}", "date": "20250701", "time": "10:00",
        "geonameid": "706483", "asciiname": "Kharkiv", "adm1_name": "Kharkiv",
        "longitude": "36.23", "latitude": "49.99", "geo_precision": "CITY", "text": "Hit",
        "url": "http://a.b/{}", "source": "A", "lang": "uk", "t_uav_b": "1",
    },
}  # fmt: skip
ROWS = tableopening._FEWEST_ROWS + 20


def written(form: dict[str, str], changes: dict[tuple[int, str], str]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(form)
    for number in range(ROWS):
        cells = [changes.get((number, name), text.format(number)) for name, text in form.items()]
        writer.writerow(cells)
    return stream.getvalue()


@pytest.mark.parametrize("feed", FORMS)
def test_the_same_as_plain_columns_give(feed, tmp_path, monkeypatch):
    form = FORMS[feed]
    path = tmp_path / "events.csv"
    changed = st.tuples(st.integers(0, ROWS - 1), st.sampled_from(list(form)))

    @settings(
        max_examples=tries(30),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(changes=st.dictionaries(changed, st.sampled_from(CELLS), max_size=12))
    def compare(changes):
        path.write_text(written(form, changes), encoding="utf-8")
        held = InputFile(path).parsed.coded
        assert sum(coded.is_coded(held[name]) for name in held) >= 5
        found = read(path, feed=feed)
        with monkeypatch.context() as patch:
            patch.setattr(tableopening, "_FEWEST_ROWS", ROWS + 1)
            plain = read(path, feed=feed)
        assert accounted(found)
        assert found.warnings == plain.warnings
        for part in ("events", "sources", "rejected", "unplaced"):
            pd.testing.assert_frame_equal(getattr(found, part), getattr(plain, part))
            assert not any(coded.is_coded(column) for _, column in getattr(found, part).items())

    compare()


def test_first_rows_that_promise_too_much(tmp_path):
    path = tmp_path / "events.csv"
    rows = [f"{n},2025-07-01,48.5,37.5,{'same' if n < 2000 else f'note {n}'}" for n in range(9000)]
    path.write_text("id,date,lat,lon,notes\n" + "\n".join(rows), encoding="utf-8")
    held = InputFile(path).parsed
    assert not coded.is_coded(held.coded["notes"])
    assert coded.is_coded(held.coded["date"])
    assert held.frame["notes"].tolist() == [row.rsplit(",", 1)[1] for row in rows]
    assert read(path).events["notes"].tolist() == held.frame["notes"].tolist()
