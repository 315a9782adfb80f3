"""One written date, read by explicit forms; nothing is guessed."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from mapper.model.dates import MONTHS

ORDERS: Final = ("day-first", "month-first")
EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2100

_TIME: Final = (
    r"(?:(?:[T ]+|,\s*)(?:(?:at|о|об|в|у)\s+)?"
    r"(?P<time>\d{1,2}:\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(?P<half>[AaPp][Mm])?"
    r"\s*(?P<zone>Z|UTC|GMT|EES?T|CES?T|MSK|[+-]\d{2}:?\d{2})?)?"
)
_ISO: Final = re.compile(r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})" + _TIME)
_COMPACT: Final = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:\.0)?")
NUMERIC: Final = re.compile(
    r"(?P<a>\d{1,2})([-/.])(?P<b>\d{1,2})\2(?P<y>\d{4}|\d{2})(?:\s*(?:г|р|року|года)\.?)?" + _TIME
)
_DAY_MONTH: Final = re.compile(
    r"(?:[^\W\d_]+\.?,\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s+of\s+|[\s.\-/]*)(?P<word>[^\W\d_]+)\.?[\s,\-/]*"
    r"(?P<y>\d{4}|\d{2})?(?:\s*(?:г|р|року|года)\.?)?" + _TIME
)
_MONTH_DAY: Final = re.compile(
    r"(?:[^\W\d_]+\.?,\s+)?(?P<word>[^\W\d_]+)\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:,?\s+(?P<y>\d{4}))?" + _TIME
)
_MONTH: Final = re.compile(
    r"(?P<word>[^\W\d_]+)\.?[\s,\-/]+(?P<y>\d{4})(?:\s*(?:г|р|року|года)\.?)?"
)
_NUMERIC_MONTH: Final = re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})|(?P<m2>\d{2})[./](?P<y2>\d{4})")
_NO_YEAR: Final = re.compile(r"(?P<d>\d{2})\.(?P<m>\d{2})")
_YEAR: Final = re.compile(r"(?P<y>\d{4})(?:\.0)?")
_RANGE: Final = re.compile(r"\s*(?:/|–|—|\.\.|\s-\s)\s*")
#: "from 1 to 6 July" in English, Ukrainian and Russian.
_FROM_TO: Final = re.compile(
    r"(?:(?:from|з|із|зі|від|с|со|от)\s+)?(?P<from>\S.*?)\s+(?:to|until|till|по|до)\s+(?P<until>.*)",
    re.IGNORECASE,
)
_NUMERIC_DAYS: Final = re.compile(
    r"(?P<from>\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2}))\s*[-–—/]\s*"
    r"(?P<until>\d{1,2}\2\d{1,2}\2(?:\d{4}|\d{2}))"
)
#: 1-6.07.2025 and 28.06-03.07.2025
_DOTTED_DAYS: Final = re.compile(
    r"(?P<from>\d{1,2})(?:\.(?P<m>\d{1,2}))?\.?\s*[-–—]\s*"
    r"(?P<until>\d{1,2}\.(?P<m2>\d{1,2})\.(?P<y>\d{4}))"
)
_MONTHS: Final = re.compile(
    r"(?P<from>[^\W\d_]+)\.?\s*[-–—/]\s*(?P<until>[^\W\d_]+\.?\s+(?P<y>\d{4}))"
    r"(?:\s*(?:г|р|року|года)\.?)?"
)
_DAYS_OF_MONTH: Final = re.compile(
    r"(?P<from>\d{1,2})\s*[-–—]\s*(?P<until>\d{1,2}(?:[\s.\-/]*)[^\W\d_]+\.?[\s,]*\d{4})"
    r"(?:\s*(?:г|р|року|года)\.?)?"
)
_MONTH_DAYS: Final = re.compile(
    r"(?P<word>[^\W\d_]+)\.?\s+(?P<from>\d{1,2})\s*[-–—]\s*(?P<until>\d{1,2}),?\s+(?P<y>\d{4})"
)

_LOCAL_MONTHS: Final = (
    "січень січня січ січ января январь янв",
    "лютий лютого лют февраля февраль фев",
    "березень березня бер берез марта март мар",
    "квітень квітня квіт кві апреля апрель апр",
    "травень травня трав тра мая май",
    "червень червня черв чер июня июнь июн",
    "липень липня лип июля июль июл",
    "серпень серпня серп сер августа август авг",
    "вересень вересня вер верес сентября сентябрь сен сент",
    "жовтень жовтня жовт жов октября октябрь окт",
    "листопад листопада лист лис ноября ноябрь ноя нояб",
    "грудень грудня груд гру декабря декабрь дек",
)
MONTH_NUMBERS: Final[dict[str, int]] = {
    word: number
    for number, (english, local) in enumerate(zip(MONTHS, _LOCAL_MONTHS, strict=True), start=1)
    for word in (english.lower(), english[:3].lower(), *local.split())
} | {"sept": 9}


@dataclass(frozen=True)
class When:
    """One written date, read: closed range of days and what is known of the time.

    ``start`` is None where the text names a day without its year.
    """

    start: dt.date | None
    end: dt.date | None
    precision: str | None
    time_local: str | None = None
    timezone: str | None = None


def typed_when(text: str) -> tuple[When, ...]:
    """Return what a date may be that a person types by itself: none, one, or two of them.

    With dots the day comes first wherever dates are written so; with other signs no column
    tells which number is the month.
    """
    orders = ORDERS[:1] if "." in text else ORDERS
    found = (parse_when(text, order) for order in orders)
    return tuple(dict.fromkeys(when for when in found if when is not None))


def parse_when(text: str, order: str | None = None) -> When | None:
    """Return one written date, or None if it is none.

    A numeric date such as ``01/02/2025`` is read only with an ``order``.
    """
    text = _trimmed(text)
    whole = _parse_one(text, order)
    if whole is not None:
        return whole
    parts = first_and_last(text)
    if len(parts) != 2:
        return None
    first, last = (_parse_one(part.strip(), order) for part in parts)
    if first is None or last is None or last.start is None or last.end is None:
        return None
    if first.start is None:
        first = _with_year(parts[0].strip(), last.start)
        if first is None:
            return None
    assert first.start is not None
    if last.end < first.start:
        return None
    return When(first.start, last.end, _span_precision((last.end - first.start).days + 1))


def _trimmed(text: str) -> str:
    return " ".join(text.split()).strip(" .,;")


def first_and_last(text: str) -> list[str]:
    """Return first and last day of a written range, each as a date of its own."""
    text = _trimmed(text)
    words = _FROM_TO.fullmatch(text)
    if words is not None:
        text = f"{words['from']} – {words['until']}"
    days = _NUMERIC_DAYS.fullmatch(text)
    if days is not None:
        return [days["from"], days["until"]]
    days = _DOTTED_DAYS.fullmatch(text)
    if days is not None:
        return [f"{days['from']}.{days['m'] or days['m2']}.{days['y']}", days["until"]]
    days = _MONTHS.fullmatch(text)
    if days is not None:
        return [f"{days['from']} {days['y']}", days["until"]]
    days = _DAYS_OF_MONTH.fullmatch(text)
    if days is not None:
        return [f"{days['from']} {days['until'].lstrip('0123456789')}", days["until"]]
    days = _MONTH_DAYS.fullmatch(text)
    if days is not None:
        return [f"{days[part]} {days['word']} {days['y']}" for part in ("from", "until")]
    return _RANGE.split(text)


def _with_year(text: str, last: dt.date) -> When | None:
    """Return the first day of a range whose year stands only with the last, as in 30 June - 2 July.

    It is the last year in which the range does not run backwards.
    """
    for year in (last.year, last.year - 1):
        first = _parse_one(f"{text}, {year}", None)
        if first is not None and first.start is not None and first.start <= last:
            return first
    return None


def _span_precision(days: int) -> str:
    if days == 1:
        return "day"
    return "week" if days <= 7 else "month" if days <= 31 else "year"


def _parse_one(text: str, order: str | None) -> When | None:
    for pattern in (_ISO, _COMPACT):
        match = pattern.fullmatch(text)
        if match is not None:
            return _day(match, int(match["y"]), int(match["m"]), int(match["d"]))
    match = NUMERIC.fullmatch(text)
    if match is not None:
        if order is None or (len(match["y"]) == 2 and match[2] == "-"):
            return None
        day, month = (match["a"], match["b"]) if order == ORDERS[0] else (match["b"], match["a"])
        return _day(match, _full_year(match["y"]), int(month), int(day))
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        match = pattern.fullmatch(text)
        if match is not None and match["word"].casefold() in MONTH_NUMBERS:
            month = MONTH_NUMBERS[match["word"].casefold()]
            if match["y"] is None:
                return _without_year(month, int(match["d"]))
            return _day(match, _full_year(match["y"]), month, int(match["d"]))
    match = _MONTH.fullmatch(text)
    if match is not None and match["word"].casefold() in MONTH_NUMBERS:
        return _month(int(match["y"]), MONTH_NUMBERS[match["word"].casefold()])
    match = _NUMERIC_MONTH.fullmatch(text)
    if match is not None:
        return _month(int(match["y"] or match["y2"]), int(match["m"] or match["m2"]))
    match = _NO_YEAR.fullmatch(text)
    if match is not None:
        return _without_year(int(match["m"]), int(match["d"]))
    match = _YEAR.fullmatch(text)
    if match is not None and EARLIEST_YEAR <= int(match["y"]) <= LATEST_YEAR:
        year = int(match["y"])
        return When(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")
    return None


def _full_year(text: str) -> int:
    """Return the year; two digits follow the POSIX rule (69 to 99 are 19xx)."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= 69 else 2000)


def _valid(year: int, month: int, day: int) -> dt.date | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _without_year(month: int, day: int) -> When | None:
    # 2024 is a leap year: 29 February is a day.
    return None if _valid(2024, month, day) is None else When(None, None, None)


def _month(year: int, month: int) -> When | None:
    first = _valid(year, month, 1)
    if first is None:
        return None
    return When(first, first.replace(day=calendar.monthrange(year, month)[1]), "month")


def _day(match: re.Match[str], year: int, month: int, day: int) -> When | None:
    known = _valid(year, month, day)
    if known is None:
        return None
    parts = match.groupdict()
    time = _clock(parts.get("time"), parts.get("half"))
    if parts.get("time") and time is None:
        return None
    zone = parts.get("zone")
    if zone in ("Z", "GMT"):
        zone = "UTC"
    # Midnight is what programs write for "no time known".
    if time == "00:00":
        time = zone = None
    return When(known, known, "day", time, zone if time else None)


def _clock(time: str | None, half: str | None) -> str | None:
    if time is None:
        return None
    hour, minute = (int(part) for part in time.split(":"))
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    if hour > 23 or minute > 59:
        return None
    return f"{hour:02d}:{minute:02d}"
