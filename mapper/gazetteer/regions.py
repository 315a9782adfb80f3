"""First-order regions by name, in the forms people write.

Kharkiv oblast, Kharkivska oblast, Харківська область, Харьковская обл., Харківщина: one
region. Its forms come from the base map's names and, for oblasts and krais, from all
recorded spellings of the city that it is called after.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from mapper import basemap
from mapper.gazetteer import index
from mapper.geodesy import distance_m
from mapper.model.spelling import key

#: Words for a kind of region beside its name, in English, Ukrainian, Russian.
_KINDS: Final = {
    "oblast": r"oblast['’ʼ]?|obl\b\.?|област[ьіи]|обл\b\.?|вобласць",
    "krai": r"kra[iy]|кра[йяюї]|territory",
    "republic": r"ар|ar|republic(?: of)?|respublika|республ[иі]к\w+",
    "okrug": r"okrug|округ|autonomous|автономн\w+",
    "city": r"(?:special republican )?city(?: of)?|місто|город|[мг]\.",
    "": r"region|province|governorate|state of|state|voivodeship",
}
_WORDS: Final = {
    kind: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for kind, words in _KINDS.items()
}
#: Харківщина.
_LAND: Final = re.compile(r"(?:щин[аиіуы]|shchyna|shchina)$", re.IGNORECASE)
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
#: Ends of keys: of adjectives (ська, ская, ської), then of names (Zaporizhzhia, Sumy).
_ADJECTIVE: Final = re.compile(r"(?:sk|(?<=[cz])k)(?:aia|a|oi|e|i|ogo|u|iu|o)$")
_END: Final = re.compile(r"(?:sk|(?<=c)k|[aeiou]+)$")

#: Forms that follow from no name: folded by `key`, to country and region.
_OTHERS: Final = {
    "Kiev Киев": (("UA", "Kyiv"), ("UA", "Kyiv City")),
    "Kharkov Харьков": (("UA", "Kharkiv"),),
    "Krym Крым Крим АРК": (("UA", "Crimea"),),
    "Transcarpathia Закарпатье": (("UA", "Zakarpattia"),),
    "Volhynia Волынь": (("UA", "Volyn"),),
    "Chernovitskaya Черновицкая Чернівеччина": (("UA", "Chernivtsi"),),
    "Вінниччина": (("UA", "Vinnytsia"),),
    "Донеччина": (("UA", "Donetsk"),),
    "Одещина": (("UA", "Odesa"),),
    "Хмельниччина": (("UA", "Khmelnytskyi"),),
    "Черкащина": (("UA", "Cherkasy"),),
    "Rovenskaya Ровенская": (("UA", "Rivne"),),
    "Dnipro Дніпро Днепр Dnepr Dnepropetrovsk Днепропетровск": (("UA", "Dnipropetrovsk"),),
    "Odessa Одесса": (("UA", "Odesa"),),
    "Lugansk Луганск": (("UA", "Luhansk"),),
    "Nikolaev Николаев": (("UA", "Mykolaiv"),),
    "Zaporozhye Zaporizhia Запорожье": (("UA", "Zaporizhzhia"),),
    "Chernigov Чернигов": (("UA", "Chernihiv"),),
    "Chernovtsy Черновцы": (("UA", "Chernivtsi"),),
    "Ternopol Тернополь": (("UA", "Ternopil"),),
    "Lvov Львов": (("UA", "Lviv"),),
    "Kirovograd Кировоград": (("UA", "Kirovohrad"),),
    "Vinnitsa Винница": (("UA", "Vinnytsia"),),
    "Rovno Ровно": (("UA", "Rivne"),),
    "Frankivsk Frankovsk Ивано-Франковск Ivano-Frankovsk": (("UA", "Ivano-Frankivsk"),),
    "Orel Орёл": (("RU", "Oryol"),),
    "Yakutia": (("RU", "Sakha"),),
    "Primorye Приморье": (("RU", "Primorsky"),),
}
#: Countries in their own and each other's words; English names the base map knows.
_COUNTRIES: Final = {
    "UA": "Україна Украина Ukraina",
    "RU": "Росія Россия Rossiya РФ",
    "BY": "Білорусь Беларусь Белоруссия",
    "MD": "Молдова Молдавия",
    "PL": "Польща Польша Polska",
}
#: A city that a region is called after has more people than that.
_CITY_PEOPLE: Final = 50_000
_SHORTEST_STEM: Final = 3


@dataclass(frozen=True)
class Region:
    """A first-order region that a text may mean.

    Parameters
    ----------
    name
        The base map's plain name ("Kharkiv").
    country
        ISO 3166-1 alpha-2 code.
    """

    name: str
    country: str

    @property
    def label(self) -> str:
        """The region as people say it: Kharkiv oblast."""
        return basemap.region_label(self.country, self.name)

    @property
    def lonlat(self) -> tuple[float, float]:
        """A position inside, on land, about its middle: degrees on WGS 84."""
        return _extent(self)[:2]

    @property
    def radius_m(self) -> float:
        """Radius about `lonlat` that covers the region, in whole kilometres."""
        return _extent(self)[2]

    @property
    def values(self) -> dict[str, Any]:
        """What an event known only to this region has for position, precision and radius."""
        lon, lat = self.lonlat
        return {"lon": lon, "lat": lat, "geo_precision": "region", "radius_m": self.radius_m}

    def __str__(self) -> str:
        return f"{self.label}, {self.country}"


def find_regions(
    text: str, country: str | None = None, *, bare: bool = False, cities: bool = True
) -> list[Region]:
    """Return the regions a text may mean.

    Parameters
    ----------
    text
        A region in any of the usual forms; its country may follow after a comma.
    country
        ISO 3166-1 alpha-2 code, to find regions of one country only; a code that
        no country has finds none.
    bare
        Whether only names count, and no adjectives: Кримське is a village.
    cities
        Whether all recorded names of the cities that regions are called after are tried; they
        stand in the index of places, which takes some time to build.

    Returns
    -------
    list of Region
        One where the text is clear. "Kyiv" may be the oblast or the city; "Kyiv oblast" and
        "Kyiv City" are not in doubt.
    """
    name, _, last = text.rpartition(",")
    if name:
        code = country_meant(last)
        if not code or (country and country.upper() != code):
            return []
        text, country = name, code
    alone, kind = _without_kind(text)
    wanted = [country.upper()] if country else []
    nearest = [code for code in _COUNTRIES if code in (wanted or _COUNTRIES)]
    land = _LAND.search(text.strip()) is not None
    found = []
    if nearest and (land or _CYRILLIC.search(alone)):
        # Folded, Сумщина would be Soum in Burkina Faso as well.
        found = _of_forms(text, alone, kind, nearest, _forms(cities=cities), bare=bare)
    if found or land:
        return found
    return _of_forms(text, alone, kind, wanted, _forms(cities=cities), bare=bare)


@functools.lru_cache(maxsize=65_536)
def region_name(text: str, country: str = "") -> str:
    """Return the one English name of a region: Харківська область is Kharkiv oblast.

    Parameters
    ----------
    text
        A region as `find_regions` takes it, or the base map's own plain name.
    country
        ISO 3166-1 alpha-2 code, empty where none is stated.

    Returns
    -------
    str
        `Region.label`, with the country where several countries have such a region. A text
        that names no region of the country, or may mean several, stays as it is.
    """
    written = " ".join(text.split())
    labels = _labels()
    plain = Region(written, country.upper())
    found = [plain] if plain in labels else find_regions(written, country or None, cities=False)
    if len(found) == 1:
        return labels[found[0]]
    # A region of another country is not to be counted as that one.
    return f"{written}, {country}" if country and written in labels.values() else written


@functools.cache
def _labels() -> dict[Region, str]:
    """Return the names that tell all regions apart."""
    every = [Region(name, country) for country, name, _, _ in basemap.region_names()]
    often = Counter(region.label for region in dict.fromkeys(every))
    return {one: str(one) if often[one.label] > 1 else one.label for one in every}


def _of_forms(
    text: str,
    alone: str,
    kind: str | None,
    countries: list[str],
    known: tuple[_Forms, ...],
    *,
    bare: bool,
) -> list[Region]:
    """Return the regions of the first kind of forms that has any; no countries are all."""
    plain, whole = key(alone), key(text)
    stem = "" if bare else _stem(plain)
    by_name, by_city, *stems = known
    tried = [(by_name, plain), (by_city, plain), *((forms, stem) for forms in stems)]
    for forms, form in [*tried, (by_city, whole)]:
        found = [one for one in forms.get(form, ()) if not countries or one.country in countries]
        if kind is not None:
            # Nobody calls a city an oblast, nor an oblast a city.
            found = [one for one in found if (kind == "city") == (_kind_of(one) == "city")]
            found = [one for one in found if kind == _kind_of(one)] or found
        if found:
            return found
    return []


def names_region(text: str) -> bool:
    """Tell whether a text says itself that it names a region: "... oblast", "... край"."""
    name = text.partition(",")[0]
    others = (words for kind, words in _WORDS.items() if kind != "city")
    return any(words.search(name) for words in others) or _LAND.search(name.strip()) is not None


def country_meant(text: str) -> str:
    """Return the code of the country a text names, "" if it names none."""
    # Codes are no names: folding would take GR for HR.
    code = text.strip().upper()
    return code if code in _country_keys().values() else _country_keys().get(key(text), "")


@functools.cache
def _country_keys() -> dict[str, str]:
    listed = basemap.countries()
    codes = {key(name): code for name, code in zip(listed["name"], listed["code"], strict=True)}
    for code, names in _COUNTRIES.items():
        codes |= {key(name): code for name in names.split()}
    return codes


def _without_kind(text: str) -> tuple[str, str | None]:
    """Return a region's name alone, and the kind that stood beside it: None for no word."""
    found = None
    for kind, words in _WORDS.items():
        shorter, count = words.subn(" ", text)
        if count and key(shorter):
            text, found = shorter, found or kind
    shorter, count = _LAND.subn("", text.strip())
    return (shorter, found or "oblast") if count else (text, found)


