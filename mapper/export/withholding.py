"""Taking out of texts what is not to be published: addresses, and positions in any notation."""

from __future__ import annotations

import re
from typing import Any, Final, TypeVar

import pandas as pd

#: Stands where something was taken out; no language, as texts have theirs.
REMOVED: Final = "[…]"

_LINK: Final = r"(?:https?://|www\.)\S+|\b(?:t\.me|youtu\.be|bit\.ly)/\S+"

_DEGREE: Final = r"[-+−]?\d{1,3}[.,]\d{2,}\s*°?\s*(?:[NSEWnsew]\b|[СЮВЗПДЗ]\b)?"
_CODE: Final = "23456789CFGHJMPQRVWX"
_POSITIONS: Final = "|".join(
    (
        # Links to a place on a map, whatever else they say.
        r"(?:https?://|www\.)\S*(?:[-+]?\d{1,3}\.\d{3,}\S*[-+]?\d{1,3}\.\d{3,}|/maps?\b|maps\.|goo\.gl"
        r"|openstreetmap|osm\.org|wikimapia|w3w\.co|what3words|plus\.codes|deepstatemap|"
        r"geohack|mapcarta)\S*",
        # 48.0159, 37.8028 and 48,0159; 37,8028
        rf"{_DEGREE}\s*[,;/|\s]\s*{_DEGREE}",
        # lat: 48.0159
        r"\b(?:lat|lon|lng|long|latitude|longitude|широта|довгота|долгота)\b\W{0,4}[-+−]?\d{1,3}(?:[.,]\d+)?",
        # 48.0159° and 48°00'57"N
        r"\d{1,3}(?:[.,]\d+)?\s*[°º]\s*(?:\d{1,2}(?:[.,]\d+)?\s*['′’ʹ]\s*)?"
        r"(?:\d{1,2}(?:[.,]\d+)?\s*(?:[\"″”ʺ]|''|′′)\s*)?(?:[NSEW]\b)?",
        # MGRS, Plus Codes, what3words
        r"\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{2,5}\s\d{2,5}|\d{4,10})\b",
        rf"\b[{_CODE}]{{4,8}}\+[{_CODE}]{{2,3}}\b",
        r"///\w+\.\w+\.\w+",
    )
)

#: Where nothing of this stands in a text there is nothing to look for.
_HINT: Final = r"[°º+/]|\d[.,]\d{2}|\d{4}|(?i:lat|lon|lng|широта|довгота|долгота)"

FrameT = TypeVar("FrameT", bound=pd.DataFrame)

#: Columns that are no free text.
_NOT_TEXT: Final = {
    "event_id",
    "source_id",
    "claim_id",
    "incident_id",
    "feed",
    "date_start",
    "date_end",
    "created_at",
    "updated_at",
    "published_at",
    "accessed_at",
    "field",
}


def without_links(table: FrameT) -> FrameT:
    """Return a table whose texts hold no address of the web."""
    return _cleaned(table, re.compile(_LINK, re.IGNORECASE), r"://|www|t\.me|youtu|bit\.ly")


def without_positions(table: FrameT) -> FrameT:
    """Return a table whose texts hold no coordinates, codes of places or links to maps."""
    return _cleaned(table, re.compile(_POSITIONS, re.IGNORECASE), _HINT)


def _cleaned(table: FrameT, pattern: re.Pattern[str], hint: str) -> FrameT:
    changed: dict[str, Any] = {}
    for name in table.columns:
        values = table[name]
        if name in _NOT_TEXT or not isinstance(values.dtype, pd.StringDtype):
            continue
        suspect = values.str.contains(hint, regex=True).fillna(False).to_numpy(bool)
        if suspect.any():
            # Only distinct texts are looked through.
            texts = values[suspect].drop_duplicates()
            written = {text: pattern.sub(REMOVED, text) for text in texts}
            written = {text: new for text, new in written.items() if text != new}
            if written:
                changed[name] = values.map(lambda text, w=written: w.get(text, text)).astype("str")
    return table.assign(**changed) if changed else table
