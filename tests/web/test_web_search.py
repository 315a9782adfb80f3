"""Searching places and events in the page."""

import json

import pytest
from web_payload import payload

from mapper.model.spelling import key as spelling

EVENTS = [
    {"id": "x:1", "title": "Удар по Харкову", "lon": 36.2, "lat": 50, "start": "2025-06-01",
     "place": "Харків"},
    {"id": "x:2", "title": "<b>Strike</b> in Huliaipole", "lon": 36.3, "lat": 47.7,
     "start": "2025-07-02"},
    {"id": "x:3", "title": "Gulyai-Pole shelled", "lon": 36.3, "lat": 47.7, "start": "2025-07-03"},
    {"id": "x:4", "title": "Nowhere known", "start": "2025-07-01"},
]  # fmt: skip
BASEMAP = {
    "scale": 100,
    "layers": [],
    "places": {
        "name": ["Kharkiv", "Kharkivtsi", "Izhevsk"],
        "local": ["Харків", "Харківці", "Ижевск"],
        "lon": [3623, 3300, 5320],
        "lat": [4999, 5000, 5685],
        "population": [1_400_000, 900, 600_000],
        "min_zoom": [4, 10, 5],
        "kind": ["city", "city", "city"],
    },
}
NAMES = [
    "Гуляйполе", "Gulyai-Pole", "Huliaipole", "Запоріжжя", "Запорожье", "Zaporizhzhia", "Київ",
    "Kyiv", "Kiev", "Łódź", "Straße", "Ижевск", "Izhevsk", "Луга́нськ", "Lugans'k", "Щастя",
    "Shchastia", "Мар'їнка", "Córdoba", "Юнокомунарівськ", "Ürümqi", "İstanbul", "Qırım", "№ 5",
]  # fmt: skip


@pytest.fixture
def page(browser):
    browser.open(payload(EVENTS, basemap=BASEMAP))
    return browser


def find(browser, text):
    return browser.run(
        "new MapperClient.Search(MapperClient.app.doc, MapperClient.app.events)"
        f".find({json.dumps(text)})"
    )


def ids(found):
    return [f"x:{index + 1}" for index in found["events"]]


def test_words_are_folded_as_in_the_gazetteer(browser):
    browser.open(None)
    # Word by word; the gazetteer leaves the blanks out.
    ours = browser.run(f"{json.dumps(NAMES)}.map(MapperClient.fold)")
    assert [text.replace(" ", "") for text in ours] == [spelling(name) for name in NAMES]


@pytest.mark.parametrize("text", ["Гуляйполе", "huliaipole", "GULYAI-pole", "Гуляй-Поле"])
def test_every_spelling_finds_the_same_newest_first(page, text):
    # A title that begins so comes first.
    assert ids(find(page, text)) == ["x:3", "x:2"]


def test_words_in_any_order_places_and_ids(page):
    assert ids(find(page, "huliaipole strike")) == ["x:2"]
    assert ids(find(page, "kharkiv")) == ["x:1"]
    assert ids(find(page, "x:4")) == ["x:4"]
    assert [place["name"] for place in find(page, "харків")["places"]] == ["Kharkiv", "Kharkivtsi"]
    nothing = find(page, "qwertz")
    assert (nothing["places"], nothing["events"], nothing["count"]) == ([], [], 0)
    assert find(page, "  ")["count"] == 0


def test_many_events_in_slices_and_a_newer_question_ends_the_older(page):
    # 3,000 events; a clock that is always late makes every block a slice of its own.
    told = page.run(
        "(async () => { const n = 3000;"
        " const doc = {count: n, has: () => false, indexOf: () => -1, basemap: null,"
        "   text: (name, i) => name === 'title' ? (i % 7 ? 'Київ' : 'Харків') + ' ' + i : ''};"
        " const search = new MapperClient.Search(doc, {start: Int32Array.from({length: n},"
        "   (_, i) => i)});"
        " const old = performance.now; let t = 0; performance.now = () => (t += 50);"
        " let parts = 0;"
        " const all = await search.find('kharkiv', (part) => { parts += part.partial; });"
        " const pairs = await search.find('2996 харьков'.replace('ьков', 'ків'));"
        " const older = search.find('kyiv'); const newer = search.find('харків 7');"
        " const both = [await older, (await newer).events[0]];"
        " performance.now = old;"
        " return [all.count, all.events.slice(0, 2), parts > 2, pairs.events, ...both]; })()"
    )
    assert told == [429, [2996, 2989], True, [2996], None, 798]


def key(browser, name, target):
    browser.run(
        f"({target}.dispatchEvent(new KeyboardEvent('keydown', {{key: '{name}', bubbles: true}})),"
        " 0)"
    )


def write(browser, text):
    key(browser, "/", "document.getElementById('map')")
    browser.run(
        "((box) => { box.input.value = " + json.dumps(text) + "; return box.look(); })"
        "(MapperClient.app.search)"
    )


INPUT = "document.activeElement"


def test_choosing_an_event_by_keys_opens_it(page):
    write(page, "strike")
    assert page.run("document.querySelector('.mapper-search li').textContent").startswith(
        "<b>Strike</b>"
    )
    key(page, "ArrowDown", INPUT)
    assert page.run("document.activeElement.getAttribute('aria-activedescendant')")
    key(page, "Enter", INPUT)
    assert page.run("mapper.selected()") == "x:2"
    assert page.run("mapper.view().zoom") >= 9
    assert page.run("document.querySelector('.mapper-search').hidden")
    assert page.run("document.activeElement.id") == "map"


def test_a_place_is_flown_to(page):
    write(page, "ижевск")
    page.run("(document.querySelector('.mapper-search li').click(), 0)")
    page.run("new Promise((go) => setTimeout(go, 400))")
    view = page.run("mapper.view()")
    assert (view["lon"], view["lat"]) == pytest.approx((53.2, 56.85), abs=0.01)


def test_an_event_without_a_place_and_one_out_of_the_dates(page):
    page.run("(mapper.setRange('2025-07-01', '2025-07-02'), 0)")
    write(page, "gulyai")
    assert "hidden by the dates" in page.run(
        "document.querySelector('.mapper-search li').textContent"
    )
    write(page, "nowhere")
    key(page, "Enter", INPUT)
    assert page.run("mapper.selected()") == "x:4"


def test_escape_closes_the_box_alone(page):
    page.run("(mapper.select('x:1'), 0)")
    write(page, "x")
    key(page, "Escape", INPUT)
    assert page.run("document.querySelector('.mapper-search').hidden")
    assert page.run("mapper.selected()") == "x:1"