def _stem(form: str) -> str:
    """Return what adjective and name have in common: Харківська, Kharkiv."""
    bare, count = _ADJECTIVE.subn("", form)
    return bare if count else _END.sub("", form)


def _kind_of(region: Region) -> str:
    return _kinds().get((region.country, region.name), "")


@functools.cache
def _kinds() -> dict[tuple[str, str], str]:
    kinds = {}
    for country, name, local, kind in basemap.region_names():
        words = [_without_kind(text)[1] for text in (name, local)]
        kinds[country, name] = kind or next(filter(None, words), "")
    return kinds


_Forms = dict[str, list[Region]]


@functools.cache
def _forms(*, cities: bool) -> tuple[_Forms, ...]:
    """Return regions by their names, by their cities' names, and by the stems of both.

    Without ``cities`` the only names of cities are those of `_OTHERS`: no index is needed.
    """
    by_name: defaultdict[str, dict[Region, None]] = defaultdict(dict)
    by_city: defaultdict[str, dict[Region, None]] = defaultdict(dict)
    for country, name, local, kind in basemap.region_names():
        region = Region(name, country)
        for form in filter(None, (name, local)):
            by_name[key(_without_kind(form)[0])][region] = None
        if kind and cities:
            for form in _city_names(_without_kind(name)[0], country):
                by_city[key(form)][region] = None
    for words, others in _OTHERS.items():
        for form in words.split():
            by_city[key(form)] |= {Region(name, country): None for country, name in others}
    stems = []
    for forms in (by_name, by_city):
        of_stem: defaultdict[str, dict[Region, None]] = defaultdict(dict)
        for form, regions in forms.items():
            stem = _stem(form)
            if len(stem) >= _SHORTEST_STEM:
                of_stem[stem] |= {one: None for one in regions if one.country in _COUNTRIES}
        stems.append(of_stem)
    return tuple(
        {form: list(regions) for form, regions in forms.items() if form}
        for forms in (by_name, by_city, *stems)
    )


