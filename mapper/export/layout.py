"""The page that carries the map, as the root of Folium's object model.

Folium's own page names files of ten hosts, forbids zooming and has neither
language nor title; this one names nothing outside itself.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

import jinja2
import markupsafe
import numpy as np
from branca.element import Figure

from mapper.export import client
from mapper.export.compressing import gzipped
from mapper.export.firstrows import rows_in_words
from mapper.mapdoc import MapDocument
from mapper.mapdoc.language import English, Note, language_of
from mapper.model.dates import parse_day

#: Rows of the tables that stand in the page beside the map.
FIRST_EVENTS: Final = 100
WITHOUT_PLACE: Final = 500

#: Characters of the introduction that stand for the page elsewhere.
SUMMARY: Final = 200

#: Characters that make letters run against their own way; and all that reach beyond the text they
#: stand in where nothing closes them.
_TURNING: Final = re.compile("[\u202d\u202e]")
_REACHING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _unturned(value: Any) -> Any:
    """Return text from the data without overrides of direction, as the client shows it (dom.js)."""
    return _TURNING.sub("", value) if type(value) is str else value


# One escaper for every text: Jinja's, switched on for the whole template.
_ENVIRONMENT: Final = jinja2.Environment(
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_unturned,
)
# For where no element can hold a direction of its own, as in the page's title.
_ENVIRONMENT.filters["untied"] = lambda text: _REACHING.sub("", text)
_TEMPLATE: Final = _ENVIRONMENT.from_string(
    files("mapper.export").joinpath("page.html").read_text(encoding="utf-8")
)


class Page(Figure):
    """The HTML document around one `MapperMap`.

    Parameters
    ----------
    notes
        What the page says about itself, e.g. what was left out: sentences, or
        notes to be said in its language.
    picture
        Address of a picture of the map, for whoever links to it.
    """

    def __init__(self, *, notes: Iterable[str | Note] = (), picture: str = "") -> None:
        super().__init__(height="600px")
        self._name = "Page"
        self.notes = tuple(notes)
        self.picture = picture

    def render(self, **kwargs: Any) -> str:
        """Return the HTML; the same map gives the same text."""
        mapped: Any = next(iter(self._children.values()))
        content = _content(mapped.document(), self.notes, self.picture)
        return _TEMPLATE.render(page=content)


@dataclass(frozen=True)
class _Content:
    """What the template is given."""

    language: str
    words: Mapping[str, str]
    title: str
    summary: str
    picture: str
    policy: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    introduction: list[str]
    contents: str
    data_date: str
    notes: Sequence[str]
    method: str
    inputs: Sequence[Mapping[str, Any]]
    credits: list[dict[str, str | None]]
    first_events: list[dict[str, str]]
    events_left: str
    without_place: list[dict[str, str]]
    without_place_left: str
    data: markupsafe.Markup


def _content(document: MapDocument, notes: Sequence[str | Note], picture: str) -> _Content:
    words = language_of(document.language)
    styles, scripts = client.joined(client.styles()), client.joined(client.scripts(words.code))
    lost = np.flatnonzero(document.arrays["located"] == 0).tolist()
    first = range(min(FIRST_EVENTS, len(document)))
    unlisted = [place for place in lost if place >= FIRST_EVENTS]
    return _Content(
        language=words.code,
        words=words.WORDS,
        title=document.title or words.WORDS["untitled"],
        summary=_summary(document),
        picture=picture,
        policy=_file_policy(styles, scripts),
        styles=styles,
        scripts=scripts,
        introduction=[part for part in document.introduction.splitlines() if part.strip()],
        contents=_contents(document, len(lost), words),
        data_date=words.data_of(words.moment(document.data_date)) if document.data_date else "",
        notes=(
            *(note if isinstance(note, str) else words.note(note) for note in notes),
            *document.warnings,
        ),
        method=document.method,
        inputs=document.inputs,
        credits=[_credit(credit, words) for credit in document.credits],
        first_events=rows_in_words(document, first),
        events_left=_more(len(document) - FIRST_EVENTS, words),
        without_place=rows_in_words(document, unlisted[:WITHOUT_PLACE]),
        without_place_left=_more(len(unlisted) - WITHOUT_PLACE, words),
        data=_data(document),
    )


def _file_policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    return (
        f"default-src 'none'; script-src {' '.join(map(client.content_hash, scripts))}; "
        f"style-src {' '.join(map(client.content_hash, styles))}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _data(document: MapDocument) -> markupsafe.Markup:
    packed = gzipped(document.payload())
    return markupsafe.Markup(base64.b64encode(packed).decode())


def _contents(document: MapDocument, without_place: int, words: English) -> str:
    days = [parse_day(day) for day in sorted({front["as_of"] for front in document.fronts})]
    return words.contents(len(document), without_place, days, document.filter_text)


def _summary(document: MapDocument) -> str:
    """Return the beginning of the introduction, for whoever links to the page."""
    text = " ".join(document.introduction.split())
    return text if len(text) <= SUMMARY else f"{text[: SUMMARY - 1].rsplit(' ', 1)[0]}…"


def _more(count: int, words: English) -> str:
    return words.more(count) if count > 0 else ""


def _credit(credit: Mapping[str, Any], words: English) -> dict[str, str | None]:
    return {
        "text": credit["text"],
        "licence": credit["licence"],
        "link": web_link(credit["url"]),
        "terms": words.terms(credit["redistribution"]),
    }


def web_link(url: str | None) -> str | None:
    """Return the address if it is one of the web (http, https), else None."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None
