"""The gazetteer's places for many names at once, and moving an event to one."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapper.checks.finding import Mend
from mapper.checks.regionnames import region_names
from mapper.gazetteer import Candidate, index
from mapper.model.spelling import key_lines, plain_lines

#: Words around a settlement's name that say only what it is.
_KINDS: Final = re.compile(
    r"(?:^|\s)(?:city|town|village|settlement|urban-type settlement|municipality|"
    r"смт|місто|село|селище|город|посёлок|поселок|пгт|м\.|с\.|г\.|п\.)(?=\s|$)",
    re.IGNORECASE,
)
_CHUNK: Final = 2_000
_COLUMNS: Final = (
    "name",
    "label",
    "lon",
    "lat",
    "admin1",
    "country",
    "population",
    "geonameid",
)


def places_of(names: Sequence[str]) -> pd.DataFrame:
    """Return every place of the gazetteer that has one of the names, in any spelling.

    Parameters
    ----------
    names
        Names as feeds write them, "Kiev city" and "смт Чорнобиль" too.

    Returns
    -------
    DataFrame
        ``name`` (position in ``names``), ``label`` (the place's own name),
        ``lon``, ``lat``, ``admin1``, ``country``, ``population``,
        ``geonameid``; the largest places first.
    """
    plain = [_KINDS.sub(" ", name.replace("\n", " ")) for name in names]
    keys = key_lines(plain_lines("\n".join(plain))).split("\n") if plain else []
    rows = []
    for start in range(0, len(keys), _CHUNK):
        chunk = {at: form for at, form in enumerate(keys[start : start + _CHUNK], start) if form}
        rows += index.ask(
            "SELECT CAST(j.key AS INTEGER), p.name, p.lon, p.lat, p.admin1, p.country,"
            " p.population, p.geonameid FROM json_each(?) j"
            " CROSS JOIN keys k ON k.key = j.value"
            " JOIN places p ON p.place = k.place ORDER BY p.place",
            (json.dumps(chunk, ensure_ascii=False),),
        )
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def in_region(candidates: pd.DataFrame, region: str) -> npt.NDArray[np.bool_]:
    """Return which candidates lie in a region as a feed writes it, none if it is unknown."""
    known = {code: region_names(region, code) for code in candidates["country"].unique()}
    pairs = zip(candidates["country"], candidates["admin1"], strict=True)
    return np.array([admin1 in known[code] for code, admin1 in pairs], dtype=bool)


def candidate_of(candidates: pd.DataFrame, row: int) -> Candidate:
    """Return one row of `places_of` as the gazetteer gives it."""
    found = candidates.iloc[row]
    return Candidate(
        str(found["label"]),
        float(found["lon"]),
        float(found["lat"]),
        str(found["admin1"]),
        str(found["country"]),
        int(found["population"]),
        int(found["geonameid"]),
    )


def move_to(event_id: str, place: Candidate) -> Mend:
    """Return the proposal to put an event at a settlement."""
    return Mend("set", f"Move to {place}", (event_id,), place.values)
