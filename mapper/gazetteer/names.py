"""Ukrainian places by the English spelling in print.

GeoNames' own names are older romanisations (Hulyaypole, Zaporizhzhya). Where it also
records the spelling of Ukraine's national transliteration (resolution 55 of 2010;
Huliaipole, Zaporizhzhia), that one is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mapper.model.spelling import key_lines, plain, plain_lines

_LETTERS: Final = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ж": "zh",
    "з": "z", "и": "y", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia",
}  # fmt: skip
_INITIAL: Final = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_SILENT: Final = "ь'’ʼ"
#: Ends of Russian spellings that need no letter of their own.
_RUSSIAN_ENDS: Final = ("ое", "ее", "ая", "ово", "ево")


def transliterated(ukrainian: str) -> str:
    """Return a Ukrainian name in Latin letters, lower case; "" for one in other letters.

    Examples
    --------
    >>> transliterated("Запоріжжя"), transliterated("Згурівка"), transliterated("Їжакове")
    ('zaporizhzhia', 'zghurivka', 'yizhakove')
    """
    parts = []
    initial = True
    for letter in ukrainian.lower().replace("зг", "зgг"):
        if letter in _SILENT:
            continue
        if letter.isalpha() and letter not in _LETTERS and letter != "g":
            return ""
        parts.append(_INITIAL.get(letter, "") if initial else "")
        parts[-1] = parts[-1] or _LETTERS.get(letter, letter)
        initial = not letter.isalpha()
    return "".join(parts)


def english_name(name: str, alternates: Sequence[str]) -> str:
    """Return a Ukrainian place's name, in the national transliteration where recorded."""
    cyrillic = [other for other in alternates if "\u0400" <= other[:1] <= "\u04ff"]
    # The first key is the name's own: names of other sound (old ones) are left alone.
    own, *keys = key_lines(plain_lines("\n".join((name, *cyrillic)))).split("\n")
    sounding = [other for other, key in zip(cyrillic, keys, strict=True) if key == own]
    ukrainian = [other for other in sounding if not other.lower().endswith(_RUSSIAN_ENDS)]
    wanted = {transliterated(other) for other in ukrainian} - {""}
    if not wanted or plain(name) in map(plain, wanted):
        return name
    recorded = [other for other in alternates if other.lower() in wanted]
    recorded.sort(key=lambda other: (("-" in other) != ("-" in name), other))
    return recorded[0] if recorded else name
