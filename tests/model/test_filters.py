import datetime as dt

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.model import schema
from mapper.model.errors import InputError
from mapper.model.filters import EventFilter, rough_places


def table(days, **columns):
    ids = [str(number) for number in range(len(days))]
    starts = [None if day is None else day[0].isoformat() for day in days]
    ends = [None if day is None else day[1].isoformat() for day in days]
    frame = gpd.GeoDataFrame(
        {"event_id": ids, "feed": "t", "title": "t", "date_start": starts, "date_end": ends}
        | columns,
        geometry=[None] * len(days),
        crs=4326,
    )
    return schema.conform(frame, schema.EVENTS)


DAYS = st.dates(dt.date(2025, 6, 1), dt.date(2025, 8, 1))
RANGES = st.tuples(DAYS, DAYS).map(sorted).map(tuple)


@given(st.lists(st.none() | RANGES, min_size=1, max_size=20), RANGES)
def test_a_range_of_days_is_closed(days, wanted):
    mask = EventFilter(*wanted).mask(table(days))
    expected = [
        day is not None
        and any(
            wanted[0].toordinal() <= n <= wanted[1].toordinal()
            for n in range(day[0].toordinal(), day[1].toordinal() + 1)
        )
        for day in days
    ]
    assert mask.tolist() == expected


def test_the_last_day_is_inside():
    last = dt.date(2025, 7, 6)
    assert EventFilter(dt.date(2025, 7, 1), last).mask(table([(last, last)])).all()


def test_words_are_found_in_any_script_and_case():
    events = table([None, None], place_name=["Гуляйполе", "Izhevsk"], notes=["village", None])
    assert EventFilter(text="гуляйПОЛЕ Village").mask(events).tolist() == [True, False]
    assert EventFilter(text="izh").mask(events).tolist() == [False, True]
    assert EventFilter(text="a.b*(").mask(events).tolist() == [False, False]


def test_statuses():
    events = table([None, None], verification_status=["claimed", "verified"])
    assert EventFilter(statuses=("claimed",)).mask(events).tolist() == [True, False]
    with pytest.raises(InputError, match="not a verification status"):
        EventFilter(statuses=("sure",))


def test_nothing_filtered_is_said_with_nothing():
    assert EventFilter().everything
    assert EventFilter().describe() == ""
    day = dt.date(2025, 7, 1)
    assert EventFilter(from_day=day, until_day=day).describe() == "2025-07-01"
    assert "claimed" in EventFilter(statuses=("claimed",)).describe()


def test_a_reversed_range_is_refused():
    with pytest.raises(InputError, match="reversed"):
        EventFilter(dt.date(2025, 7, 2), dt.date(2025, 7, 1))


def placed():
    """Return events without a place, at a point, known to a region, to a country, and neither."""
    events = table([None] * 5, geo_precision=[None, "exact", "region", "country", "country"])
    points = gpd.GeoSeries.from_wkt([None, "POINT (36 50)", "POINT (36 50)", "POINT (36 50)", None])
    return events.set_geometry(points.set_crs(4326).rename("geom"))


def test_how_little_is_known_of_a_place():
    assert rough_places(placed()).tolist() == [1, 0, 2, 3, 1]
    assert rough_places(table([])).tolist() == []


def test_places_known_roughly_are_kept():
    def kept(*places):
        return EventFilter(places=places).mask(placed()).tolist()

    assert kept() == [True] * 5
    assert kept("none") == [True, False, False, False, True]
    assert kept("region", "country") == [False, False, True, True, False]
    with pytest.raises(InputError, match="roughly"):
        EventFilter(places=("somewhere",))
    words = EventFilter(places=("none", "region")).describe()
    assert words == "without a place or known only to the region"


DAY = (dt.date(2025, 7, 1), dt.date(2025, 7, 1))


def test_values_of_facets_pass_and_missing_ones_are_a_value():
    events = table([DAY] * 4, country=["UA", "RU", None, "UA"], weapon=["drone", None, None, None])
    assert EventFilter(choices=(("country", ("UA",)),)).mask(events).tolist() == [1, 0, 0, 1]
    assert EventFilter(choices=(("country", ("RU", "")),)).mask(events).tolist() == [0, 1, 1, 0]
    both = EventFilter(choices=(("country", ("UA",)), ("weapon", ("drone",))))
    assert both.mask(events).tolist() == [1, 0, 0, 0]
    assert both.describe() == "country: UA, weapon: Drone"
    with pytest.raises(InputError, match="not a facet"):
        EventFilter(choices=(("colour", ("red",)),))


def test_casualties_tell_none_reported_from_nothing_known():
    events = table(
        [DAY] * 5, killed_best=[3, 0, None, None, 0], injured_max=[None, 2, None, 1, None]
    )
    names = ["killed", "injured", "none", ""]
    told = [EventFilter(choices=(("casualties", (name,)),)).mask(events).tolist() for name in names]
    assert told == [[1, 0, 0, 0, 0], [0, 1, 0, 1, 0], [0, 0, 0, 0, 1], [0, 0, 1, 0, 0]]


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=20))
def test_a_box_across_the_date_line_holds_what_lies_in_it(points):
    events = table([DAY] * len(points))
    events["geom"] = gpd.GeoSeries(gpd.points_from_xy(*zip(*points, strict=True)), crs=4326).array
    inside = EventFilter(within=(170.0, -10.0, -170.0, 10.0)).mask(events).tolist()
    assert inside == [abs(lon) >= 170 and abs(lat) <= 10 for lon, lat in points]
    inside = EventFilter(within=(20.0, -10.0, 30.0, 10.0)).mask(events).tolist()
    assert inside == [20 <= lon <= 30 and abs(lat) <= 10 for lon, lat in points]
