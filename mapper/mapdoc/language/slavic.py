"""What Ukrainian and Russian have in common: plural forms, days, figures."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar, Final

from mapper.mapdoc.language.english import English
from mapper.model import vocabulary
from mapper.model.event import Count
from mapper.model.filters import EventFilter

#: Between thousands and before units, where no line may break.
SPACE: Final = "\u00a0"

_FIGURE: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def plural(number: int, one: str, few: str, many: str) -> str:
    """Return the form of a noun that follows a number.

    >>> [plural(n, "подія", "події", "подій") for n in (1, 2, 5, 11, 21, 112, 1000)]
    ['подія', 'події', 'подій', 'подій', 'подія', 'подій', 'подій']
    """
    last, two = number % 10, number % 100
    if last == 1 and two != 11:
        return one
    return few if 2 <= last <= 4 and not 12 <= two <= 14 else many


class Slavic(English):
    """What a page says; its words are the language's own."""

    MONTHS: ClassVar[tuple[str, ...]]
    #: Months after a day: "1 липня".
    MONTHS_OF_DAYS: ClassVar[tuple[str, ...]]
    UNITS: ClassVar[Mapping[str, str]]
    EVENT: ClassVar[tuple[str, str, str]]
    DAY: ClassVar[tuple[str, str, str]]
    #: Label and meaning by vocabulary and value.
    TERMS: ClassVar[Mapping[str, Mapping[str, tuple[str, str]]]]
    FIELDS: ClassVar[Mapping[str, str]]
    SOURCE_TYPES: ClassVar[Mapping[str, str]]
    #: Countries this war is reported from; any other has its English name.
    COUNTRIES: ClassVar[Mapping[str, str]]
    #: Single words the sentences are made of.
    PIECES: ClassVar[Mapping[str, str]]
    #: The engine's refusals, as patterns, and what they become.
    REFUSALS: ClassVar[tuple[tuple[str, str], ...]]

    def number(self, value: int) -> str:
        return f"{value:,}".replace(",", SPACE)

    def measured(self, text: str) -> str:
        text = text.replace(" to ", "–")
        text = _FIGURE.sub(lambda f: f[0].replace(",", SPACE).replace(".", ","), text)
        return re.sub(r" (km|m|mi|nmi)(?=²|\b)", lambda unit: SPACE + self.UNITS[unit[1]], text)

    def events(self, count: int) -> str:
        return f"{self.number(count)} {plural(count, *self.EVENT)}"

    def day(self, day: dt.date) -> str:
        return f"{day.day} {self.MONTHS_OF_DAYS[day.month - 1]} {day.year}"

    def days(self, first: dt.date, last: dt.date) -> str:
        if first == last:
            return self.day(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self.day(last)}"
        if first.year == last.year:
            return f"{first.day} {self.MONTHS_OF_DAYS[first.month - 1]} – {self.day(last)}"
        return f"{self.day(first)} – {self.day(last)}"

    def month(self, day: dt.date) -> str:
        return f"{self.MONTHS[day.month - 1]} {day.year}"

    def known_to(self, days: str, precision: str) -> str:
        return f"{days} ({self.PIECES[f'known_to_{precision}']})"

    def unknown_day(self, written: str | None = None) -> str:
        unknown = self.PIECES["unknown_day"]
        return f"{unknown} ({self.PIECES['written']}: {written})" if written else unknown

    def local_time(self) -> str:
        return self.PIECES["local_time"]

    def term(self, column: str, term: vocabulary.Term) -> tuple[str, str]:
        return self.TERMS.get(column, {}).get(term.value, (term.label, term.meaning))

    def field(self, name: str) -> str:
        return self.FIELDS.get(name) or vocabulary.field_label(name)

    def source_type(self, value: str) -> str:
        return self.SOURCE_TYPES.get(value, value)

    def country(self, code: str) -> str:
        return self.COUNTRIES.get(code) or super().country(code)

    def not_stated(self) -> str:
        return self.PIECES["not_stated"]

    def within(self, radius_m: float) -> str:
        return f"{self.PIECES['within']} {self.length(radius_m)}"

    def count(self, count: Count) -> str:
        text = str(count)
        for english in ("none reported", "unknown", "at least", "at most"):
            text = text.replace(english, self.PIECES[english.replace(" ", "_")])
        return text

    def to_front(self, distance: str, region: str | None, inside: bool, front: str) -> str:
        text = f"{distance} {self.PIECES['from_line']}"
        if region:
            text = f"{self.PIECES['known_only_to']} {region}: {text}"
        if inside:
            text += f", {self.PIECES['inside']}"
        return f"{text} ({front})"

    def front(self, source: str, as_of: dt.date, collected: bool, gap_days: int) -> str:
        text = f"{source}, {self.PIECES['collected' if collected else 'as_of']} {self.day(as_of)}"
        if gap_days:
            text += f", {self.PIECES['before'].format(days=self._days(gap_days))}"
        return text

    def _days(self, count: int) -> str:
        return f"{self.number(count)} {plural(count, *self.DAY)}"

    def refusal(self, text: str) -> str:
        for pattern, written in self.REFUSALS:
            found = re.fullmatch(pattern, text)
            if found is not None:
                return written.format(*map(self._translated_day, found.groups()))
        return text

    def _translated_day(self, text: str) -> str:
        try:
            return self.day(dt.datetime.strptime(text, "%d %B %Y").date())
        except ValueError:
            return text

    def title(self, first: dt.date | None, last: dt.date | None) -> str:
        name = self.PIECES["reported_events"]
        return name if first is None or last is None else f"{name}, {self.days(first, last)}"

    def contents(
        self, events: int, without_place: int, front_days: list[dt.date], filter_text: str
    ) -> str:
        text = self.events(events)
        if without_place:
            text += f", {self.PIECES['of_them']} {self.number(without_place)} "
            text += self.PIECES["without_place"]
        if front_days:
            first, last = self.day(front_days[0]), self.day(front_days[-1])
            if len(front_days) == 1:
                text += f"; {self.PIECES['front_of']} {first}"
            else:
                text += f"; {self.PIECES['front_over']} {self._days(len(front_days))}: "
                text += f"{first} – {last}"
        return text + (f". {self.PIECES['filter']}: {filter_text}." if filter_text else ".")

    def data_of(self, moment: str) -> str:
        return f"{self.PIECES['data_of']} {moment}."

    def filtered(self, chosen: EventFilter) -> str:
        parts = []
        if chosen.from_day and chosen.from_day == chosen.until_day:
            parts.append(self.day(chosen.from_day))
        elif chosen.from_day:
            parts.append(f"{self.PIECES['from']} {self.day(chosen.from_day)}")
        if chosen.until_day and chosen.from_day != chosen.until_day:
            parts.append(f"{self.PIECES['until']} {self.day(chosen.until_day)}")
        parts = [" ".join(parts)] if parts else []
        either = f" {self.PIECES['or']} "
        if chosen.statuses:
            terms = [vocabulary.VERIFICATION_STATUSES[word] for word in chosen.statuses]
            labels = [self.term("verification_status", term)[0].lower() for term in terms]
            parts.append(f"{self.PIECES['status']} «{either.join(labels)}»")
        if chosen.places:
            terms = [vocabulary.ROUGH_PLACES[word] for word in chosen.places]
            parts.append(either.join(self.term("rough_place", term)[0].lower() for term in terms))
        if chosen.text.strip():
            parts.append(f"{self.PIECES['words']} «{chosen.text.strip()}»")
        # What there are no words for is said in English: what is filtered is never left out.
        rest = replace(chosen, from_day=None, until_day=None, statuses=(), places=(), text="")
        if not rest.everything:
            parts.append(rest.describe())
        return ", ".join(parts)

    def more(self, count: int) -> str:
        return self.PIECES["and_more"].format(self.number(count)) + "."

    def ask_owner(self, text: str, redistribution: str, licence: str | None) -> str:
        licence = licence or self.PIECES["no_licence"]
        return f"{text}: {self.terms(redistribution)} ({licence}); {self.PIECES['ask_owner']}."

    def no_line(self, front_id: str, reason: str) -> str:
        return f"{self.PIECES['no_line']} {front_id}: {reason}"

    def no_lines(self, count: int, days: str, reason: str) -> str:
        one, many = self.PIECES["of_front"], self.PIECES["of_fronts"]
        fronts = f"{self.number(count)} {plural(count, one, many, many)}"
        return f"{self.PIECES['no_line']} {fronts} ({days}): {reason}"

    def changes(self, added: int, removed: int, changed: int | None) -> str:
        counted = (("added", added), ("removed", removed), ("changed", changed or 0))
        parts = [f"{self.PIECES[word]} {self.events(count)}" for word, count in counted if count]
        return ", ".join(parts) or self.PIECES["no_change"]