def _city_names(name: str, country: str) -> list[str]:
    """Return the names, in Latin and Cyrillic letters, of the city a region is called after."""
    rows = index.ask(
        "SELECT names FROM places WHERE country = ? AND population > ? AND place IN "
        "(SELECT place FROM keys WHERE key = ?) ORDER BY place LIMIT 1",
        (country, _CITY_PEOPLE, key(name)),
    )
    names = rows[0][0].split("\n") if rows else []
    return [name for name in names if name[:1] < "\u0530"]


@functools.cache
def _extent(region: Region) -> tuple[float, float, float]:
    regions = basemap.admin1(region.country)
    shape = shapely.union_all(regions.loc[regions["name"] == region.name, "geom"])
    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    tried = [shapely.centroid(shape), *map(shapely.point_on_surface, parts)]
    points = np.array([(point.x, point.y) for point in tried])
    located = basemap.locate(points)
    inside = shapely.contains_xy(shape, points)
    good = inside & (located["country"] == region.country) & (located["admin1"] == region.name)
    lon, lat = points[int(np.argmax(good.to_numpy(bool)))].tolist()
    corners = shapely.get_coordinates(shape)
    farthest_m = distance_m(np.broadcast_to([lon, lat], corners.shape), corners).max()
    return round(lon, 5), round(lat, 5), float(np.ceil(farthest_m / 1000.0) * 1000.0)
