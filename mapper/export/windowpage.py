"""The map's page in the window: it fetches its scripts and the document from the window's scheme.

Written without Folium, which takes as long to import as all that draws the window.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from mapper.export import client

#: What a page in the window may reach: the window's own scheme only.
WINDOW_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; base-uri 'none'; form-action 'none'"
)
#: Where the page finds its style sheets and its scripts, each as one file.
STYLES: Final = "web/all.css"
SCRIPTS: Final = "web/all.js"

_PAGE: Final = f"""<!doctype html>
<html lang="{{language}}"{{theme}}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{WINDOW_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Mapper</title>
<link rel="stylesheet" href="{STYLES}">
</head>
<body class="in-window"{{ahead}}>
<main class="mapper-main"><div id="map"></div></main>
<script src="{SCRIPTS}"></script>
</body>
</html>
"""


@cache
def files(language: str = "en", channel: str = "") -> dict[str, str]:
    """Return the page's style sheets and scripts by the paths at which it finds them.

    ``channel`` is the script of the channel to the window, which is Qt's own.
    """
    first, last = client.WINDOW_FIRST, client.WINDOW_SCRIPTS
    scripts = client.served((first, *client.scripts(language)))
    return {
        STYLES: client.served(client.styles()),
        SCRIPTS: "\n".join((scripts, channel, client.served(last))),
    }


def window_page(language: str = "en", *, theme: str = "", ahead: bool = False) -> str:
    """Return the HTML of the page, its words in a language.

    Parameters
    ----------
    language
        Code of the language.
    theme
        ``light``, ``dark`` or ``high-contrast``; without one the system is followed.
    ahead
        Whether the page asks for the document at once, before the window tells it to.
    """
    return _PAGE.format(
        language=language,
        theme=f' data-theme="{theme}"' if theme else "",
        ahead=" data-ahead" if ahead else "",
    )
