"""The caption that says when the front drawn is not of the days of the events drawn."""

import pytest
from web_browser import Browser
from web_payload import front, payload

SQUARE = [[[30, 48], [34, 48], [34, 50], [30, 50], [30, 48]]]
EVENTS = [
    {"id": "a", "lon": 30, "lat": 50, "start": "2014-06-01"},
    {"id": "b", "lon": 31, "lat": 49, "start": "2022-02-20", "end": "2022-02-25"},
    {"id": "c", "lon": 31, "lat": 48, "start": "2025-07-03"},
    {"id": "d", "lon": 31, "lat": 48},
    {"id": "e", "start": "2030-01-01"},
]
FRONTS = [front("control_area", day, [SQUARE]) for day in ("2022-02-18", "2025-07-03")]
CAPTION = (
    "(({hidden, textContent}) => (hidden ? null : textContent))"
    "(document.querySelector('.mapper-front-apart'))"
)


@pytest.fixture(scope="module")
def shared(qapp):
    view = Browser()
    yield view
    view.close()
    assert view.messages == []


def caption(browser):
    browser.drawn()
    return browser.run(CAPTION)


@pytest.fixture
def browser(shared):
    shared.open(payload(EVENTS, fronts=FRONTS))
    return shared


def test_events_long_before_the_front_are_told_apart(browser):
    assert caption(browser) is None  # the last event on the map is of the front's day
    browser.run("mapper.setShown(['a', 'b'])")
    browser.run("mapper.setFrontDay('2025-07-03')")
    assert caption(browser) == (
        "The front is that of 3 July 2025; the events shown are of 1 June 2014 – 25 February 2022."
    )
    browser.run("mapper.setLayer('control_areas', false)")
    assert caption(browser) is None
    browser.run("mapper.setLayer('control_areas', true)")
    browser.run("mapper.setShown(['d', 'e'])")  # no day, no place: nothing is drawn under
    assert caption(browser) is None


def test_a_week_is_no_gap_and_a_day_more_is(browser):
    browser.run("mapper.setShown(['b'])")
    browser.run("mapper.setFrontDay('2022-02-25')")
    assert caption(browser) is None
    browser.run("mapper.setShown(null)")
    # The range ends the days of the events it cuts.
    browser.run("mapper.setRange('2022-02-20', '2022-02-25')")
    assert caption(browser) is None
    browser.run("mapper.setFrontDay('2025-07-03')")
    assert "20–25 February 2022" in caption(browser)


def test_a_selected_event_is_what_the_front_is_compared_with(browser):
    browser.run("mapper.select('b')")
    assert caption(browser) is None
    browser.run("mapper.setFrontDay('2025-07-03')")
    assert caption(browser) == (
        "The front is that of 3 July 2025; the selected event is of 20–25 February 2022."
    )


def test_a_front_of_another_time_is_not_drawn_over_a_newer_one(shared):
    older = front("control_area", "2022-02-18", [SQUARE], source="Monthly")
    shared.open(payload(EVENTS, fronts=[FRONTS[1], older]))
    drawn = "mapper.frontDay().fronts"
    assert shared.run(drawn) == [FRONTS[1]["front_id"]]
    shared.run("mapper.select('c')")
    assert caption(shared) is None
    shared.run("(mapper.select(null), mapper.setShown(['a']))")
    assert caption(shared) == (
        "The front is that of 3 July 2025; the events shown are of 1 June 2014."
    )
    # Before the newer one there is the older, and a week of both.
    shared.run("mapper.setFrontDay('2025-07-02')")
    assert shared.run(drawn) == [older["front_id"]]
    week_before = front("control_area", "2025-06-26", [SQUARE], source="Monthly")
    shared.open(payload(EVENTS, fronts=[FRONTS[1], week_before]))
    assert len(shared.run(drawn)) == 2


def test_a_front_of_another_time_elsewhere_is_drawn_and_told(shared):
    elsewhere = [[[x + 20, y] for x, y in SQUARE[0]]]
    older = front("control_area", "2022-02-18", [elsewhere], source="Monthly")
    shared.open(payload(EVENTS, fronts=[FRONTS[1], older]))
    shared.run("mapper.select('c')")
    assert caption(shared) == (
        "Also drawn is a front of another day: Monthly, as of 18 February 2022."
    )
    shared.run("(mapper.select(null), mapper.setShown(['a']))")
    assert caption(shared) == (
        "The fronts are those of 18 February 2022, 3 July 2025;"
        " the events shown are of 1 June 2014."
    )


def test_changes_between_two_days_have_no_such_caption(browser):
    browser.run("mapper.setShown(['a'])")
    browser.run("mapper.setFrontDay('2025-07-03')")
    assert caption(browser) is not None
    browser.run("mapper.showChanges('2022-02-18', '2025-07-03')")
    assert caption(browser) is None


def test_what_stands_in_the_corners_is_not_covered(browser):
    browser.run("mapper.setShown(['a'])")
    browser.run("mapper.setFrontDay('2025-07-03')")
    assert caption(browser)
    top, low = browser.run(
        "[document.querySelector('.mapper-front-apart').getBoundingClientRect().top,"
        " document.querySelector('.mapper-scale').getBoundingClientRect().bottom]"
    )
    assert low <= top


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", "Фронт показано станом на 3 липня 2025, а події — за 1 червня 2014."),
        ("ru", "Фронт показан на 3 июля 2025, а события — за 1 июня 2014."),
    ],
)
def test_it_is_said_in_the_language_of_the_page(shared, language, said):
    shared.open(payload(EVENTS, fronts=FRONTS), language=language)
    shared.run("mapper.setShown(['a'])")
    shared.run("mapper.setFrontDay('2025-07-03')")
    assert caption(shared) == said
