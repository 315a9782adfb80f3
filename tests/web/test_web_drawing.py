"""What is painted: marks, fronts, labels, and the moving of a painted picture."""

import numpy as np
import pytest
from web_payload import VOCABULARY, delta, encode, front, payload

STATUSES = [term["value"] for term in VOCABULARY["verification_status"]]

# The colour (red, green, blue, alpha) a layer shows at a position.
PIXEL = """(() => {
  const { app } = MapperClient;
  const layer = app.canvases['%s'];
  const { originX, originY, ratio } = layer._view;
  const at = app.map.project([%f, %f]).subtract([originX, originY]).multiplyBy(ratio);
  const data = layer._canvas.getContext('2d').getImageData(at.x + %d, at.y + %d, 1, 1).data;
  return [...data];
})()"""


def pixel(browser, layer, lon, lat, dx=0, dy=0):
    return browser.run(PIXEL % (layer, lat, lon, dx, dy))


def colour(browser, name):
    return browser.run(f"MapperClient.theme.rgb('{name}')")


def look_at(browser, lon, lat, zoom):
    browser.run(f"mapper.setView({{lon: {lon}, lat: {lat}, zoom: {zoom}}})")
    browser.drawn()


def test_each_mark_has_the_colour_of_its_status(browser):
    events = [
        {"lon": 30 + i, "lat": 50, "status": status, "precision": "exact"}
        for i, status in enumerate(STATUSES)
    ]
    browser.open(payload(events))
    for theme in ("light", "dark"):
        browser.run(f"mapper.setTheme('{theme}')")
        look_at(browser, 33.5, 50, 6.25)
        for i, status in enumerate(STATUSES):
            expected = [*colour(browser, f"status-{status}"), 255]
            assert pixel(browser, "events", 30 + i, 50) == expected


def test_high_contrast_gives_each_status_a_shape_and_a_white_edge(browser):
    browser.open(payload([{"lon": 30, "lat": 50, "status": "verified", "precision": "exact"}]))
    corner, edge = (
        f"[...(() => {{ const made = MapperClient.sprites.swatch('verified', 0);"
        f" const ratio = made.width / 20; const at = Math.floor({at} * ratio);"
        f" return made.getContext('2d').getImageData(at, {row}, 1, 1).data; }})()]"
        for at, row in ((14.2, "at"), (14.5, "Math.floor(10 * ratio)"))
    )
    browser.run("mapper.setTheme('dark')")
    assert browser.run(corner)[3] == 0, "a circle"
    browser.run("mapper.setTheme('high-contrast')")
    assert browser.run(corner)[3] == 255, "a square"
    assert browser.run(edge) == [255, 255, 255, 255]
    browser.run("mapper.setTheme(null)")
    assert browser.run("document.documentElement.dataset.theme") is None


def test_a_roughly_known_place_is_hollow(browser):
    events = [
        {"lon": 30 + i, "lat": 50, "precision": precision, "status": "verified"}
        for i, precision in enumerate(["settlement", "area", "region", "country", None])
    ]
    browser.open(payload(events))
    look_at(browser, 32, 50, 7)
    alphas = [pixel(browser, "events", 30 + i, 50)[3] for i in range(5)]
    assert alphas[0] == alphas[4] == 255
    assert max(alphas[1:4]) < 80


def legend_keys(browser):
    keys = "[...document.querySelectorAll('.mapper-legend .mapper-key')]"
    return browser.run(f"{keys}.map((key) => key.textContent)")


def test_a_place_without_stated_precision_is_not_called_rough(browser):
    event = {"lon": 30, "lat": 50, "status": "verified"}
    browser.open(payload([event | {"precision": None}, event | {"lon": 31}]))
    look_at(browser, 30, 50, 7)
    across = [pixel(browser, "events", 30, 50, dx)[3] for dx in range(9)]
    # The ring stands apart from the full mark it surrounds.
    assert across[0] == 255
    gap = across.index(min(across[:6]))
    assert across[gap] < 128 < max(across[gap:])
    keys = " ".join(legend_keys(browser))
    assert "not stated" in keys
    assert "Hollow" not in keys
    browser.open(payload([event | {"precision": "region"}]))
    keys = " ".join(legend_keys(browser))
    assert "Hollow" in keys
    assert "not stated" not in keys
    browser.open(payload([event]))
    assert legend_keys(browser) == ["Verified1"]


