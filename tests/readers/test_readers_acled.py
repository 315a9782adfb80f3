"""ACLED tables of every age, with the traps met in real exports."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_files import accounted

from mapper.model.errors import InputError
from mapper.readers import read

ROW = {
    "event_id_cnty": "UKR900001", "event_date": "2025-07-01", "year": "2025",
    "time_precision": "1", "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike",
    "actor1": "Made-up Forces", "assoc_actor_1": "", "inter1": "1", "actor2": "",
    "assoc_actor_2": "", "inter2": "0", "interaction": "10", "civilian_targeting": "",
    "iso": "804", "region": "Europe", "country": "Ukraine", "admin1": "Kyiv City",
    "admin2": "Kyiv", "admin3": "", "location": "Kyiv", "latitude": "50.45",
    "longitude": "30.52", "geo_precision": "1", "source": "One; Two;One", "source_scale": "Other",
    "notes": "On 1 July 2025, a made-up strike.", "fatalities": "0", "tags": "",
    "timestamp": "1751500000",
}  # fmt: skip


def table(*changes, names=None):
    names = names or list(ROW)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, extrasaction="ignore", restval="")
    writer.writeheader()
    for number, change in enumerate(changes):
        writer.writerow(ROW | {"event_id_cnty": f"UKR{number}"} | change)
    return stream.getvalue()


def test_one_row(read_text):
    result = read_text("\ufeff" + table({}))
    event = result.events.iloc[0]
    assert (result.feed, event["event_id"]) == ("acled", "acled:UKR0")
    assert event["title"] == "Air/drone strike, Kyiv: Made-up Forces"
    assert (event["geo_precision"], event["radius_m"]) == ("settlement", 5_000)
    # Zero is "reported none", not unknown.
    assert event["killed_best"] == 0
    # No direction is implied between the actors.
    assert event[["perpetrator_alleged", "affected_party"]].isna().all()
    assert (event["country"], event["admin1"]) == ("UA", "Kyiv City")
    extra = json.loads(event["extra"])
    assert (extra["timestamp"], extra["inter1"], extra["actor1"]) == (
        "1751500000", "1", "Made-up Forces",
    )  # fmt: skip
    assert result.sources["publisher"].tolist() == ["One", "Two", "One"]


def test_upper_case_other_order_and_old_columns(read_text):
    names = [*reversed(ROW), "data_id", "event_id_no_cnty", "iso3"]
    text = table({"data_id": "7", "iso3": "UKR", "inter1": "State Forces"}, names=names)
    head, rest = text.split("\n", 1)
    event = read_text(head.upper() + "\n" + rest).events.iloc[0]
    assert (event["date_start"], event.geom.x) == ("2025-07-01", 30.52)
    extra = json.loads(event["extra"])
    assert (extra["iso3"], extra["inter1"]) == ("UKR", "State Forces")


@pytest.mark.parametrize("written", ["2025-07-01", "01 July 2025", "1-Jul-25", "01-Jul-25"])
def test_forms_of_days(read_text, written):
    events = read_text(table({"event_date": written})).events
    assert events["date_start"].tolist() == ["2025-07-01"]


def test_numeric_days_are_decided_by_the_whole_column(read_text):
    days = ({"event_date": "01/07/2025 00:00:00"}, {"event_date": "14/08/2020 00:00:00"})
    events = read_text(table(*days)).events
    assert events["date_start"].tolist() == ["2025-07-01", "2020-08-14"]
    assert events["time_local"].isna().all()
    with pytest.raises(InputError, match="day-first and month-first"):
        read_text(table(days[0]))


@pytest.mark.parametrize(
    ("time", "geo", "expected"),
    [
        ("1", "1", ("day", "settlement")),
        ("2", "2", ("week", "area")),
        ("3", "3", ("month", "region")),
    ],
)
def test_precisions(read_text, time, geo, expected):
    event = read_text(table({"time_precision": time, "geo_precision": geo})).events.iloc[0]
    assert (event["date_precision"], event["geo_precision"]) == expected


def test_what_is_wrong_is_listed(read_text):
    result = read_text(
        table({}, {"event_id_cnty": "UKR0"}, {"event_date": ""}, {"fatalities": "many"})
    )
    assert len(result.events) == 1
    assert result.rejected["row"].tolist() == [2, 3, 4]


CELLS = st.sampled_from(["", "0", "x", "31/12/2024", "-1", "91", "n/a", '"', "2", "1e400", "Київ"])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.lists(st.dictionaries(st.sampled_from(list(ROW)), CELLS), max_size=5))
def test_every_row_is_accounted_for(tmp_path, changes):
    (tmp_path / "a.csv").write_text(table({}, *changes))
    try:
        result = read(tmp_path / "a.csv")
    except InputError:
        return
    assert accounted(result)
    assert result.rows == 1 + len(changes)
