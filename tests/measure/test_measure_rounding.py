"""Digits follow from the interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.measure import format_distance, format_interval
from mapper.measure.rounding import UNITS
from mapper.model.errors import InputError


@pytest.mark.parametrize(
    ("values", "unit", "number", "interval"),
    [
        ((1_264_312, 1_263_400, 1_265_400), "km", "1,264.3 km", "1,263.4 to 1,265.4 km"),
        ((1_264_312, 1_252_000, 1_276_000), "km", "1,264 km", "1,252 to 1,276 km"),
        ((1_264_312, 1_064_000, 1_464_000), "km", "1,260 km", "1,060 to 1,470 km"),
        ((32_091, 32_091, 32_091), "km", "32.1 km", "32.1 km"),
        ((2_085, 2_085, 2_085), "km", "2.08 km", "2.08 km"),
        ((0, 0, 0), "km", "0.00 km", "0.00 km"),
        ((5_000, 0, 105_000), "km", "5 km", "0 to 105 km"),
        ((1_264_312, 1_263_400, 1_265_400), "mi", "785.6 mi", "785.0 to 786.3 mi"),
        ((1_264_312, 1_263_400, 1_265_400), "nmi", "682.7 nmi", "682.1 to 683.3 nmi"),
    ],
)
def test_written(values, unit, number, interval):
    assert format_distance(*values, unit) == number
    assert format_interval(*values, unit) == interval


@given(st.floats(0, 2e7), st.floats(0, 1e6), st.floats(0, 1e6), st.sampled_from(sorted(UNITS)))
def test_the_interval_printed_holds_the_interval(distance, below, above, unit):
    low, high = max(distance - below, 0.0), distance + above
    printed = format_interval(distance, low, high, unit)
    ends = [float(part.split()[0].replace(",", "")) for part in printed.split(" to ")]
    size = UNITS[unit]
    if len(ends) == 2:
        assert ends[0] * size <= low + 0.002
        assert ends[1] * size >= high - 0.002


def test_unknown_unit():
    with pytest.raises(InputError, match="unit"):
        format_distance(1, 1, 1, "furlong")
