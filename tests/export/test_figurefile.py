"""Figures: true to scale, legible, the same every time, whatever stands in the data."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from figure_data import events, front
from matplotlib.text import Text
from PIL import Image
from pyproj import Geod

from mapper import export
from mapper.export.figures import canvas, sheet
from mapper.model import schema
from mapper.model.errors import ExportError, InputError
from mapper.model.filters import EventFilter

MM = 25.4
PLACES = ([37.9, 36.2, 38.1, 35.0, 39.3], [48.3, 49.98, 47.9, 48.45, 48.6])


def source() -> dict[str, Any]:
    return {"events": events(*PLACES), **front()}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[canvas.Paper, Any]]:
    """Return the papers and sheets of the figures drawn in a test."""
    kept: list[tuple[canvas.Paper, Any]] = []
    compose = sheet.compose

    def keep(paper: canvas.Paper, contents: Any, one: Any, colours: Any) -> None:
        kept.append((paper, one))
        compose(paper, contents, one, colours)

    monkeypatch.setattr(sheet, "compose", keep)
    return kept


def boxes_of(paper: canvas.Paper) -> dict[Text, Any]:
    """Return the box of each text as the renderer draws it, in pixels."""
    renderer = paper.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    return {text: text.get_window_extent(renderer) for text in paper.axes.texts}


def overlapping(boxes: dict[Text, Any]) -> list[tuple[str, str]]:
    """Return the texts that lie over one another."""
    # Letters hang a little below their line: lines of one text may share that room.
    return [
        (a.get_text(), b.get_text())
        for (a, box), (b, other) in combinations(boxes.items(), 2)
        if min(box.x1, other.x1) - max(box.x0, other.x0) > 1
        and min(box.y1, other.y1) - max(box.y0, other.y0) > 0.3 * min(box.height, other.height)
    ]


@pytest.mark.parametrize("size", [(89.0, 110.0), (120.0, 100.0), (183.0, 140.0)])
def test_no_text_lies_over_another_or_off_the_paper(
    tmp_path: Path, size: tuple[float, float], drawn: list[Any]
) -> None:
    export.figure(
        source(), tmp_path / "out.png", size_mm=size, measurements=["t:1"], title="Ї" * 90
    )
    [(paper, _)] = drawn
    boxes = boxes_of(paper)
    assert len(boxes) > 12
    width, height = paper.figure.bbox.size
    margin = 1.5 / MM * 300
    for text, box in boxes.items():
        assert box.x0 >= margin, text
        assert box.y0 >= margin, text
        assert box.x1 <= width - margin, text
        assert box.y1 <= height - margin, text
        assert text.get_fontsize() >= 6.0
    assert overlapping(boxes) == []


def test_a_low_sheet_leaves_room_for_the_map(tmp_path: Path, drawn: list[Any]) -> None:
    export.figure(source(), tmp_path / "out.png", size_mm=(89, 80), measurements=["t:1"])
    [(paper, one)] = drawn
    assert one.frame.height >= 0.35 * 80
    texts = [text.get_text() for text in paper.axes.texts]
    assert min(text.get_fontsize() for text in paper.axes.texts) >= 6.0
    foot = " ".join(texts)
    # Who and which licence is said all the same, only not what of the ground each gave.
    for credit in (
        "OpenStreetMap contributors, ODbL 1.0",
        "(rivers, changed), LGPL 3.0",
        "Area source",
    ):
        assert credit in foot.replace("  ", " ")
    boxes = list(boxes_of(paper).items())
    apart = [
        (a.get_text(), b.get_text())
        for (a, box), (b, other) in combinations(boxes, 2)
        if min(box.x1, other.x1) - max(box.x0, other.x0) > 1
        and min(box.y1, other.y1) - max(box.y0, other.y0) > 0.3 * min(box.height, other.height)
    ]
    assert apart == []


@pytest.mark.parametrize("dpi", [60, 110, 200, 300])
def test_lines_of_text_keep_the_margin_at_any_resolution(
    tmp_path: Path, dpi: int, drawn: list[Any]
) -> None:
    words = " ".join(["Sources", "(country", "outlines,", "lakes,", "rivers),", "ODbL"] * 20)
    export.figure(source(), tmp_path / "out.png", size_mm=(183, 140), dpi=dpi, title=words)
    [(paper, _)] = drawn
    right = paper.figure.bbox.width
    assert all(box.x1 <= right - 1.7 / MM * dpi for box in boxes_of(paper).values())


def texts_of(paper: canvas.Paper) -> list[str]:
    return [text.get_text() for text in paper.axes.texts]


def test_many_events_on_few_spots_are_named_with_their_number(
    tmp_path: Path, drawn: list[Any]
) -> None:
    # Forty in one town, and a village on each side of it that leaves its name no room.
    lon, lat = [38.0] * 40 + [38.06, 37.94, 38.0, 38.0], [48.0] * 42 + [48.05, 47.95]
    names = ["Town"] * 40 + ["East", "West", "North", "South"]
    table = events(lon, lat, place_name=names, geo_precision="exact", verification_status="claimed")
    export.figure({"events": table}, tmp_path / "out.png")
    [(paper, _)] = drawn
    written = texts_of(paper)
    assert {"Town", "East", "West", "North", "South"} <= set(written)
    assert "40 events, 1 July 2025" in written
    assert overlapping(boxes_of(paper)) == []


def test_a_country_is_named_in_the_part_that_is_shown(tmp_path: Path, drawn: list[Any]) -> None:
    # The middles of Russia and Kazakhstan lie far to the east.
    export.figure(source(), tmp_path / "out.png", bounds=(30.0, 44.0, 62.0, 60.0))
    [(paper, _)] = drawn
    assert {"RUSSIA", "KAZAKHSTAN", "UKRAINE"} <= set(texts_of(paper))


def test_many_events_within_one_circle_leave_it_transparent(
    tmp_path: Path, drawn: list[Any]
) -> None:
    def middle(count: int) -> Any:
        table = events([38.0] * count, [48.0] * count, geo_precision="region", radius_m=80_000)
        table["verification_status"] = "reported"
        path = tmp_path / f"{count}.png"
        export.figure({"events": table}, path, title="")
        _, one = drawn[-1]
        assert len(one.circles) == 1
        x, y = one.marks.paper[0] + (0.0, 12.0)
        with Image.open(path) as picture:
            dot = 300 / MM
            return picture.convert("RGB").getpixel((int(x * dot), int(picture.height - y * dot)))

    assert middle(1) == pytest.approx(middle(30), abs=4)


def test_names_are_not_cut_inside_words(tmp_path: Path, drawn: list[Any]) -> None:
    long = ["Dnipropetrovsk oblast", "Новогродівська громада", "Zaporizhzhia oblast", "", "x"]
    data = events(*PLACES, place_name=long)
    for size in ((89, 110), (183, 140)):
        export.figure({"events": data}, tmp_path / "out.png", size_mm=size, dpi=60)
        export.figure(
            {"events": events([], [])}, tmp_path / "out.png", size_mm=size, dpi=60,
            bounds=(33.0, 46.5, 37.0, 49.5),
        )  # fmt: skip
    texts = {text.get_text() for paper, _ in drawn for text in paper.axes.texts}
    assert {"Dnipropetrovsk", "oblast", "Zaporizhzhia", "Kherson oblast"} <= texts
    whole = {word for name in long for word in name.split()}
    begun = [word for word in whole for text in texts if len(text) > 6 and text in word[:-1]]
    assert begun == []


def test_scale_and_north_stand_where_no_event_is(tmp_path: Path, drawn: list[Any]) -> None:
    # Each corner has an event, the middle of the edges has none.
    lon, lat = [30.1, 39.9, 39.9, 30.1], [45.3, 45.3, 51.7, 51.7]
    export.figure(
        {"events": events(lon, lat)}, tmp_path / "out.png", dpi=60, bounds=(30.0, 45.0, 40.0, 52.0)
    )
    [(paper, one)] = drawn
    [panel] = [patch for patch in paper.axes.patches if patch.get_zorder() == 40.0]
    x, y, width, height = *panel.get_xy(), panel.get_width(), panel.get_height()
    at = one.marks.paper
    assert len(at) == 4
    inside = (at[:, 0] > x) & (at[:, 0] < x + width) & (at[:, 1] > y) & (at[:, 1] < y + height)
    assert not inside.any()


def test_the_scale_bar_is_true(tmp_path: Path, drawn: list[Any]) -> None:
    from mapper.export.figures.furniture import scale_bar

    for lon, lat in (PLACES, ([177.0, -178.0], [-17.0, -18.0]), ([10, 100, -120], [88, 86, 87])):
        export.figure({"events": events(lon, lat)}, tmp_path / "out.png", dpi=60)
        frame = drawn[-1][1].frame
        bar = scale_bar(frame)
        assert bar.words == f"{bar.metres / 1000:,.0f} km"
        at = frame.left + frame.width / 2
        y = frame.bottom + frame.height / 2
        ends = np.array([(at - bar.mm / 2, y), (at + bar.mm / 2, y)])
        plane = (ends - (at, y)) / frame.mm_per_m + frame.centre
        (lon0, lat0), (lon1, lat1) = frame.projection.to_lonlat(plane)
        _, _, metres = Geod(ellps="WGS84").inv(lon0, lat0, lon1, lat1)
        assert metres == pytest.approx(bar.metres, rel=2e-4)
        assert frame.north_deg() == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_the_same_data_give_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    for name in "ab":
        export.figure(source(), tmp_path / f"{name}.{suffix}", dpi=80, size_mm=(100, 100))
    first, second = ((tmp_path / f"{name}.{suffix}").read_bytes() for name in "ab")
    assert first == second
    assert str(dt.date.today().year).encode() + b"-" not in first


def test_a_png_has_the_size_asked_for(tmp_path: Path) -> None:
    report = export.figure(source(), tmp_path / "out.png", size_mm=(85, 100), dpi=200)
    assert (report.events, report.left_out) == (5, 0)
    with Image.open(tmp_path / "out.png") as image:
        assert image.size == (int(85 / MM * 200), int(100 / MM * 200))
        assert round(float(image.info["dpi"][0])) == 200


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_hostile_texts_are_only_text(tmp_path: Path, suffix: str, drawn: list[Any]) -> None:
    hostile = [
        "$x^2$ \\frac{a}{b}",
        "🚀 \u202e<script>",
        "مرحبا שלום",
        "W" * 300,
        "]]>\x00&amp;",
    ]
    data = {"events": events(*PLACES, place_name=hostile), **front(source="$\\x$ 🚀", side="$y_1$")}
    report = export.figure(data, tmp_path / f"out.{suffix}", title=" ".join(hostile), dpi=80)
    assert report.events == 5
    texts = [text.get_text() for text in drawn[0][0].axes.texts]
    assert any("$x^2$" in text for text in texts)
    assert any("□" in text for text in texts)
    assert not any(text.get_parse_math() for text in drawn[0][0].axes.texts)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        ([], []),
        ([30.5], [50.4]),
        ([177.0, -178.0, -175.5], [-17.0, -18.0, -20.0]),
        ([10.0, 100.0, -120.0, 170.0], [88.0, 86.0, 87.0, 90.0]),
        ([10.0, 100.0, -120.0, 170.0], [-80.0, -75.0, -85.0, -90.0]),
        ([37.0, -58.0, 150.0, -74.0], [48.0, -34.0, -33.0, 40.7]),
        ([0.0, 180.0], [0.0, 0.0]),
    ],
)
def test_any_part_of_the_earth(tmp_path: Path, lon: Any, lat: Any) -> None:
    report = export.figure({"events": events(lon, lat)}, tmp_path / "out.png", dpi=60)
    assert report.events == len(lon)


def test_many_events_stay_a_small_file(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    many = events(rng.normal(35, 3, 30_000), rng.normal(48.5, 1, 30_000))
    report = export.figure({"events": many}, tmp_path / "out.pdf", dpi=100)
    assert report.events == 30_000
    assert (tmp_path / "out.pdf").stat().st_size < 3_000_000


def test_the_measured_line_says_what_the_engine_says(tmp_path: Path, drawn: list[Any]) -> None:
    data = source()
    report = export.figure(data, tmp_path / "out.png", measurements=["t:3"], dpi=80)
    texts = [text.get_text() for text in drawn[0][0].axes.texts]
    assert [text for text in texts if text.endswith(" km") and text[0] not in "0"]
    assert any(text.startswith("Селище 3 lies") for text in texts)
    assert "Shortest line to the front" in texts
    assert any("Area source" in warning for warning in report.warnings)
    with pytest.raises(InputError, match="no event of this id"):
        export.figure(data, tmp_path / "out.png", measurements=["t:99"])


def test_a_day_without_a_front_is_said(tmp_path: Path, drawn: list[Any]) -> None:
    report = export.figure(source(), tmp_path / "out.png", day=dt.date(2025, 9, 1), dpi=80)
    said = "There is no front for 1 September 2025"
    assert any(warning.startswith(said) for warning in report.warnings)
    texts = [text.get_text() for text in drawn[0][0].axes.texts]
    assert any(text.startswith(said) for text in texts)
    assert not any("Line of contact" in text for text in texts)


def test_sensitive_and_placeless_events_are_not_drawn(tmp_path: Path) -> None:
    data = events(*PLACES, sensitive=[1, 0, 0, 0, 0])
    data.loc[1, "geometry"] = None
    lost = gpd.GeoDataFrame(data, geometry="geometry", crs=schema.CRS)
    chosen = EventFilter(statuses=("reported", "claimed", "verified", "disputed"))
    report = export.figure({"events": lost}, tmp_path / "out.png", filter=chosen, dpi=60)
    assert (report.events, report.left_out) == (2, 3)
    assert "1 event left out as sensitive." in report.warnings
    assert "1 event without a place on the map." in report.warnings


def test_bounds_are_followed_and_what_is_outside_said(tmp_path: Path, drawn: list[Any]) -> None:
    bounds = (37.5, 47.5, 38.5, 48.5)
    report = export.figure(source(), tmp_path / "out.png", bounds=bounds, dpi=60)
    assert report.events == 2
    assert "3 events outside the map that is drawn." in report.warnings
    # The figure counts what it shows, with the same words as its legend.
    texts = [text.get_text() for text in drawn[0][0].axes.texts]
    assert "2 events, 1 July 2025." in texts


def test_the_dark_theme_is_dark(tmp_path: Path) -> None:
    export.figure(source(), tmp_path / "out.png", theme="dark", dpi=60)
    with Image.open(tmp_path / "out.png") as image:
        assert sum(image.convert("RGB").getpixel((1, 1))) < 120


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"size_mm": (10, 100)}, "sides are 40 to 1000 mm"),
        ({"size_mm": (60, 40), "title": "A long title " * 9}, "leave no room for the map"),
        ({"dpi": 5_000}, "resolution"),
        ({"size_mm": (1000, 1000), "dpi": 1200}, "too many pixels"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(
    tmp_path: Path, options: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ExportError, match=reason):
        export.figure(source(), tmp_path / "out.png", **options)
    assert list(tmp_path.iterdir()) == []


def test_other_endings_and_bounds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"one of \.png, \.svg, \.pdf"):
        export.figure(source(), tmp_path / "out.jpg")
    with pytest.raises(InputError, match="not bounds"):
        export.figure(source(), tmp_path / "out.png", bounds=(1, 2, 3, 2))
