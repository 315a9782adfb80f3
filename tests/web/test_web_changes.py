"""Gained and lost between two days: numbers on the ellipsoid, the drawing, the warnings."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
import shapely.affinity
from pyproj import Geod
from web_browser import Browser
from web_payload import front, payload

from mapper import readers
from mapper.mapdoc import fronts as packing
from mapper.model import schema

GEOD = Geod(ellps="WGS84")
DAILY = Path(__file__).resolve().parents[3] / "shared" / "data" / "deepstate-daily"


def box(west, south, east, north):
    # Many vertices: edges in files are straight in degrees, those of the ellipsoid are not.
    return shapely.segmentize(shapely.box(west, south, east, north), 0.005)


def rings(shape):
    parts = shapely.get_parts(shape)
    return [[line.coords[:-1] for line in shapely.get_rings(part)] for part in parts]


def area_m2(shape):
    return abs(GEOD.geometry_area_perimeter(shape)[0])


def area(day, shape, **more):
    return front("control_area", day, rings(shape), **{"side": "Russia", **more})


@pytest.fixture(scope="module")
def browser(qapp):
    view = Browser()
    yield view
    view.close()
    assert view.messages == []


def compared(browser, before, after, shift_m=0):
    """Compare lists of polygons by the client's sweep."""
    drawn = json.dumps(
        [
            [
                [
                    dict(zip(("lon", "lat"), np.array(ring).T.tolist(), strict=True))
                    for ring in rings_of
                ]
                for shape in shapes
                for rings_of in rings(shape)
            ]
            for shapes in (before, after)
        ]
    )
    return browser.run(f"MapperClient.areaSweep.compare(...{drawn}, {shift_m})")


def test_areas_are_those_of_the_ellipsoid(browser):
    browser.open(payload([]))
    before, after = box(30, 47, 33, 49), box(31, 46, 34, 48.5)
    result = compared(browser, [before], [after])
    for name, shape in (("gained", after - before), ("lost", before - after)):
        truth = area_m2(shapely.segmentize(shape, 0.005))
        assert result[f"{name}_m2"] == pytest.approx(truth, rel=2e-5)
    assert result["box"] == pytest.approx([30, 46, 34, 49], abs=1e-3)


def test_crooked_outlines_agree_with_cutting_them(browser):
    rng = np.random.default_rng(4)
    angles = np.sort(rng.uniform(0, 2 * np.pi, 90))

    def star(lon, lat):
        radius = rng.uniform(0.2, 0.6, angles.size)
        points = np.column_stack([lon + radius * np.cos(angles), lat + radius * np.sin(angles)])
        return shapely.segmentize(shapely.Polygon(points), 0.01)

    before, after = star(37, 48), star(37.2, 48.1) - box(37.1, 48, 37.2, 48.1)
    result = compared(browser, [before], [after])
    assert result["gained_m2"] == pytest.approx(area_m2(after - before), rel=1e-4)
    assert result["lost_m2"] == pytest.approx(area_m2(before - after), rel=1e-4)


def test_what_two_areas_of_a_day_share_counts_once(browser):
    # Overlapping areas of one day are one held area.
    result = compared(browser, [], [box(30, 48, 31, 49), box(30.5, 48, 31.5, 49)])
    assert result["gained_m2"] == pytest.approx(area_m2(box(30, 48, 31.5, 49)), rel=1e-5)
    assert compared(browser, [box(30, 48, 31, 49)], [box(30, 48, 31, 49)]) == {
        "gained_m2": 0,
        "lost_m2": 0,
        "box": None,
    }


