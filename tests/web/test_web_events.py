"""What colours of marks tell, filters over many events, and the fan of those on one point."""

import json

import numpy as np
import pytest
from web_events import APP, choose, cloud, legend, look_at
from web_payload import VOCABULARY, encode, payload


@pytest.fixture
def browser(shared_browser):
    return shared_browser


def test_unknown_and_reported_none_are_classes_of_their_own(browser):
    killed = [-1, 0, 0, 1, 2, 9, 10, 50, 3000]
    browser.open(
        payload([{"lon": 30 + i, "lat": 50, "killed_best": n} for i, n in enumerate(killed)])
    )
    choose(browser, style="casualties")
    assert legend(browser) == [
        ["Not known", "1"],
        ["Reported none", "2"],
        ["1", "1"],
        ["2–9", "2"],
        ["10–49", "1"],
        ["50 and more", "2"],
    ]
    sizes = browser.run(f"[0, 3, 8].map((i) => {APP}.marks.ringRadius(i, 7))")
    assert sizes == sorted(sizes)
    assert sizes[2] > 1.8 * sizes[0]


def test_the_most_frequent_kinds_have_looks_of_their_own(browser):
    weapons = [t["value"] for t in VOCABULARY["weapon"] if t["value"] != "unknown"]
    assert len(weapons) == 9
    # The first most often; nobody says of two what it was.
    events = [
        {"lon": 30 + i / 10, "lat": 50, "weapon": weapon}
        for rank, weapon in enumerate(weapons)
        for i in range(10 - rank)
    ]
    events += [{"lon": 31, "lat": 51, "weapon": "unknown"}, {"lon": 32, "lat": 51}]
    browser.open(payload(events))
    choose(browser, style="weapon")
    labels = [t["label"] for t in VOCABULARY["weapon"]][:6]
    rows = [[label, str(10 - i)] for i, label in enumerate(labels)]
    assert legend(browser) == [*rows, ["Other (3 kinds)", "9"], ["Not stated", "2"]]
    classes = f"{APP}.events.style.classes"
    for part in ("colour", "shape"):
        looks = browser.run(f"{classes}.slice(0, 6).map((one) => one.{part})")
        assert len(set(looks)) == 6
    painted = browser.run(f"{classes}.map((one) => MapperClient.theme.colour(one.colour))")
    assert all(colour.startswith("#") for colour in painted)


def test_a_style_outlives_the_document_and_an_unknown_one_is_refused(browser):
    browser.open(payload([{"lon": 30, "lat": 50, "type": "Battles"}]))
    choose(browser, style="type", display="density")
    with pytest.raises(RuntimeError, match="none of"):
        browser.run("mapper.setStyle('colour')")
    browser.run("mapper.load(MapperClient.app.doc.buffer)")
    assert browser.run("mapper.look()") == {"style": "type", "display": "density", "circles": False}
    choose(browser, display="auto")
    assert legend(browser) == [["Battles", "1"]]


def test_looks_differ_for_all_readers_on_both_themes(browser):
    """Any two classes differ in shape, or in lightness and colour by more than a little."""
    browser.open(payload([{"lon": 30, "lat": 50}]))
    names = [f"kind-{i + 1}" for i in range(7)]
    for theme in ("light", "dark"):
        browser.run(f"mapper.setTheme('{theme}')")
        killed = [f"killed-{i + 1}" for i in range(4)]
        density = [f"density-{i + 1}" for i in range(6)]
        for steps in (killed, density):
            colours = browser.run(f"{json.dumps(steps)}.map(MapperClient.theme.rgb)")
            light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in colours]
            # More is darker on light ground and lighter on dark ground.
            apart = np.diff(light) * (1 if theme == "dark" else -1)
            assert apart.min() > 15
        colours = browser.run(f"{json.dumps(names)}.map(MapperClient.theme.rgb)")
        assert len({tuple(colour) for colour in colours}) == 7


RANGES = [(19100, 19150), (19101, 19151), (19090, 19120), (None, 19121), (None, 19122)]
RANGES += [(19122, None), (None, None), (19300, 19300), (19302, 19302), (18000, 18001)]


