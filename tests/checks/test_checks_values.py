"""Dates, numbers of people, sources."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pytest
from checks_data import TODAY, events, found, ids, media, sources

from mapper.checks import RULES, check
from mapper.model.errors import CancelledError, InputError
from mapper.readers import read


def test_a_date_after_tomorrow_is_in_the_future():
    days = [{"date_start": str(TODAY + dt.timedelta(days=more))} for more in (0, 1, 2)]
    assert ids("future_date", *days) == ["e2"]


def test_a_date_before_the_conflict_is_found():
    rows = (
        {"date_start": "2022-02-23"},
        {"date_start": "2022-02-24"},
        {"date_start": "1999-01-01"},
    )
    start = dt.date(2022, 2, 24)
    assert ids("early_date", *rows, conflict_start=start) == ["e0", "e2"]


def many_days() -> list[dict[str, str]]:
    first = dt.date(2022, 3, 1)
    return [{"date_start": str(first + dt.timedelta(days=10 * at))} for at in range(120)]


def test_a_date_centuries_before_the_others_is_found():
    table = found("early_date", events(*many_days(), {"date_start": "1527-02-04"}))
    assert table["event_id"].tolist() == ["e120"]
    assert "495 years" in table["message"][0]


def test_a_set_that_begins_early_is_not_doubted():
    assert ids("early_date", *many_days(), {"date_start": "2021-01-01"}) == []
    long_set = [{"date_start": f"{year}-05-01"} for year in range(1989, 2026)]
    assert ids("early_date", *long_set, {"date_start": "1975-05-01"}) == []
    assert ids("early_date", *many_days()[:5], {"date_start": "2014-05-01"}) == []
    assert ids("early_date", *long_set[::3], {"date_start": "1975-05-01"}) == []


def test_a_date_decades_before_few_others_is_found():
    assert ids("early_date", *many_days()[:5], {"date_start": "1991-08-24"}) == ["e5"]


def test_days_too_far_apart_for_the_precision_are_found():
    long = {"date_start": "2025-01-01", "date_end": "2025-01-20"}
    rows = (long, {**long, "date_precision": "month"}, {**long, "date_precision": "week"}, {})
    assert ids("long_range", *rows) == ["e0", "e2"]


def test_sources_older_than_the_event_are_found():
    cited = sources(
        {"event_id": "e0", "published_at": "2025-06-01"},
        {"event_id": "e0", "published_at": "2025-06-20T10:00:00Z"},
        {"event_id": "e1", "published_at": "2025-06-01"},
        {"event_id": "e1", "published_at": "2025-07-02"},
        {"event_id": "e2", "published_at": "2025-06-30"},
        {"event_id": "e3", "published_at": "in June"},
    )
    table = found("published_before", events({}, {}, {}, {}), cited)
    assert table["event_id"].tolist() == ["e0"]
    assert "20 June 2025, 11 days before" in table["message"][0]


def test_numbers_out_of_order_are_found():
    rows = (
        {"killed_min": 1, "killed_best": 2, "killed_max": 3},
        {"killed_min": 9, "killed_best": 5, "killed_max": 3},
        {"injured_best": 7, "injured_max": 5},
        {"killed_best": -1},
        {"notes": "UCDP gives contradicting deaths: low 4, best 2, high 5."},
    )
    table = found("counts_order", events(*rows))
    assert table["event_id"].tolist() == ["e1", "e2", "e3", "e4"]
    assert table["mend"][0].values == {"killed_min": 3, "killed_max": 9}
    assert table["mend"].iloc[1:].isna().all()


def test_a_total_less_than_its_parts_is_found():
    parts = {"deaths_a": "1", "deaths_b": "2", "deaths_civilians": "3", "deaths_unknown": "0"}
    rows = (
        {"killed_best": 6, "extra": json.dumps(parts)},
        {"killed_best": 5, "extra": json.dumps(parts)},
        {
            "killed_best": 5,
            "extra": json.dumps({"killed_civilian": 6.0, "a": "killed_civilian"}),
        },
        {"killed_best": 5},
        {"extra": json.dumps(parts)},
    )
    table = found("counts_parts", events(*rows))
    assert table["event_id"].tolist() == ["e1", "e2"]
    assert "5, is less than the 6 of its parts: deaths a 1, deaths b 2" in table["message"][0]


@pytest.mark.parametrize(
    "url",
    ["https://t.me/s/channel/12", "http://example.org", "HTTPS://Пример.рф/a?b#c", None],
)
def test_a_web_address_is_right(url):
    cited = sources({"event_id": "e0", "url": url, "title": "News"})
    assert len(found("source_address", events({}), cited)) == 0


@pytest.mark.parametrize(
    ("url", "mended"),
    [
        ("t.me/channel/12", "https://t.me/channel/12"),
        ("www.example.org/a", "https://www.example.org/a"),
        ("C:\\notes\\a.docx", None),
        ("javascript:alert(1)", None),
        ("phone call", None),
        ("https://", None),
    ],
)
def test_a_source_that_is_no_web_address_is_found(url, mended):
    table = found("source_address", events({}), sources({"event_id": "e0", "url": url}))
    assert table["event_id"].tolist() == ["e0"]
    mend = table["mend"][0]
    assert (mend and mend.values) == (mended and {"source_id": "s0", "url": mended})


def test_events_without_a_source_are_found_and_a_whole_feed_once():
    assert ids("no_source", {}, {}) == ["e0", "e1"]
    table = found("no_source", events(*[{"feed": "table"}] * 25, {}))
    assert table["event_id"].tolist() == ["e0", "e25"]
    assert len(table["other_ids"][0]) == 24
    assert "None of the 25 events of the feed 'table'" in table["message"][0]
    cited = sources({"event_id": "e0", "publisher": "A newspaper"}, {"event_id": "e1"})
    assert found("no_source", events({}, {}), cited)["event_id"].tolist() == ["e1"]


def test_a_status_that_speaks_of_sources_needs_them():
    rows = (
        {"verification_status": "verified"},
        {"verification_status": "corroborated"},
        {"verification_status": "claimed"},
    )
    cited = sources({"event_id": "e1", "url": "https://example.org/1"})
    table = check(events(*rows), cited, rules=["status_unsupported", "no_source"])
    assert table[["event_id", "rule"]].values.tolist() == [
        ["e0", "status_unsupported"],
        ["e1", "status_unsupported"],
        ["e2", "no_source"],
    ]


def test_nothing_is_changed_and_an_empty_set_is_right():
    table = events({"lon": 0.0, "lat": 0.0}, {"lon": None}, {"killed_min": 3, "killed_max": 1})
    before = table.to_json()
    check(table, sources({"event_id": "e0", "url": "x"}), today=TODAY)
    assert table.to_json() == before
    assert len(check(table.iloc[:0], None)) == 0


def test_progress_rises_and_cancels():
    shares: list[float] = []
    check(events({}), None, progress=lambda share: shares.append(share) or True)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    with pytest.raises(CancelledError):
        check(events({}), None, progress=lambda share: False)


def test_an_unknown_rule_is_refused():
    with pytest.raises(InputError, match="no check"):
        check(events({}), None, rules=["typo"])


def test_every_rule_has_words():
    assert all(title and title[0].isupper() and not title.endswith(".") for title in RULES.values())


def test_twenty_thousand_events_at_one_point_pass_every_rule():
    # Not a benchmark: it only must not compare each event with each.
    random = np.random.default_rng(1)
    table = events(*[{}] * 2_000)
    table = table.loc[table.index.repeat(10)].reset_index(drop=True)
    table["event_id"] = [f"x{at}" for at in range(len(table))]
    table["title"] = [f"Strike {word}" for word in random.integers(0, 10**6, len(table))]
    assert len(check(table, None, today=TODAY)) >= 1


def test_the_real_feeds_have_the_findings_known_of_them(shared_data):
    viina = read(shared_data / "viina" / "VIINA_2022_REBUILD.csv")
    told = check(viina.events, viina.sources, today=TODAY)
    chornobyl = told[told["rule"] == "text_place"].set_index("event_id")["message"]
    assert "Chornobyl" in chornobyl["viina:1pd-347733"]
    # Strikes deep in Russia are no mistakes.
    assert not set(told["rule"]) & {"swapped_axes", "outside_country", "early_date"}
    assert len(told) < 0.3 * len(viina.events)
    ucdp = read(shared_data / "ucdp" / "UCDP-Ukraine_2023-06-23_isodate.csv")
    told = check(ucdp.events, ucdp.sources, today=TODAY).groupby("rule").size()
    assert told["counts_order"] == 13
    assert told["outside_region"] == 2
    assert told.sum() < 0.1 * len(ucdp.events)


def test_times_and_zones_that_cannot_be_read_are_found():
    rows = (
        {"time_local": "14:30", "timezone": "Europe/Kyiv"},
        {"time_local": "14:30:15", "timezone": "EEST"},
        {"time_local": "at night"},
        {"time_local": "9:05", "timezone": "europe/kyiv"},
        {"timezone": "local"},
    )
    table = found("form", events(*rows))
    assert table["event_id"].tolist() == ["e2", "e3", "e4"]
    assert "'at night', which cannot be read; expected: 14:30" in table["message"][0]
    assert [mend and mend.values for mend in table["mend"]] == [None, {"time_local": "09:05"}, None]


def test_days_and_languages_of_sources_that_cannot_be_read_are_found():
    cited = sources(
        {"event_id": "e0", "published_at": "2025-06-01 10:00", "language": "uk"},
        {"event_id": "e0", "published_at": "2025-06", "language": "UK"},
        {"event_id": "e1", "published_at": "in June"},
        {"event_id": "e2", "language": "ua"},
        {"event_id": "gone", "language": "ua"},
        {"event_id": "e3", "language": "en_gb"},
    )
    table = found("form", events({}, {}, {}, {}), cited)
    assert table["event_id"].tolist() == ["e1", "e2", "e3"]
    assert "uk for Ukrainian" in table["message"][1]
    assert table["mend"][2].values == {"source_id": "s5", "language": "en-GB"}


def test_days_of_media_that_cannot_be_read_are_found():
    cited = sources({"event_id": "e0"}, {"event_id": "e1"}, {"event_id": "gone"})
    attached = media(
        {"source_id": "s0", "taken_at": "2025-07-01T14:30Z"},
        {"source_id": "s0", "taken_at": "01/07/2025"},
        {"source_id": "s1", "taken_at": "at dusk"},
        {"source_id": "s2", "taken_at": "at dusk"},
        {"source_id": "nobody", "taken_at": "at dusk"},
        {"source_id": "s1"},
    )
    table = found("form", events({}, {}), cited, attached)
    assert table["event_id"].tolist() == ["e0", "e1"]
    assert table["message"][1].startswith(
        "The day a photo or recording was taken is written 'at dusk', which"
    )
    assert table["mend"].isna().all()


def test_one_text_in_many_events_is_one_finding():
    table = found("form", events(*[{"time_local": "9.05"}] * 30, {"time_local": "noon"}))
    assert table["event_id"].tolist() == ["e0", "e30"]
    assert table["message"][0].endswith("it is read as 09:05, in 30 events.")
    assert len(table["other_ids"][0]) == 29
    assert len(table["mend"][0].event_ids) == 30
