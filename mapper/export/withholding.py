"""Taking out of texts what is not to be published: addresses, and positions in any notation."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

import pandas as pd

#: Stands where something was taken out; no language, as texts have theirs.
REMOVED: Final = "[…]"

#: An address of the web, with what else may stand before the two slashes ("tg", "hxxps").
_WEB: Final = r"[a-z][a-z0-9+.-]{0,20}://\S+|www\.\S+"
_ENDINGS: Final = (
    "com|org|net|info|media|news|live|tv|me|be|ly|io|int|gov|edu|ua|ru|su|by|eu|uk|de|pl|fr|il"
    "|рф|укр|срб|бел"
)
#: The same without its beginning: anything with a path, and well-known endings without one.
_BARE: Final = (
    rf"(?<![\w@-])(?<!\w\.)(?:[\w-]+\.)+(?:[a-z]{{2,}}|рф|укр|срб|бел)(?::\d+)?/\S*"
    rf"|(?<![\w@-])(?<!\w\.)(?:[\w-]+\.)+(?:{_ENDINGS})\b"
)
_NAME_AT: Final = r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.])@\w{4,}"
_LINK: Final = f"{_WEB}|{_BARE}|{_NAME_AT}"

#: What makes a link one to a place on a map, whatever else it says.
_OF_A_MAP: Final = re.compile(
    r"-?\d{1,3}\.\d{3,}\D.*?\d{1,3}\.\d{3,}|/maps?\b|maps\.|goo\.gl|openstreetmap|osm\.org"
    r"|wikimapia|w3w\.co|what3words|plus\.codes|deepstatemap|geohack|mapcarta|geohash",
    re.IGNORECASE,
)

_POINT: Final = "[.,·．٫]"
_NUMBER: Final = rf"[-+−]?\d{{1,3}}{_POINT}\d"
#: Letters of a hemisphere: N, E, and с.ш., сх.д. as Russian and Ukrainian write them.
_SIDE: Final = r"(?:(?:[сю]|пн|пд)\.?\s?ш\b\.?|(?:[взс]|сх|зх)\.?\s?д\b\.?|[NSEWСЮВЗ](?![^\W\d_]))"
_BEFORE: Final = r"(?:\b[NSEW]\s?)?"
_DEGREE: Final = rf"{_BEFORE}{_NUMBER}\d+\s*°?\s*{_SIDE}?"
#: Three digits after a comma are thousands, two before a year months.
_MONTH: Final = r"(?!\d\d\.(?:19|20)\d\d\b)"
_LONG: Final = rf"{_BEFORE}[-+−]?{_MONTH}\d{{1,3}}(?:[.·．٫]\d|,\d\d)\d{{2,}}\s*°?\s*{_SIDE}?"
_MINUTES: Final = r"\d{1,2}(?:[.,]\d+)?"
_CODE: Final = "23456789CFGHJMPQRVWX"
#: Letters of a geohash: any word may be one, so it counts only where it is named so.
_HASH: Final = "[0-9b-hjkmnp-z]{3,12}"
_NAMED_HASH: Final = r"(?:geo-?hash(?:es)?|гео(?:хеш|хэш|геш)\w{0,3})\b"
_OF_FIGURES: Final = "|".join(
    (
        # 48.0159, 37.8028 and 48,0159; 37,8028
        rf"{_DEGREE}\s*[,;/|\s]\s*{_DEGREE}",
        # 48.0159N37.8028E
        rf"{_NUMBER}\d+\s*°?\s*{_SIDE}\s*{_DEGREE}",
        # 48.0159 and 37.8028; (48.0159)(37.8028)
        rf"{_LONG}(?:\s*(?:[-–—x×&]|\)\s*\()\s*|\s+(?:and|та|і|и)\s+){_LONG}",
        # One number so exact is hardly anything else: 48.0159.
        rf"(?<![\w.,]){_MONTH}{_NUMBER}\d{{3,}}(?:\d|(?![.,]?\d))\s*°?\s*{_SIDE}?",
        # 48.0159° and 48°00'57"N
        r"\d{1,3}(?:[.,]\d+)?\s*[°º]\s*(?:\d{1,2}(?:[.,]\d+)?\s*['′’ʹ]\s*)?"
        r"(?:\d{1,2}(?:[.,]\d+)?\s*(?:[\"″”ʺ]|''|′′)\s*)?(?:[NSEW]\b)?",
        # 48 00 57 N, 480057N 0374810E, 48d00m57s
        rf"\b\d{{1,3}}[ :-]\d{{1,2}}[ :-]{_MINUTES}\s*[NSEW]\b",
        r"\b\d{4,6}[NS]\W*\d{5,7}[EW]\b",
        # 48 00 N, 37 48 E
        r"\b\d{1,2}[ :-]\d{1,2}\s*[NS]\W{1,3}\d{1,3}[ :-]\d{1,2}\s*[EW]\b",
        rf"\b\d{{1,3}}\s?(?:degrees|deg\.?|d|град\w*\.?)\s?{_MINUTES}\s?(?:m|мин|хв|['′’])\w*\.?"
        rf"(?:\s?{_MINUTES}\s?(?:s|с|[\"″”])\w*\.?)?",
        # UTM and national grids: 37U 412345 5321234
        r"\b\d{1,2}\s?[C-HJ-NP-X]\s?\d{6}(?:[.,]\d+)?\s*m?E?[\s,]+\d{7}(?:[.,]\d+)?(?:\s?m?N)?",
        r"\b\d{6,7}\s*[,;/\s]\s*\d{7}\b",
        # MGRS
        r"\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{2,5}\s\d{2,5}|\d{4,10})\b",
    )
)
_POSITIONS: Final = "|".join(
    (
        # lat: 48.0159, lon 37.8; latitude is 48.0159
        r"\b(?:lat|lon|lng|широт|довгот|долгот)(?:itude|gitude|g|[а-яі]*)\W{0,4}"
        rf"(?:(?:is|was|of)\s+)?{_BEFORE}[-+−]?\d{{1,3}}(?:{_POINT}\d+)?(?:[\s,;/]+{_DEGREE})?",
        # At most letters of a text nothing is tried.
        rf"{_BEFORE}(?=[-+−\d])(?:{_OF_FIGURES})",
        # N48.0159E37.8028, N48.0159, N48-00-57
        rf"\b[NSEW]\s?(?:{_NUMBER}\d+\s*{_DEGREE}|{_NUMBER}\d{{2,}}"
        rf"|\d{{1,3}}[ :-]\d{{1,2}}[ :-]{_MINUTES})",
        # X=5321234, Plus Codes, what3words
        r"\b[XYХУ]\s*[=:]\s*\d{6,7}(?:[.,]\d+)?",
        rf"\b[{_CODE}]{{4,8}}\+[{_CODE}]{{2,3}}\b",
        r"[/／]{3}\s?[^\s/.,]+(?:[.·．。・][^\s/.,·．。・]+){2}",
        r"\b(?:what3words|w3w)\W{1,4}[^\W\d_]+(?:\.[^\W\d_]+){2}\b",
        # Geohash: u8vxn84 and u8vxn84 (geohash)
        rf"\b{_NAMED_HASH}\W{{1,4}}(?:(?:is|was|of|code)\W{{1,4}})*{_HASH}\b",
        rf"\b(?=[a-z]*\d){_HASH}\W{{1,3}}{_NAMED_HASH}",
    )
)

#: How wide a tenth of a degree is in the north of Europe, where it is narrower than elsewhere.
_TENTH_M: Final = 5_500.0
_TENTH: Final = rf"\d{{1,3}}{_POINT}\d(?![\d.]|,\d)\s*°?"
#: Figures that are of something else than of a place.
_UNITS: Final = r"%|[kcmксм]?[mм]\b|[kк][gvгв]\w*|[tт]\b|mln|bn|млн|млрд|т[иы]с|million|thousand"
#: 48.0, 37.8 and N48.0 E37.8: one decimal, finer than fields of more than `_TENTH_M`.
_TENTHS: Final = "|".join(
    (
        rf"(?<![\w.,+−-])[-+−]?{_TENTH}\s*{_SIDE}?\s*[,;/|]\s*[-+−]?{_TENTH}(?!\s*(?:{_UNITS}))"
        rf"\s*{_SIDE}?",
        rf"(?<![\w.,+−-]){_TENTH}\s*{_SIDE}\s*{_TENTH}\s*{_SIDE}",
        rf"\b[NSEW]\s?{_TENTH}",
    )
)

#: Where nothing of this stands in a text there is nothing to look for.
_LINK_HINT: Final = r"://|(?i:www)|@|\w\.\w"
_POSITION_HINT: Final = (
    rf"[°º]|://|///|(?i:www)|\w\.\w+/|\+\w\w|\d{_POINT}\d{{2}}|\d{{6}}|\d{{4}}(?i:[nsew])"
    r"|(?:^|\D)\d{1,3}[ :-]\d{1,2}[ :-]\d|\d\s?(?i:deg|d\s?\d|град)|\d(?i:[c-x]\s?[a-z]{2}\s?\d)"
    r"|(?i:\b(?:lat|lon|long|lng)(?:\b|\d)|itude|широт|довгот|долгот)"
    r"|／／／|(?i:w3w|what3words|geo-?hash|гео(?:хеш|хэш|геш))|\d[ :-]\d{1,2}\s?(?i:[ns])\b"
)

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


def neutral_ids(number: int, prefix: str = "event") -> pd.Series:
    """Return ids that say nothing but the row, from 1."""
    return pd.Series([f"{prefix}:{row}" for row in range(1, number + 1)], dtype="str")


def ids_without_links(ids: pd.Series) -> pd.Series:
    """Return ids of which those that hold an address are made neutral, each still one of its kind.

    Not by a hash: whoever guesses an address could try it.
    """
    links = ids.str.contains(_LINK_HINT, regex=True).fillna(False).astype(bool)
    links[links] = ids[links].str.contains(f"(?i:{_LINK})", regex=True)
    if not links.any():
        return ids
    prefix = "event"
    while ids[~links].str.startswith(f"{prefix}:").any():
        prefix += "_"
    numbered = pd.Series(neutral_ids(len(ids), prefix).to_numpy(), index=ids.index)
    return ids.mask(links, numbered).astype("str")


def without_links(table: FrameT) -> FrameT:
    """Return a table whose texts hold no address of the web, of mail or of an account."""
    links = re.compile(_LINK, re.IGNORECASE)
    return _cleaned(table, lambda text: links.sub(REMOVED, text), _LINK_HINT)


def without_positions(table: FrameT, grid_m: float = 0.0) -> FrameT:
    """Return a table whose texts hold no coordinates, codes of places or links to maps.

    Coordinates of one decimal are left out too where positions are to be no
    finer than ``grid_m`` metres and they are.
    """
    tenths = grid_m > _TENTH_M
    links = re.compile(f"{_WEB}|{_BARE}", re.IGNORECASE)
    positions = re.compile(f"{_POSITIONS}|{_TENTHS}" if tenths else _POSITIONS, re.IGNORECASE)
    hint = rf"{_POSITION_HINT}|\d{_POINT}\d" if tenths else _POSITION_HINT

    def link(found: re.Match[str]) -> str:
        return REMOVED if _OF_A_MAP.search(found.group()) else found.group()

    return _cleaned(table, lambda text: positions.sub(REMOVED, links.sub(link, text)), hint)


def _cleaned(table: FrameT, clean: Callable[[str], str], hint: str) -> FrameT:
    changed: dict[str, Any] = {}
    for name in table.columns:
        values = table[name]
        if name in _NOT_TEXT or not isinstance(values.dtype, pd.StringDtype):
            continue
        suspect = values.str.contains(hint, regex=True).fillna(False).to_numpy(bool)
        if suspect.any():
            # Only distinct texts are looked through.
            texts = values[suspect].drop_duplicates()
            written = {text: clean(text) for text in texts}
            written = {text: new for text, new in written.items() if text != new}
            if written:
                changed[name] = values.map(lambda text, w=written: w.get(text, text)).astype("str")
    return table.assign(**changed) if changed else table
