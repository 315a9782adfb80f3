"""Places that are unknown, and radii that do not fit the stated precision."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from mapper.checks.facts import Facts
from mapper.checks.finding import Mend, findings, joined
from mapper.checks.placing import move_to
from mapper.model.vocabulary import DEFAULT_RADIUS_M, GEO_PRECISIONS

#: Radii that fit a precision, in metres, from and to.
FITTING_M: Final = {
    "exact": (0.0, 1_000.0),
    "vicinity": (0.0, 5_000.0),
    "area": (1_000.0, np.inf),
    "region": (10_000.0, np.inf),
    "country": (50_000.0, np.inf),
}


def no_place(facts: Facts) -> pd.DataFrame:
    """Find events without a position; a place name that means one place is proposed."""
    rows = np.flatnonzero(~facts.placed)
    names = facts.texts("place_name")
    messages = []
    for row in rows:
        named = f"; its place is given as '{names[row]}'" if names[row] else ""
        messages.append(f"The event has no position{named}.")
    places = [facts.named.only(row) if names[row] else None for row in rows]
    mends = [
        None if place is None else move_to(str(facts.ids[row]), place)
        for row, place in zip(rows, places, strict=True)
    ]
    return findings("no_place", facts.ids[rows], messages, mends=mends)


def radius(facts: Facts) -> pd.DataFrame:
    """Find radii that contradict the precision, and precisions without a radius.

    What is proposed is the radius that Mapper gives to the precision where a
    feed states none; for a whole country none.
    """
    stated = facts.events["radius_m"].to_numpy(dtype=float)
    parts = []
    for word, term in GEO_PRECISIONS.items():
        of_word = facts.is_any("geo_precision", word) & facts.placed
        least, most = FITTING_M.get(word, (0.0, np.inf))
        proposal = DEFAULT_RADIUS_M[word]
        absent = of_word & np.isnan(stated) & (proposal is not None)
        for mask, problem in (
            (of_word & (stated < least), "is smaller than that"),
            (of_word & (stated > most), "is larger than that"),
            (absent, ""),
        ):
            rows = np.flatnonzero(mask)
            label = (
                "Remove the radius" if proposal is None else f"Set the radius to {proposal:,.0f} m"
            )
            meaning = term.meaning.partition(";")[0].rstrip(".")
            parts.append(
                findings(
                    "radius",
                    facts.ids[rows],
                    [
                        f"{term.label}: {meaning[0].lower()}{meaning[1:]}. "
                        + (
                            f"The radius of {stated[row]:,.0f} m {problem}."
                            if problem
                            else "No radius is given."
                        )
                        for row in rows
                    ],
                    mends=[
                        Mend("set", label, (str(facts.ids[row]),), {"radius_m": proposal})
                        for row in rows
                    ],
                )
            )
    return joined(parts)
