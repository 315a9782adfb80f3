"""The window's page: a frame that names what it fetches."""

from __future__ import annotations

import re

from mapper.export.windowpage import WINDOW_POLICY, files, window_page


def test_the_window_gets_names_instead_of_contents() -> None:
    page = window_page()
    policy = re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy.group(1) == WINDOW_POLICY
    assert page.count('<body class="in-window">') == 1
    scripts = re.findall("<script([^>]*)>([^<]*)</script>", page)
    assert scripts == [
        (f' src="{path}"', "")
        for path in (
            "leaflet/leaflet.js",
            "web/all.js",
            "qwebchannel.js",
            "web/moving.js",
            "web/window.js",
        )
    ]
    assert re.findall('<link rel="stylesheet" href="([^"]*)">', page) == [
        "leaflet/leaflet.css",
        "web/all.css",
    ]
    # The channel's script comes from Qt.
    assert set(re.findall('(?:src|href)="([^"]*)"', page)) == {*files(), "qwebchannel.js"}
    assert not re.search("<style|style=|<!--", page)
