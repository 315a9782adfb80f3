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

_PAGE: Final = f"""<!doctype html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{WINDOW_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Mapper</title>
{{styles}}
</head>
<body class="in-window">
<main class="mapper-main"><div id="map"></div></main>
{{scripts}}
</body>
</html>
"""


@cache
def files(language: str = "en") -> dict[str, str]:
    """Return the page's style sheets and scripts by the paths at which it finds them."""
    served = client.served(client.styles()) | client.served(client.scripts(language))
    return served | {script.path: script.text for script in client.WINDOW_SCRIPTS}


@cache
def window_page(language: str = "en") -> str:
    """Return the HTML of the page, its words in a language."""
    # The channel's script is Qt's own; the window's connect the page last.
    last = [script.path for script in client.WINDOW_SCRIPTS]
    order = [path for path in files(language) if path not in last]
    order += ["qwebchannel.js", *last]
    styles = [f'<link rel="stylesheet" href="{path}">' for path in order if path.endswith(".css")]
    scripts = [f'<script src="{path}"></script>' for path in order if path.endswith(".js")]
    return _PAGE.format(language=language, styles="\n".join(styles), scripts="\n".join(scripts))
