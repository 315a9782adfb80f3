"""Circles with numbers and densities for events that stand close together."""

from itertools import pairwise

import numpy as np
import pytest
from web_events import APP, choose, cloud, legend, look_at
from web_payload import encode, payload


@pytest.fixture
def browser(shared_browser):
    return shared_browser


def in_cells(browser, kind):
    """Return the sum of the counts painted, and a count of the events in the same hexagons."""
    return browser.run(f"""(() => {{
      const {{ app }} = MapperClient;
      const {{ events, marks }} = app;
      const {{ grid }} = marks['{kind}'];
      const view = app.canvases.events._view;
      let painted = 0;
      let whole = 0;
      const cells = new Set();
      for (let cell = 0; cell < grid.rows * grid.columns; cell++) if (grid.count[cell]) {{
        cells.add(cell);
        painted += grid.count[cell];
      }}
      for (let i = 0; i < events.count; i++) {{
        if (!events.shown[i] || !events.placed[i]) continue;
        for (const copy of [-1, 0, 1])
          if (cells.has(grid.cellAt(events.xs[i] + copy, events.ys[i]))) whole++;
      }}
      const inView = [...events.xs.keys()].filter((i) => events.shown[i] && events.placed[i]
        && events.xs[i] > view.left && events.xs[i] < view.right
        && events.ys[i] > view.top && events.ys[i] < view.bottom).length;
      const drawn = marks.kind === 'clusters'
        ? marks.clusters.groups.reduce((sum, group) => sum + group.count, 0) : painted;
      return {{ kind: marks.kind, painted, whole, inView, drawn, singles: marks.spots.count }};
    }})()""")


@pytest.mark.parametrize("kind", ["clusters", "density"])
@pytest.mark.parametrize("zoom", [2, 4.25, 7, 9.75])
def test_the_counts_of_a_view_are_those_of_its_events(browser, kind, zoom):
    arrays, texts = cloud(6_000)
    browser.open(encode(arrays, texts))
    choose(browser, display=kind)
    browser.run("mapper.setRange('2022-03-01', '2022-09-01')")
    look_at(browser, 36, 48, zoom)
    counted = in_cells(browser, kind)
    assert counted["kind"] == kind
    assert counted["painted"] == counted["whole"] >= counted["inView"] > 0
    if zoom == 4.25:
        assert counted["painted"] == browser.run("mapper.counts().on_map")
        if kind == "clusters":
            assert counted["drawn"] + counted["singles"] == counted["painted"]


def test_counts_stay_while_the_map_moves(browser):
    arrays, texts = cloud(6_000)
    browser.open(encode(arrays, texts))
    choose(browser, display="clusters")
    circles = f"""Object.fromEntries({APP}.marks.clusters.groups.map((group) =>
      [group.worldX.toFixed(9) + ' ' + group.worldY.toFixed(9), group.count]))"""
    look_at(browser, 36, 48, 7)
    before = browser.run(circles)
    look_at(browser, 36.3, 48.1, 7)
    after = browser.run(circles)
    both = before.keys() & after.keys()
    assert len(both) > 20
    assert all(before[place] == after[place] for place in both)


def test_circles_do_not_lie_on_each_other(browser):
    arrays, texts = cloud(6_000)
    browser.open(encode(arrays, texts))
    choose(browser, display="clusters")
    for zoom in (4, 5.75, 7.5):
        look_at(browser, 36, 48, zoom)
        scale = 256 * 2**zoom
        groups = browser.run(
            f"{APP}.marks.clusters.groups.map((g) => [g.worldX, g.worldY, g.radius])"
        )
        x, y, radius = np.array(groups).T
        apart = np.hypot(x[:, None] - x, y[:, None] - y) * scale
        np.fill_diagonal(apart, np.inf)
        assert (apart > radius[:, None] + radius).all()


def test_few_events_are_marks_and_a_blot_becomes_counts(browser):
    arrays, texts = cloud(5_000)
    browser.open(encode(arrays, texts))
    kinds = {}
    for zoom in (3, 6, 9, 12):
        look_at(browser, 36, 48, zoom)
        kinds[zoom] = browser.run(f"{APP}.marks.kind")
    assert kinds == {3: "clusters", 6: "clusters", 9: "marks", 12: "marks"}
    look_at(browser, 36, 48, 3)
    browser.run("mapper.setRange('2022-03-01', '2022-03-03')")
    browser.drawn()
    assert browser.run(f"{APP}.marks.kind") == "marks"


def test_a_density_is_explained_by_the_counts_it_shows(browser):
    arrays, texts = cloud(6_000)
    browser.open(encode(arrays, texts))
    choose(browser, display="density")
    look_at(browser, 36, 48, 6)
    rows = [label for label, count in legend(browser) if count is None]
    steps = browser.run(f"{APP}.marks.density.classes().map((one) => [one.from, one.until])")
    assert [label.split("–")[0] for label in rows] == [str(step[0]) for step in steps]
    assert steps[0][0] == 1
    assert all(a[1] + 1 == b[0] for a, b in pairwise(steps))
    assert steps[-1][1] == browser.run(f"Math.max(...{APP}.marks.density.grid.count)")


CLICK = f"{APP}.map.fire('click', {{latlng: L.latLng(%s, %s), originalEvent: {{}}}})"


def test_a_click_on_a_circle_comes_closer_until_the_events_stand_apart(browser):
    events = [{"lon": 30 + i % 30 / 400, "lat": 50 + i // 30 / 400} for i in range(900)]
    browser.open(payload([*events, {"lon": 100, "lat": 0}]))
    look_at(browser, 31, 49, 4)
    assert browser.run(f"{APP}.marks.kind") == "clusters"
    zooms = [4]
    for _ in range(8):
        group = browser.run(
            f"(() => {{ const g = {APP}.marks.clusters.groups[0];"
            " const { lat, lon } = MapperClient.projection;"
            " return g && [lat(g.worldY), lon(g.worldX)]; })()"
        )
        if browser.run(f"{APP}.marks.kind") == "marks":
            break
        browser.run(f"({CLICK % tuple(group)}, 0)")
        browser.run("new Promise((go) => setTimeout(go, 400))")
        browser.drawn()
        zooms.append(browser.run("mapper.view().zoom"))
    assert browser.run(f"{APP}.marks.kind") == "marks"
    assert len(zooms) <= 5
    assert all(b >= a + 1 for a, b in pairwise(zooms))
    assert browser.run("mapper.selected()") is None
