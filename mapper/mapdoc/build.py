"""Build the map document from the tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mapper import basemap as base
from mapper import measure
from mapper.basemap.kept import kept_drawing
from mapper.mapdoc.claims import claim_lists
from mapper.mapdoc.columns import coded, distance_arrays, event_arrays
from mapper.mapdoc.document import Bounds, MapDocument
from mapper.mapdoc.fronts import packed_fronts
from mapper.mapdoc.language import English, language_of
from mapper.mapdoc.measurements import packed_measurements
from mapper.mapdoc.sources import source_lists
from mapper.mapdoc.texts import distance_texts, long_texts, short_texts
from mapper.model.dates import parse_day
from mapper.model.errors import MapperError
from mapper.model.schema import GEOMETRY


def build(
    events: gpd.GeoDataFrame,
    sources: pd.DataFrame,
    control_areas: gpd.GeoDataFrame,
    lines_of_contact: gpd.GeoDataFrame,
    *,
    title: str,
    claims: pd.DataFrame | None = None,
    introduction: str = "",
    day: dt.date | None = None,
    distances: pd.DataFrame | None = None,
    fronts: measure.Fronts | None = None,
    basemap: Mapping[str, Any] | None = None,
    credits: Iterable[Mapping[str, Any]] = (),
    filter_text: str = "",
    data_date: str = "",
    language: str = "en",
    measurements: gpd.GeoDataFrame | None = None,
    detail: bool = True,
) -> MapDocument:
    """Return the map document of events and fronts.

    Parameters
    ----------
    events, sources, control_areas, lines_of_contact
        Tables of these names (EPSG:4326, lon, lat); rows keep their order.
    claims
        Table ``claims`` of these events: what each source says.
    title, introduction
        What the page is called and says first.
    day
        Day whose front is shown first; the latest when None.
    distances
        Result of `mapper.measure.distances` for these events, row by row.
    fronts
        The engine's snapshots: where given, the line of contact derived from
        each control area is drawn too.
    basemap
        Drawing of the base map; made for the data's bounds when None.
    credits
        Credits beyond those of fronts and base map, e.g. of event feeds.
    filter_text
        The filter in words, empty when everything is shown.
    data_date
        Last change of the data.
    language
        Code of the language of what Mapper itself says.
    measurements
        Table ``measurements``: what was kept of these events and of places.
    detail
        Whether to hold long texts and sources, as an exported file needs.
    """
    words = language_of(language)
    lineless: dict[str, list[str]] = {}
    bounds, drawn = None, None
    if basemap is None:
        drawn_tables = [events, control_areas, lines_of_contact]
        bounds = bounds_of(*drawn_tables, *([] if measurements is None else [measurements]))
        drawn = _started(bounds, base.cells_of(shapely.get_coordinates(events[GEOMETRY])))
    arrays = event_arrays(events)
    codes, vocabulary = coded(events, words)
    arrays |= codes
    texts = short_texts(events, words)
    if detail:
        texts |= long_texts(events, words)
    if distances is not None:
        arrays |= distance_arrays(distances)
        if detail:
            snapshots = [] if fronts is None else fronts.snapshots
            collected = {(one.source, one.as_of.isoformat()) for one in snapshots if one.collected}
            known = measure.radius_known(events)
            texts["distance"] = distance_texts(distances, known, collected, words)

    def front_of(front_id: str) -> measure.FrontLine | None:
        if fronts is None:
            return None
        try:
            return fronts.front_of(front_id)
        except MapperError as error:
            lineless.setdefault(str(error), []).append(front_id)
            return None

    said = None
    if detail and claims is not None and len(claims):
        said = claim_lists(claims, sources, events["event_id"], words)
    packed = packed_fronts(control_areas, lines_of_contact, front_of)
    listed = source_lists(sources, events["event_id"], words) if detail else None
    ground = basemap if drawn is None else drawn.result()
    return MapDocument(
        title=title,
        introduction=introduction,
        filter_text=filter_text,
        data_date=data_date,
        method=words.METHOD,
        inputs=() if fronts is None else tuple(fronts.inputs),
        credits=_credits(packed, ground or {}, credits),
        vocabulary=vocabulary,
        arrays=arrays,
        texts=texts,
        sources=listed,
        claims=said,
        fronts=packed,
        basemap=ground or {},
        language=language,
        front_day=None if day is None else day.isoformat(),
        bounds=bounds,
        measurements=packed_measurements(measurements) if detail else None,
        warnings=tuple(_without_line(lineless, control_areas, words)),
    )


def _without_line(
    lineless: Mapping[str, list[str]], control_areas: gpd.GeoDataFrame, words: English
) -> Iterable[str]:
    """Say which fronts have no line, those with the same reason in one sentence."""
    days = pd.Series(control_areas["as_of"].to_numpy(), index=control_areas["front_id"].to_numpy())
    for error, front_ids in lineless.items():
        reason = words.refusal(error)
        if len(front_ids) == 1:
            yield words.no_line(front_ids[0], reason)
            continue
        known = days[front_ids]
        yield words.no_lines(
            len(front_ids), words.days(parse_day(known.min()), parse_day(known.max())), reason
        )


def _started(bounds: Bounds | None, cells: base.Cells) -> Future[Mapping[str, Any]]:
    """Return the base map that is cut beside all the rest: GEOS does without Python's lock."""
    pool = ThreadPoolExecutor(1)
    drawn = pool.submit(_drawing, bounds, cells)
    pool.shutdown(wait=False)
    return drawn


@lru_cache(maxsize=1)
def _drawing(bounds: Bounds | None, cells: base.Cells) -> Mapping[str, Any]:
    # Cutting the base map takes longer than all the rest, and every edit needs it.
    return kept_drawing(bounds, cells)


def bounds_of(*tables: gpd.GeoDataFrame) -> Bounds | None:
    """Return west, south, east, north of everything drawn, to whole degrees."""
    boxes = np.array([table[GEOMETRY].total_bounds for table in tables])
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(boxes):
        return None
    west, south = np.floor(boxes[:, :2].min(axis=0)).astype(int).tolist()
    east, north = np.ceil(boxes[:, 2:].max(axis=0)).astype(int).tolist()
    return west, south, east, north


def _credits(
    fronts: Iterable[Mapping[str, Any]],
    basemap: Mapping[str, Any],
    others: Iterable[Mapping[str, Any]],
) -> tuple[dict[str, Any], ...]:
    """Return one credit per layer: fronts first, then events, then base map."""
    listed = []
    for front in fronts:
        text = front["attribution"] or front["source"]
        listed.append({"text": text, **{k: front[k] for k in ("licence", "url", "redistribution")}})
    # The base map is ours to pass on; of others we know only what they say.
    for terms, given in (("unknown", others), ("yes", basemap.get("attribution", ()))):
        listed += [
            {
                "text": credit["text"],
                "licence": credit.get("licence"),
                "url": credit.get("url"),
                "redistribution": credit.get("redistribution", terms),
            }
            for credit in given
        ]
    return tuple({tuple(credit.items()): credit for credit in listed}.values())