def test_a_stack_shows_the_status_most_of_it_has(browser):
    at = {"lon": 30, "lat": 50, "precision": "exact"}
    events = [at | {"status": "verified"}] * 3 + [at | {"status": "disputed"}]
    browser.open(payload([event | {"id": str(i)} for i, event in enumerate(events)]))
    look_at(browser, 30, 50, 6)
    assert pixel(browser, "events", 30, 50)[:3] == colour(browser, "status-verified")
    assert browser.run("[...MapperClient.app.marks.spots.many.slice(0, 1)]") == [4]


def cloud(count):
    random = np.random.default_rng(5)
    lon, lat = random.normal(36, 2, count), random.normal(48, 1, count)
    days = random.integers(19000, 20000, count).astype(np.int32)
    arrays = {
        "lon": np.rint(lon * 1e7).astype(np.int32),
        "lat": np.rint(lat * 1e7).astype(np.int32),
        "start": days,
        "end": days,
        "status": random.integers(0, 8, count).astype(np.uint8),
        "precision": random.integers(0, 6, count).astype(np.uint8),
        "type": np.full(count, 255, np.uint8),
        "weapon": np.full(count, 255, np.uint8),
        "radius_m": np.full(count, np.nan, np.float32),
        "killed_best": np.full(count, -1, np.int32),
        "located": (random.random(count) > 0.01).astype(np.uint8),
    }
    texts = {"event_id": [str(i) for i in range(count)], "title": ["T"] * count}
    return arrays, texts


@pytest.mark.parametrize("count", [2_000, 60_000])
def test_marks_left_out_are_still_counted(browser, count):
    arrays, texts = cloud(count)
    browser.open(encode(arrays, texts))
    browser.run("mapper.setDisplay('marks')")
    look_at(browser, 36, 48, 4)
    counted = browser.run(
        "(() => { const { count, many } = MapperClient.app.marks.spots;"
        " return [count, many.slice(0, count).reduce((a, b) => a + b, 0)]; })()"
    )
    assert counted[1] == arrays["located"].sum()
    assert counted[0] < counted[1]


def test_the_index_finds_what_a_search_of_all_finds(browser):
    arrays, texts = cloud(20_000)
    browser.open(encode(arrays, texts))
    assert (
        browser.run("""(() => {
      const { events } = MapperClient.app;
      let wrong = 0;
      for (let k = 0; k < 300; k++) {
        const i = (k * 67) % events.count;
        const [x, y] = [events.xs[i] + (k % 7) * 1e-5, events.ys[i] - (k % 5) * 1e-5];
        const reach = 10 ** -(2 + (k % 5));
        const found = [];
        events.index.each(x, y, reach, (j) => found.push(j));
        const all = [];
        for (let j = 0; j < events.count; j++) {
          const near = Math.abs(events.xs[j] - x) <= reach && Math.abs(events.ys[j] - y) <= reach;
          if (near && events.placed[j]) all.push(j);
        }
        if (found.sort((a, b) => a - b).join() !== all.join()) wrong++;
      }
      return wrong;
    })()""")
        == 0
    )


AREA = [
    [[30, 46], [36, 46], [36, 50], [30, 50], [30, 46]],
    [[32, 47], [33, 47], [33, 48], [32, 48]],
]


def test_control_area_is_filled_but_for_its_holes(browser):
    browser.open(payload([], fronts=[front("control_area", "2025-07-01", [AREA], side="Russia")]))
    look_at(browser, 33, 48, 6)
    tint = pixel(browser, "fronts", 35, 49)
    assert tint[3] > 30
    assert np.abs(np.array(tint[:3]) - colour(browser, "front-russia")).max() < 8
    assert pixel(browser, "fronts", 32.5, 47.5)[3] == 0
    assert pixel(browser, "fronts", 29, 48)[3] == 0
    browser.run("mapper.setLayer('control_areas', false)")
    browser.drawn()
    assert pixel(browser, "fronts", 35, 49)[3] == 0


