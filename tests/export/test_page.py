"""The page: closed, complete, and deaf to what hostile data say."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from mapper import export
from mapper.export import client
from mapper.export.layout import web_link
from mapper.mapdoc import MapDocument
from mapper.model import schema

HOSTILE = [
    "</script><script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 2">\'`${window.hacked=3}',
    "<!-- <style>*{display:none}</style> ]]> &lt;b&gt; \u202eright to left\u202c 🌍",
    "</title></style></noscript><a href='javascript:window.hacked=4'>x</a>" + "long " * 2000,
]


class Parsed(HTMLParser):
    """Elements of a page with their attributes, and the text inside each."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag
        if tag in ("script", "style", "title"):
            self.texts.append((tag, ""))

    def handle_data(self, data: str) -> None:
        if self._open in ("script", "style", "title") and self.texts:
            tag, text = self.texts[-1]
            if tag == self._open:
                self.texts[-1] = (tag, text + data)

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def inside(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]


def hostile_map() -> export.MapperMap:
    rows = [
        {
            "event_id": f"e{i}{text}"[:200],
            "title": text,
            "description": text,
            "place_name": text,
            "event_type": text,
            "perpetrator_alleged": text,
            "date_text": text,
            "geom": Point(37 + i, 48) if i else None,
        }
        for i, text in enumerate(HOSTILE)
    ]
    sources = [
        {"source_id": str(i), "event_id": row["event_id"], "url": "javascript:window.hacked=5"}
        | {"title": row["title"], "quote": row["title"]}
        for i, row in enumerate(rows)
    ]
    mapped = export.MapperMap(
        title=HOSTILE[0],
        introduction="\n".join(HOSTILE),
        filter_text=HOSTILE[1],
        data_date=HOSTILE[2],
        notes=HOSTILE,
    )
    credits = [
        {"text": HOSTILE[0], "licence": HOSTILE[1], "url": "javascript:window.hacked=6"},
        {"text": "Fine", "licence": "CC0", "url": "https://example.org/?a=1&b='\"><script>"},
    ]
    frame = gpd.GeoDataFrame(rows, geometry="geom", crs=schema.CRS)
    export.EventLayer(frame, pd.DataFrame(sources), credits=credits).add_to(mapped)
    export.BaseMap({}).add_to(mapped)
    return mapped


@pytest.fixture(scope="module")
def text() -> str:
    return hostile_map().get_root().render()


@pytest.fixture(scope="module")
def parsed(text: str) -> Parsed:
    return Parsed(text)


def policy_of(parsed: Parsed) -> dict[str, list[str]]:
    (meta,) = [m for m in parsed.all("meta") if m.get("http-equiv")]
    assert meta["http-equiv"] == "Content-Security-Policy"
    directives = [part.split() for part in str(meta["content"]).split(";")]
    return {name: sources for name, *sources in directives}


def sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_allows_exactly_what_is_inside(parsed: Parsed) -> None:
    policy = policy_of(parsed)
    scripts = [
        text
        for attributes, text in zip(parsed.all("script"), parsed.inside("script"), strict=True)
        if "type" not in attributes
    ]
    assert len(scripts) == 2
    assert policy.pop("script-src") == [sha256(text) for text in scripts]
    assert policy.pop("style-src") == [sha256(text) for text in parsed.inside("style")]
    assert policy == {
        "default-src": ["'none'"],
        "img-src": ["data:", "blob:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def test_the_policy_stands_before_everything_it_governs(text: str) -> None:
    assert text.index("Content-Security-Policy") < text.index("<style") < text.index("<script")


def test_hostile_texts_add_no_element_and_no_attribute(parsed: Parsed) -> None:
    data = [a for a in parsed.all("script") if a.get("id") == "mapper-document"]
    assert data == [
        {
            "type": "application/octet-stream",
            "id": "mapper-document",
            "data-encoding": "gzip+base64",
        }
    ]
    assert len(parsed.all("script")) == 3
    assert len(parsed.all("style")) == 2
    assert not parsed.all("img")
    for _, attributes in parsed.elements:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
    assert parsed.inside("title") == [HOSTILE[0]]


def test_links_are_of_the_web_only_and_open_apart(parsed: Parsed) -> None:
    links = [link for link in parsed.all("a") if not str(link["href"]).startswith("#")]
    assert [link["href"] for link in links] == ["https://example.org/?a=1&b='\"><script>"]
    assert links[0]["rel"] == "noopener noreferrer"
    assert links[0]["target"] == "_blank"


def test_nothing_outside_the_file_is_named(parsed: Parsed, text: str) -> None:
    for tag, attributes in parsed.elements:
        assert tag not in ("link", "iframe", "object", "embed", "form", "base")
        assert not {"src", "srcset", "action", "background"} & attributes.keys()
    for style in parsed.inside("style"):
        assert not re.search(r"@import|url\((?!['\"]?data:)", style)
    assert "sourceMappingURL" not in text


def test_a_reader_can_use_the_page(parsed: Parsed) -> None:
    assert parsed.all("html") == [{"lang": "en"}]
    (viewport,) = [m["content"] for m in parsed.all("meta") if m.get("name") == "viewport"]
    assert viewport == "width=device-width, initial-scale=1"
    assert [a.get("id") for a in parsed.all("div") if a.get("id")] == ["map", "mapper-events"]


def test_without_scripts_there_is_a_table_and_who_made_it(text: str) -> None:
    shown = text[text.index("<noscript>") : text.index("</noscript>")]
    assert shown.count("<tr>") == 1 + len(HOSTILE)
    assert "&lt;img src=x onerror=" in shown
    assert "Leaflet" in text[text.index("<footer") :]


def test_long_tables_are_cut_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapper.export.layout.FIRST_EVENTS", 3)
    monkeypatch.setattr("mapper.export.layout.WITHOUT_PLACE", 2)
    places = [Point(37, 48), None, Point(38, 48), None, None, None]
    rows = [{"title": f"Event {i}", "geom": place} for i, place in enumerate(places)]
    mapped = export.MapperMap(title="Long")
    export.EventLayer(gpd.GeoDataFrame(rows, geometry="geom", crs=schema.CRS)).add_to(mapped)
    export.BaseMap({}).add_to(mapped)
    text = mapped.get_root().render()
    first, lost = text.split("<caption>Events without a place on the map</caption>")
    assert [f">Event {i}</td>" in first for i in range(6)] == [True] * 3 + [False] * 3
    assert "<p>and 3 more.</p>" in first
    assert [f">Event {i}</td>" in lost for i in range(6)] == [False] * 3 + [True] * 2 + [False]
    assert "<p>and 1 more.</p>" in lost
    assert "6 events, 4 of them without a place on the map." in lost


def test_the_document_inside_is_the_payload(parsed: Parsed) -> None:
    (data,) = [
        text
        for attributes, text in zip(parsed.all("script"), parsed.inside("script"), strict=True)
        if "type" in attributes
    ]
    payload = hostile_map().document().payload()
    assert gzip.decompress(base64.b64decode(data, validate=True)) == payload
    assert HOSTILE[3].encode() in payload


def test_the_same_map_gives_the_same_text(text: str) -> None:
    assert hostile_map().get_root().render() == text


def test_leaflet_comes_with_its_licence(text: str) -> None:
    assert text.count("Redistributions of source code must retain") >= 1
    assert "BSD 2-Clause License" in text


def test_a_map_takes_one_of_each_layer_of_ours() -> None:
    mapped = export.MapperMap()
    export.BaseMap({}).add_to(mapped)
    with pytest.raises(ValueError, match="already has its BaseMap"):
        export.BaseMap({}).add_to(mapped)
    with pytest.raises(TypeError, match="cannot draw Marker"):
        folium.Marker((48, 37)).add_to(mapped)


def test_a_map_has_a_timeline_once_one_is_added() -> None:
    mapped = hostile_map()
    assert mapped.document().timeline is None
    export.Timeline(mode="cumulative", speed=7).add_to(mapped)
    assert mapped.document().timeline == {"mode": "cumulative", "speed": 7}
    header = mapped.document().payload()
    assert b'"timeline":{"mode":"cumulative","speed":7}' in header


@pytest.mark.parametrize("wrong", [{"mode": "backwards"}, {"speed": 0}, {"window_days": 0}])
def test_a_timeline_that_cannot_run_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="timeline"):
        export.Timeline(**wrong)


def test_a_map_is_saved_and_shown_like_any_folium_map(tmp_path: Path) -> None:
    mapped = hostile_map()
    mapped.save(str(tmp_path / "map.html"))
    assert (tmp_path / "map.html").read_text(encoding="utf-8") == mapped.get_root().render()
    assert "<iframe srcdoc=" in mapped._repr_html_()
    assert isinstance(mapped.document(), MapDocument)


def test_a_script_that_ends_its_own_element_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resource(*parts: str) -> Any:
        return tmp_path / parts[-1]

    (tmp_path / "bad.js").write_text("document.write('</SCRIPT>')")
    monkeypatch.setattr("mapper.paths.resource", resource)
    with pytest.raises(ValueError, match=r"bad\.js cannot stand inside a page"):
        _ = client.Asset("web/bad.js").text


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a", "https://example.org/a"),
        (" http://example.org ", "http://example.org"),
        ("HTTPS://example.org", "HTTPS://example.org"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https:///nohost", None),
        ("http://[broken", None),
        ("//example.org", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, expected: str | None) -> None:
    assert web_link(url) == expected


def test_text_that_turns_itself_round_turns_nothing(tmp_path: Path) -> None:
    turned = "\u202egnp.exe \u2067and more"
    row = {"event_id": "a", "title": turned, "notes": turned, "place_name": turned}
    frame = gpd.GeoDataFrame([row | {"geom": Point(37, 48)}], geometry="geom", crs=schema.CRS)
    path = tmp_path / "map.html"
    export.html(frame, path, title=turned, introduction=turned, changes=turned)
    text = path.read_text(encoding="utf-8")
    assert "\u202e" not in text
    assert "<title>gnp.exe and more</title>" in text
    assert 'property="og:title" content="gnp.exe and more"' in text
    lines = [line for line in text.splitlines() if "gnp.exe \u2067" in line]
    assert len(lines) == 4
    for line in lines:
        assert line.count("gnp.exe") == len(re.findall(r'dir="auto">[^<]*gnp', line)), line
