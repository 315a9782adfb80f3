"""ISW's layers: where the day stands, and when it must be asked for."""

from __future__ import annotations

import pytest
from made_files import collection, feature, square

from mapper.model.errors import AnswerNeededError, InputError

NAME = "VIEW_RussiaCoTinUkraine_V3.geojson"


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("datetime", 1751328000000), ("datetime", "1751328000000"), ("datetime", "2025-07-01"),
        ("pub_date", "2025-07-01"), ("pub_date", 1751328000000), ("EditDate", 1751328000000),
    ],
)  # fmt: skip
def test_days_in_any_form(read_text, field, written):
    layer = collection(feature(square(), OBJECTID=1, **{field: written}))
    assert read_text(layer, NAME).fronts["as_of"].tolist() == ["2025-07-01"]


def test_areas_edited_on_different_days_belong_together(read_text):
    layer = collection(
        feature(square(), OBJECTID=1, EditDate="2025-06-20"),
        feature(square(31), OBJECTID=2, EditDate="2025-07-01"),
    )
    result = read_text(layer, NAME)
    assert result.fronts["as_of"].tolist() == ["2025-07-01"]
    assert result.fronts.total_bounds.tolist() == [30, 50, 32, 51]
    assert any("latest edit" in warning for warning in result.warnings)
    assert read_text(layer, f"20250703_{NAME}").fronts["as_of"].tolist() == ["2025-07-03"]


def test_a_day_that_is_nowhere_is_asked_for(read_text):
    layer = collection(feature(square(), FID=1))
    with pytest.raises(AnswerNeededError) as asked:
        read_text(layer, NAME)
    assert asked.value.asks == "day"
    assert len(read_text(layer, NAME, date="2025-07-01").fronts) == 1


def test_a_layer_without_a_name_is_refused(read_text):
    with pytest.raises(InputError, match="which of ISW's layers"):
        read_text(collection(feature(square(), FID=1)), "a.geojson", feed="isw", date="2025-07-01")


def test_areas_without_geometry_are_listed(read_text):
    layer = collection(feature(square(), FID=1), feature(None, FID=2))
    result = read_text(layer, f"20250701_{NAME}")
    assert result.rejected["row"].tolist() == [2]