def test_moving_the_range_gives_what_filtering_anew_gives(browser):
    arrays, texts = cloud(4_000)
    browser.open(encode(arrays, texts))
    wrong = browser.run(f"""(() => {{
      const {{ Events, app, format }} = MapperClient;
      const wrong = [];
      const among = app.events.among(app.doc.column('event_id').filter((id) => id % 3));
      for (const mask of [null, among]) for (const withoutDay of [false, true])
        for (const [from, until] of {json.dumps(RANGES)}) {{
          app.events.filter({{ from, until, among: mask, withoutDay }});
          const fresh = new Events(app.doc);
          fresh.filter({{ from, until, among: mask, withoutDay }});
          for (const name of ['shown', 'classCounts', 'formCounts', 'shownCount', 'onMapCount',
            'withoutDayCount'])
            if (String(app.events[name]) !== String(fresh[name])) wrong.push([from, until, name]);
        }}
      return wrong;
    }})()""")
    assert wrong == []
    start, end = arrays["start"], arrays["end"]
    inside = (start != -(2**31)) & (end >= 19302) & (start <= 19302)
    browser.run("mapper.setRange('2022-11-06', '2022-11-06')")
    assert browser.run("MapperClient.format.dayNumber('2022-11-06')") == 19302
    assert browser.run("mapper.counts().shown") == inside.sum()


def test_a_step_of_the_range_looks_at_few_events(browser):
    arrays, texts = cloud(4_000)
    browser.open(encode(arrays, texts))
    looked = browser.run("""(() => {
      mapper.setRange('2022-05-01', '2022-06-01');
      const { passing } = MapperClient.app.events;
      const look = passing.look;
      let count = 0;
      passing.look = function (i) { count++; look.call(this, i); };
      passing.all = () => { throw new Error('all'); };
      mapper.setRange('2022-05-02', '2022-06-02');
      return count;
    })()""")
    assert 0 < looked < 80


def test_a_view_is_searched_through_the_index_and_finds_all(browser):
    arrays, texts = cloud(20_000)
    browser.open(encode(arrays, texts))
    found = browser.run("""(() => {
      const { InView, app } = MapperClient;
      const { events } = app;
      mapper.setRange('2022-03-01', '2022-08-01');
      const inView = new InView(events);
      const wrong = [];
      let all = 0;
      const fromAll = inView.fromAll;
      inView.fromAll = function (...box) { all++; fromAll.apply(this, box); };
      const spans = [1, 0.1, 0.01, 0.003, 0.0005];
      for (const span of spans) {
        const [x, y] = [0.6 - span / 3, 0.347 - span / 2];
        inView.collect(x, y, x + span, y + span);
        const wanted = [];
        for (let i = events.count - 1; i >= 0; i--) {
          const inside = events.xs[i] >= x && events.xs[i] <= x + span
            && events.ys[i] >= y && events.ys[i] <= y + span;
          if (inside && events.shown[i] && events.placed[i]) wanted.push(i);
        }
        const got = [...inView.found.slice(0, inView.count)];
        if (String(got) !== String(wanted)) wrong.push([span, got.length, wanted.length]);
      }
      return [wrong, all, spans.length];
    })()""")
    assert found[0] == []
    assert 0 < found[1] < found[2]


def test_the_mark_under_the_pointer_is_the_one_painted(browser):
    arrays, texts = cloud(3_000)
    browser.open(encode(arrays, texts))
    choose(browser, display="marks")
    look_at(browser, 36, 48, 9)
    assert (
        browser.run("""(() => {
      const { app } = MapperClient;
      const { events, marks } = app;
      let wrong = 0;
      const { spots } = marks;
      for (let k = 0; k < spots.count; k += 7) {
        const x = (spots.px[k] / spots.view.ratio + spots.view.originX) / spots.view.scale;
        const y = (spots.py[k] / spots.view.ratio + spots.view.originY) / spots.view.scale;
        const hit = marks.hit(x, y, 9, 0);
        const off = Math.hypot(events.xs[hit] - x, events.ys[hit] - y) * spots.view.scale;
        if (hit === null || off > 3) wrong++;
      }
      return wrong;
    })()""")
        == 0
    )
    # A view that is not painted yet is searched through the index.
    assert browser.run("""(() => {
      const { app } = MapperClient;
      const i = [...app.events.shown].findIndex((shown, k) => shown && app.events.placed[k]);
      return app.marks.hit(app.events.xs[i], app.events.ys[i], 17, 1) === i;
    })()""")
