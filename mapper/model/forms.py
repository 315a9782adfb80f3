"""How times of day, time zones, dates of publication and languages are written.

Tables hold what a feed gave, in whatever form: rows are never lost for it. What a person
writes is read here, and the checks tell of what stands in tables and cannot be read.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Callable
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

from mapper.model.errors import InputError

_CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half>[AaPp][Mm])?"
)
_OFFSET: Final = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})")
_MOMENT: Final = re.compile(
    r"(?P<day>\d{4}(?:-\d{2}(?:-\d{2})?)?)"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
#: RFC 5646: language, script, region, variants, extensions, words of one's own.
_LANGUAGE: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*"
    r"(?:-x(?:-[a-z\d]{1,8})+)?)",
    re.IGNORECASE,
)
#: ISO 639-1: the only two-letter codes there are.
_TWO_LETTERS: Final = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv "
    "sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh "
    "zu"
)

#: Names of zones that dates are written with, beside those of the IANA.
_SHORT_ZONES: Final = {
    "EEST": "Etc/GMT-3",
    "CEST": "Etc/GMT-2",
    # Until October 2014 it was four hours from UTC.
    "MSK": "Europe/Moscow",
}


def read_clock(text: str) -> str:
    """Return a time of day as ``HH:MM``, seconds left out.

    Raises
    ------
    InputError
        If the text is no time of day.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is not None:
        hour, minute = int(match["hour"]), int(match["minute"])
        half = (match["half"] or "").lower()
        right = 1 <= hour <= 12 if half else hour <= 23
        if right and minute <= 59 and int(match["second"] or 0) <= 59:
            if half:
                hour = hour % 12 + (12 if half == "pm" else 0)
            return f"{hour:02d}:{minute:02d}"
    raise InputError(
        "not a time of day", field="time_local", found=text, expected="14:30 or 2:30 pm"
    )


@functools.cache
def zone_names() -> tuple[str, ...]:
    """Return the names of the IANA's time zones, in alphabetical order."""
    return tuple(sorted((resources.files("tzdata") / "zones").read_text("ascii").split()))


@functools.cache
def _zones() -> dict[str, str]:
    names = [*zone_names(), *_SHORT_ZONES]
    # A city alone will do where only one zone is called after it.
    cities = Counter(name.rpartition("/")[2].casefold() for name in names)
    alone = ((name.rpartition("/")[2].casefold(), name) for name in names)
    known = {city: name for city, name in alone if cities[city] == 1}
    return known | {name.casefold(): name for name in names}


def read_zone(text: str) -> str:
    """Return the name of a time zone as the IANA writes it, or a distance from UTC.

    Raises
    ------
    InputError
        If there is no zone of that name.
    """
    wanted = "_".join(text.split())
    match = _OFFSET.fullmatch(wanted)
    if match is not None and int(match["hours"]) <= 14 and int(match["minutes"]) <= 59:
        return f"{match['sign']}{match['hours']}:{match['minutes']}"
    name = _zones().get(wanted.casefold())
    if name is None:
        raise InputError(
            "not a time zone",
            field="timezone",
            found=text,
            expected="a name such as Europe/Kyiv, or +03:00",
        )
    return name


def time_zone(text: str) -> dt.tzinfo | None:
    """Return the time zone that a text names, None if there is none of that name."""
    try:
        name = read_zone(text)
    except InputError:
        return None
    if name[0] in "+-":
        hours, minutes = (int(part) for part in name[1:].split(":"))
        ahead = dt.timedelta(hours=hours, minutes=minutes)
        return dt.timezone(-ahead if name[0] == "-" else ahead)
    return ZoneInfo(_SHORT_ZONES.get(name, name))


def read_moment(text: str) -> str:
    """Return a day, or a day with a time, in ISO 8601; of a day only month or year may be known.

    Raises
    ------
    InputError
        If the text is written in any other way, or is no day of the calendar.
    """
    match = _MOMENT.fullmatch(" ".join(text.split()))
    if match is not None and (len(match["day"]) == 10 or not match["time"]):
        day, time = match["day"], match["time"]
        zone = match["zone"] or ""
        try:
            # The month or the day that is not known is taken as the first.
            dt.date.fromisoformat(day + "-01-01"[len(day) - 4 :])
            return f"{day}T{_valid_time(time + zone)}" if time else day
        except ValueError:
            pass
    raise InputError("not a day", found=text, expected="2025-07-01, 2025-07-01T14:30 or 2025-07")


def _valid_time(text: str) -> str:
    dt.time.fromisoformat(text)
    return text


def read_language(text: str) -> str:
    """Return the tag of a language (BCP 47), its parts in the usual case.

    Raises
    ------
    InputError
        If the text has not the form of a tag, or no language has such a code.
    """
    match = _LANGUAGE.fullmatch(text.strip().replace("_", "-"))
    code = match["language"].lower() if match is not None else ""
    if match is None or (len(code) == 2 and code not in _TWO_LETTERS):
        raise InputError(
            "not the code of a language",
            field="language",
            found=text,
            expected="uk for Ukrainian, ru for Russian, en or en-GB",
        )
    parts = [code]
    if match["script"]:
        parts.append(match["script"].title())
    if match["region"]:
        parts.append(match["region"].upper())
    return "-".join(parts) + match["rest"].lower()


#: How each column is read that has a form of its own, by table.
FORMS: Final[dict[str, dict[str, Callable[[str], str]]]] = {
    "events": {"time_local": read_clock, "timezone": read_zone},
    "sources": {
        "published_at": read_moment,
        "accessed_at": read_moment,
        "language": read_language,
    },
    "media": {"taken_at": read_moment},
}
