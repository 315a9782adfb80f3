"""Spellings brought together: one name in many romanisations and scripts.

``plain`` forgets what nobody types twice alike (case, accents, apostrophes, hyphens,
spaces) and keeps the script. ``key`` is coarser: it also transliterates Cyrillic and
maps letters that romanisations of one name differ in to one letter, so that Gulyai-Pole,
Huliaipole and Гуляйполе have the same key. Equal plain forms always have equal keys.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

#: Letters Unicode does not decompose.
_LETTERS: Final = {
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ı": "i", "ŧ": "t", "þ": "th",
    "æ": "ae", "œ": "oe", "ə": "a",
}  # fmt: skip

#: Cyrillic, already lower case and without accents (й is и, ё is е, ї is і), to the
#: letter its usual romanisations have in common.
_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "ғ": "g", "д": "d", "ђ": "d",
    "е": "e", "є": "e", "э": "e", "ж": "z", "з": "z", "ѕ": "z", "и": "i", "і": "i",
    "ы": "i", "ј": "i", "к": "k", "қ": "k", "л": "l", "љ": "li", "м": "m", "н": "n",
    "ң": "n", "њ": "ni", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ү": "u", "ұ": "u", "ф": "f", "х": "g", "һ": "g", "ц": "c", "ч": "c",
    "ћ": "c", "џ": "dz", "ш": "s", "щ": "s", "ъ": "", "ь": "", "ю": "iu", "я": "ia",
    "ә": "a", "ӏ": "",
}  # fmt: skip

#: In this order, on lower-case Latin letters. After the first group no h, j, q, w, x, y
#: is left, which makes a key its own key.
_MERGED: Final = (
    ("ph", "f"), ("shch", "s"), ("sch", "s"), ("sh", "s"), ("tch", "c"), ("ch", "c"),
    ("zh", "z"), ("kh", "g"), ("gh", "g"), ("h", "g"), ("x", "ks"), ("q", "k"),
    ("w", "v"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_MERGED_LATER: Final = (("ie", "e"), ("ou", "u"), ("ts", "c"))
_REPEATED: Final = re.compile(r"([^\n])\1+")

#: A letter doubled at the start or end, or beside a consonant, where romanisations agree.
_ODD_DOUBLE: Final = re.compile(
    r"(?:^([bcdfgklmnprstvz])\1|([bcdfgkmprtv])\2(?=[bcdfgkmprtv]|$)|([aou])\3$)"
)

#: A plain Cyrillic letter to its romanisations in use: national systems, BGN, ISO 9, German.
_ROMANISED: Final = {
    "а": "a", "б": "b", "в": "[vw]", "г": "(?:gh?|h|v)", "ґ": "g", "д": "d",
    "е": "(?:[yji]?e|yo|jo)", "є": "(?:[yji]?e)", "э": "e", "ж": "(?:zh?|j|sch|dj)",
    "з": "[zs]", "и": "[yij]{1,2}", "і": "[yij]{1,2}", "ї": "[yij]{1,3}",
    "ы": "(?:[yi]|ui)", "к": "(?:k|c)", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "ss?", "т": "t", "у": "(?:u|ou|oo)", "ф": "(?:f|ph)",
    "х": "(?:kh|h|x|ch)", "ц": "(?:ts|tz|c|z|cz)",
    "ч": "(?:t?ch|c|tsch|cz)", "ш": "(?:sh|s|sch|sz)", "щ": "(?:s[h]?ch|sc|sch|sh|schtsch|szcz)",
    "ъ": "", "ь": "[ij]?", "ю": "(?:[yji]u)", "я": "(?:[yji]?a)",
}  # fmt: skip
_NO_LATIN: Final = "(?!)"

#: Marks that spelling leaves out: accents, Hebrew points, Arabic vowel signs. Marks of
#: other scripts (Indic vowels, Japanese voicing) are letters to their readers.
_MARKS: Final = ((0x300, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x64B, 0x65F), (0x670, 0x670))


def _plain_character(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    folded = unicodedata.normalize("NFKD", decomposed.casefold())
    kept = []
    for part in folded:
        if any(first <= ord(part) <= last for first, last in _MARKS):
            continue
        # Modifier letters (Lm) are how transliterations write soft signs and glottal stops.
        if unicodedata.category(part)[0] in "PZSC" or unicodedata.category(part) == "Lm":
            continue
        kept.append(_LETTERS.get(part, part))
    result = "".join(kept)
    if result == character:
        return result
    return "".join(_plain_character(part) for part in result)


class _Plain(dict[int, str]):
    """Translation table that fills itself; line ends stay, they part names in bulk work."""

    def __missing__(self, code: int) -> str:
        self[code] = "\n" if code == 10 else _plain_character(chr(code))
        return self[code]


_PLAIN: Final = _Plain()
_LATIN: Final = str.maketrans(_CYRILLIC)


def plain_lines(names: str) -> str:
    """Return the plain forms of names, one a line."""
    return names.translate(_PLAIN)


def key_lines(plain: str) -> str:
    """Return the keys of plain forms, one a line."""
    text = plain.translate(_LATIN)
    for spelling, letter in _MERGED:
        text = text.replace(spelling, letter)
    text = _REPEATED.sub(r"\1", text)
    for spelling, letter in _MERGED_LATER:
        text = text.replace(spelling, letter)
    return _REPEATED.sub(r"\1", text)


def plain(name: str) -> str:
    """Return a name without case, accents, apostrophes, hyphens, spaces.

    Examples
    --------
    >>> plain("Lugans'k"), plain("Гуляй-Поле")
    ('lugansk', 'гуляиполе')
    """
    return plain_lines(name.replace("\n", " "))


def key(name: str) -> str:
    """Return what all spellings of a name should share.

    Examples
    --------
    >>> key("Gulyai-Pole") == key("Huliaipole") == key("Гуляйполе")
    True
    """
    return key_lines(plain(name))


#: Letters of running text that may be single letters of a key; and marks between two of them.
_LETTER_RANGES: Final = ((0x61, 0x7B), (0xC0, 0x250), (0x400, 0x530), (0x1E00, 0x1F00))
_BETWEEN: Final = "[-’'ʼ`´ʹ\u0301\u0306\u0308ьъ]*"
#: Several letters that are one of a key, and single ones that are two.
_MANY: Final = {
    "f": "ph", "s": "shch|sch|sh", "z": "zh", "g": "kh|gh",
    "c": f"tch|ch|(?:[tт]{_BETWEEN})+(?:(?:sch|sh|[sšşșсшщ]){_BETWEEN})+",
}  # fmt: skip
_TWO: Final = {"ia": "я", "iu": "ю", "ks": "x"}


@functools.cache
def _classes() -> dict[str, str]:
    """Return of each letter of keys a pattern of the letters that are written for it."""
    letters: dict[str, str] = {}
    for first, end in _LETTER_RANGES:
        for character in map(chr, range(first, end)):
            one = key(character) if character == character.casefold() else ""
            if len(one) == 1 and one.isascii():
                letters[one] = letters.get(one, "") + character
    found = {one: f"[{written}]" for one, written in letters.items()}
    found = {
        one: f"(?:{_MANY[one]}|{written})" if one in _MANY else written
        for one, written in found.items()
    }
    found["e"] = f"(?:(?:{found['i']}{_BETWEEN})*{found['e']})"
    found["u"] = f"(?:(?:{found['o']}{_BETWEEN})*{found['u']})"
    return found


def spelt(key: str) -> str:
    """Return a pattern of what has a key that begins so, in case-folded Latin or Cyrillic text.

    For Arrow's regular expressions, which are RE2's.

    Examples
    --------
    >>> all(re.match(spelt(key("Huliaipole")), text) for text in ("гуляй-поле", "gulyai-polye"))
    True
    """
    classes = _classes()
    parts = []
    at = 0
    while at < len(key):
        two = key[at : at + 2]
        letters = two if two in _TWO else key[at]
        # Also where marks stand between two of one letter.
        pattern = "".join(f"(?:{classes.get(one, re.escape(one))}{_BETWEEN})+" for one in letters)
        halves = [single for ends, single in _TWO.items() if ends.startswith(letters)]
        if halves and (two in _TWO or at == len(key) - 1):
            before = f"(?:{classes['i']}{_BETWEEN})*" if letters[0] == "i" else ""
            after = f"(?:{classes[letters[1]]}{_BETWEEN})*" if letters in _TWO else ""
            pattern = f"(?:{before}[{''.join(halves)}]{_BETWEEN}{after}|{pattern})"
        parts.append(pattern)
        at += len(letters)
    return "".join(parts)


def romanised(cyrillic: str, latin: str) -> bool:
    """Tell whether a plain Latin form is a usual romanisation of a plain Cyrillic one.

    Examples
    --------
    >>> romanised("гуляиполе", "gulyaypole"), romanised("киев", "kew")
    (True, False)
    """
    if not ("а" <= cyrillic[:1] <= "ґ" and latin.isascii()):
        return False
    return _romanisations(cyrillic).fullmatch(latin) is not None


@functools.lru_cache(maxsize=4096)
def _romanisations(cyrillic: str) -> re.Pattern[str]:
    # Plain forms have и for й and ї, and the two of -ий are often one y.
    letters = cyrillic.replace("ии", "ї").replace("иі", "ї")
    return re.compile("".join(_ROMANISED.get(letter, _NO_LATIN) for letter in letters))


def slip_apart(one: str, other: str) -> bool:
    """Tell whether two plain forms of one key differ by letters doubled where no spelling has it.

    Letters double between vowels and before soft ones (Odessa, Zaporizhzhia), and s, n, l, z
    do anywhere within a word; Kyivv and Bakhmutt are slips of a finger.
    """
    return _odd_doubles(one) != _odd_doubles(other)


def _odd_doubles(form: str) -> list[str]:
    text = form.translate(_LATIN)
    for spelling, letter in _MERGED:
        text = text.replace(spelling, letter)
    return _ODD_DOUBLE.findall(text)


def one_edit_away(text: str) -> set[str]:
    """Return the keys that differ from a key by one letter missing, added, other or moved."""
    letters = "abcdefgiklmnoprstuvz"
    parts = [(text[:at], text[at:]) for at in range(len(text) + 1)]
    found = {head + tail[1:] for head, tail in parts if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    found |= {head + letter + tail[1:] for head, tail in parts if tail for letter in letters}
    found |= {head + letter + tail for head, tail in parts for letter in letters}
    return {key_lines(other) for other in found} - {text, ""}


def one_edit_apart(one: str, other: str) -> bool:
    """Tell whether two texts differ by one letter missing, added, other or moved."""
    short, long = sorted((one, other), key=len)
    at = next(
        (at for at, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]),
        len(short),
    )
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    moved = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return moved or short[at + 1 :] == long[at + 1 :]
