"""How many events have each value of a facet, whatever else is filtered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.model import vocabulary as words
from mapper.model.facets import FACETS, NOT_STATED
from mapper.model.filters import rough_places

if TYPE_CHECKING:
    from mapper.gui.check_work import Findings

#: Of each facet its values with their numbers of events, the most first.
Counts = dict[str, tuple[tuple[str, int], ...]]
Mask = npt.NDArray[np.bool_]

#: The facet of places that are no points on the map; a part of the filter by itself.
PLACES: Final = "places"
#: The facet of what the data checks found; an event may have several of its values.
FINDINGS: Final = "findings"


@dataclass(eq=False)
class FacetCounter:
    """Counts by facet; keeps the codes of the state of the events it counted last.

    Only one worker at a time may use it.
    """

    #: What the checks found in a state of the project; None if they were not made.
    findings: Findings | None = None

    _events: pd.DataFrame | None = None
    _codes: dict[str, tuple[tuple[str, ...], npt.NDArray[np.unsignedinteger[Any]]]] = field(
        default_factory=dict
    )

    def count(self, events: pd.DataFrame, parts: Mapping[str, Mask]) -> Counts:
        """Count the events that pass all parts of the filter but the facet's own.

        Parameters
        ----------
        events
            Table of events, n rows.
        parts
            What `EventFilter.parts` gives, each of shape (n,).
        """
        if events is not self._events:
            self._codes = {name: _small(facet.codes(events)) for name, facet in FACETS.items()}
            self._codes[PLACES] = ("", *words.ROUGH_PLACES), rough_places(events)
            self._events = events
        failed = np.zeros(len(events), dtype=np.uint8)
        for part in parts.values():
            failed += ~part
        counts: Counts = {}
        for name, (values, codes) in self._codes.items():
            own = parts.get(name)
            passing = failed == (0 if own is None else ~own)
            numbers = np.bincount(codes[passing], minlength=len(values))
            order = np.argsort(-numbers, kind="stable")
            counts[name] = tuple((values[at], int(numbers[at])) for at in order if numbers[at])
        findings = self.findings
        if findings is not None and findings.data.events is events:
            own = parts.get("ids")
            counts[FINDINGS] = _by_rule(findings, failed == (0 if own is None else ~own))
        return counts


def _by_rule(findings: Findings, passing: Mask) -> tuple[tuple[str, int], ...]:
    """Return how many passing events each rule found, and how many none did."""
    # All rules are imported with their names; whoever has findings has them.
    from mapper.checks import RULES

    rules = tuple(RULES)
    rows = findings.rows[findings.open]
    of_rule = pd.Categorical(findings.table["rule"][findings.open], categories=rules).codes
    passes = passing[rows]
    # An event is counted once, however often a rule found it.
    pairs = np.unique(rows[passes] * len(rules) + of_rule[passes])
    numbers = np.bincount(pairs % len(rules), minlength=len(rules))
    found = np.zeros(len(passing), dtype=bool)
    found[rows] = True
    counted = [(rules[at], int(number)) for at, number in enumerate(numbers) if number]
    return (*counted, (NOT_STATED, int((passing & ~found).sum())))


def _small(
    coded: tuple[tuple[str, ...], npt.NDArray[np.int32]],
) -> tuple[tuple[str, ...], npt.NDArray[np.unsignedinteger[Any]]]:
    values, codes = coded
    return values, codes.astype(np.min_scalar_type(max(len(values) - 1, 0)))