def test_what_drawing_may_have_moved_is_no_change(browser):
    # 1e-4 degrees are some 11 m on a parallel, 7 m across it: less than two drawings may shift.
    old, higher, wider = (box(30, 48, *end) for end in ((32, 49), (32, 49.0001), (32.0001, 49)))
    tilted = shapely.affinity.rotate(old, 0.004, origin=(31, 48.5))
    for now in (higher, wider, tilted):
        browser.open(
            payload(
                [],
                fronts=[
                    area("2025-07-01", old, drawn_m=11.3),
                    area("2025-07-05", now, drawn_m=11.3),
                ],
            )
        )
        browser.run("mapper.showChanges('2025-07-01', '2025-07-05')")
        told = browser.run("mapper.changes()")
        assert (told["gained_m2"], told["lost_m2"]) == (0, 0)
        assert "under" not in panel(browser)
    # Where some of it is wider, all of it counts.
    some = shapely.union_all([wider, box(32, 48.5, 32.001, 48.501)])
    result = compared(browser, [old], [some], 22.6)
    assert result["gained_m2"] == pytest.approx(area_m2(some - old), rel=1e-3)
    assert result["lost_m2"] == 0


OLD, NEW = box(30, 48, 32, 49), box(30.5, 48, 32.5, 49)


def panel(browser):
    return browser.run("document.querySelector('.mapper-changes').innerText")


def pixel(browser, lon, lat):
    return browser.run(
        "(() => { const { canvases, map } = MapperClient.app;"
        f" const at = map.project([{lat}, {lon}]);"
        " const { _canvas: canvas, _view: view } = canvases.fronts;"
        " return [...canvas.getContext('2d').getImageData((at.x - view.originX) * view.ratio,"
        " (at.y - view.originY) * view.ratio, 1, 1).data]; })()"
    )


def test_gained_and_lost_are_drawn_and_told(browser):
    browser.open(payload([], fronts=[area("2025-07-01", OLD), area("2025-07-05", NEW)]))
    browser.run("document.querySelector('.mapper-button-changes').click()")
    told = browser.run("mapper.changes()")
    assert told["days"] == ["2025-07-01", "2025-07-05"]
    assert told["as_of"] == ["2025-07-01", "2025-07-05"]
    assert told["gained_m2"] == pytest.approx(area_m2(box(32, 48, 32.5, 49)), rel=1e-4)
    assert told["lost_m2"] == pytest.approx(area_m2(box(30, 48, 30.5, 49)), rel=1e-4)
    text = panel(browser)
    assert "Gained by Russia" in text
    assert "about 4,110 km²" in text
    assert "1 July 2025 and 5 July 2025" in text
    browser.drawn()
    gained, lost = pixel(browser, 32.25, 48.5), pixel(browser, 30.25, 48.5)
    assert gained[0] > gained[2]
    assert gained[3] > 150
    assert lost[2] > lost[0]
    # No ghost of an edge that both days have.
    held, above = pixel(browser, 31.25, 48.5), pixel(browser, 31.25, 49.2)
    assert held[3] < 80
    assert above[3] == 0
    browser.run("document.querySelector('.mapper-changes-close').click()")
    assert browser.run("mapper.changes()") is None


def test_the_latest_snapshot_before_each_day_is_compared_and_its_age_told(browser):
    browser.open(payload([], fronts=[area("2025-07-01", OLD), area("2025-07-05", NEW)]))
    browser.run("mapper.showChanges('2025-07-03', '2025-07-07')")
    text = panel(browser)
    assert "1 July 2025 (2 days before) and 5 July 2025 (2 days before)" in text
    browser.run("mapper.showChanges('2025-07-02', '2025-07-04')")
    assert "same snapshot" in panel(browser)
    assert "km²" not in panel(browser)


def test_a_day_without_a_front_and_another_source_are_warned_of(browser):
    browser.open(
        payload(
            [],
            fronts=[
                area("2025-07-01", OLD, source="One"),
                area("2025-07-05", NEW, source="Other"),
            ],
        )
    )
    browser.run("mapper.showChanges('2025-06-01', '2025-07-02')")
    assert "No control area is known for 1 June 2025." in panel(browser)
    assert browser.run("mapper.changes().gained_m2") is None
    # One has no snapshot of its own on the later day but the old one still in force.
    browser.run("mapper.showChanges('2025-07-01', '2025-07-05')")
    assert "same snapshot" in panel(browser)
    browser.open(
        payload(
            [],
            fronts=[
                area("2025-07-01", OLD, source="One"),
                area("2025-07-05", NEW, source="One", control_status="contested"),
                area("2025-07-05", NEW, source="Other"),
            ],
        )
    )
    browser.run("mapper.showChanges('2025-07-01', '2025-07-05')")
    assert "different sources" in panel(browser)


