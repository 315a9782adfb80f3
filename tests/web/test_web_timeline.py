"""The timeline: bars, the chosen days by pointer and keyboard, time running."""

import pytest
from web_browser import Browser
from web_payload import front, payload

SQUARE = [[[30, 48], [34, 48], [34, 50], [30, 50], [30, 48]]]
EVENTS = [
    {"id": "a", "lon": 30, "lat": 50, "start": "2025-06-01"},
    {"id": "b", "lon": 31, "lat": 49, "start": "2025-06-03", "end": "2025-06-05"},
    {"id": "c", "lon": 32, "lat": 48, "start": "2025-06-05"},
    {"id": "d", "lon": 33, "lat": 48},
    {"id": "e", "start": "2025-06-20"},
]
FRONTS = [front("control_area", day, [SQUARE]) for day in ("2025-06-02", "2025-06-10")]
RANGE = "(({from, until}) => [from, until])(mapper.view())"
COUNTS = "Array.from(MapperClient.app.timeline.plot.counts)"


@pytest.fixture(scope="module")
def shared(qapp):
    view = Browser()
    yield view
    view.close()
    assert view.messages == []


@pytest.fixture
def browser(shared):
    shared.open(payload(EVENTS, fronts=FRONTS))
    return shared


def press(browser, edge, key, shift=False):
    browser.run(
        f"document.querySelector('[data-edge={edge}]').dispatchEvent(new KeyboardEvent('keydown',"
        f" {{key: '{key}', shiftKey: {str(shift).lower()}, bubbles: true, cancelable: true}}))"
    )


def pointer(browser, *steps, on=".mapper-time-canvas"):
    """Send pointer events at days: ("down", day), ("move", day), ("up", day)."""
    browser.run(
        "(() => { const { plot, brush } = MapperClient.app.timeline;"
        " brush.element.setPointerCapture = () => {};"
        " const left = brush.element.getBoundingClientRect().left;"
        f" const target = document.querySelector('{on}');"
        " for (const [type, day] of "
        + str([[f"pointer{kind}", day] for kind, day in steps])
        + ") { const x = left + plot.x(MapperClient.format.dayNumber(day) + 0.5);"
        " target.dispatchEvent(new PointerEvent(type, {clientX: x, bubbles: true, button: 0,"
        " pointerId: 1, cancelable: true})); } })()"
    )


def test_a_bar_counts_what_choosing_it_shows(browser):
    assert browser.run("MapperClient.app.timeline.plot.bars.unit") == "day"
    counts = browser.run(COUNTS)
    assert counts == [1, 0, 1, 1, 2, *[0] * 14, 1]
    pointer(browser, ("down", "2025-06-05"), ("up", "2025-06-05"))
    assert browser.run(RANGE) == ["2025-06-05", "2025-06-05"]
    assert browser.run("mapper.counts().shown") == 2
    # Once more on the same bar: all days again.
    pointer(browser, ("down", "2025-06-05"), ("up", "2025-06-05"))
    assert browser.run(RANGE) == [None, None]


def test_the_bars_show_what_passes_without_the_range(browser):
    browser.run("mapper.setRange('2025-06-05', '2025-06-05')")
    assert sum(browser.run(COUNTS)) == 6
    browser.run("mapper.setShown(['a', 'c'])")
    assert sum(browser.run(COUNTS)) == 2
    browser.run("mapper.setShown(null)")
    assert sum(browser.run(COUNTS)) == 6


@pytest.mark.parametrize(
    ("days", "unit"), [("2025-09-30", "day"), ("2027-06-01", "week"), ("2038-06-01", "month")]
)
def test_bars_are_as_fine_as_can_be_told_apart(browser, days, unit):
    browser.open(payload([*EVENTS, {"start": days}]))
    assert browser.run("MapperClient.app.timeline.plot.bars.unit") == unit
    starts = browser.run(
        "MapperClient.app.timeline.plot.bars.starts.map(MapperClient.format.isoDay)"
    )
    assert starts[0] == {"day": "2025-06-01", "week": "2025-05-26", "month": "2025-06-01"}[unit]


def test_dragging_chooses_a_closed_range_and_moves_its_edges(browser):
    pointer(browser, ("down", "2025-06-03"), ("move", "2025-06-06"), ("up", "2025-06-06"))
    assert browser.run(RANGE) == ["2025-06-03", "2025-06-06"]
    edge = ".mapper-time-until"
    pointer(browser, ("down", "2025-06-06"), ("move", "2025-06-08"), ("up", "2025-06-08"), on=edge)
    assert browser.run(RANGE) == ["2025-06-03", "2025-06-08"]
    whole = ".mapper-time-between"
    pointer(browser, ("down", "2025-06-05"), ("move", "2025-06-01"), ("up", "2025-06-01"), on=whole)
    # It stops at the first day and keeps its length.
    assert browser.run(RANGE) == ["2025-06-01", "2025-06-06"]


