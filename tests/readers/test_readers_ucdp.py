"""UCDP tables with the traps met in real versions."""

from __future__ import annotations

import csv
import io
import json

import pytest

from mapper.model.errors import InputError
from mapper.readers.ucdp import COLUMNS

ROW = {
    "id": "1",
    "relid": "UKR-1",
    "year": "2014",
    "active_year": "1",
    "code_status": "Clear",
    "type_of_violence": "1",
    "conflict_name": "Ukraine: Government",
    "side_a": "Government of Ukraine",
    "side_b": "DPR",
    "number_of_sources": "2",
    "source_article": '"Agence France Presse,2014-01-22,One; two, three";"TASS,2014-01-23,Four"',
    "where_prec": "2",
    "where_coordinates": "Avdiivka town",
    "where_description": "near Avdiivka",
    "adm_1": "Donetsk oblast",
    "latitude": "48.14",
    "longitude": "37.74",
    "geom_wkt": "POINT (37.74 48.14)",
    "country": "Ukraine",
    "date_prec": "1",
    "date_start": "2014-01-22",
    "date_end": "2014-01-22",
    "best": "2",
    "high": "3",
    "low": "1",
}


def table(*changes: dict[str, str], header: bool = True) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="")
    if header:
        writer.writeheader()
    for number, change in enumerate(changes, start=1):
        writer.writerow(ROW | {"id": str(number)} | change)
    return stream.getvalue()


def test_one_row(read_text):
    result = read_text(table({}))
    event = result.events.iloc[0]
    assert event["event_id"] == "ucdp:1"
    assert event["title"] == "Avdiivka town: Government of Ukraine – DPR (state-based violence)"
    assert (event["geo_precision"], event["radius_m"]) == ("settlement", 25_000)
    assert (event["killed_min"], event["killed_best"], event["killed_max"]) == (1, 2, 3)
    assert json.loads(event["extra"])["conflict_name"] == "Ukraine: Government"
    assert result.sources["title"].tolist() == ["One; two, three", "Four"]


def test_without_header_row(read_text):
    result = read_text(table({}, {}, header=False))
    assert result.feed == "ucdp"
    assert result.events["external_id"].tolist() == ["1", "2"]
    assert any("no header" in warning for warning in result.warnings)


def test_windows_1252_with_two_month_first_forms(read_text):
    # Only the first date shows the order; it decides for both columns.
    text = table(
        {"date_start": "1/22/2014 12:00:00 AM", "date_end": "1/22/2014 12:00:00 AM"},
        {"date_start": "05/02/2014 00:00", "date_end": "05/02/2014 00:00"},
        {"side_b": "Café"},
    )
    result = read_text(text.encode("cp1252"))
    assert result.events["date_start"].tolist() == ["2014-01-22", "2014-05-02", "2014-01-22"]
    assert result.events["time_local"].isna().all()
    assert "Café" in result.events["title"].iloc[2]
    assert any("Windows-1252" in warning for warning in result.warnings)


@pytest.mark.parametrize(
    "written", ["2014-01-22T00:00:00", "2014-01-22 00:00:00.000", "2014-01-22"]
)
def test_iso_forms(read_text, written):
    result = read_text(table({"date_start": written, "date_end": written}))
    assert result.events["date_start"].tolist() == ["2014-01-22"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"latitude": "536"}, "latitude: found 536, expected -90 to 90"),
        ({"longitude": ""}, "longitude: empty, expected -180 to 180"),
        ({"date_start": "n/a"}, "date_start: found 'n/a', expected a day"),
        ({"date_end": "2013-01-01"}, "date_end: found '2013-01-01', expected the first day"),
        ({"best": "many"}, "best: found 'many', expected a count of people"),
        ({"id": ""}, "id: empty"),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason(read_text, change, reason):
    result = read_text(table({}, change))
    assert result.events["external_id"].tolist() == ["1"]
    assert result.rejected["row"].tolist() == [2]
    assert result.rejected["reason"].iloc[0].startswith(reason)
    assert result.rejected["side_b"].tolist() == ["DPR"]
    assert set(result.sources["event_id"]) == {"ucdp:1"}


def test_a_repeated_id_is_rejected(read_text):
    result = read_text(table({}, {"id": "1"}))
    assert result.rejected["reason"].tolist() == ["id: 1 stands in row 1 already"]


def test_bounds_that_contradict_best_are_left_empty(read_text):
    result = read_text(table({"low": "9", "best": "2", "high": "9"}, {"high": "1"}))
    killed = result.events[["killed_min", "killed_best", "killed_max"]].astype(object)
    assert killed.where(killed.notna(), None).to_numpy().tolist() == [[None, 2, 9], [1, 2, None]]
    assert result.events["notes"].str.contains("low 9, best 2, high 9").tolist() == [True, False]
    assert len(result.warnings) == 1


def test_one_sided_violence_names_its_perpetrator(read_text):
    events = read_text(table({"type_of_violence": "3", "side_b": "Civilians"}, {})).events
    assert events["perpetrator_alleged"].fillna("").tolist() == ["Government of Ukraine", ""]
    assert events["event_type"].tolist() == ["Violence against civilians", "Battles"]


def test_countries_without_distance(read_text):
    events = read_text(table({"where_prec": "6", "country": "Russia (Soviet Union)"})).events
    assert events["geo_precision"].tolist() == ["country"]
    assert events["radius_m"].isna().all()
    assert events["country"].tolist() == ["RU"]


def test_an_unknown_country_stays_readable(read_text):
    event = read_text(table({"country": "Ruritania"})).events.iloc[0]
    assert event["country"] != event["country"]
    assert json.loads(event["extra"])["country"] == "Ruritania"


def test_undecidable_order_is_refused_until_given(read_text):
    text = table({"date_start": "05/02/2014", "date_end": "05/03/2014"})
    with pytest.raises(InputError, match="day-first and month-first"):
        read_text(text)
    result = read_text(text, columns={"date_order": "month-first"})
    assert result.events["date_end"].tolist() == ["2014-05-03"]


def test_asked_for_ucdp_with_another_table(read_text):
    with pytest.raises(InputError, match="not of the feed ucdp"):
        read_text("a,b\n1,2\n", feed="ucdp")


def test_columns_that_no_event_needs_may_be_absent(read_text):
    rows = list(csv.reader(io.StringIO(table({}))))
    keep = [n for n, name in enumerate(rows[0]) if name not in ("gwnob", "code_status", "region")]
    text = "\n".join(
        ",".join(f'"{r[n].replace(chr(34), chr(34) * 2)}"' for n in keep) for r in rows
    )
    assert len(read_text(text).events) == 1
    keep.remove(rows[0].index("date_start"))
    text = "\n".join(
        ",".join(f'"{r[n].replace(chr(34), chr(34) * 2)}"' for n in keep) for r in rows
    )
    with pytest.raises(InputError, match="lacks columns; expected date_start"):
        read_text(text)
