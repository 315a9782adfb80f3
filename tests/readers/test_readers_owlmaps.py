"""UA Control Map and pairs of settlements: a day that is nowhere is asked for."""

from __future__ import annotations

import pytest

from mapper.model.errors import AnswerNeededError

OWL = {
    "areas": [[[48, 37], [48, 38], [49, 38], [48, 37]]],
    "frontline": [],
    "areas_ua": [[[50, 36], [50, 37], [51, 37], [50, 36]]],
    "units": {"ru": [[1, [37, 48]]]},
}
PAIRS = (
    "sector,order,ukraine_held,ukraine_lon,ukraine_lat,russia_held,russia_lon,russia_lat,note,"
    "accuracy_km\nmain,1,A,30,50,B,31,51,,2.5\nmain,2,C,32,51,D,34,51,,4\n"
)


@pytest.mark.parametrize(("content", "name"), [(OWL, "map.json"), (PAIRS, "pairs.csv")])
def test_the_day_is_asked_for(read_text, content, name):
    with pytest.raises(AnswerNeededError) as asked:
        read_text(content, name)
    assert asked.value.asks == "day"
    assert read_text(content, name, date="2025-07-01").fronts["as_of"].tolist() == ["2025-07-01"]


def test_what_is_left_out_is_named_and_counted(read_text):
    result = read_text(OWL, "20250701.json")
    assert (result.rows, result.ignored) == (3, 2)
    told = " ".join(result.warnings)
    assert "unit markers: 1" in told
    assert "areas held by Ukraine: 1" in told
