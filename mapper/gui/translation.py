"""The words of the window in the person's language: every text they see goes through here.

Texts are written in English where they are shown; the English text is the key of a gettext
catalogue. Module constants are translated when they are made, so the language is chosen once,
when this module is imported.
"""

from __future__ import annotations

import gettext
from typing import Final

_CATALOGUE: Final = gettext.NullTranslations()


def tr(text: str, /, **values: object) -> str:
    """Return a text in the language of the window.

    Parameters
    ----------
    text : str
        The English text, a literal; `str.format` fields stand for what changes.
    **values : object
        What to put into the fields: ``tr("Saved {name}.", name=path.name)``. Never put them
        in beforehand (no f-strings): the catalogue knows the text with its fields only.
    """
    translated = _CATALOGUE.gettext(text)
    return translated.format(**values) if values else translated


def trn(one: str, many: str, number: int, /, **values: object) -> str:
    """Return a text that counts something, in the form its number asks for.

    Both texts may hold ``{number}`` (``{number:,}`` with thousands apart):
    ``trn("{number:,} event", "{number:,} events", count)``.
    """
    return _CATALOGUE.ngettext(one, many, number).format(number=number, **values)
