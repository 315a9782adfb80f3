"""The map's page in the window: it fetches the document from the window's scheme.

Written without Folium, which takes as long to import as all that draws the window.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Final

from mapper.export import client

#: What a page in the window may reach: the window's own scheme only.
WINDOW_POLICY: Final = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
    "connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'"
)

_HEAD: Final = f"""<!doctype html>
<html lang="{{language}}"{{theme}}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{WINDOW_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Mapper</title>
"""
_BODY: Final = """</head>
<body class="in-window"{ahead}>
<main class="mapper-main"><div id="map"></div></main>
"""
_END: Final = "</body>\n</html>\n"


def window_page(
    language: str = "en", *, channel: str = "", theme: str = "", ahead: bool = False
) -> bytes:
    """Return the HTML of the page, its words in a language, its scripts within.

    Were the scripts files of their own, each would wait for its turn among the window's work.

    Parameters
    ----------
    language
        Code of the language.
    channel
        The script of the channel to the window, which is Qt's own.
    theme
        ``light``, ``dark`` or ``high-contrast``; without one the system is followed.
    ahead
        Whether the page asks for the document at once, before the window tells it to.

    Raises
    ------
    ValueError
        If a script or style sheet would end its own element.
    """
    nonce = os.urandom(16).hex()
    styles, scripts = parts_of(language, channel)
    parts = (
        _HEAD.format(nonce=nonce, language=language, theme=theme and f' data-theme="{theme}"'),
        f'<style nonce="{nonce}">\n{styles}</style>\n',
        _BODY.format(ahead=" data-ahead" if ahead else ""),
        *(f'<script nonce="{nonce}">\n{script}</script>\n' for script in scripts),
        _END,
    )
    return "".join(parts).encode()


@cache
def parts_of(language: str, channel: str) -> tuple[str, tuple[str, ...]]:
    """Return the page's style sheets as one, and its scripts in their order; read once."""
    leaflet, *ours = client.scripts(language)
    last = client.served(client.WINDOW_SCRIPTS)
    scripts = (
        client.served((client.WINDOW_FIRST,)),
        client.served((leaflet,)),
        "\n".join((client.served(ours), client.inlinable(channel, "The channel"), last)),
    )
    return client.served(client.styles()), scripts
