"""Pairs of settlements held by either side, to an approximate line of contact.

Each row names a settlement of one side and its neighbour of the other; the
line runs through the middle of every pair, sector by sector in the order
given. The day stands in the file's name.
"""

from __future__ import annotations

import json
from typing import Final

import numpy as np
import pandas as pd
from shapely.geometry import MultiLineString

from mapper.model.errors import AnswerNeededError, InputError
from mapper.readers.fronts import front_table
from mapper.readers.inputfile import InputFile
from mapper.readers.names import day_in
from mapper.readers.registry import Feed, Options
from mapper.readers.result import Reading
from mapper.readers.rows import Rows

_COLUMNS: Final = (
    "sector",
    "order",
    "ukraine_held",
    "ukraine_lon",
    "ukraine_lat",
    "russia_held",
    "russia_lon",
    "russia_lat",
    "note",
    "accuracy_km",
)


def recognise(file: InputFile) -> bool:
    """Tell a table of pairs by the names of its columns."""
    return file.columns >= set(_COLUMNS)


def read(file: InputFile, options: Options) -> Reading:
    """Read one line of contact, each vertex with its stated accuracy."""
    day = options.date or day_in(file.stem)
    if day is None:
        raise AnswerNeededError(
            "the day of this front is not in the file's name",
            asks="day",
            file=file.path,
            expected="a name such as front_pairs_2025-07-01.csv, or the day given",
        )
    rows = Rows(file.parsed.frame.rename(columns=str.lower), file.parsed.row_numbers)
    rows.set_broken(file.parsed.broken, len(rows.raw.columns))
    vertices = _vertices(rows)
    lines = []
    kept = []
    warnings = []
    for sector, group in vertices.groupby("sector", sort=False):
        if len(group) < 2:
            warnings.append(f"Sector '{sector}' has only one vertex and makes no line.")
            continue
        lines.append(group[["lon", "lat"]].to_numpy())
        kept.append(group)
    if not lines:
        raise InputError("no sector has two usable pairs", file=file.path)
    used = pd.concat(kept)
    rejected = rows.rejected()
    if len(rejected):
        warnings.append("The line runs straight past the rejected pairs.")
    extra = {
        "approximate": True,
        "method": "the middle between neighbouring settlements held by either side",
        "vertices": [
            {name: value for name, value in vertex.items() if value == value and value is not None}
            for vertex in used.to_dict("records")
        ],
    }
    front = {
        "front_id": f"front-pairs:{file.stem}:{day}",
        "as_of": day.isoformat(),
        "name": f"Approximate line of contact, {day}",
        "source": "Pairs of neighbouring settlements",
        "attribution": (
            "Drawn for Mapper from settlements on public control maps; places: GeoNames, CC BY 4.0"
        ),
        "licence": "MIT",
        "redistribution": "yes",
        "assessment": "assessed",
        "accuracy_m": float(used["accuracy_m"].max()),
        "extra": json.dumps(extra, ensure_ascii=False),
        "geom": MultiLineString(lines),
    }
    options.report(1.0)
    single = len(vertices) - len(used)
    return Reading(
        rows=1 + len(rejected) + single,
        fronts=front_table([front]),
        rejected=rejected,
        ignored=single,
        warnings=warnings,
    )


def _vertices(rows: Rows) -> pd.DataFrame:
    """Return the accepted vertices in order: place in degrees, accuracy in metres."""
    places = [rows.coordinates(f"{side}_lon", f"{side}_lat") for side in ("ukraine", "russia")]
    sector = rows.text("sector")
    rows.reject(sector.isna().to_numpy(bool), "sector", "the name of a sector")
    order, accuracy_km = rows.reals("order"), rows.reals("accuracy_km", least=0.0)
    rows.reject(np.isnan(order), "order", "a number")
    rows.reject(np.isnan(accuracy_km), "accuracy_km", "a number")
    rows.reject_repeats(sector + ", " + pd.Series(order).astype("str"), "sector, order")
    vertices = pd.DataFrame(
        {
            "sector": sector,
            "order": pd.Series(order).convert_dtypes(),
            "lon": ((places[0][0] + places[1][0]) / 2).round(6),
            "lat": ((places[0][1] + places[1][1]) / 2).round(6),
            "accuracy_m": (accuracy_km * 1000).round(1),
            "ukraine_held": rows.text("ukraine_held"),
            "russia_held": rows.text("russia_held"),
            "note": rows.text("note"),
        }
    )[rows.accepted]
    sectors = pd.unique(vertices["sector"])
    place = vertices["sector"].map({name: number for number, name in enumerate(sectors)})
    return vertices.assign(place=place).sort_values(["place", "order"]).drop(columns="place")


FEED: Final = Feed(
    "front-pairs",
    "Front from pairs of settlements",
    "fronts",
    recognise,
    read,
    forms="CSV of neighbouring settlements of either side",
    keeps="one approximate line of contact with the accuracy of each vertex",
    drops="sectors of a single pair, counted",
)
