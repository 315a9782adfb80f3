"""The page that carries the map, as the root of Folium's object model.

Folium's own page names files of ten hosts, forbids zooming and has neither
language nor title; this one names nothing outside itself.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import jinja2
import markupsafe
import numpy as np
from branca.element import Figure

from mapper.export import client
from mapper.export.compressing import gzipped
from mapper.mapdoc import MapDocument
from mapper.model import vocabulary as words
from mapper.model.dates import NO_DAY, day_from_number, parse_day, write_day, write_days
from mapper.model.event import Count

Mode = Literal["file", "window"]

#: Rows of the tables that stand in the page beside the map.
FIRST_EVENTS: Final = 100
WITHOUT_PLACE: Final = 500

# One escaper for every text: Jinja's, switched on for the whole template.
_TEMPLATE: Final = jinja2.Environment(
    autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
).from_string(files("mapper.export").joinpath("page.html").read_text(encoding="utf-8"))


class Page(Figure):
    """The HTML document around one `MapperMap`.

    Parameters
    ----------
    mode
        ``"file"``: everything stands in the page. ``"window"``: scripts and
        document are fetched from the window's own scheme.
    notes
        Sentences the page says about itself, e.g. what was left out.
    """

    def __init__(self, *, mode: Mode = "file", notes: Iterable[str] = ()) -> None:
        super().__init__(height="600px")
        self._name = "Page"
        self.mode = mode
        self.notes = tuple(notes)

    def render(self, **kwargs: Any) -> str:
        """Return the HTML; the same map gives the same text."""
        mapped: Any = next(iter(self._children.values()))
        return _TEMPLATE.render(page=_content(mapped.document(), self.mode, self.notes))


@dataclass(frozen=True)
class _Content:
    """What the template is given; styles and scripts are texts, in the window paths."""

    window: bool
    language: str
    title: str
    policy: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    introduction: list[str]
    contents: str
    notes: Sequence[str]
    method: str
    credits: list[dict[str, str | None]]
    first_events: list[dict[str, str]]
    events_left: int
    without_place: list[dict[str, str]]
    without_place_left: int
    data: markupsafe.Markup


def _content(document: MapDocument, mode: Mode, notes: Sequence[str]) -> _Content:
    window = mode == "window"
    if window:
        styles = tuple(asset.path for asset in client.styles())
        scripts = tuple(asset.path for asset in client.scripts())
        scripts = (*scripts, "qwebchannel.js", client.WINDOW_SCRIPT.path)
    else:
        styles, scripts = client.joined(client.styles()), client.joined(client.scripts())
    shown = not window
    lost = np.flatnonzero(document.arrays["located"] == 0).tolist() if shown else []
    unlisted = [place for place in lost if place >= FIRST_EVENTS]
    return _Content(
        window=window,
        language=document.language,
        title=document.title or "Map",
        policy=WINDOW_POLICY if window else _file_policy(styles, scripts),
        styles=styles,
        scripts=scripts,
        introduction=[part for part in document.introduction.splitlines() if part.strip()],
        contents=_contents(document, len(lost)),
        notes=(*notes, *document.warnings),
        method=document.method,
        credits=[_credit(credit) for credit in document.credits],
        first_events=_rows(document, range(min(FIRST_EVENTS, len(document)))) if shown else [],
        events_left=max(0, len(document) - FIRST_EVENTS),
        without_place=_rows(document, unlisted[:WITHOUT_PLACE]),
        without_place_left=max(0, len(unlisted) - WITHOUT_PLACE),
        data=markupsafe.Markup("") if window else _data(document),
    )


#: What a page in the window may reach: the window's own scheme only.
WINDOW_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; base-uri 'none'; form-action 'none'"
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


def _contents(document: MapDocument, without_place: int) -> str:
    text = f"{len(document):,} events"
    if without_place:
        text += f", {without_place:,} of them without a place on the map"
    days = sorted({front["as_of"] for front in document.fronts})
    if days:
        first, last = (write_day(parse_day(day)) for day in (days[0], days[-1]))
        span = first if len(days) == 1 else f"{len(days)} days from {first} to {last}"
        text += f"; front of {span}"
    text += f". Filter: {document.filter_text}." if document.filter_text else "."
    return text + (f" Data of {_moment(document.data_date)}." if document.data_date else "")


def _moment(text: str) -> str:
    """Return the day and minute of an ISO time in UTC; other text as it is."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{write_day(moment.date())}, {moment:%H:%M} UTC"


def _credit(credit: Mapping[str, Any]) -> dict[str, str | None]:
    terms = words.REDISTRIBUTIONS[credit["redistribution"]]
    return {
        "text": credit["text"],
        "licence": credit["licence"],
        "link": web_link(credit["url"]),
        "terms": None if terms.value == "yes" else terms.label.lower(),
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


def _rows(document: MapDocument, places: Iterable[int]) -> list[dict[str, str]]:
    """Return the rows of a table of events, missing texts as empty ones."""
    statuses = document.vocabulary["verification_status"]
    rows = []
    for place in places:
        row = {name: _text(document, name, place) or "" for name in ("title", "place", "notes")}
        row["when"] = _text(document, "when", place) or _days(document, place)
        row["status"] = statuses[document.arrays["status"][place]]["label"]
        for name in ("killed", "injured"):
            best = int(document.arrays[f"{name}_best"][place])
            known = Count(best=None if best < 0 else best)
            row[name] = _text(document, name, place) or str(known)
        rows.append(row)
    return rows


def _text(document: MapDocument, name: str, place: int) -> str | None:
    column = document.texts.get(name)
    text: str | None = None if column is None else column[place].as_py()
    return text


def _days(document: MapDocument, place: int) -> str:
    first, last = (int(document.arrays[name][place]) for name in ("start", "end"))
    if NO_DAY in (first, last):
        return "Day not known"
    return write_days(day_from_number(first), day_from_number(last))
