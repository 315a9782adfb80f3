"""The window's page: one file with all that it is made of but the document."""

from __future__ import annotations

import re

import pytest

from mapper.export.client import WINDOW_FIRST, WINDOW_SCRIPTS, inlinable, scripts
from mapper.export.windowpage import WINDOW_POLICY, filled, template


def test_the_page_brings_its_scripts_and_allows_no_others() -> None:
    page = filled(template()).decode()
    policy = re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    nonce = re.search("script-src 'nonce-([0-9a-f]{32})'", policy.group(1))
    assert nonce is not None
    assert policy.group(1) == WINDOW_POLICY.format(nonce=nonce.group(1))
    assert page.count('<body class="in-window">') == 1
    elements = re.findall("<(?:script|style)([^>]*)>", page)
    assert elements == [f' nonce="{nonce.group(1)}"'] * 4
    without = re.sub("(<(script|style)[^>]*>).*?</\\2>", "", page, flags=re.DOTALL)
    assert not re.search("src=|href=|style=|<!--", without)
    assert "data-theme" not in without
    assert "data-ahead" not in without


def test_no_two_pages_share_what_lets_their_scripts_run() -> None:
    page = template()
    assert filled(page) != filled(page)


def test_the_page_begins_in_its_theme_and_asks_for_the_document_at_once() -> None:
    page = filled(template("uk"), theme="dark", ahead=True).decode()
    assert '<html lang="uk" data-theme="dark" data-ahead>' in page
    assert "@" not in page.partition("<style")[0]


def test_the_scripts_follow_one_another() -> None:
    page = template("en", "/* the channel's */").decode()
    order = [
        "client.ahead = client.fetchDocument",
        "Leaflet 1.9",
        "window.mapper = {",
        "/* the channel's */",
    ]
    places = [page.index(part) for part in (*order, "new window.QWebChannel")]
    assert places == sorted(places)
    assert "url(" not in re.findall("<style[^>]*>(.*?)</style>", page, re.DOTALL)[0]


@pytest.mark.parametrize("end", ["</script>", "</SCRIPT >", "</style", "<!-- x"])
def test_a_script_that_would_end_its_element_is_refused(end: str) -> None:
    with pytest.raises(ValueError, match="cannot stand inside a page"):
        inlinable(f"let text = '{end}';", "one.js")


def test_no_text_of_a_script_goes_over_several_lines() -> None:
    """What is stripped from each line must be no part of a text."""
    for asset in (*scripts()[1:], *WINDOW_SCRIPTS, WINDOW_FIRST):
        for number, line in enumerate(asset.text.splitlines(), 1):
            assert line.count("`") % 2 == 0, f"{asset.path}:{number}"
            assert not line.endswith("\\"), f"{asset.path}:{number}"
