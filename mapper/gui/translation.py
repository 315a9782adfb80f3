"""The words of the window in the person's language: every text they see goes through here.

Texts are written in English where they are shown; the English text is the key of a gettext
catalogue (``resources/locale``). Module constants are translated when they are made, so the
language is chosen once, when this module is imported.
"""

from __future__ import annotations

import gettext
import os
import string
import sys
from typing import TYPE_CHECKING, Any, Final

from mapper import paths
from mapper.gui import settings

if TYPE_CHECKING:
    from PyQt6.QtWidgets import QApplication

#: The languages of the window by their code, as each calls itself.
LANGUAGES: Final = {"en": "English", "uk": "Українська"}


def language_wished() -> str:
    """Return the code of the language that Mapper would speak if it were started now.

    What the environment says, else what the person chose, else what their system speaks.
    """
    wished = (
        os.environ.get("MAPPER_LANGUAGE", ""),
        settings.language(),
        *_of_system(),
    )
    for name in wished:
        code = name.replace("_", "-").split("-")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"


def _of_system() -> list[str]:
    """Return the names of the languages that the person's system speaks, the first first."""
    if sys.platform in ("win32", "darwin"):
        from PyQt6.QtCore import QLocale

        return QLocale.system().uiLanguages()
    # The same that Qt would read; but Python takes 10 ms to make its class, at each start.
    chosen = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next((name for name in chosen if name), "")
    return [*os.environ.get("LANGUAGE", "").split(":"), first]


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    with paths.resource("locale", f"{language}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


class _Formatter(string.Formatter):
    """Fills in fields, numbers as they are written in Ukrainian: 1 264,3 with a hard space."""

    def format_field(self, value: Any, format_spec: str) -> str:
        text: str = super().format_field(value, format_spec)
        if isinstance(value, int | float):
            text = text.replace(",", "\u00a0").replace(".", ",")
        return text


#: Code of the language of the window.
LANGUAGE: Final = language_wished()
_CATALOGUE: Final = _catalogue(LANGUAGE)
_FORMATTER: Final = _Formatter()


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
    # The empty text is the catalogue's own heading.
    translated = _CATALOGUE.gettext(text) if text else ""
    return _filled(translated, values) if values else translated


def trn(one: str, many: str, number: int, /, **values: object) -> str:
    """Return a text that counts something, in the form its number asks for.

    Both texts may hold ``{number}`` (``{number:,}`` with thousands apart):
    ``trn("{number:,} event", "{number:,} events", count)``.
    """
    return _filled(_CATALOGUE.ngettext(one, many, number), {"number": number, **values})


def whole_number(number: int) -> str:
    """Return a whole number with its thousands apart, as the language writes it."""
    return _filled("{number:,}", {"number": number})


def translate_qt(application: QApplication) -> None:
    """Let Qt's own words (buttons of dialogs, menus of fields) be of the same language."""
    from PyQt6.QtCore import QLibraryInfo, QTranslator

    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if LANGUAGE != "en" and translator.load(f"qtbase_{LANGUAGE}", folder):
        application.installTranslator(translator)


def _filled(text: str, values: dict[str, object]) -> str:
    return text.format(**values) if LANGUAGE == "en" else _FORMATTER.vformat(text, (), values)
