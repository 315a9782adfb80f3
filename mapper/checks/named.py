"""Each event's place name against the gazetteer: how near is the nearest place so called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.checks.placing import candidate_of, in_region, places_of
from mapper.gazetteer import Candidate

if TYPE_CHECKING:
    from mapper.checks.facts import Facts

EARTH_M = 6_371_000.0


@dataclass(frozen=True)
class Named:
    """Place names of a set of events, looked up once each.

    Attributes
    ----------
    ask
        Per event the number of its question (name, region, country), -1
        without a name.
    table
        A row per question and candidate: ``ask``, ``regional`` (lies in the
        stated region) and the columns of `places_of`. Candidates are in the
        stated country, where one is stated.
    questions
        A row per question: ``count``, ``population`` (of the largest
        candidate), ``regional_count``, ``regional_population``.
    """

    ask: npt.NDArray[np.int64]
    table: pd.DataFrame
    questions: pd.DataFrame

    @classmethod
    def of(cls, facts: Facts) -> Named:
        """Look up the names of a set."""
        asked = pd.DataFrame(
            {
                "place_name": facts.texts("place_name"),
                "admin1": facts.texts("admin1"),
                "code": facts.country,
            }
        )
        named = (asked["place_name"] != "").to_numpy()
        numbers = np.full(len(facts), -1, dtype=np.int64)
        groups = asked[named].groupby(["place_name", "admin1", "code"], sort=False)
        numbers[named] = groups.ngroup().to_numpy()
        questions = asked[named].drop_duplicates(ignore_index=True)
        names, of_name = np.unique(questions["place_name"].to_numpy(dtype=str), return_inverse=True)
        found = places_of([str(name) for name in names])
        questions = questions.assign(ask=np.arange(len(questions)), name=of_name)
        table = questions.merge(found, on="name", how="inner")
        table = table[(table["code"] == "") | (table["code"] == table["country"])]
        table = table.reset_index(drop=True)
        regional = np.zeros(len(table), dtype=bool)
        for region, rows in table.groupby("admin1_x").indices.items():
            if region:
                own = table.iloc[rows].rename(columns={"admin1_y": "admin1"})
                regional[rows] = in_region(own[["country", "admin1"]], str(region))
        table = table.rename(columns={"admin1_y": "admin1"}).assign(regional=regional)
        table = table.drop(columns=["place_name", "admin1_x", "code", "name"])
        every, inside = table.groupby("ask"), table[regional].groupby("ask")
        sums = pd.DataFrame(
            {
                "count": every.size(),
                "population": every["population"].max(),
                "regional_count": inside.size(),
                "regional_population": inside["population"].max(),
            }
        )
        return cls(numbers, table, sums.reindex(range(len(questions))).fillna(0).astype("int64"))

    @cached_property
    def _radius_m(self) -> npt.NDArray[np.float64]:
        """Radius of every candidate as `mapper.gazetteer.radius_m` proposes it."""
        population = np.maximum(self.table["population"].to_numpy(dtype=float), 0.0)
        return np.asarray(np.clip(100.0 * np.cbrt(population), 1_000.0, 20_000.0))

    def nearest(
        self, rows: npt.NDArray[np.intp], lonlat: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
        """Return how far each event lies outside the nearest place of its name, and which it is.

        Parameters
        ----------
        rows
            Rows of events, (m,).
        lonlat
            Positions to ask for, (m, 2), degrees WGS 84.

        Returns
        -------
        tuple of ndarray, ndarray
            Metres to the edge of the place (its centre less its radius; on a
            sphere, half a percent off), NaN where no place has the name; the
            row of ``table``, -1 there.
        """
        wanted = pd.DataFrame({"ask": self.ask[rows], "lon": lonlat[:, 0], "lat": lonlat[:, 1]})
        distinct = wanted.drop_duplicates(ignore_index=True)
        number = wanted.groupby(["ask", "lon", "lat"], sort=False).ngroup().to_numpy()
        left = distinct.assign(position=np.arange(len(distinct)))
        right = self.table[["ask", "lon", "lat"]].assign(candidate=np.arange(len(self.table)))
        pairs = left.merge(right, on="ask", suffixes=("", "_place"))
        far_m = sphere_m(
            pairs[["lon", "lat"]].to_numpy(dtype=float),
            pairs[["lon_place", "lat_place"]].to_numpy(dtype=float),
        )
        candidate = pairs["candidate"].to_numpy()
        edge_m = np.maximum(far_m - self._radius_m[candidate], 0.0)
        order = np.lexsort((edge_m, pairs["position"].to_numpy()))
        position, first = np.unique(pairs["position"].to_numpy()[order], return_index=True)
        best_m = np.full(len(distinct), np.nan)
        best = np.full(len(distinct), -1, dtype=np.int64)
        best_m[position] = edge_m[order][first]
        best[position] = candidate[order][first]
        return best_m[number], best[number]

    def candidates(self, ask: int) -> pd.DataFrame:
        """Return the candidates of one question, the largest first."""
        return self.table[self.table["ask"] == ask]

    def only(self, row: int | np.integer) -> Candidate | None:
        """Return the one place that an event's name means, None where that is not certain.

        Certain is the only place of that name in the stated region or, where
        no region is known, in the stated country or anywhere.
        """
        found = self.candidates(int(self.ask[row]))
        if found["regional"].any():
            found = found[found["regional"]]
        return candidate_of(found, 0) if len(found) == 1 else None


def sphere_m(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return distances in metres on a sphere, for choosing, not for telling; (n, 2) each."""
    lon_a, lat_a = np.radians(a).T
    lon_b, lat_b = np.radians(b).T
    half = np.sin((lat_b - lat_a) / 2) ** 2
    half += np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    result: npt.NDArray[np.float64] = 2 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return result
