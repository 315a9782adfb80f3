"""The window's page: a frame that names what it fetches."""

from __future__ import annotations

import re

from mapper.export.windowpage import SCRIPTS, STYLES, WINDOW_POLICY, files, window_page


def test_the_window_gets_names_instead_of_contents() -> None:
    page = window_page()
    policy = re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy.group(1) == WINDOW_POLICY
    assert page.count('<body class="in-window">') == 1
    assert re.findall("<script([^>]*)>([^<]*)</script>", page) == [(f' src="{SCRIPTS}"', "")]
    assert re.findall('<link rel="stylesheet" href="([^"]*)">', page) == [STYLES]
    assert set(re.findall('(?:src|href)="([^"]*)"', page)) == set(files())
    assert not re.search("<style|style=|<!--", page)
    assert "data-theme" not in page
    assert "data-ahead" not in page


def test_the_page_begins_in_its_theme_and_asks_for_the_document_at_once() -> None:
    page = window_page("uk", theme="dark", ahead=True)
    assert '<html lang="uk" data-theme="dark">' in page
    assert '<body class="in-window" data-ahead>' in page


def test_the_scripts_are_one_in_their_order() -> None:
    scripts = files("en", "/* the channel's */")[SCRIPTS]
    order = ["client.ahead = fetch", "Leaflet 1.9", "window.mapper = {", "/* the channel's */"]
    places = [scripts.index(part) for part in (*order, "new window.QWebChannel")]
    assert places == sorted(places)
    assert "url(" not in files()[STYLES]
