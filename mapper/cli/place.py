"""``mapper place``: what the gazetteer knows of a name."""

from __future__ import annotations

from typing import Any, Final

from mapper import gazetteer
from mapper.cli import output
from mapper.geodesy import format_position

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


def run(name: str, *, country: str | None, notation: str, as_json: bool) -> None:
    """Print the candidates of a name, best first, homonyms all listed."""
    with output.progress(quiet=as_json) as progress:
        progress.start("Building the index of places, once")
        gazetteer.ensure_index(progress)
    found = gazetteer.search(name, country)
    candidates: list[dict[str, Any]] = [
        {field: getattr(candidate, field) for field in _FIELDS} for candidate in found
    ]
    if as_json:
        output.print_json({"candidates": candidates})
        return
    if not candidates:
        output.say(f"No place called '{name}' is in the gazetteer.")
        return
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
