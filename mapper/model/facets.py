"""What events can be told apart by: each facet gives every event one value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc

from mapper.model import vocabulary as words
from mapper.model.names import region_name
from mapper.model.regions import regions
from mapper.model.sides import sides
from mapper.model.texts import arrow

Codes = npt.NDArray[np.int32]
#: The values that occur, and of each event the place of its value there, shape (n,).
Coded = tuple[tuple[str, ...], Codes]

#: The value of an event of which nothing is stated.
NOT_STATED: Final = ""

_CASUALTIES: Final = {
    term.value: term
    for term in (
        words.Term("killed", "People killed", "Some source reports people killed."),
        words.Term("injured", "People injured only", "Injured people, but nobody killed."),
        words.Term("none", "None reported", "Sources say that nobody was hurt."),
    )
}


@dataclass(frozen=True)
class Facet:
    """One facet: ``column`` of the events it is read from, ``terms`` its words if they are fixed.

    One that stands in no column, or not in one spelling, is ``derived`` from several, or from
    what they hold. ``meant`` returns the value that a text means; a saved filter may have
    another spelling.

    An event type or another word that is none of ``terms`` is its own label.
    """

    name: str
    label: str
    column: str = ""
    terms: Mapping[str, words.Term] = field(default_factory=dict, hash=False)
    derived: Callable[[pd.DataFrame], Coded] | None = None
    meant: Callable[[str], str] = str

    def codes(self, events: pd.DataFrame) -> Coded:
        """Return the values that occur and, shape (n,), the place of each event's value there."""
        if self.derived is not None:
            return self.derived(events)
        coded = pc.fill_null(arrow(events[self.column]), NOT_STATED)
        coded = coded.combine_chunks().dictionary_encode()
        codes: Codes = coded.indices.to_numpy(zero_copy_only=False).astype(np.int32)
        return tuple(coded.dictionary.to_pylist()), codes

    def passing(self, events: pd.DataFrame, values: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        """Return which events have one of the values, shape (n,)."""
        if self.derived is not None:
            known, codes = self.derived(events)
            wanted = {*values, *(self.meant(value) for value in values if value)}
            return np.isin(codes, [at for at, value in enumerate(known) if value in wanted])
        found: npt.NDArray[np.bool_] = events[self.column].isin(values).to_numpy(bool)
        if NOT_STATED in values:
            found = found | events[self.column].isna().to_numpy(bool)
        return found

    def label_of(self, value: str) -> str:
        """Return the words for a value."""
        if value == NOT_STATED:
            return "Not stated"
        term = self.terms.get(value)
        return value if term is None else term.label


def _casualties(events: pd.DataFrame) -> Coded:
    most = {
        who: events[[f"{who}_{part}" for part in ("min", "best", "max")]]
        .max(axis=1)
        .fillna(-1)
        .to_numpy(dtype=np.int64)
        for who in ("killed", "injured")
    }
    killed, injured = most["killed"], most["injured"]
    codes = np.full(len(events), 3, dtype=np.int32)
    codes[(killed >= 0) | (injured >= 0)] = 2
    codes[injured > 0] = 1
    codes[killed > 0] = 0
    return (*_CASUALTIES, NOT_STATED), codes


#: All facets, in the order people ask for them.
FACETS: Final[dict[str, Facet]] = {
    facet.name: facet
    for facet in (
        Facet("status", "Status", "verification_status", words.VERIFICATION_STATUSES),
        Facet("type", "Type", "event_type", words.EVENT_TYPES),
        Facet("weapon", "Weapon", "weapon", words.WEAPONS),
        Facet("target", "Target", "target_type", words.TARGET_TYPES),
        Facet("casualties", "Casualties", terms=_CASUALTIES, derived=_casualties),
        Facet("country", "Country", "country"),
        Facet("region", "Region", "admin1", derived=regions, meant=region_name),
        Facet("precision", "Precision of the place", "geo_precision", words.GEO_PRECISIONS),
        Facet("attributed", "Attributed to", "perpetrator_alleged"),
        Facet("claimed", "Claimed by", "claimed_by"),
        Facet("affected", "Affected", "affected_party"),
        Facet("sides", "Sides in the feed", derived=sides),
        Facet("feed", "Feed", "feed"),
        Facet("work", "Work on it", "workflow_status", words.WORKFLOW_STATUSES),
    )
}
