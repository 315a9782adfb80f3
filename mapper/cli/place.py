"""``mapper place``: what the gazetteer knows of a name, and of a position."""

from __future__ import annotations

from typing import Any, Final

from mapper import basemap, gazetteer
from mapper.cli import options, output
from mapper.geodesy import format_position
from mapper.model.errors import InputError
from mapper.model.event import check_lonlat

_FIELDS: Final = (
    "name",
    "lon",
    "lat",
    "admin1",
    "country",
    "population",
    "geonameid",
    "matched",
)


def run(
    text: str,
    *,
    country: str | None,
    region: str | None,
    near: str | None,
    notation: str,
    as_json: bool,
) -> None:
    """Print the candidates of a name, best first, homonyms all listed; or what is at a position."""
    position = _position(text)
    with output.progress(quiet=as_json) as progress:
        progress.start("Building the index of places, once")
        gazetteer.ensure_index(progress)
    if position is not None:
        _describe(*position, notation=notation, as_json=as_json)
        return
    around = None if near is None else _position(near)
    if near is not None and around is None:
        raise InputError("--near is no position", found=near, expected="LON,LAT in degrees")
    found = gazetteer.search(text, country, region=region, near=around)
    if as_json:
        output.print_json({"candidates": [_entry(candidate) for candidate in found]})
        return
    if region and not gazetteer.find_regions(region, country):
        output.say(f"No region called '{region}' is known; it changed nothing.")
    if not found:
        output.say(f"No place called '{text}' is in the gazetteer.")
    else:
        _list(found, notation)
    if gazetteer.names_region(text):
        for meant in gazetteer.find_regions(text, country):
            output.say(f"'{text}' is a region: {meant}.")


def _position(text: str) -> tuple[float, float] | None:
    plain = options.COORDINATES.fullmatch(text)
    if plain is None:
        return None
    lon, lat = float(plain[1]), float(plain[2])
    check_lonlat(lon, lat)
    return lon, lat


def _entry(candidate: gazetteer.Candidate) -> dict[str, Any]:
    return {field: getattr(candidate, field) for field in _FIELDS}


def _describe(lon: float, lat: float, *, notation: str, as_json: bool) -> None:
    """Print the country, the region and the nearest place of a position."""
    country, admin1 = basemap.locate([(lon, lat)]).iloc[0].tolist()
    nearest, distance_m, bearing_deg = gazetteer.nearest_place(lon, lat)
    if as_json:
        output.print_json(
            {
                "candidates": [_entry(nearest)],
                "country": country,
                "admin1": admin1,
                "distance_m": distance_m,
                "bearing_deg": bearing_deg,
            }
        )
        return
    where = format_position(lon, lat, notation)
    if country:
        label = basemap.region_label(country, admin1)
        names = ", ".join(filter(None, (label, basemap.country_name(country))))
        output.say(f"{where} lies in {names}.")
    else:
        output.say(f"{where} lies at sea, more than 3 km off any land that Mapper knows.")
    away = f"{distance_m / 1000.0:,.1f} km {gazetteer.direction(bearing_deg)} of"
    output.say(f"The nearest place is {nearest}: the position lies {away} its centre.")


def _list(found: list[gazetteer.Candidate], notation: str) -> None:
    candidates = [_entry(candidate) for candidate in found]
    output.table(
        [
            "Name",
            "Region",
            "Country",
            "Population",
            "Lon, lat" if notation == "decimal" else "Position",
            "Matched",
        ],
        [
            [
                entry["name"],
                entry["admin1"] or "",
                entry["country"] or "",
                f"{entry['population']:,}" if entry["population"] else "",
                format_position(entry["lon"], entry["lat"], notation),
                str(entry["matched"] or ""),
            ]
            for entry in candidates
        ],
        right=(3,),
    )
