"""What Mapper says in a published map, in each language a page can have.

`English` says what there is to say; the other languages override all of it.
"""

from __future__ import annotations

from typing import Final

from mapper.mapdoc.language.english import English, Note
from mapper.mapdoc.language.russian import Russian
from mapper.mapdoc.language.ukrainian import Ukrainian
from mapper.model.errors import InputError

__all__ = ["ENGLISH", "LANGUAGES", "English", "Note", "language_of"]

ENGLISH: Final = English()

#: Languages by their code, which is also that of the page.
LANGUAGES: Final[dict[str, English]] = {
    words.code: words for words in (ENGLISH, Ukrainian(), Russian())
}


def language_of(code: str) -> English:
    """Return the words of a language.

    Raises
    ------
    InputError
        If it is none of `LANGUAGES`.
    """
    if code not in LANGUAGES:
        raise InputError(
            "not a language of the page", found=code, expected="one of " + ", ".join(LANGUAGES)
        )
    return LANGUAGES[code]
