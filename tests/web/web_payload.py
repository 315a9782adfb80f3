"""Map documents for tests, encoded here on purpose: a second reading of the format."""

from __future__ import annotations

import base64
import gzip
import json
import struct
from typing import Any

import numpy as np

from mapper.model import vocabulary as words
from mapper.model.dates import NO_DAY

_TYPES = {"int32": "i32", "uint8": "u8", "float32": "f32", "float64": "f64"}


def terms(table: dict[str, words.Term]) -> list[dict[str, str]]:
    return [{"value": t.value, "label": t.label, "meaning": t.meaning} for t in table.values()]


VOCABULARY = {
    "verification_status": terms(words.VERIFICATION_STATUSES),
    "geo_precision": terms(words.GEO_PRECISIONS),
    "event_type": terms(words.EVENT_TYPES),
    "weapon": terms(words.WEAPONS),
}


def code(vocabulary: str, value: str | None) -> int:
    values = [term["value"] for term in VOCABULARY[vocabulary]]
    return 255 if value is None else values.index(value)


def delta(lonlat: Any, scale: int) -> list[int]:
    fixed = np.rint(np.asarray(lonlat, dtype=float) * scale).astype(np.int64)
    return np.vstack([fixed[:1], np.diff(fixed, axis=0)]).ravel().tolist()


def share(fronts: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], np.ndarray]:
    """Number the vertices of all fronts; lines as runs of these numbers, here of one each."""
    known: dict[tuple[int, int], int] = {}
    for entry in fronts:
        for name, called in (("features", "runs"), ("others", "others"), ("area", "area")):
            if name not in entry:
                continue
            entry[called] = [
                [
                    [
                        number
                        for vertex in map(tuple, np.reshape(line, (-1, 2)).cumsum(axis=0).tolist())
                        for number in (known.setdefault(vertex, len(known)), 1)
                    ]
                    for line in feature
                ]
                for feature in entry.pop(name)
            ]
    table = np.array(list(known), dtype=np.int64).reshape(-1, 2)
    steps = np.diff(table, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return fronts, steps.astype(np.int32).ravel()


def encode(
    arrays: dict[str, np.ndarray],
    texts: dict[str, list[Any]],
    *,
    fronts: list[dict[str, Any]] = (),
    basemap: dict[str, Any] | None = None,
    **header: Any,
) -> bytes:
    parts: list[bytes] = []
    size = 0

    def add(data: bytes) -> int:
        nonlocal size
        offset = size
        padded = data + b"\0" * (-len(data) % 8)
        parts.append(padded)
        size += len(padded)
        return offset

    described = {
        name: {
            "type": _TYPES[values.dtype.name],
            "offset": add(values.tobytes()),
            "length": len(values),
        }
        for name, values in arrays.items()
    }
    shared, points = share([dict(front) for front in fronts])
    columns = {}
    for name, values in texts.items():
        data = json.dumps(values, ensure_ascii=False).encode()
        columns[name] = {"offset": add(data), "length": len(data)}
    start, end = arrays["start"], arrays["end"]
    known = start != NO_DAY
    full = {
        "format": 1,
        "title": "Test",
        "introduction": "",
        "language": "en",
        "filter": "",
        "data_date": "2025-07-02",
        "method": "",
        "credits": [],
        "vocabulary": VOCABULARY,
        "events": len(start),
        "first_day": int(start[known].min()) if known.any() else None,
        "last_day": int(end[known].max()) if known.any() else None,
        "arrays": described,
        "texts": columns,
        "fronts": shared,
        "front_points": {"type": "i32", "offset": add(points.tobytes()), "length": points.size},
        "basemap": basemap,
    } | header
    text = json.dumps(full, ensure_ascii=False).encode()
    head = struct.pack("<I", len(text)) + text
    return head + b"\0" * (-len(head) % 8) + b"".join(parts)


def day(text: str | None) -> int:
    return NO_DAY if text is None else int(np.datetime64(text, "D").astype(int))


def payload(events: list[dict[str, Any]], **more: Any) -> bytes:
    """Encode events given as dicts: id, title, lon, lat, start, end, status, precision ..."""

    def column(name: str, default: Any, dtype: type) -> np.ndarray:
        return np.array([event.get(name, default) for event in events], dtype=dtype)

    placed = np.array([event.get("lon") is not None for event in events], dtype=np.uint8)
    arrays = {
        "lon": np.rint([(e.get("lon") or 0) * 1e7 for e in events]).astype(np.int32),
        "lat": np.rint([(e.get("lat") or 0) * 1e7 for e in events]).astype(np.int32),
        "start": np.array([day(e.get("start")) for e in events], dtype=np.int32),
        "end": np.array([day(e.get("end", e.get("start"))) for e in events], dtype=np.int32),
        "radius_m": column("radius_m", np.nan, np.float32),
        "killed_best": column("killed_best", -1, np.int32),
        "located": placed,
    }
    for name, vocabulary, default in (
        ("status", "verification_status", "reported"),
        ("precision", "geo_precision", "settlement"),
        ("type", "event_type", None),
        ("weapon", "weapon", None),
    ):
        codes = [code(vocabulary, event.get(name, default)) for event in events]
        arrays[name] = np.array(codes, dtype=np.uint8)
    if any("near" in event for event in events):
        near = np.array([event.get("near", (0, 0)) for event in events])
        arrays["near_lon"] = np.rint(near[:, 0] * 1e7).astype(np.int32)
        arrays["near_lat"] = np.rint(near[:, 1] * 1e7).astype(np.int32)
        for name in ("distance_m", "min_m", "max_m"):
            arrays[name] = column(name, np.nan, np.float64)
    texts = {
        "event_id": [event.get("id", f"e{i}") for i, event in enumerate(events)],
        "title": [event.get("title", f"Event {i}") for i, event in enumerate(events)],
        "place": [event.get("place") for event in events],
    }
    for name in (
        "when",
        "description",
        "killed",
        "injured",
        "claimed_by",
        "denied_by",
        "perpetrator",
        "place_note",
        "distance",
        "sources",
        "notes",
        "claims",
    ):
        if any(name in event for event in events):
            texts[name] = [event.get(name) for event in events]
    return encode(arrays, texts, **more)


def front(kind: str, as_of: str, lines: list[list[Any]], **more: Any) -> dict[str, Any]:
    """Describe one front; "lines" are features: lists of rings, or of one line."""
    return {
        "front_id": f"{more.get('source', 'Test')}:{as_of}:{kind}:{more.get('derived', False)}",
        "kind": kind,
        "as_of": as_of,
        "day": day(as_of),
        "published_at": None,
        "name": None,
        "source": "Test",
        "attribution": "Test",
        "licence": None,
        "redistribution": "unknown",
        "url": None,
        "control_status": "occupied" if kind == "control_area" else None,
        "side": None,
        "assessment": None,
        "accuracy_m": None,
        "approximate": False,
        "derived": False,
        "scale": 1_000_000,
        "features": [[delta(line, 1_000_000) for line in feature] for feature in lines],
    } | more


def embedded(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, 6, mtime=0)).decode()
