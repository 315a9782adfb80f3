"""DeepState: what is left out is named, what is not known is asked for, all days in one file."""

from __future__ import annotations

import pytest
from made_files import collection, feature, point, square

from mapper.model.errors import AnswerNeededError


def status(name, geometry):
    return feature(geometry, name=name, styleUrl="#poly")


HELD = status("Окуповано /// Occupied /// geoJSON.status.occupied", square(36, 48))
EDITORIAL = (
    status("Окупована Карелія. /// Occupied Karelia. /// geoJSON.territories.karelia\n", square()),
    status("Окупований Кьонігсберг", square(20, 54)),
    status("7th Made-up Brigade", point(36, 48)),
    status("Напрямок удару /// geoJSON.status.attack_direction", point(36, 48)),
)


def test_what_is_left_out_is_named_and_counted(read_text):
    result = read_text(collection(HELD, *EDITORIAL), "1751314076.geojson")
    assert (len(result.fronts), result.ignored) == (1, 4)
    told = " ".join(result.warnings)
    assert "areas of other places (Occupied Karelia, Окупований Кьонігсберг): 2." in told
    assert "markers of units and directions: 2." in told


def test_heights_and_collections(read_text):
    ring = [[36, 48, 0], [37, 48, 0], [37, 49, 0], [36, 48, 0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    mixed = {"type": "GeometryCollection", "geometries": [shape, point(36, 48)]}
    result = read_text(collection(status("Окуповано", mixed)), "1651314076.geojson")
    assert not result.fronts.geometry.has_z.any()


@pytest.mark.parametrize("key", ["createdAt", "datetime"])
def test_the_moment_may_stand_beside_the_map(read_text, key):
    content = {"id": 5, key: "2025-07-01T21:30:00Z", "map": collection(HELD)}
    front = read_text(content, "map.json").fronts.iloc[0]
    assert (front["as_of"], front["published_at"]) == ("2025-07-02", "2025-07-01T21:30:00Z")


@pytest.mark.parametrize("written", ["01.07.2025", "2025-07-01", "9999-12-31T23:59:00+00:00", 7])
def test_a_day_that_is_not_known_is_asked_for(read_text, written):
    content = {"features": [HELD], "datetime": written}
    with pytest.raises(AnswerNeededError) as asked:
        read_text(content, "geojson.json")
    assert asked.value.asks == "day"
    assert read_text(content, "geojson.json", date="2025-07-01").fronts["as_of"].iloc[0]


def test_all_days_of_the_mirror_in_one_file(read_text):
    days = ["2025-06-30", "20250701", "", "2025-07-01", "2025-07-02"]
    shapes = [square(36 + number, 48) for number in range(4)]
    broken = {"type": "Polygon", "coordinates": [[[36, 48], [36, 480], [37, 48], [36, 48]]]}
    features = [
        feature(shape, id=number, date=day)
        for number, (shape, day) in enumerate(zip([*shapes, broken], days, strict=True))
    ]
    result = read_text(collection(*features, name="deepstate-map-data"), "all.geojson")
    assert result.feed == "deepstate-daily"
    assert result.fronts["as_of"].tolist() == ["2025-06-30", "2025-07-01"]
    assert result.rejected["row"].tolist() == [3, 4, 5]
    assert result.fronts["front_id"].is_unique
    one = read_text(collection(features[0], name="deepstate-map-data"), "one.geojson")
    assert one.fronts["as_of"].tolist() == ["2025-06-30"]
