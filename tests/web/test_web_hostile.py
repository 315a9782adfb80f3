"""Hostile data is text: it runs nothing, links nowhere, breaks nothing."""

import json

from web_payload import front, payload

SCRIPTS = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
TEXTS = [
    SCRIPTS,
    "\"quotes\" 'single' `backticks` ${window.hacked = 1} \\u0041 </script><!--",
    "x" * 10_000,
    "سجل هجوم على مصنع",
    "💥🚁 " * 40,
    "\u202eevil\u202c \u0000\u2028\u2029",
    "]]>&lt;b&gt;",
]
LINKS = [
    "javascript:window.hacked=1",
    "JaVaScRiPt:window.hacked=1",
    " java\nscript:window.hacked=1",
    "data:text/html,<script>1</script>",
    "file:///etc/passwd",
    "vbscript:x",
    "//example.org/relative",
    'https://example.org/"><script>window.hacked=1</script>',
    "http://example.org",
]


def hostile_events():
    return [
        {
            "id": f"{i}{text[:30]}",
            "title": text,
            "lon": 30 + i / 10,
            "lat": 50,
            "start": "2025-07-01",
            "place": text,
            "when": text,
            "description": text,
            "killed": text,
            "injured": text,
            "claimed_by": text,
            "denied_by": text,
            "perpetrator": text,
            "place_note": text,
            "distance": text,
            "notes": text,
            "claims": [{"field": text, "value": text, "note": text, "source": text}],
            "near": (31, 51),
            "distance_m": 1000.0,
            "sources": [
                {"url": link, "archive_url": link, "title": text, "publisher": text, "quote": text}
                for link in LINKS
            ],
        }
        for i, text in enumerate(TEXTS)
    ]


def test_texts_and_links(browser):
    area = front(
        "control_area",
        "2025-07-01",
        [[[[30, 48], [34, 48], [34, 50], [30, 48]]]],
        source=SCRIPTS,
        side=SCRIPTS,
        control_status=SCRIPTS,
    )
    places = {
        "name": [SCRIPTS],
        "local": [SCRIPTS],
        "lon": [300000],
        "lat": [500000],
        "population": [10**6],
        "min_zoom": [0],
        "kind": ["city"],
    }
    basemap = {
        "scale": 10000,
        "layers": [],
        "places": places,
        "attribution": [{"text": SCRIPTS, "licence": SCRIPTS, "url": "javascript:window.hacked=1"}],
    }
    credit = {"text": TEXTS[1], "licence": SCRIPTS, "url": LINKS[7]}
    browser.open(payload(hostile_events(), fronts=[area], basemap=basemap, credits=[credit]))
    label = {
        "line": [[[30, 50], [31, 51]]],
        "label": SCRIPTS,
        "end": {"lon": 31, "lat": 51, "name": SCRIPTS},
    }
    for index, text in enumerate(TEXTS):
        browser.run(f"mapper.select(mapper.ids()[{index}])")
        title = browser.run("document.querySelector('.leaflet-popup h2').textContent")
        assert title == text.replace("\u202e", "")
        browser.run(f"(MapperClient.app.hover({index}), MapperClient.app.hover(null))")
    browser.run(f"mapper.showGeodesic({json.dumps(label)})")
    browser.run("document.querySelector('.mapper-button-list').click()")
    rows = "document.querySelectorAll('.mapper-list tbody button')[0].textContent"
    assert browser.run(rows) == SCRIPTS
    browser.drawn()
    assert browser.run("window.hacked") is None
    assert (
        browser.run("document.querySelectorAll('#map script, .mapper-list script, img').length")
        == 0
    )
    links = browser.run(
        "[...document.querySelectorAll('a[href]')].filter((a) => !a.closest('.leaflet-bar'))"
        ".map((a) => [a.protocol, a.rel, a.target])"
    )
    assert len(links) > 4
    for protocol, rel, target in links:
        if target == "" and protocol == "file:":
            continue  # the popup's own close button, which Leaflet makes a link to "#close"
        assert protocol in {"http:", "https:"}
        assert (rel, target) == ("noopener noreferrer", "_blank")


def test_policy_lets_nothing_through(browser):
    """The page works under its policy: a style attribute or inline handler would log an error."""
    browser.open(payload(hostile_events()[:1]))
    browser.run("mapper.select(mapper.ids()[0])")
    browser.drawn()
    assert browser.messages == []


def test_text_that_turns_itself_round_turns_nothing(browser):
    turned = "\u202egnp.exe and \u202dmore"
    event = hostile_events()[0]
    names = [name for name, value in event.items() if value == SCRIPTS]
    texts = dict.fromkeys(names, turned)
    source = {"title": turned, "publisher": turned, "quote": turned, "type": turned}
    claim = dict.fromkeys(("field", "value", "note", "source"), turned)
    event |= texts | {"id": turned, "sources": [source], "claims": [claim]}
    browser.open(payload([event]))
    browser.run("mapper.select(mapper.ids()[0])")
    browser.run("document.querySelector('.mapper-button-list').click()")
    browser.run("MapperClient.app.hover(0)")
    assert browser.run("mapper.selected()") == turned, "an id is an id"
    # Every text of the data stands in an element of its own direction, in the order of its letters.
    assert browser.run("""(() => {
      const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
      const found = [[], []];
      while (walk.nextNode()) {
        const { data, parentElement } = walk.currentNode;
        if (/[\u202d\u202e]/.test(data)) found[0].push(data);
        if (data.includes('gnp.exe') && !parentElement.closest('[dir=auto]'))
          found[1].push(parentElement.outerHTML);
      }
      return found;
    })()""") == [[], []]
    card = "document.querySelector('.mapper-sheet:not([hidden]), .leaflet-popup').innerText"
    assert "gnp.exe and more" in browser.run(card)