def test_the_keyboard_moves_edges_and_range(browser):
    browser.run("mapper.setRange('2025-06-03', '2025-06-05')")
    press(browser, "until", "ArrowRight")
    press(browser, "from", "ArrowLeft")
    assert browser.run(RANGE) == ["2025-06-02", "2025-06-06"]
    press(browser, "between", "ArrowRight", shift=True)
    assert browser.run(RANGE) == ["2025-06-09", "2025-06-13"]
    press(browser, "between", "End")
    assert browser.run(RANGE) == ["2025-06-16", "2025-06-20"]
    press(browser, "from", "Home")
    press(browser, "until", "Home")
    assert browser.run(RANGE) == ["2025-06-01", "2025-06-01"]
    press(browser, "until", "End")
    assert browser.run(RANGE) == [None, None]


def test_the_handles_tell_their_days(browser):
    browser.run("mapper.setRange('2025-06-03', '2025-06-05')")
    told = browser.run(
        "['from', 'between', 'until'].map((edge) => document.querySelector(`[data-edge=${edge}]`))"
        ".map((one) => [one.getAttribute('role'), one.getAttribute('aria-valuetext'),"
        " Number(one.getAttribute('aria-valuenow'))"
        " - Number(one.getAttribute('aria-valuemin')), one.tabIndex])"
    )
    assert told == [
        ["slider", "3 June 2025", 2, 0],
        ["slider", "3–5 June 2025", 2, 0],
        ["slider", "5 June 2025", 4, 0],
    ]


def test_typed_days_and_the_brush_agree(browser):
    browser.run(
        "(() => { const [from, until] = document.querySelectorAll('.mapper-typed-day input');"
        " from.value = '2025-06-03'; until.value = '2025-06-05';"
        " until.dispatchEvent(new Event('change')); })()"
    )
    assert browser.run(RANGE) == ["2025-06-03", "2025-06-05"]
    assert browser.run("MapperClient.app.timeline.chosen().map(MapperClient.format.isoDay)") == [
        "2025-06-03",
        "2025-06-05",
    ]
    browser.run("mapper.setRange('2025-06-04', '2025-06-04')")
    typed = "[...document.querySelectorAll('.mapper-typed-day input')].map((one) => one.value)"
    assert browser.run(typed) == ["2025-06-04", "2025-06-04"]


def test_events_without_a_day_are_counted_and_have_a_switch(browser):
    text = "document.querySelector('.mapper-undated').textContent.trim()"
    assert browser.run(text) == "1 without a known day"
    browser.run("mapper.setRange('2025-06-01', '2025-06-02')")
    assert browser.run("mapper.counts().shown") == 1
    browser.run("document.querySelector('.mapper-undated input').click()")
    assert browser.run("mapper.counts().shown") == 2


def settled(browser):
    browser.run(
        "new Promise((go) => { const look = () =>"
        " MapperClient.app.timeline.player.on ? setTimeout(look, 10) : go(); look(); })"
    )


def test_time_runs_to_the_last_day_with_the_front_of_each(browser):
    browser.run(
        "(() => { window.days = []; window.fronts = new Set();"
        " mapper.on('range', ({from, until}) => { days.push([from, until]);"
        " fronts.add(mapper.frontDay().fronts.join()); });"
        " mapper.play({speed: 60, windowDays: 2}); })()"
    )
    settled(browser)
    days = browser.run("days")
    assert days[0] == ["2025-06-01", "2025-06-02"]
    assert days[-1] == ["2025-06-19", "2025-06-20"]
    assert browser.run("fronts.size") == 2
    # From the end it begins anew.
    browser.run("(days.length = 0, mapper.play())")
    browser.run("mapper.pause()")
    assert browser.run("days[0]") == ["2025-06-01", "2025-06-02"]
    assert browser.run("MapperClient.app.timeline.player.on") is False


def test_adding_up_keeps_the_first_day(browser):
    browser.run("mapper.play({speed: 60, mode: 'cumulative'})")
    settled(browser)
    assert browser.run(RANGE) == ["2025-06-01", "2025-06-20"]
    assert browser.run("mapper.counts().shown") == 4


def test_running_time_lets_a_selected_event_go(browser):
    browser.run("(mapper.select('a'), mapper.setFrontDay('2025-06-02'))")
    browser.run("mapper.play({speed: 60})")
    settled(browser)
    assert browser.run("mapper.selected()") is None
    assert browser.run("mapper.frontDay().day") == "2025-06-20"


