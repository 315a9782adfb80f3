"""Local names in Arabic and Hebrew letters, chosen among the spellings GeoNames records.

GeoNames does not say which language a spelling is in. Taken is the one whose
consonants are most like those of the Latin name, in the country's own letters.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

#: Countries by script, with their names in it.
COUNTRY_NAMES = {
    "AE": "الإمارات",
    "AF": "افغانستان",
    "BH": "البحرين",
    "DZ": "الجزائر",
    "EG": "مصر",
    "IL": "ישראל",
    "IQ": "العراق",
    "IR": "ایران",
    "JO": "الأردن",
    "KW": "الكويت",
    "LB": "لبنان",
    "LY": "ليبيا",
    "MA": "المغرب",
    "OM": "عُمان",
    "PS": "فلسطين",
    "QA": "قطر",
    "SA": "السعودية",
    "SD": "السودان",
    "SY": "سوريا",
    "TN": "تونس",
    "YE": "اليمن",
}

KNOWN = {
    ("EG", "Cairo"): "القاهرة",
    ("IL", "Haifa"): "חיפה",
    ("IL", "Jerusalem"): "ירושלים",
    ("PS", "Hebron"): "الخليل",
    ("LY", "Tripoli"): "طرابلس",
    ("SD", "Khartoum"): "الخرطوم",
    ("SY", "Aleppo"): "حلب",
    ("SY", "Damascus"): "دمشق",
}

#: Letters and the consonants they stand for, "-" for none.
_SOUNDS = {
    letter: sound.replace("-", "")
    for letter, sound in zip(
        "بتثجحخدذرزسشصضطظغفقكلمنهةپچژگکאבגדהזחטכךלמםנןסעפףצץקרשת",
        "bttjhkddrzsssdtzgfkklmnhhfczgk-bgdhzhtkklmmnns-ffsskrst",
        strict=True,
    )
}
_PERSIAN = frozenset("پچژگکی")
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc ]+")
_HEBREW = re.compile("[\u05d0-\u05ea '\"״׳-]+")
#: Below this the spelling is that of something else.
_LEAST_LIKE = 0.6


def without_marks(name: str) -> str:
    """Return a Latin name as newspapers print it: Khan Yunis, not Khān Yūnis."""
    marked = unicodedata.normalize("NFD", name)
    plain = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return re.sub("[‘’ʻʼ`]", "", unicodedata.normalize("NFC", plain))


def local_name(name: str, alternates: list[str], country: str) -> str:
    """Return the name in the country's script, "" where no recorded spelling fits."""
    if (country, name) in KNOWN:
        return KNOWN[country, name]
    letters = _HEBREW if country == "IL" else _ARABIC
    persian = country in ("IR", "AF")
    found = [
        other
        for other in alternates
        if letters.fullmatch(other) and other.strip() and (persian or not _PERSIAN & set(other))
    ]
    sound = skeleton(without_marks(name).lower())
    if not found or not sound:
        return ""

    def score(word: str) -> tuple[float, bool, int, int]:
        # The article is often left out in Latin letters: Khartoum, Mosul.
        bare = word.removeprefix("ال")
        likes = [
            SequenceMatcher(a=sound, b=skeleton(one), autojunk=False).ratio()
            for one in (word, bare)
        ]
        like = max(likes)
        own = sum(letter in _PERSIAN for letter in word)
        return round(like, 2), bare != word, own, -len(word)

    best = max(found, key=score)
    return best if score(best)[0] >= _LEAST_LIKE else ""


def likeness(sound: str, word: str) -> float:
    """Return how like a word's consonants are to those given, 0 to 1."""
    return SequenceMatcher(a=sound, b=skeleton(word), autojunk=False).ratio()


def skeleton(word: str) -> str:
    """Return the consonants of a word in any of the scripts, like sounds alike."""
    latin = "".join(_SOUNDS.get(letter, letter) for letter in word)
    for two, one in (("kh", "k"), ("gh", "g"), ("sh", "s"), ("th", "t"), ("dh", "d"), ("ts", "s")):
        latin = latin.replace(two, one)
    latin = latin.translate(str.maketrans("qvxp", "kbkf"))
    return re.sub("[^bcdfghjklmnprstz]", "", latin)
