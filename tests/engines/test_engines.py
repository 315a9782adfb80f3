"""An exported file from disk, without a network, in Chromium, Firefox and WebKit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from engines import Engine, missing, webkit_console
from hostile_data import HOST, LINKS, TEXTS

from mapper.geodesy import GEOD

#: Izhevsk and the point of the line of contact of 1 July 2025 nearest to it.
IZHEVSK, NEAREST = (53.2045, 56.8498), (37.91, 50.015)


@pytest.fixture
def opened(engine: Engine, file: Path) -> Engine:
    """Open the file anew."""
    engine.open(file)
    return engine


def written(engine: Engine) -> str:
    return str(engine.run("document.querySelector('main').textContent"))


def asked_for_hosts_of(file: Path, asked: list[str]) -> list[str]:
    """Return requests that name a host the file names; browsers ask for their makers' own."""
    hosts = {HOST, *re.findall(r"https?://([\w.-]+\w)", file.read_text("utf-8"))}
    return [line for line in asked if any(host in line for host in hosts)]


def test_the_file_opens_and_reaches_for_nothing(opened: Engine, file: Path) -> None:
    assert opened.run("location.protocol") == "file:"
    counts = opened.run("mapper.counts()")
    assert (counts["events"], counts["on_map"], counts["fronts"]) == (9, 8, 1)
    assert opened.run("mapper.ids()") == [f"e{i}" for i in range(len(TEXTS))] + ["lost"]
    assert opened.run("performance.getEntriesByType('resource').length") == 0
    assert asked_for_hosts_of(file, opened.network.asked) == []
    assert opened.complaints() == []


def test_the_map_is_drawn(opened: Engine) -> None:
    colours = """
        [...document.querySelectorAll('#map canvas')].reduce((most, canvas) => {
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return Math.max(most, new Set(new Uint32Array(data.buffer)).size);
        }, 0)
    """
    assert opened.run(colours) > 5


def test_range_and_selection_work(opened: Engine) -> None:
    opened.run("mapper.setRange('2025-07-02', '2025-07-03')")
    assert opened.run("mapper.counts()")["shown"] == 2
    assert opened.run("mapper.view()")["until"] == "2025-07-03"
    opened.run("mapper.setRange(null, null)")
    assert opened.run("mapper.select('e6')") is True
    assert opened.run("mapper.selected()") == "e6"
    assert TEXTS[6] in written(opened)
    assert opened.run("mapper.select('none')") is False
    assert opened.complaints() == []


def test_lengths_are_geodesic(opened: Engine) -> None:
    exact_m = GEOD.inv(*IZHEVSK, *NEAREST)[2]
    measured = opened.run(f"mapper.measure([{list(IZHEVSK)}, {list(NEAREST)}])")
    assert measured == pytest.approx(exact_m, abs=0.001)
    assert 1_263_400 < measured < 1_265_400


def test_hostile_texts_are_texts(opened: Engine) -> None:
    for i, text in enumerate(TEXTS):
        assert opened.run(f"mapper.select('e{i}')") is True
        # No text is cut, turned into markup or read as a pattern, nor its letters turned round.
        assert text.replace("\u202e", "").strip() in written(opened)
        links = opened.run("[...document.links].map((link) => link.getAttribute('href'))")
        assert {link for link in links if HOST in link or ":" in link} <= LINKS | {
            "https://leafletjs.com/"
        }
    assert opened.run("typeof window.hacked") == "undefined"
    added = "main script, main iframe, main img, main svg[onload], [onerror], [onclick]"
    assert opened.run(f"document.querySelectorAll('{added}').length") == 0
    assert opened.run("document.title") == TEXTS[0]
    assert opened.complaints() == []


def test_the_policy_stops_what_does_not_belong(opened: Engine, file: Path) -> None:
    """The last one, as it makes the browser complain."""
    opened.run(
        "new Promise((done) => { const added = document.createElement('script');"
        "added.textContent = 'window.hacked = 1'; document.body.append(added);"
        f"const picture = new Image(); picture.src = 'https://{HOST}/1.png';"
        f"fetch('https://{HOST}/2').then(done, done); }})"
    )
    assert opened.run("typeof window.hacked") == "undefined"
    assert asked_for_hosts_of(file, opened.network.asked) == []
    assert opened.complaints() != []


def test_a_request_would_be_seen(engine: Engine, file: Path, tmp_path: Path) -> None:
    """What the tests above rely on: an ordinary page's requests arrive at the proxy."""
    plain = tmp_path / "plain.html"
    plain.write_text(f"<!doctype html><title>x</title><img src='http://{HOST}/seen.png'>")
    engine.wire.go(plain.as_uri())
    assert asked_for_hosts_of(file, engine.network.asked) != []


@pytest.mark.skipif(missing("webkit") is not None, reason=str(missing("webkit")))
def test_webkit_complains_of_nothing_while_it_opens_the_file(file: Path, tmp_path: Path) -> None:
    assert webkit_console(file) == []
    broken = tmp_path / "broken.html"
    broken.write_text("<!doctype html><title>x</title><script>nowhere();</script>")
    assert any("nowhere" in line for line in webkit_console(broken))
