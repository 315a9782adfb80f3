"""Fronts by day: which snapshot is valid, and its line, made once."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from shapely import MultiLineString

from mapper import basemap
from mapper.geodesy import nearest_on_line
from mapper.measure import belonging
from mapper.measure.frontline import RADIUS_M, SPREAD_RADII_M, FrontLine
from mapper.measure.linecache import Kept
from mapper.measure.lines import Lines
from mapper.measure.shape import Shape
from mapper.measure.snapshots import Snapshot, order, snapshots_of
from mapper.model import schema
from mapper.model.dates import write_day
from mapper.model.errors import InputError, MeasureError, NoFrontError
from mapper.model.schema import GEOMETRY

#: Days a front may be older than the day asked for, unless told otherwise.
MAX_GAP_DAYS: Final = 7


#: What `Fronts.all_of_day` says where no front is valid on a day.
_NONE_OF_DAY: Final = re.compile(r"(There is no front(?: of .+?)?) for .+? \d{4}: .+")


def without_day(reason: str) -> str:
    """Return a reason to refuse a distance without its days: the same for all events it meets."""
    found = _NONE_OF_DAY.fullmatch(reason)
    return reason if found is None else f"{found[1]} for the day."


class Fronts:
    """Snapshots of control areas and lines of contact, and the lines derived from them.

    Fronts of several countries may stand together. Each snapshot belongs to the
    country that most of its area lies in, or along most of whose land its given
    line runs. A place is measured to the fronts of one country only
    (`country_for`): the one stated, if it has a front; else the one the place
    lies in, if it has a front; else the one whose front of the day is nearest.
    Only snapshots of that country are other sources for the same front.

    Parameters
    ----------
    control_areas, lines_of_contact
        Tables of these names (`mapper.model.schema`), EPSG:4326.
    inputs
        Files they come from: ``{"file", "sha256"}`` each; an optional
        ``"front_days"`` (ISO days) tells which snapshots a file gave.
    outline
        The country's own boundary (an area) in whose land every line is derived,
        in place of the base map's outlines. All fronts are then one country's.
    kept
        Derived lines kept beside the cache folder, such as `Project.lines`.
    radius_m
        Of the definition by which lines are derived, 500 to 3,000 metres.

    Raises
    ------
    InputError
        If ``outline`` is no area, or the radius is out of its range.
    """

    def __init__(
        self,
        control_areas: gpd.GeoDataFrame | None,
        lines_of_contact: gpd.GeoDataFrame | None = None,
        inputs: Iterable[Mapping[str, object]] = (),
        outline: Shape | None = None,
        kept: Kept | None = None,
        radius_m: float = RADIUS_M,
    ) -> None:
        least, most = SPREAD_RADII_M
        if not least <= radius_m <= most:
            raise InputError(
                "not a radius of the definition",
                found=radius_m,
                expected=f"{least:,.0f} to {most:,.0f} metres",
            )
        self.radius_m = radius_m
        if control_areas is None:
            control_areas = schema.empty(schema.CONTROL_AREAS)
        if lines_of_contact is None:
            lines_of_contact = schema.empty(schema.LINES_OF_CONTACT)
        self.control_areas = control_areas
        self.lines_of_contact = lines_of_contact
        self.inputs = [dict(entry) for entry in inputs]
        if outline is not None and outline.area is None:
            raise InputError("a country's boundary must be an area", found=outline.name)
        self.outline = outline
        self._by_source: dict[str, list[Snapshot]] = {}
        for kind, table in (
            ("control_area", control_areas),
            ("line_of_contact", lines_of_contact),
        ):
            for snapshot in snapshots_of(table, kind):
                self._by_source.setdefault(f"{kind}:{snapshot.source}", []).append(snapshot)
        for snapshots in self._by_source.values():
            snapshots.sort(key=lambda snapshot: snapshot.as_of)
        self._kept = kept
        self._lines = Lines(control_areas, lines_of_contact, outline, kept, radius_m)
        self._country: dict[tuple[str, tuple[int, ...]], str] | None = None

    @property
    def snapshots(self) -> list[Snapshot]:
        """All snapshots, by day and source."""
        found = [snapshot for series in self._by_source.values() for snapshot in series]
        return sorted(found, key=order)

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of the sources, in order."""
        return tuple(sorted({snapshot.source for snapshot in self.snapshots}))

    def of_source(self, name: str) -> Fronts:
        """Return the fronts of one of `sources` alone."""
        rows: dict[str, list[int]] = {"control_area": [], "line_of_contact": []}
        for snapshot in self.snapshots:
            if snapshot.source == name:
                rows[snapshot.kind] += snapshot.rows
        return Fronts(
            self.control_areas.iloc[sorted(rows["control_area"])],
            self.lines_of_contact.iloc[sorted(rows["line_of_contact"])],
            self.inputs,
            self.outline,
            self._kept,
            self.radius_m,
        )

    def with_radius(self, radius_m: float) -> Fronts:
        """Return the same fronts, their lines derived by another radius of the definition."""
        if radius_m == self.radius_m:
            return self
        tables = (self.control_areas, self.lines_of_contact)
        return Fronts(*tables, self.inputs, self.outline, self._kept, radius_m)

    @property
    def countries(self) -> tuple[str, ...]:
        """ISO codes of the countries the fronts belong to.

        A single "" where nothing had to be looked up to tell that it is one.
        """
        return tuple(sorted(set(self._countries().values())))

    def country_of(self, snapshot: Snapshot) -> str:
        """Return the code, of `countries`, that a snapshot belongs to."""
        return self._countries()[snapshot.kind, snapshot.rows]

    def _countries(self) -> dict[tuple[str, tuple[int, ...]], str]:
        if self._country is None and self.outline is not None:
            self._country = {(one.kind, one.rows): "" for one in self.snapshots}
        elif self._country is None:
            series = list(self._by_source.values())
            tables = {"control_area": self.control_areas, "line_of_contact": self.lines_of_contact}
            shapes = {kind: table[GEOMETRY].to_numpy() for kind, table in tables.items()}
            codes = belonging.countries_of(
                [[shapes[one.kind][list(one.rows)] for one in snapshots] for snapshots in series]
            )
            self._country = {
                (one.kind, one.rows): code
                for snapshots, found in zip(series, codes, strict=True)
                for one, code in zip(snapshots, found, strict=True)
            }
        return self._country

    def home(self, lonlat: npt.ArrayLike) -> npt.NDArray[np.str_]:
        """Return the country each place lies in if it has a front, else "", ``(n,)``."""
        found = basemap.locate(lonlat)["country"].to_numpy(dtype="U2")
        found[~np.isin(found, self.countries)] = ""
        return np.asarray(found, dtype="U2")

    def country_for(
        self,
        lon: float,
        lat: float,
        day: dt.date | None,
        max_gap_days: int = MAX_GAP_DAYS,
        stated: str | None = None,
    ) -> tuple[str | None, str | None]:
        """Return whose fronts a place is measured to, and a sentence where there was a choice.

        The rule is in the description of the class. The country is None where
        there is none to choose.

        Raises
        ------
        NoFrontError
            If there is no front for the day, or the stated country has none.
        """
        countries = self.countries
        if len(countries) < 2:
            return None, None
        home = str(self.home([[lon, lat]])[0])
        if stated is not None:
            code, why = stated.upper(), "as asked"
            if code not in countries:
                raise NoFrontError(
                    f"There is no front of {belonging.names([code])}, "
                    f"only of {belonging.names(countries)}."
                )
        elif home:
            code, why = home, "where the start lies"
        else:
            code, why = self._nearest(lon, lat, day, max_gap_days), "the nearest"
        valid = {self.country_of(one) for one in self.all_of_day(day, max_gap_days)} | {code}
        if len(valid) < 2:
            return code, None
        return code, (
            f"There are fronts of {belonging.names(valid)}; "
            f"that of {belonging.names([code])} was used, {why}."
        )

    def _nearest(self, lon: float, lat: float, day: dt.date | None, max_gap_days: int) -> str:
        away = {}
        for code in self.countries:
            try:
                line = self.front(self.of_day(day, max_gap_days, code))
            except (NoFrontError, MeasureError):
                continue
            away[code] = float(nearest_on_line([[lon, lat]], line.edges).distance_m[0])
        if away:
            return min(away, key=lambda code: away[code])
        return self.country_of(self.of_day(day, max_gap_days))

    def of_day(
        self, day: dt.date | None, max_gap_days: int = MAX_GAP_DAYS, country: str | None = None
    ) -> Snapshot:
        """Return the front of a day: the latest snapshot on or before it.

        Of several sources the one with the smallest gap is taken; then areas
        before lines (they are drawn finer), then by name.

        Parameters
        ----------
        day
            The day, or None for the newest snapshot.
        max_gap_days
            Older snapshots are refused, not bridged in silence.
        country
            Only fronts of this one of `countries`.

        Raises
        ------
        NoFrontError
            If there is none, or its gap is above the limit.
        """
        return self.all_of_day(day, max_gap_days, country)[0]

    def all_of_day(
        self, day: dt.date | None, max_gap_days: int = MAX_GAP_DAYS, country: str | None = None
    ) -> list[Snapshot]:
        """Return every source's snapshot of a day, the one to use first; see `of_day`."""
        if max_gap_days < 0:
            raise InputError("the greatest gap is negative", found=max_gap_days)
        by_source = list(self._by_source.values())
        if country is not None:
            by_source = [
                [snapshot for snapshot in series if self.country_of(snapshot) == country]
                for series in by_source
            ]
        every = sorted((one for series in by_source for one in series), key=order)
        if not every:
            raise NoFrontError("There is no front: import control areas or a line of contact.")
        if day is None:
            day = every[-1].as_of
        where = f" of {belonging.names([country])}" if country else ""
        found = []
        for series in by_source:
            place = bisect_right(series, day, key=lambda snapshot: snapshot.as_of)
            if place:
                gap = (day - series[place - 1].as_of).days
                found.append(replace(series[place - 1], gap_days=gap))
        if not found:
            raise NoFrontError(
                f"There is no front{where} for {write_day(day)}: "
                f"the first one is of {write_day(every[0].as_of)}."
            )
        valid = [snapshot for snapshot in found if snapshot.gap_days <= max_gap_days]
        if not valid:
            last = min(found, key=lambda snapshot: snapshot.gap_days)
            raise NoFrontError(
                f"There is no front{where} for {write_day(day)}: the latest before it is of "
                f"{write_day(last.as_of)}, {last.gap_days} days earlier, and the limit is "
                f"{max_gap_days} days."
            )
        return sorted(valid, key=lambda snapshot: (snapshot.gap_days, *order(snapshot)[1:]))

    def neighbours(self, snapshot: Snapshot) -> list[Snapshot]:
        """Return the same source's snapshots just before and after, where there are any."""
        series = self._by_source[f"{snapshot.kind}:{snapshot.source}"]
        if len(self.countries) > 1:
            own = self.country_of(snapshot)
            series = [other for other in series if self.country_of(other) == own]
        place = next(i for i, other in enumerate(series) if other.as_of == snapshot.as_of)
        return series[max(place - 1, 0) : place] + series[place + 1 : place + 2]

    def front(self, snapshot: Snapshot, country: str | None = None) -> FrontLine:
        """Return a snapshot's line, derived once and kept.

        Parameters
        ----------
        country
            ISO code of the country in whose land the line is derived; found
            from the area when absent.
        """
        return self._lines.front(snapshot, country)

    def ahead(
        self, snapshots: Sequence[Snapshot]
    ) -> AbstractContextManager[Callable[[Snapshot], None]]:
        """Derive many lines side by side, a little ahead of their use; see `Lines.ahead`."""
        return self._lines.ahead(snapshots)

    def line_of(self, front_id: str) -> MultiLineString | None:
        """Return the line of contact of the snapshot that a front belongs to; see `front_of`."""
        front = self.front_of(front_id)
        return None if front is None else front.line

    def front_of(self, front_id: str) -> FrontLine | None:
        """Return what distances of the snapshot that a front belongs to are measured to.

        None for a control area that is not the first of its snapshot: several
        areas of one day make one line.

        Raises
        ------
        InputError
            If there is no such front.
        """
        for snapshot in self.snapshots:
            if front_id in snapshot.front_ids:
                if snapshot.front_ids[0] != front_id:
                    return None
                return self.front(snapshot)
        raise InputError("there is no such front", found=front_id)

    def inputs_of(self, snapshots: Iterable[Snapshot]) -> tuple[dict[str, str], ...]:
        """Return file and SHA-256 of these snapshots' inputs; of all where days are not known."""
        days = {snapshot.as_of.isoformat() for snapshot in snapshots}
        found = []
        for entry in self.inputs:
            known = entry.get("front_days")
            if days and isinstance(known, list | tuple | set) and not days & set(known):
                continue
            found.append({"file": str(entry["file"]), "sha256": str(entry["sha256"])})
        if self.outline is not None:
            found += [dict(entry) for entry in self.outline.inputs]
        return tuple(found)
