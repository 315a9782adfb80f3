"""What the panel of fronts says: coverage by source, and which snapshot is used and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from mapper import basemap
from mapper.gui.day_words import front, measured, refusal, write_day, write_days
from mapper.gui.translation import tr, trn
from mapper.measure import MAX_GAP_DAYS, ControlledAreas, Fronts, Snapshot, format_area
from mapper.model.errors import NoFrontError

#: Gaps named in one line; the rows below have them all.
_NAMED: Final = 2

_DAY: Final = dt.timedelta(days=1)
_NO_FRONT: Final = tr("There is no front: add files, or drop them on the window.")


@dataclass(frozen=True)
class SnapshotRow:
    """A snapshot in the list.

    Parameters
    ----------
    file
        Files of its day that were imported; empty where that is not known.
    days_after
        Days since the snapshot before it, None for the first.
    used
        Whether distances of the shown day are measured to it.
    """

    snapshot: Snapshot
    file: str = ""
    days_after: int | None = None
    used: bool = False

    @property
    def missing(self) -> tuple[dt.date, dt.date] | None:
        """First and last day before it for which its source has no front."""
        if self.days_after is None or self.days_after <= MAX_GAP_DAYS + 1:
            return None
        day = self.snapshot.as_of
        return day - (self.days_after - MAX_GAP_DAYS - 1) * _DAY, day - _DAY

    @property
    def what(self) -> str:
        """How many areas or lines it has."""
        number = len(self.snapshot.front_ids)
        if self.snapshot.kind == "control_area":
            return trn("{number:,} area", "{number:,} areas", number)
        return trn("{number:,} line", "{number:,} lines", number)

    @property
    def below(self) -> str:
        """What it is, in one line."""
        collected = tr("collected") if self.snapshot.collected else ""
        gap = (
            ""
            if self.missing is None
            else tr("no front for {days}", days=write_days(*self.missing))
        )
        return " · ".join(part for part in (gap, self.what, collected, self.file) if part)


@dataclass(frozen=True)
class SourceRow:
    """A source of fronts and its snapshots, the newest first."""

    name: str
    rows: tuple[SnapshotRow, ...]

    @property
    def front_ids(self) -> tuple[str, ...]:
        """All its rows in the project."""
        return tuple(one for row in self.rows for one in row.snapshot.front_ids)

    def before(self, row: SnapshotRow) -> Snapshot | None:
        """Return the snapshot of the same kind just before one."""
        own = row.snapshot
        earlier = [
            one.snapshot
            for one in self.rows
            if one.snapshot.kind == own.kind and one.snapshot.as_of < own.as_of
        ]
        return earlier[0] if earlier else None

    @property
    def gaps(self) -> tuple[tuple[dt.date, dt.date], ...]:
        """First and last day of each stretch without a front, the newest first."""
        return tuple(row.missing for row in self.rows if row.missing is not None)

    @property
    def days(self) -> str:
        """First and last day."""
        return write_days(self.rows[-1].snapshot.as_of, self.rows[0].snapshot.as_of)

    @property
    def below(self) -> str:
        """Number of snapshots, first and last day, number of gaps."""
        number, gaps = len(self.rows), len(self.gaps)
        parts = [
            trn(
                "{number:,} snapshot, {days}",
                "{number:,} snapshots, {days}",
                number,
                days=self.days,
            )
        ]
        if gaps:
            parts.append(trn("{number:,} gap", "{number:,} gaps", gaps))
        return " · ".join(parts)

    @property
    def gap_words(self) -> str:
        """Sentence on the days without a front; empty where there are none."""
        if not self.gaps:
            return ""
        named = "; ".join(write_days(*gap) for gap in self.gaps[:_NAMED])
        more = len(self.gaps) - _NAMED
        if more > 0:
            named = trn(
                "{days} and {number:,} earlier stretch",
                "{days} and {number:,} earlier stretches",
                more,
                days=named,
            )
        return tr(
            "No front for {days}: a snapshot is used for {most} days at most.",
            days=named,
            most=MAX_GAP_DAYS,
        )

    def terms(self, name: str) -> tuple[str, ...]:
        """Return the values its snapshots have of ``attribution``, ``licence`` and the like."""
        found = dict.fromkeys(getattr(row.snapshot, name) or "" for row in self.rows)
        return tuple(found)


@dataclass(frozen=True)
class FrontsTold:
    """All sources, and which snapshots are used for the shown day.

    Parameters
    ----------
    day
        The shown day, None for the newest front.
    words
        What is used for it and why, or why nothing is.
    """

    sources: tuple[SourceRow, ...] = ()
    day: dt.date | None = None
    words: str = _NO_FRONT

    @property
    def number(self) -> int:
        """Number of snapshots."""
        return sum(len(source.rows) for source in self.sources)


def tell(fronts: Fronts, day: dt.date | None) -> FrontsTold:
    """Return the fronts of a project in words; may take long for fronts of several countries."""
    snapshots = fronts.snapshots
    if not snapshots:
        return FrontsTold(day=day)
    used, words = _used(fronts, day)
    files = _files(fronts.inputs)
    by_source: dict[str, list[SnapshotRow]] = {}
    last: dict[tuple[str, str], dt.date] = {}
    for one in snapshots:
        series = (one.kind, one.source)
        after = (one.as_of - last[series]).days if series in last else None
        last[series] = one.as_of
        row = SnapshotRow(one, files.get(one.as_of.isoformat(), ""), after, one in used)
        by_source.setdefault(one.source, []).append(row)
    sources = (SourceRow(name, tuple(reversed(by_source[name]))) for name in sorted(by_source))
    return FrontsTold(tuple(sources), day or snapshots[-1].as_of, words)


def area_words(
    areas: ControlledAreas,
    before: Snapshot | None,
    earlier: ControlledAreas | None,
    unit: str,
) -> str:
    """Return how much land a snapshot takes up, and how much more than the one before it."""
    said = []
    if areas.controlled_m2 is not None:
        said.append(tr("Control area {size}, as drawn.", size=_area(areas.controlled_m2, unit)))
        was = None if earlier is None else earlier.controlled_m2
        if before is not None and was is not None:
            said.append(_difference(areas.controlled_m2 - was, before, unit))
    if areas.contested_m2 is not None:
        said.append(tr("Contested {size}.", size=_area(areas.contested_m2, unit)))
    return " ".join(said)


def _area(area_m2: float, unit: str) -> str:
    return measured(format_area(area_m2, unit))


def _difference(more_m2: float, before: Snapshot, unit: str) -> str:
    day = write_day(before.as_of)
    # Outlines are drawn to some ten metres: less than half a hectare is nothing.
    if abs(more_m2) < 5_000.0:
        return tr("The same as on {day}.", day=day)
    size = _area(abs(more_m2), unit)
    if more_m2 > 0:
        return tr("{size} more than on {day}.", size=size, day=day)
    return tr("{size} less than on {day}.", size=size, day=day)


def _used(fronts: Fronts, day: dt.date | None) -> tuple[list[Snapshot], str]:
    """Return the snapshots used for a day, one for each country, and why."""
    countries = fronts.countries
    used, said = [], []
    for country in countries:
        lead = f"{basemap.country_name(country)}: " if len(countries) > 1 else ""
        try:
            first, *others = fronts.all_of_day(day, country=country)
        except NoFrontError as error:
            said.append(refusal(str(error)))
            continue
        used.append(replace(first, gap_days=0))
        said.append(lead + _why(first, others, day))
    return used, " ".join(said)


def _why(first: Snapshot, others: Iterable[Snapshot], day: dt.date | None) -> str:
    if day is None:
        why = tr("it is the newest")
    elif first.gap_days == 0:
        why = tr("it is of that day")
    else:
        why = tr("the latest before, {days} older", days=_days(first.gap_days))
    shown = tr("the newest day") if day is None else write_day(day)
    words = tr("Used for {shown}: {words}; {why}.", shown=shown, words=front(first), why=why)
    passed = [
        f"{front(one)} ({_why_not(one, first)})"
        for one in others
        if (one.source, one.kind) != (first.source, first.kind)
    ]
    return (
        tr("{words} Not used: {others}.", words=words, others="; ".join(passed))
        if passed
        else words
    )


def _why_not(one: Snapshot, first: Snapshot) -> str:
    if one.gap_days > first.gap_days:
        return tr("{days} older than the day", days=_days(one.gap_days))
    return tr("areas come before lines") if one.kind != first.kind else tr("later by name")


def _days(number: int) -> str:
    return trn("{number:,} day", "{number:,} days", number)


def _files(inputs: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the names of the imported files by the day they gave."""
    found: dict[str, dict[str, None]] = {}
    for entry in inputs:
        for day in entry.get("front_days") or ():
            found.setdefault(str(day), {})[str(entry["file"])] = None
    return {day: ", ".join(names) for day, names in found.items()}
