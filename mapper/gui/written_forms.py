"""Times of day, time zones, days of publication and languages, as a person writes them."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Final

from PyQt6.QtCore import QLocale, Qt
from PyQt6.QtWidgets import QCompleter, QLineEdit

from mapper.gui.day_words import write_day
from mapper.gui.translation import tr
from mapper.model import forms
from mapper.model.errors import InputError
from mapper.readers.written import When, typed_when

#: Kinds of facts that have a form of their own.
FORM_KINDS: Final = ("clock", "zone", "moment", "language")


def read_form(kind: str, text: str) -> str:
    """Return a text in the form that the tables keep.

    Raises
    ------
    InputError
        If it cannot be read, in the window's words.
    """
    try:
        match kind:
            case "clock":
                return forms.read_clock(text)
            case "zone":
                return forms.read_zone(text)
            case "language":
                return _language_named(text) or forms.read_language(text)
            case _:
                return _moment(text)
    except InputError:
        problem, expected = {
            "clock": (
                tr("not a time of day"),
                tr("14:30 or 2:30 pm; words such as “at night” belong into the note"),
            ),
            "zone": (
                tr("no time zone is called so"),
                tr("a name such as Europe/Kyiv, or the hours from UTC, as +03:00"),
            ),
            "language": (
                tr("no language has this code"),
                tr("uk for Ukrainian, ru for Russian, en or en-GB"),
            ),
        }.get(kind, (tr("not a day"), tr("2025-07-01, 1 July 2025 14:30, or 2025-07 for a month")))
        raise InputError(problem, expected=expected) from None


def spoken_form(kind: str, value: str | None, text: str) -> str:
    """Return how a text was read, where that is not what stands there."""
    if value is None:
        return ""
    if kind == "language":
        name = QLocale(value).nativeLanguageName()
        return f"{value}: {name}" if name else value
    return "" if value == " ".join(text.split()) else value


def moment_words(text: str) -> str:
    """Return a day, with its time if that is known, in words; other texts as they are."""
    try:
        day, _, time = forms.read_moment(text).partition("T")
    except InputError:
        return text
    if len(day) < 10:
        return text
    said = write_day(dt.date.fromisoformat(day))
    return f"{said}, {time.replace('Z', ' UTC')}" if time else said


def complete(edit: QLineEdit, kind: str) -> None:
    """Let a line propose the names there are, while one types any part of them."""
    if kind == "zone":
        completer = QCompleter(forms.zone_names(), edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        edit.setCompleter(completer)


def _moment(text: str) -> str:
    try:
        return forms.read_moment(text)
    except InputError:
        found = typed_when(text)
        if len(found) != 1 or found[0].start is None:
            raise
        return forms.read_moment(_iso(found[0]))


def _iso(when: When) -> str:
    """Return one day, month or year with what is known of the time; "" for a range of days."""
    assert when.start is not None
    day = when.start.isoformat()
    if when.precision == "day" and when.start == when.end:
        zone = {None: "", "UTC": "Z"}.get(when.timezone, when.timezone)
        return f"{day}T{when.time_local}{zone}" if when.time_local else day
    months = 12 if when.precision == "year" else 1
    whole = when.end is not None and (when.end - when.start).days > 27 * months
    return {"month": day[:7], "year": day[:4]}.get(when.precision or "", "") if whole else ""


@functools.cache
def _codes() -> dict[str, str]:
    """Return the codes of languages by their names in English and in their own words."""
    found: dict[str, str] = {}
    for language in QLocale.Language:
        code = QLocale.languageToCode(language)
        if 2 <= len(code) <= 3:
            for name in (
                QLocale.languageToString(language),
                QLocale(language).nativeLanguageName(),
            ):
                if len(name) > 3:
                    found.setdefault(name.casefold(), code)
    return found


def _language_named(text: str) -> str | None:
    return _codes().get(" ".join(text.split()).casefold())