def test_each_side_can_be_chosen(browser):
    sides = ["Alpha", "Beta"]
    given = [
        area(day, shape, side=side) | {"front_id": f"{day} {side}"}
        for day, shapes in (("2025-07-01", (OLD, box(33, 48, 34, 49))), ("2025-07-05", (NEW, OLD)))
        for side, shape in zip(sides, shapes, strict=True)
    ]
    browser.open(payload([], fronts=given))
    browser.run("mapper.showChanges('2025-07-01', '2025-07-05')")
    options = "[...document.querySelector('.mapper-changes select').options].map((o) => o.text)"
    assert browser.run(options) == ["Alpha · Test", "Beta · Test"]
    browser.run(
        "(() => { const choice = document.querySelector('.mapper-changes select');"
        " choice.value = '1'; choice.dispatchEvent(new Event('change')); })()"
    )
    assert "Gained by Beta" in panel(browser)
    colours = browser.run("MapperClient.app.fronts.entries.map((one) => one.colour)")
    assert sorted(set(colours)) == ["front-side-1", "front-side-2"]


def test_of_two_sources_the_shown_front_comes_first_and_a_choice_stays(browser):
    days = {"Old": ("2025-06-01", "2025-06-20"), "New": ("2025-07-01", "2025-07-03", "2025-07-05")}
    given = [
        area(day, OLD if i == 0 else NEW, source=source)
        for source, some in days.items()
        for i, day in enumerate(some)
    ]
    browser.open(payload([], fronts=given))
    browser.run("mapper.showChanges('2025-07-01', '2025-07-05')")
    assert browser.run("mapper.changes().sources") == ["New", "New"]
    assert browser.run("document.querySelector('.mapper-changes select').value") == "1"
    choose = (
        "(() => { const choice = document.querySelector('.mapper-changes select');"
        " choice.value = '0'; choice.dispatchEvent(new Event('change')); })()"
    )
    browser.run(choose)
    browser.run("mapper.showChanges('2025-07-03', '2025-07-05')")
    assert browser.run("mapper.changes().sources") == ["Old", "Old"]
    browser.run("mapper.hideChanges()")


def test_one_day_of_fronts_has_nothing_to_compare(browser):
    browser.open(payload([], fronts=[area("2025-07-01", OLD)]))
    assert browser.run("document.querySelector('.mapper-button-changes').hidden") is True


def test_real_days_agree_with_the_full_geometry(browser):
    files = sorted(DAILY.glob("*.geojson"))
    if not files:
        pytest.skip("the real DeepState days are not here")
    tables = {name: readers.read(name).fronts for name in (files[0], files[-1])}
    (old, new) = (shapely.make_valid(table["geom"].iloc[0]) for table in tables.values())
    entries = [
        entry
        for table in tables.values()
        for entry in packing.packed_fronts(
            table, schema.empty(schema.LINES_OF_CONTACT), lambda _front_id: None
        )
    ]
    browser.open(payload([], fronts=entries))
    days = [entry["as_of"] for entry in entries]
    browser.run(f"mapper.showChanges('{days[0]}', '{days[1]}')")
    told = browser.run("mapper.changes()")
    for name, shape in (("gained_m2", new - old), ("lost_m2", old - new)):
        truth = area_m2(shapely.segmentize(shape, 0.01))
        # The drawing is simplified to some ten metres.
        assert told[name] == pytest.approx(truth, rel=1e-3, abs=5e4)
