import datetime as dt

import geopandas as gpd
import pytest
from shapely import Point

from mapper.model import schema
from mapper.model.errors import InputError
from mapper.model.event import Count, Event, Source, check_lonlat


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (Count(), "unknown"),
        (Count(best=0), "none reported"),
        (Count(best=35), "35"),
        (Count(3, 3, 3), "3"),
        (Count(2, 3, 5), "3 (2–5)"),
        (Count(best=3, max=5), "3 (3–5)"),
        (Count(min=2, max=5), "2–5"),
        (Count(min=2), "at least 2"),
        (Count(max=5), "at most 5"),
    ],
)
def test_counts_in_words(count, text):
    assert str(count) == text


@pytest.mark.parametrize("values", [(5, 3, None), (None, -1, None), (4, None, 2)])
def test_impossible_counts_are_refused(values):
    with pytest.raises(InputError):
        Count(*values)


def test_an_event_from_its_row():
    frame = schema.conform(
        gpd.GeoDataFrame(
            {
                "event_id": ["sample:1"],
                "feed": ["sample"],
                "title": ["Drone strike"],
                "date_start": ["2025-07-01"],
                "date_end": ["2025-07-01"],
                "killed_best": [3],
            },
            geometry=[Point(53.2045, 56.8498)],
            crs="EPSG:4326",
        ),
        schema.EVENTS,
    )
    event = Event.from_row(frame.iloc[0])
    assert (event.lon, event.lat) == (53.2045, 56.8498)
    assert event.date_start == dt.date(2025, 7, 1)
    assert event.killed == Count(best=3)
    assert not event.injured.known
    assert event.place_name is None
    assert event.verification_status == "reported"


def test_a_source_from_its_row():
    row = dict.fromkeys(schema.SOURCES.names) | {
        "source_id": "s",
        "event_id": "e",
        "url": "https://a.b",
    }
    source = Source.from_row(row)
    assert source.url == "https://a.b"
    assert source.title is None


def test_half_a_position_is_refused():
    with pytest.raises(InputError, match="both coordinates"):
        Event("e", "f", "t", lon=3.0)


def test_an_event_that_ends_before_it_starts_is_refused():
    with pytest.raises(InputError, match="ends before"):
        Event("e", "f", "t", date_start=dt.date(2025, 7, 2), date_end=dt.date(2025, 7, 1))


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, 536), (float("nan"), 0), (0, float("inf"))])
def test_positions_off_the_earth_are_refused(lon, lat):
    with pytest.raises(InputError):
        check_lonlat(lon, lat)
