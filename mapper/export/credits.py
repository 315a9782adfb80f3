"""Whose data an export carries, and on what terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from mapper.mapdoc.language import ENGLISH, Note

Credit = Mapping[str, Any]

#: Event sets of others by feed. A person's own tables need no credit.
_EVENT_SETS: Final[dict[str, Credit]] = {
    "ucdp": {
        "text": "UCDP Georeferenced Event Dataset, Uppsala Conflict Data Program",
        "licence": "CC BY 4.0",
        "url": "https://ucdp.uu.se/",
        "redistribution": "yes",
    },
    "viina": {
        "text": "VIINA: Violent Incident Information from News Articles",
        "licence": "ODbL 1.0",
        "url": "https://github.com/zhukovyuri/VIINA",
        "redistribution": "yes",
    },
    "acled": {
        "text": "ACLED: Armed Conflict Location and Event Data",
        "licence": "ACLED terms of use",
        "url": "https://acleddata.com/",
        "redistribution": "no",
    },
    "geoconfirmed": {
        "text": "GeoConfirmed",
        "licence": None,
        "url": "https://geoconfirmed.org/",
        "redistribution": "unknown",
    },
    "bellingcat": {
        "text": "Bellingcat: Civilian Harm in Ukraine",
        "licence": None,
        "url": "https://ukraine.bellingcat.com/",
        "redistribution": "unknown",
    },
    "cir": {
        "text": "Centre for Information Resilience: Eyes on Russia",
        "licence": None,
        "url": "https://eyesonrussia.org/",
        "redistribution": "unknown",
    },
}


def event_credits(events: pd.DataFrame) -> tuple[Credit, ...]:
    """Return a credit per event set of others in the table ``events``."""
    feeds = events["feed"].drop_duplicates().sort_values()
    return tuple(_EVENT_SETS[feed] for feed in feeds if feed in _EVENT_SETS)


def front_credits(tables: Iterable[pd.DataFrame]) -> tuple[Credit, ...]:
    """Return a credit per source and licence in tables of fronts."""
    columns = ["source", "attribution", "licence", "url", "redistribution"]
    fronts = pd.concat([pd.DataFrame(table)[columns] for table in tables]).drop_duplicates()
    fronts = fronts.astype(object).where(fronts.notna(), None)
    return tuple(
        {
            "text": attribution or source,
            "licence": licence,
            "url": url,
            "redistribution": redistribution,
        }
        for source, attribution, licence, url, redistribution in fronts.itertuples(index=False)
    )


def licence_notes(credits: Iterable[Credit]) -> tuple[Note, ...]:
    """Return a note per credit whose layer may not be passed on freely."""
    terms = ("text", "redistribution", "licence")
    asked = (tuple(credit[name] for name in terms) for credit in credits)
    return tuple(
        Note("ask_owner", dict(zip(terms, values, strict=True)))
        for values in dict.fromkeys(asked)
        if values[1] != "yes"
    )


def licence_warnings(credits: Iterable[Credit]) -> tuple[str, ...]:
    """Return the same as sentences in English."""
    return tuple(map(ENGLISH.note, licence_notes(credits)))
