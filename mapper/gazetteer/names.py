"""Which of a place's many recorded names are shown.

GeoNames lists spellings without saying whose they are. The local name is the
one in Cyrillic that sounds like the English name, in the country's own
orthography where it can be told. Ukrainian places are spelt in English by the
national transliteration (resolution 55 of 2010) if that spelling is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from mapper.gazetteer.folding import folded, folded_all, plain

#: Countries whose places get a local name in Cyrillic.
CYRILLIC_COUNTRIES: Final = frozenset({"UA", "RU", "BY", "BG", "KZ", "KG", "RS", "MK", "MN", "TJ"})

_CYRILLIC: Final = re.compile("^[\u0400-\u04ff' ’ʼ.()0-9-]+$")
_UKRAINIAN: Final = re.compile("[іїєґ]|[сцз]ьк")
_RUSSIAN: Final = re.compile("[ыэёъ]|[сц]к(?!у)|ий$|ово$|ево$")
_ELSEWHERE: Final = re.compile("[ӂ-ӿҊ-ӿјљњћђџѣѫ]")

_LETTERS: Final = dict(
    zip(
        "абвгґдежзиіклмнопрстуфхцчшщ",
        "a,b,v,h,g,d,e,zh,z,y,i,k,l,m,n,o,p,r,s,t,u,f,kh,ts,ch,sh,shch".split(","),  # noqa: SIM905
        strict=True,
    )
)
_SOFT: Final = {"є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}
_INITIAL: Final = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


def transliterated(ukrainian: str) -> str:
    """Return a Ukrainian name in Latin letters, lower case (resolution 55 of 2010)."""
    parts = []
    initial = True
    lowered = ukrainian.lower().replace("зг", "зgh")
    for letter in lowered:
        if letter in _SOFT:
            parts.append((_INITIAL if initial else _SOFT)[letter])
        elif letter in _LETTERS:
            parts.append(_LETTERS[letter])
        elif letter not in "ь'’ʼ":
            parts.append(letter)
        initial = not letter.isalpha() and letter not in "'’ʼ"
    return "".join(parts)


def local_name(name: str, alternates: Sequence[str], country: str) -> str:
    """Return the name in Cyrillic, "" where none fits or the country writes Latin."""
    if country not in CYRILLIC_COUNTRIES:
        return ""
    cyrillic = [other for other in alternates if _CYRILLIC.match(other)]
    if not cyrillic:
        return ""
    key = folded(name)
    keys = folded_all(cyrillic)

    def score(at: int) -> tuple[float, int, bool]:
        sound = SequenceMatcher(None, key, keys[at], autojunk=False).ratio()
        return sound, _fit(cyrillic[at].lower(), country), ("-" in cyrillic[at]) == ("-" in name)

    best = max(range(len(cyrillic)), key=score)
    return cyrillic[best] if keys[best][:1] == key[:1] else ""


def _fit(word: str, country: str) -> int:
    """Return how well a spelling fits the country's own orthography."""
    ukrainian, russian = bool(_UKRAINIAN.search(word)), bool(_RUSSIAN.search(word))
    if country == "UA":
        return 2 * ukrainian - russian - 2 * bool(_ELSEWHERE.search(word))
    if country in ("RU", "BY"):
        return russian - ukrainian - 2 * bool(_ELSEWHERE.search(word))
    return -ukrainian


def english_name(name: str, alternates: Sequence[str], country: str, local: str) -> str:
    """Return the English name, respelt for Ukraine if GeoNames records that spelling."""
    if country != "UA" or not local:
        return name
    wanted = transliterated(local)
    if plain(wanted) == plain(name):
        return name
    for other in alternates:
        if other.lower() == wanted:
            return other
    return name
