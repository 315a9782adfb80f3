"""The base map's parts: how names are written and stay, the scale bar, tiles over all."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pyproj
import pytest
import tile_makers as make
from web_browser import Browser
from web_payload import payload

from mapper.mapdoc.packing import Buffers

UKRAINE_TOWNS = {
    "name": ["Kharkiv", "Derhachi", "Merefa", "Chuhuiv", "Zmiiv", "Liubotyn", "Gaza"],
    "local": ["Харків", "Дергачі", "Мерефа", "Чугуїв", "Зміїв", "", "غزة"],
    "lon": [362304, 361200, 360700, 366800, 363700, 359300, 344600],
    "lat": [499935, 501100, 498200, 498400, 496900, 499500, 315000],
    "population": [1_400_000, 18_000, 22_000, 31_000, 14_000, 21_000, 590_000],
    "min_zoom": [4, 8, 8, 8, 9, 8, 5],
    "kind": ["city", "town", "town", "town", "town", "town", "city"],
}
BASEMAP = {"scale": 10_000, "layers": [], "places": UKRAINE_TOWNS, "attribution": []}
EVENTS = [{"id": "a", "lon": 36.23, "lat": 49.99, "start": "2025-07-01"}]


@pytest.fixture(scope="module")
def page(qapp: Any) -> Iterator[Browser]:
    browser = Browser()
    browser.open(payload(EVENTS, basemap=BASEMAP))
    yield browser
    browser.close()
    assert browser.messages == []


#: Every text written on the canvas of names since, in order.
SPY = """(() => {
    window.written = [];
    if (!window.spied) {
        window.spied = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
            if (this.canvas.parentElement.className.includes("labels")) {
                window.written.push([text, x - MapperClient.app.canvases.labels._view.window.left,
                    y - MapperClient.app.canvases.labels._view.window.top]);
            }
            return window.spied.call(this, text, x, y);
        };
    }
    MapperClient.app.repaint("labels");
})()"""


def written(page: Browser) -> dict[str, tuple[float, float]]:
    page.run(SPY)
    page.drawn()
    return {text: (x, y) for text, x, y in page.run("window.written")}


def test_names_in_latin_local_script_or_both(page: Browser) -> None:
    page.run("mapper.setView({lon: 36.23, lat: 49.95, zoom: 9})")
    both = written(page)
    assert {"Kharkiv", "Харків", "Merefa", "Мерефа", "Liubotyn"} <= set(both)
    page.run("mapper.setLabels('latin')")
    assert {"Kharkiv", "Merefa", "Liubotyn"} <= set(written(page))
    assert not {"Харків", "Мерефа"} & set(written(page))
    page.run("mapper.setLabels('local')")
    local = set(written(page))
    # Where no local name is known the Latin one stays.
    assert {"Харків", "Мерефа", "Liubotyn"} <= local
    assert not {"Kharkiv", "Merefa"} & local
    with pytest.raises(RuntimeError, match="latin, local or both"):
        page.run("mapper.setLabels('klingon')")
    page.run("mapper.setLabels('both')")


def test_the_chooser_in_the_legend_does_the_same(page: Browser) -> None:
    chooser = "document.querySelector('[data-layer=label-script]')"
    page.run(f"{chooser}.focus()")
    page.run(
        f"(() => {{ const s = {chooser}; s.value = 'local';"
        " s.dispatchEvent(new Event('change')); })()"
    )
    assert "Харків" in written(page)
    assert "Kharkiv" not in written(page)
    assert page.run("document.activeElement.dataset.layer") == "label-script"
    assert page.run(f"{chooser}.getAttribute('aria-label')") == "How place names are written"
    page.run("mapper.setLabels('both')")


def test_names_stay_where_they_are_while_the_map_is_moved(page: Browser) -> None:
    page.run("mapper.setView({lon: 36.23, lat: 49.95, zoom: 9})")
    before = written(page)
    corner = (
        "[MapperClient.app.map.getPixelBounds().min.x, MapperClient.app.map.getPixelBounds().min.y]"
    )
    x0, y0 = page.run(corner)
    for step in range(1, 6):
        page.run(
            f"mapper.setView({{lon: {36.23 + 0.03 * step}, lat: {49.95 - 0.02 * step}, zoom: 9}})"
        )
        after = written(page)
        x1, y1 = page.run(corner)
        both = set(before) & set(after)
        assert len(both) >= 8
        for text in both:
            moved = (before[text][0] - after[text][0], before[text][1] - after[text][1])
            assert moved == pytest.approx((x1 - x0, y1 - y0), abs=2), text


def test_no_name_is_written_over_an_event_where_there_is_room(page: Browser) -> None:
    page.run("mapper.setView({lon: 36.23, lat: 49.99, zoom: 11})")
    x, y = written(page)["Kharkiv"]
    at = page.run(
        "(() => { const p = MapperClient.app.map.latLngToContainerPoint([49.99, 36.23]);"
        " return [p.x, p.y]; })()"
    )
    assert abs(x - at[0]) > 8 or abs(y - at[1]) > 8


@pytest.mark.parametrize("lat", [0.0, 31.5, 49.99, 69.3, -54.8])
@pytest.mark.parametrize("zoom", [3, 8, 12.5])
def test_the_scale_bar_is_true_on_the_ellipsoid(page: Browser, lat: float, zoom: float) -> None:
    page.run(f"mapper.setView({{lon: 36, lat: {lat}, zoom: {zoom}}})")
    centre, lons = page.run(
        "(() => { const m = MapperClient.app.map, half = MapperClient.app.scaleBar.width_px / 2;"
        " const c = m.getSize().divideBy(2);"
        " return [m.getCenter().lat, [c.x - half, c.x + half]"
        "   .map(x => m.containerPointToLatLng([x, c.y]).lng)]; })()"
    )
    # Along the parallel, as the bar lies: the sum of short geodesics.
    steps = [lons[0] + (lons[1] - lons[0]) * i / 500 for i in range(501)]
    measured = pyproj.Geod(ellps="WGS84").line_length(steps, [centre] * 501)
    said = page.run("MapperClient.app.scaleBar.length_m")
    assert measured == pytest.approx(said, rel=2e-4)
    width = page.run("MapperClient.app.scaleBar.element.getBoundingClientRect().width")
    assert width == pytest.approx(page.run("MapperClient.app.scaleBar.width_px"), abs=0.6)


def test_the_scale_bar_follows_the_unit(page: Browser) -> None:
    page.run("mapper.setView({lon: 36, lat: 50, zoom: 8})")
    texts = {}
    for unit, metres in (("km", 1000), ("mi", 1609.344), ("nmi", 1852)):
        page.run(f"mapper.setUnit('{unit}')")
        texts[unit] = page.run("document.querySelector('.mapper-scale').textContent")
        number = float(texts[unit].split()[0].replace(",", ""))
        assert page.run("MapperClient.app.scaleBar.length_m") == pytest.approx(number * metres)
    assert [text.split()[1] for text in texts.values()] == ["km", "mi", "nmi"]
    page.run("mapper.setUnit('km')")


def picture(colour: tuple[int, int, int]) -> str:
    return "data:image/png;base64," + base64.b64encode(make.png(colour)).decode()


def tiles(url: str, **more: Any) -> str:
    described = {
        "url": url,
        "name": "Tiles",
        "attribution": "<b>© Somebody</b>",
        "licence": "CC0",
        "min_zoom": 0,
        "max_zoom": 8,
        "bounds": None,
        "names": True,
        "dark": "dim",
    } | more
    return f"mapper.setTiles({json.dumps(described)})"


def test_tiles_lie_over_ours_and_under_events(page: Browser) -> None:
    page.run("mapper.setView({lon: 36.23, lat: 49.99, zoom: 6.25})")
    page.run(tiles(picture((200, 30, 30))))
    page.drawn()
    panes = "[...document.querySelectorAll('.leaflet-map-pane > .leaflet-pane')]"
    order = page.run(
        f"{panes}.sort((a, b) => getComputedStyle(a).zIndex - getComputedStyle(b).zIndex)"
        ".map(p => p.className.match(/leaflet-mapper-(\\w+)-pane/)).filter(Boolean).map(m => m[1])"
    )
    assert order[:4] == ["base", "tiles", "fronts", "events"]
    # At whole zooms only, where tiles are sharp.
    assert page.run("mapper.view().zoom") == 6
    summary = page.run("document.querySelector('.mapper-attribution summary').textContent")
    assert summary.startswith("<b>© Somebody</b>")
    assert page.run("document.querySelectorAll('.mapper-attribution b').length") == 0
    assert page.run("MapperClient.app.layers.on.labels") is False
    page.run("mapper.setTiles(null)")
    assert page.run("MapperClient.app.layers.on.labels") is True
    assert page.run("document.querySelectorAll('.leaflet-tile').length") == 0


def test_names_switched_off_by_hand_stay_off(page: Browser) -> None:
    page.run("mapper.setLayer('labels', false)")
    page.run(tiles(picture((200, 30, 30))))
    page.run("mapper.setTiles(null)")
    assert page.run("MapperClient.app.layers.on.labels") is False
    page.run("mapper.setLayer('labels', true)")


def test_pictures_without_names_keep_ours(page: Browser) -> None:
    page.run(tiles(picture((60, 90, 40)), names=False))
    assert page.run("MapperClient.app.layers.on.labels") is True
    page.run("mapper.setTiles(null)")


def test_far_beyond_the_last_zoom_ours_is_shown(page: Browser) -> None:
    page.run(tiles(picture((200, 30, 30)), max_zoom=5))
    page.run("mapper.setView({lon: 36.23, lat: 49.99, zoom: 7})")
    page.drawn()
    assert page.run("document.querySelectorAll('.leaflet-tile').length") > 0
    page.run("mapper.setView({lon: 36.23, lat: 49.99, zoom: 8})")
    page.drawn()
    assert page.run("document.querySelectorAll('.leaflet-tile').length") == 0
    page.run("mapper.setTiles(null)")


def test_packed_lines_are_the_same_shapes(page: Browser) -> None:
    features = [[[-1_800_000, 899_999, 3_600_000, -64, 63, 8192]], [[5, -6, 7, -8], [1, 2]], []]
    buffers = Buffers(packed=True)
    described = buffers.lines(features, 10_000, rings=False)
    data = base64.b64encode(b"".join(buffers._parts)).decode()
    same = page.run(
        f"""(() => {{
        const {{ packing, shapes }} = MapperClient;
        const bytes = Uint8Array.from(atob("{data}"), (one) => one.charCodeAt(0));
        const packed = packing.lines(bytes.buffer, 0, {json.dumps(described)});
        const plain = {json.dumps(features)};
        return [true, false].map((rings) => JSON.stringify(
            [packed, plain].map((one) => shapes.unpackFeatures(one, 10_000, rings))
                .map((made) => made.map(({{ parts, box }}) =>
                    [...box, ...parts.map((part) => [...part.points, ...part.box])]))));
        }})()"""
    )
    for pair in same:
        packed, plain = json.loads(pair)
        assert packed == plain
        assert len(plain) == 3


def test_lines_as_they_are_drawn_are_the_same_shapes(page: Browser) -> None:
    features = [[[-1_800_000, 899_999, 3_600_000, -64, 63, 8192]], [[5, -6, 7, -8], [1, 2]], []]
    for rings in (True, False):
        buffers = Buffers(packed=False)
        described = buffers.lines(features, 10_000, rings=rings)
        data = base64.b64encode(b"".join(buffers._parts)).decode()
        made = page.run(
            f"""(() => {{
            const {{ packing, shapes }} = MapperClient;
            const bytes = Uint8Array.from(atob("{data}"), (one) => one.charCodeAt(0));
            const drawn = packing.lines(bytes.buffer, 0, {json.dumps(described)});
            return JSON.stringify([drawn, {json.dumps(features)}].map((one) =>
                shapes.unpackFeatures(one, 10_000, {json.dumps(rings)}).map(({{ parts, box }}) =>
                    [...box, ...parts.map(({{ points, box }}) => {{
                        const unit = points instanceof Int32Array ? 2 ** -30 : 1;
                        return [...[...points].map((value) => value * unit), ...box];
                    }})])));
            }})()"""
        )
        drawn, plain = json.loads(made)
        assert len(drawn) == len(plain) == 3
        for one, other in zip(drawn[:2], plain[:2], strict=True):
            assert [len(part) for part in one[4:]] == [len(part) for part in other[4:]]
            numbers = [
                [*made[:4], *(part for parts in made[4:] for part in parts)]
                for made in (one, other)
            ]
            assert numbers[0] == pytest.approx(numbers[1], rel=0, abs=2**-30)


def test_lines_as_they_are_drawn_make_the_same_picture(page: Browser) -> None:
    """A square with a corner cut off, as a ring and as a line, in both forms."""
    shape = [[[300_000, 400_000, 150_000, 0, 0, 150_000, -100_000, 50_000]]]
    buffers = Buffers(packed=False)
    described = buffers.lines(shape, 10_000, rings=True)
    data = base64.b64encode(b"".join(buffers._parts)).decode()
    pictures = page.run(
        f"""(() => {{
        const {{ packing, shapes }} = MapperClient;
        const bytes = Uint8Array.from(atob("{data}"), (one) => one.charCodeAt(0));
        const drawn = packing.lines(bytes.buffer, 0, {json.dumps(described)});
        const [left, top] = [0.55, 0.3];
        const view = {{ scale: 3000, width: 200, height: 200, originX: 1650, originY: 900, left,
            top, right: left + 200 / 3000, bottom: top + 200 / 3000, copies: [0] }};
        return JSON.stringify([drawn, {json.dumps(shape)}].map((one) => {{
            const canvas = document.createElement("canvas");
            canvas.width = canvas.height = 200;
            const ctx = canvas.getContext("2d");
            shapes.tracePolygons(ctx, shapes.unpackFeatures(one, 10_000, true), view);
            ctx.fill("evenodd");
            shapes.traceLines(ctx, shapes.unpackFeatures(one, 10_000, true), view);
            ctx.stroke();
            const {{ data }} = ctx.getImageData(0, 0, 200, 200);
            return data.filter((_, at) => at % 4 === 3).reduce((sum, one) => sum + one, 0);
        }}));
        }})()"""
    )
    drawn, plain = json.loads(pictures)
    assert drawn == pytest.approx(plain, rel=1e-3)
    assert drawn > 255 * 500


def test_the_first_picture_is_of_the_screen_and_more_follows(qapp: Any) -> None:
    browser = Browser()
    browser.open(None)
    data = base64.b64encode(payload(EVENTS, basemap=BASEMAP)).decode()
    widths = browser.run(
        f"""(async () => {{
        const {{ map, canvases: {{ base }} }} = MapperClient.app;
        const widths = [];
        const paint = base._paint;
        base._paint = (view) => {{
            widths.push(view.width / map.getSize().x);
            paint(view);
        }};
        await mapper.load(Uint8Array.from(atob("{data}"), (one) => one.charCodeAt(0)).buffer);
        while (widths.at(-1) <= 1.01) await new Promise((then) => setTimeout(then, 20));
        await mapper.drawn();
        const {{ width, height }} = base._canvas;
        const drawn = base._canvas.getContext("2d").getImageData(width - 1, height - 1, 1, 1);
        return [widths[0], widths.at(-1), drawn.data[3]];
        }})()"""
    )
    assert widths == [pytest.approx(1, abs=0.01), pytest.approx(1.6, abs=0.01), 255]
    browser.close()
    assert browser.messages == []