def test_stepping_goes_by_days(browser):
    click = "document.querySelector('.mapper-button-{}').click()"
    browser.run(click.format("dayOn"))
    assert browser.run(RANGE) == ["2025-06-01", "2025-06-01"]
    browser.run(click.format("dayOn"))
    assert browser.run(RANGE) == ["2025-06-02", "2025-06-02"]
    browser.run(click.format("dayBack"))
    assert browser.run(RANGE) == ["2025-06-01", "2025-06-01"]


def test_list_and_legend_are_not_made_anew_for_each_day(browser):
    browser.run(
        "(() => { const { app } = MapperClient; window.made = 0; window.moved = 0;"
        " const update = app.legend.update; app.legend.update = (...all) => {"
        " made++; update.apply(app.legend, all); };"
        " for (let i = 1; i < 20; i++) { moved++;"
        " app.setRange(`2025-06-${String(i).padStart(2, '0')}`, null, false, {moving: true}); }"
        "})()"
    )
    assert browser.run("[moved, made <= 2]") == [19, True]
    browser.drawn()
    # What is drawn in the end is told in the end.
    assert browser.run("mapper.counts().shown") == 1
    assert browser.run("MapperClient.app.caughtUp.waiting") is False


def test_the_axis_zooms_to_the_chosen_days_and_back(browser):
    browser.run("mapper.setRange('2025-06-03', '2025-06-12')")
    axis = "(({first, last}) => [first, last].map(MapperClient.format.isoDay))"
    axis += "(MapperClient.app.timeline.plot)"
    click = "document.querySelector('.mapper-button-zoomDays').click()"
    browser.run(click)
    assert browser.run(axis) == ["2025-06-03", "2025-06-12"]
    browser.run(click)
    assert browser.run(axis) == ["2025-06-01", "2025-06-20"]


def test_without_dates_there_is_no_axis(browser):
    browser.open(payload([{"id": "x", "lon": 30, "lat": 50}]))
    assert browser.run("document.querySelector('.mapper-time-plot').hidden") is True
    assert browser.run("document.querySelector('.mapper-shown').textContent") == "1 event"
    browser.run("mapper.play()")
    assert browser.run("MapperClient.app.timeline.player.on") is False


@pytest.mark.parametrize("width", [360, 900])
def test_nothing_is_wider_than_the_page(browser, width):
    browser.resize(width, 640)
    browser.run("mapper.setRange('2025-06-03', '2025-06-12')")
    browser.drawn()
    assert browser.run("document.documentElement.scrollWidth") == width
    assert browser.run("document.getElementById('map').offsetHeight") >= 240
    browser.resize(900, 600)


def test_without_a_timeline_days_can_still_be_typed(browser):
    browser.open(payload(EVENTS, timeline=None))
    seen = "[...document.querySelectorAll('.mapper-time-plot, .mapper-time-running')]"
    assert browser.run(seen + ".map((one) => one.hidden)") == [True, True]
    assert browser.run(
        "document.querySelectorAll('.mapper-typed-day input')[0].offsetParent !== null"
    )


def test_the_page_says_how_time_runs(browser):
    browser.open(payload(EVENTS, timeline={"mode": "cumulative", "speed": 5, "window_days": 3}))
    chosen = "[...document.querySelectorAll('.mapper-time-running select')].map((s) => s.value)"
    assert browser.run(chosen) == ["5", "cumulative"]
    assert browser.run("MapperClient.app.timeline.windowDays") == 3


def test_a_longer_axis_leaves_what_was_chosen(browser):
    chosen = browser.run(
        "(() => { const { timeline } = MapperClient.app;"
        " timeline.mode.value = 'cumulative'; timeline.speed.value = '14';"
        " for (const one of [timeline.mode, timeline.speed])"
        " one.dispatchEvent(new Event('change'));"
        " timeline.whole = [timeline.whole[0], timeline.whole[1] - 1]; timeline.setDocument();"
        " return [timeline.mode.value, timeline.speed.value, timeline.player.speed]; })()"
    )
    assert chosen == ["cumulative", "14", 14]


def test_typed_days_are_said_in_the_pages_own_way(browser):
    """A browser of another country writes the first of July as the seventh of January."""
    browser.open(payload([{"id": "a", "lon": 30, "lat": 50, "start": "2025-07-01"}]))
    said = "document.querySelector('.mapper-said-days')"
    assert browser.run(f"{said}.offsetWidth") == 0
    for days, words in (
        ("'2025-07-01', '2025-07-06'", "1–6 July 2025"),
        ("'2025-07-01', null", "From 1 July 2025"),
        ("null, '2025-07-01'", "1 July 2025"),
    ):
        browser.run(f"mapper.setRange({days})")
        assert browser.run(f"{said}.textContent").lower().endswith(words.lower())
        assert browser.run(f"{said}.offsetWidth") > 50
    browser.run("mapper.setRange(null, null)")
    assert browser.run(f"{said}.offsetWidth") == 0
