"""Spellings of one name brought to one key.

Two keys are made of a name. The *plain* key ignores case, accents, spaces and
punctuation. The *folded* key also joins the usual ways to write Cyrillic names
in Latin letters and is the same for both scripts: ``Гуляйполе``, ``Гуляй-Поле``,
``Gulyai-Pole``, ``Gulyaypole``, ``Huliaipole`` and ``Guljajpole`` are all
``guliaipole``.

Folded: Ukrainian h and Russian g; y, j, i; ye, je, ie and e; w and v; zh, zhzh
and ž; kh stays apart from h; doubled letters and soft signs go.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_CYRILLIC: Final = dict(
    zip(
        "абвгґдеєёжзиіїйклмнопрстуфхцчшщьъыэюяўјљњћђџѣ",
        "a b v g g d e ie e zh z i i i i k l m n o p r s t u f kh ts ch sh shch"
        " _ _ i e iu ia u i l n c d dzh e".replace("_", "").split(" "),
        strict=True,
    )
)
_LETTERS: Final = str.maketrans(
    {
        **_CYRILLIC,
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ə": "a",
    }
)
#: Carons carry a sound in Slavic spellings and must not be lost as accents.
_CARONS: Final = str.maketrans({"ž": "zh", "š": "sh", "č": "ch"})
_SOUNDS: Final = str.maketrans({"h": "g", "j": "i", "y": "i", "w": "v"})
_NO_LETTER: Final = re.compile(r"[^\w\n]+|_+")
_IE: Final = re.compile("i+e")
_DOUBLED: Final = re.compile(r"(.)\1+")


def plain(name: str) -> str:
    """Return the plain key: letters and digits in lower case, without accents."""
    return _NO_LETTER.sub("", _bare(name.replace("\n", " ").casefold()))


def folded(name: str) -> str:
    """Return the folded key; empty when the name has no letter or digit.

    Folding a key again changes nothing.
    """
    return folded_all([name])[0]


def folded_all(names: list[str]) -> list[str]:
    """Return the folded keys of many names at once, much faster than one by one."""
    text = "\n".join(name.replace("\n", " ") for name in names).casefold()
    text = unicodedata.normalize("NFKC", text).translate(_CARONS).translate(_LETTERS)
    text = _NO_LETTER.sub("", _bare(text))
    text = text.replace("x", "ks").replace("kh", "χ").replace("zh", "ʒ")
    text = text.replace("sh", "ʃ").replace("ch", "ʧ").translate(_SOUNDS)
    return _DOUBLED.sub(r"\1", _IE.sub("e", text)).split("\n")


def _bare(text: str) -> str:
    """Return the text with compatible letters replaced and accents set apart."""
    return unicodedata.normalize("NFKD", text).casefold()
