"""No serious fault of accessibility in an exported page: by axe, and by contrast of our own count.

axe leaves a text's contrast open wherever anything may lie over it, which on a map is
everywhere; so contrasts are counted here as well, from the colours as computed.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import hostile_data
import pytest
from web_browser import Browser

from mapper import export, readers

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
CONTRAST = """
    (() => {
      const parse = (text) => {
        // "rgb(255, 0, 0)", or "color(srgb 1 0 0 / 0.5)" where colours were mixed.
        const parts = text.match(/[\\d.]+/g).map(Number);
        const scale = text.startsWith("color") ? 255 : 1;
        const rgb = parts.slice(0, 3).map((part) => part * scale);
        return { rgb, alpha: parts.length > 3 ? parts[3] : 1 };
      };
      const light = (rgb) => {
        const [r, g, b] = rgb.map((v) => {
          const c = v / 255;
          return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const over = ({ rgb, alpha }, below) => rgb.map((v, i) => v * alpha + below[i] * (1 - alpha));
      const ground = (element) => {
        const layers = [];
        for (let one = element; one; one = one.parentElement) {
          const found = parse(getComputedStyle(one).backgroundColor);
          layers.push(found);
          // What is drawn on the map's canvases is not known here.
          if (one.id === "map") break;
          if (found.alpha === 1) break;
        }
        return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
      };
      const faults = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.data.trim() || element.closest("script, style, noscript, [disabled]")) continue;
        if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        const style = getComputedStyle(element);
        const back = ground(element);
        const ink = over(parse(style.color), back);
        const [low, high] = [light(ink), light(back)].sort((a, b) => a - b);
        const ratio = (high + 0.05) / (low + 0.05);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        const strong = document.documentElement.dataset.theme === "high-contrast";
        if (ratio < (large ? 3 : 4.5) + (strong ? (large ? 1.5 : 2.5) : 0))
          faults.push(`${ratio.toFixed(2)}: ${element.className} ${node.data.trim().slice(0, 40)}`);
      }
      return faults;
    })()
"""
AXE = """
    axe.run().then((found) => found.violations
      .filter((fault) => ["serious", "critical"].includes(fault.impact))
      .flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 200)}`)))
"""


@pytest.fixture(scope="module")
def axe() -> str:
    """Return axe's source; the package is there for that one file."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe is not here: pip install --no-deps axe-playwright-python")
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return exported pages: of the sample, and of hostile texts."""
    folder = tmp_path_factory.mktemp("pages")
    events = readers.read(SAMPLE / "events.csv")
    fronts = readers.read(SAMPLE / "front_pairs_2025-07-01.csv")
    tables = {
        "events": events.events,
        "sources": events.sources,
        "lines_of_contact": fronts.lines_of_contact,
    }
    export.html(tables, folder / "sample.html", introduction="What was reported.\nAnd where.")
    hostile_data.save(folder / "hostile.html")
    return {path.stem: path for path in folder.glob("*.html")}


@pytest.fixture(scope="module")
def one_browser(qapp) -> Iterator[Browser]:
    """Give one web view to all tests of this file."""
    made = Browser(1000, 800)
    yield made
    made.close()


@pytest.fixture
def opened(one_browser: Browser, files: dict[str, Path], request) -> Iterator[Browser]:
    """Open a page in a theme."""
    name, theme = request.param
    one_browser.view.resize(1000, 800)
    one_browser.load_file(files[name])
    one_browser.run("mapper.ready")
    one_browser.run(f"mapper.setTheme('{theme}')")
    yield one_browser
    assert one_browser.messages == []


def states(page: Browser) -> Iterator[str]:
    """Bring the page into one state after another."""
    yield "as it opens"
    page.run("mapper.select(mapper.ids()[0])")
    yield "with a card"
    page.run("mapper.select(null)")
    page.run("document.querySelector('.mapper-button-list').click()")
    page.run("mapper.startMeasure()")
    yield "with list and measuring"
    page.run("mapper.stopMeasure()")
    page.resize(360, 640)
    yield "narrow"
    page.run("mapper.select(mapper.ids()[1])")
    yield "narrow with a card"


PAGES = [(name, theme) for name in ("sample", "hostile") for theme in ("light", "dark")]
PAGES.append(("sample", "high-contrast"))


@pytest.mark.parametrize("opened", PAGES, indirect=True, ids="-".join)
def test_no_serious_fault(opened: Browser, axe: str) -> None:
    # Run by the engine, not by the page, whose policy forbids it.
    opened._evaluate(f"{axe}; 1")
    for state in states(opened):
        opened.drawn()
        assert opened.run(AXE) == [], state


@pytest.mark.parametrize("opened", PAGES, indirect=True, ids="-".join)
def test_every_text_stands_out(opened: Browser) -> None:
    for state in states(opened):
        opened.drawn()
        assert opened.run(CONTRAST) == [], state


def test_faults_would_be_found(one_browser: Browser, axe: str) -> None:
    one_browser.load(
        "<!doctype html><title>x</title><style>p { color: #999; }</style>"
        "<p>Pale</p><img src='data:,'>"
    )
    one_browser._evaluate(f"{axe}; 1")
    assert {fault.split(":")[0] for fault in one_browser.run(AXE)} >= {"image-alt"}
    assert one_browser.run(CONTRAST) == ["2.85:  Pale"]
