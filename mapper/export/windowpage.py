"""The map's page in the window: it fetches the document from the window's scheme.

Written without Folium, which takes as long to import as all that draws the window.
"""

from __future__ import annotations

import os
from typing import Final

from mapper.export import client

#: What a page in the window may reach: the window's own scheme only.
WINDOW_POLICY: Final = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
    "connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'"
)

#: What is filled in when a page is asked for.
_NONCE: Final = "@nonce@"
_BEGIN: Final = "@begin@"

_PAGE: Final = f"""<!doctype html>
<html lang="{{language}}"{_BEGIN}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{WINDOW_POLICY.format(nonce=_NONCE)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Mapper</title>
<style nonce="{_NONCE}">
{{styles}}</style>
</head>
<body class="in-window">
<main class="mapper-main"><div id="map"></div></main>
{{scripts}}</body>
</html>
"""


def template(language: str = "en", channel: str = "") -> bytes:
    """Return the HTML of the page, its words in a language, its scripts within, to be `filled`.

    Were the scripts files of their own, each would wait for its turn among the window's work.
    ``channel`` is the script of the channel to the window, which is Qt's own.

    Raises
    ------
    ValueError
        If a script or style sheet would end its own element.
    """
    leaflet, *ours = client.scripts(language)
    last = client.served(client.WINDOW_SCRIPTS)
    scripts = (
        client.served((client.WINDOW_FIRST,)),
        client.served((leaflet,)),
        "\n".join((client.served(ours), client.inlinable(channel, "The channel"), last)),
    )
    elements = (f'<script nonce="{_NONCE}">\n{script}</script>\n' for script in scripts)
    styles = client.served(client.styles())
    return _PAGE.format(language=language, styles=styles, scripts="".join(elements)).encode()


def filled(page: bytes, *, theme: str = "", ahead: bool = False) -> bytes:
    """Return a page of `template` that is given once.

    Parameters
    ----------
    page
        What `template` returned.
    theme
        ``light``, ``dark`` or ``high-contrast``; without one the system is followed.
    ahead
        Whether the page asks for the document at once, before the window tells it to.
    """
    begin = (f' data-theme="{theme}"' if theme else "") + (" data-ahead" if ahead else "")
    nonce = os.urandom(16).hex()
    return page.replace(_BEGIN.encode(), begin.encode(), 1).replace(_NONCE.encode(), nonce.encode())
