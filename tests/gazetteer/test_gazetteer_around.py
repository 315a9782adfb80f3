"""What is at a position, in words."""

from __future__ import annotations

import pytest

from mapper.gazetteer import direction, surroundings
from mapper.model.errors import InputError


@pytest.mark.parametrize(
    ("lon", "lat", "words"),
    [
        (36.2, 47.7, "6 km north-west of Huliaipole, Zaporizhzhia oblast, UA"),
        # Crimea is in Ukraine.
        (34.1, 44.95, "1 km south-west of Simferopol, Crimea, UA"),
        (33.5254, 44.6166, "1 km north of Sevastopol, UA"),
        (36.5836, 50.5953, "At Belgorod, Belgorod oblast, RU"),
        (31.0, 43.0, "180 km north-west of Amasra, Bartın, TR; at sea"),
    ],
)
def test_a_position_is_told_by_the_place_nearest_to_it(lon: float, lat: float, words: str) -> None:
    assert str(surroundings(lon, lat)) == words


def test_across_a_border_the_position_s_own_region_is_said() -> None:
    # North of the border; the nearest place is south of it.
    told = str(surroundings(35.48, 50.55))
    assert told == "6 km north of Popivka, Sumy oblast, UA; in Belgorod oblast, RU"


def test_the_winds_go_round() -> None:
    bearings = (0.0, 22.4, 22.6, 90.0, 225.0, 337.4, 337.6, 359.9)
    assert [direction(bearing) for bearing in bearings] == [
        "north", "north", "north-east", "east", "south-west", "north-west", "north", "north",
    ]  # fmt: skip


def test_no_position_on_earth_is_refused() -> None:
    with pytest.raises(InputError):
        surroundings(200.0, 0.0)