def test_the_band_of_an_approximate_line_is_to_scale(browser):
    line = front(
        "line_of_contact",
        "2025-07-01",
        [[[[30, 48], [36, 48]]]],
        approximate=True,
        accuracy_m=10_000,
    )
    browser.open(payload([], fronts=[line]))
    look_at(browser, 33, 48, 8)
    degree_m = 111_200
    inside, outside = 9_000 / degree_m, 11_500 / degree_m
    for side in (1, -1):
        assert pixel(browser, "fronts", 33.1, 48 + side * inside)[3] > 30
        assert pixel(browser, "fronts", 33.1, 48 + side * outside)[3] == 0
    assert (
        browser.run(
            "MapperClient.app.fronts.labels(MapperClient.app.canvases.labels._view)[0].text"
        )
        == "approximate"
    )


def places(count):
    random = np.random.default_rng(3)
    return {
        "name": [f"Settlement {i}" for i in range(count)],
        "local": [f"Поселення {i}" for i in range(count)],
        "lon": random.integers(300_000, 400_000, count).tolist(),
        "lat": random.integers(460_000, 520_000, count).tolist(),
        "population": random.integers(100, 2_000_000, count).tolist(),
        "min_zoom": [5] * count,
        "kind": ["city"] * count,
    }


def test_place_names_do_not_overlap_and_the_largest_come_first(browser):
    named = places(800)
    basemap = {"scale": 10_000, "layers": [], "places": named, "attribution": []}
    browser.open(payload([], basemap=basemap))
    boxes = None
    for zoom in (4, 6, 8):
        look_at(browser, 35, 49, zoom)
        boxes = browser.run("MapperClient.app.labels.taken.boxes")
        edges = np.array([[b["left"], b["top"], b["right"], b["bottom"]] for b in boxes])
        if zoom == 4:
            assert not boxes
            continue
        assert len(boxes) > 20
        left, top, right, bottom = (edges[:, [i]] for i in range(4))
        overlap = (left < right.T) & (right > left.T) & (top < bottom.T) & (bottom > top.T)
        assert overlap.sum() == len(boxes)
    order = browser.run("MapperClient.app.labels.places.map((p) => p.population)")
    assert order == sorted(order, reverse=True)


def test_panning_moves_the_painted_picture(browser):
    arrays, texts = cloud(5_000)
    browser.open(encode(arrays, texts))
    look_at(browser, 36, 48, 6)
    painted = browser.run("""(async () => {
      const { app } = MapperClient;
      // The first picture is of the screen alone.
      while (!app.canvases.events._whole) await new Promise((then) => setTimeout(then, 20));
      await mapper.drawn();
      let count = 0;
      const paint = app.canvases.events._paint;
      app.canvases.events._paint = (view) => { count++; paint(view); };
      app.map.fire('movestart');
      for (let i = 0; i < 10; i++) {
        app.map._rawPanBy(L.point(4, 0));
        app.map.fire('move');
        await new Promise((go) => MapperClient.painter.nextFrame(go));
      }
      const during = count;
      app.map.fire('moveend');
      await mapper.drawn();
      return [during, count];
    })()""")
    assert painted == [0, 1]


def test_land_is_not_outlined_along_the_edge_of_the_world(browser):
    land = {
        "name": "land",
        "kind": "polygon",
        "min_zoom": 0,
        "max_zoom": 20,
        "features": [[[1_700_000, 600_000, 100_000, 0, 0, 100_000, -100_000, 0]]],
    }
    empty = {key: [] for key in places(0)}
    basemap = {"scale": 10_000, "layers": [land], "places": empty, "attribution": []}
    browser.open(payload([], basemap=basemap))
    look_at(browser, 179, 65, 5)
    inner = pixel(browser, "base", 178, 65)
    assert inner == pixel(browser, "base", 179.99, 65)
    assert pixel(browser, "base", 170, 65) != inner


