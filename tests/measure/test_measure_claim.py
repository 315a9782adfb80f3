"""Claims read and judged."""

import math

import pytest

from mapper.measure import check_claim
from mapper.measure.claim import claimed_range
from mapper.model.errors import InputError

KM = 1000.0
MILE = 1609.344


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("over 1,000 km", 1000 * KM, math.inf),
        ("located over 1,000 kilometers from the war front", 1000 * KM, math.inf),
        ("more than 600 miles", 600 * MILE, math.inf),
        ("at least 1 000 km", 1000 * KM, math.inf),
        ("no less than 12.5 km", 12.5 * KM, math.inf),
        ("less than 30km", 0, 30 * KM),
        ("no more than 30 km", 0, 30 * KM),
        ("up to 700 nautical miles", 0, 700 * 1852),
        ("within a thousand kilometres", 0, 1000 * KM),
        ("between 900 and 1,000 km", 900 * KM, 1000 * KM),
        ("900–1,000 km", 900 * KM, 1000 * KM),
        ("500 m to 2 km", 500, 2 * KM),
        ("about 1,000 km", 950 * KM, 1050 * KM),
        ("around 1.2 thousand km", 1140 * KM, 1260 * KM),
        ("1,264 km", 1263.5 * KM, 1264.5 * KM),
        ("1,300 km", 1250 * KM, 1350 * KM),
        ("32.1 km", 32.05 * KM, 32.15 * KM),
        ("a 1,300-kilometre flight", 1250 * KM, 1350 * KM),
        ("1263,5 km", 1263.45 * KM, 1263.55 * KM),
        ("1263.5 km", 1263.45 * KM, 1263.55 * KM),
        ("1\u00a0263 km", 1262.5 * KM, 1263.5 * KM),
        ("1\u2009263,5 km", 1263.45 * KM, 1263.55 * KM),
        ("0.500 km", 499.5, 500.5),
        ("понад 1 000 км", 1000 * KM, math.inf),
        ("понад тисячу кілометрів", 1000 * KM, math.inf),
        ("більш ніж на 1200 кілометрів", 1200 * KM, math.inf),
        ("на расстоянии более 1,2 тыс. км", 1200 * KM, math.inf),
        ("свыше 600 миль", 600 * MILE, math.inf),
        ("не более 30 километров", 0, 30 * KM),
        ("менше 30 км", 0, 30 * KM),
        ("около 1000 км", 950 * KM, 1050 * KM),
        ("приблизно 1000 км", 950 * KM, 1050 * KM),
        ("від 900 до 1000 км", 900 * KM, 1000 * KM),
        ("от 900 до 1 000 километров", 900 * KM, 1000 * KM),
        ("між 900 і 1000 км", 900 * KM, 1000 * KM),
    ],
)
def test_ranges(text, low, high):
    found = claimed_range(text)
    assert found[:2] == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("text", "verdict", "difference"),
    [
        ("over 1,000 km", "agrees", 0.0),
        ("over 1,300 km", "differs", 36 * KM),
        ("over 1,262 km", "undecided", 0.0),
        ("over 1,266 km", "undecided", 2 * KM),
        ("less than 1,300 km", "agrees", 0.0),
        ("less than 1,000 km", "differs", 264 * KM),
        ("1,264 km", "agrees", 0.0),
        ("1,262 km", "undecided", 1.5 * KM),
        ("1,250 km", "differs", 9 * KM),
        ("about 1,250 km", "agrees", 0.0),
        ("between 1,260 and 1,270 km", "undecided", 0.0),
        ("between 1,250 and 1,280 km", "agrees", 0.0),
        ("over 700 miles", "agrees", 0.0),
    ],
)
def test_verdicts(text, verdict, difference):
    found = check_claim(text, 1264 * KM, 1259 * KM, 1270 * KM)
    assert found.verdict == verdict
    assert found.difference_m == pytest.approx(difference)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "far away",
        "1,000",
        "over km",
        "900 km, or 1,000 km",
        "1,263,5 km",
        "1.300.000 km",
        "12 5 km",
    ],
)
def test_unreadable(text):
    with pytest.raises(InputError, match="claim"):
        claimed_range(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("-5 km", "negative"),
        ("−5 km", "negative"),
        ("minus 5 km", "negative"),
        ("1.300 km", "1,300 for thousands, or 1.3 for a fraction"),
        ("from 900 to 1.300 km", "two ways"),
        ("1263,500 km", "1263,500 for thousands, or 1263.5 for a fraction"),
    ],
)
def test_numbers_that_are_refused(text, why):
    with pytest.raises(InputError, match=why):
        claimed_range(text)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("1000 km", "differs"),
        ("1,000 nautical miles", "differs"),
        ("1,300 km", "agrees"),
        ("1,264 km", "agrees"),
    ],
)
def test_a_round_figure_is_not_taken_for_anything(text, verdict):
    assert check_claim(text, 1_263_476, 1_263_200, 1_264_900).verdict == verdict


@pytest.mark.parametrize(
    "text", ["not 1000 km", "twice 600 km", "±5 km", "не 1000 км", "half 2,000 km", "not over 5 km"]
)
def test_words_that_turn_the_figure_round_are_refused(text):
    with pytest.raises(InputError):
        check_claim(text, 1_263_476, 1_263_200, 1_264_900)


@pytest.mark.parametrize("text", ["not more than 1,300 km", "no less than 1,000 km"])
def test_words_that_hold_a_not_of_their_own_are_read(text):
    assert check_claim(text, 1_263_476, 1_263_200, 1_264_900).verdict == "agrees"
