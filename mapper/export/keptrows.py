"""Kept measurements as an export carries them: those of its events, without what it withholds."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable, Collection, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import mapping

from mapper.export.withholding import without_links
from mapper.measure import KeptMeasurement
from mapper.model import schema


def of_events(measurements: gpd.GeoDataFrame, event_ids: Collection[str]) -> gpd.GeoDataFrame:
    """Return the measurements that tell of no other events than these."""
    known = set(event_ids)
    return _where(measurements, lambda kept: known.issuperset(kept.event_ids))


def of_kinds(
    measurements: gpd.GeoDataFrame, unwanted: Collection[str], *, of_event: bool
) -> gpd.GeoDataFrame:
    """Return the measurements without those to some kinds of targets.

    Parameters
    ----------
    unwanted
        Kinds of targets.
    of_event
        Whether measurements of events are wanted at all.
    """
    return _where(
        measurements,
        lambda kept: kept.target_kind not in unwanted and (of_event or not kept.event_ids),
    )


def renamed(measurements: gpd.GeoDataFrame, ids: Mapping[Any, str]) -> gpd.GeoDataFrame:
    """Return the measurements with other event ids, wherever these stand."""

    def rename(kept: KeptMeasurement) -> KeptMeasurement:
        places = [
            {**place, "event_id": ids.get(place["event_id"])} if "event_id" in place else place
            for place in kept.places
        ]
        inputs = {**kept.inputs, "places": places}
        event_id = None if kept.event_id is None else ids.get(kept.event_id)
        return dataclasses.replace(kept, event_id=event_id, inputs=inputs)

    return _changed(measurements, rename)


def without_names(measurements: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the measurements without the sentences that name the places of events."""

    def silence(kept: KeptMeasurement) -> KeptMeasurement:
        if not kept.event_ids:
            return kept
        places = [{k: v for k, v in one.items() if k != "name"} for one in kept.places]
        inputs = {**kept.inputs, "places": places}
        return dataclasses.replace(kept, statement="", target_name=None, inputs=inputs)

    return _changed(measurements, silence)


def without_addresses(measurements: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the measurements whose sentences and notes hold no address."""

    def clean(kept: KeptMeasurement) -> KeptMeasurement:
        told = {"statement": kept.statement, "note": kept.note, "name": kept.target_name or ""}
        frame = without_links(pd.DataFrame([told]).astype("str"))
        said = {name: str(frame[name].iloc[0]) for name in told}
        inputs = {**kept.inputs, **({"note": said["note"]} if kept.note else {})}
        return dataclasses.replace(
            kept, statement=said["statement"], target_name=said["name"] or None, inputs=inputs
        )

    return _changed(measurements, clean)


def _where(
    measurements: gpd.GeoDataFrame, wanted: Callable[[KeptMeasurement], bool]
) -> gpd.GeoDataFrame:
    keep = [wanted(kept) for kept in KeptMeasurement.all_of(measurements)]
    return measurements if all(keep) else measurements[keep].reset_index(drop=True)


def _changed(
    measurements: gpd.GeoDataFrame, change: Callable[[KeptMeasurement], KeptMeasurement]
) -> gpd.GeoDataFrame:
    changed: list[dict[str, Any]] = [
        change(kept).row() for kept in KeptMeasurement.all_of(measurements)
    ]
    if not changed:
        return measurements
    shapes = gpd.GeoSeries(
        [row.pop(schema.GEOMETRY) for row in changed], crs=schema.CRS, name=schema.GEOMETRY
    )
    frame = gpd.GeoDataFrame(pd.DataFrame(changed), geometry=shapes)
    return gpd.GeoDataFrame(schema.conform(frame, schema.MEASUREMENTS))


def measurement_features(measurements: gpd.GeoDataFrame) -> str:
    """Return the measurements as a GeoJSON text; ``inputs`` is an object."""
    features = [
        {
            "type": "Feature",
            "id": kept.measurement_id,
            "geometry": None if kept.line is None else mapping(kept.line),
            "properties": {
                name: _plain(value)
                for name, value in {**kept.row(), "inputs": dict(kept.inputs)}.items()
                if name != schema.GEOMETRY
            },
        }
        for kept in KeptMeasurement.all_of(measurements)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