def test_names_keep_off_the_marks_of_events_where_they_can(browser):
    """East of the town an event stands where its name would; the name goes west."""
    named = {key: values[:1] for key, values in places(1).items()}
    named |= {"lon": [350_000], "lat": [480_000], "population": [5_000], "name": ["Sloboda"]}
    basemap = {"scale": 10_000, "layers": [], "places": named, "attribution": []}
    for lon, side in [(35.05, "right"), (34.95, "left")]:
        browser.open(payload([{"lon": lon, "lat": 48}], basemap=basemap))
        look_at(browser, 35, 48, 9)
        (box,) = browser.run("MapperClient.app.labels.taken.boxes")
        (mark,) = browser.run("[...MapperClient.app.marks.spots.px.slice(0, 1)]")
        assert not box["text"]["left"] < mark < box["text"]["right"]
        assert (box["text"]["right"] < mark) == (side == "right")


def test_ponds_and_crude_lakes_are_left_out(browser):
    def lake(lon, corners, radius):
        turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        ring = np.c_[lon + radius * np.cos(turn), 48 + radius * np.sin(turn)]
        return [delta(ring, 10_000)]

    land = {"name": "land", "kind": "polygon", "min_zoom": 0, "max_zoom": 20}
    lakes = land | {"name": "lakes", "features": [lake(30, 60, 0.2), lake(31, 5, 0.2)]}
    lakes["features"].append(lake(32, 60, 0.004))
    corners = np.array([[20, 40], [40, 40], [40, 55], [20, 55]])
    land["features"] = [[delta(corners, 10_000)]]
    empty = {key: [] for key in places(0)}
    basemap = {"scale": 10_000, "layers": [land, lakes], "places": empty, "attribution": []}
    browser.open(payload([], basemap=basemap))
    look_at(browser, 31, 48, 8)
    water, ground = colour(browser, "map-lake"), colour(browser, "map-land")
    seen = [pixel(browser, "base", lon, 48)[:3] for lon in (30, 31, 32)]
    assert seen == [water, ground, ground]


def test_no_name_is_written_under_the_scale_bar_and_the_credits(browser):
    places = {
        "name": ["Under", "Free"],
        "local": [None, None],
        "lon": [30, 32],
        "lat": [50, 51],
        "population": [1000, 1000],
        "min_zoom": [0, 0],
        "kind": ["town", "town"],
    }
    basemap = {"scale": 1, "layers": [], "places": places, "attribution": []}
    browser.open(payload([{"lon": 31, "lat": 50}], basemap=basemap))
    look_at(browser, 31, 50, 7)
    written = "MapperClient.app.labels.taken.boxes.length"
    assert browser.run(written) == 2
    # The first place comes to lie in the middle of the scale bar.
    browser.run(
        """(() => {
          const { map, scaleBar } = MapperClient.app;
          const frame = map.getContainer().getBoundingClientRect();
          const box = scaleBar.element.getBoundingClientRect();
          const at = map.latLngToContainerPoint([50, 30]);
          const x = (box.left + box.right) / 2 - frame.left;
          const y = (box.top + box.bottom) / 2 - frame.top;
          map.panBy([at.x - x, at.y - y], { animate: false });
        })()"""
    )
    browser.drawn()
    assert browser.run(written) == 1


def test_a_layer_without_anything_to_draw_takes_no_memory(browser):
    browser.open(payload([{"lon": 30, "lat": 50, "status": "verified", "precision": "exact"}]))
    width = "MapperClient.app.canvases.%s._canvas.width"
    usual = browser.run("document.createElement('canvas').width")
    assert browser.run(width % "events") > usual
    assert browser.run(width % "lines") == usual
    line = "[{ style: 'measure', points: [[30, 50], [31, 50]] }]"
    browser.run(f"MapperClient.app.lines.set('measure', {line})")
    browser.drawn()
    assert browser.run(width % "lines") == browser.run(width % "events")
