"""The payload holds what it was given, laid out as the client reads it."""

from __future__ import annotations

import json
import sys
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from payload_reader import Reader
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon

from mapper import mapdoc
from mapper.geodesy import Edges
from mapper.mapdoc import columns, fronts, jsonrows, sources, texts
from mapper.measure import FrontLine, format_distance, format_interval
from mapper.model import schema
from mapper.model.dates import NO_DAY, day_number, parse_day
from mapper.model.errors import MeasureError


def read(payload: bytes) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return header, arrays and texts of a payload, as the client reads it."""
    reader = Reader(payload)
    return reader.header, reader.arrays, reader.texts


def events(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(rows)
    frame["feed"] = "test"
    points = frame.pop("geom") if "geom" in frame else [None] * len(frame)
    return schema.conform(
        gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(points, crs=schema.CRS)), schema.EVENTS
    )


def table_of(rows: list[dict[str, Any]], table: schema.Table) -> Any:
    frame = pd.DataFrame(rows)
    if table.geometry is None:
        return schema.conform(frame, table)
    return schema.conform(gpd.GeoDataFrame(frame, geometry="geom", crs=schema.CRS), table)


def build(rows: list[dict[str, Any]], **options: Any) -> mapdoc.MapDocument:
    options.setdefault("basemap", {})
    return mapdoc.build(
        events(rows),
        options.pop("sources", schema.empty(schema.SOURCES)),
        options.pop("control_areas", schema.empty(schema.CONTROL_AREAS)),
        options.pop("lines_of_contact", schema.empty(schema.LINES_OF_CONTACT)),
        title="Test",
        **options,
    )


IZHEVSK = {
    "event_id": "a:1",
    "title": 'Drone strike on a "plant" </script><script>alert(1)</script>',
    "description": "Ижевск 🌍 \u2028 line\nbreak",
    "date_start": "2025-07-01",
    "date_end": "2025-07-01",
    "date_precision": "day",
    "place_name": "Izhevsk",
    "admin1": "Udmurtia",
    "country": "RU",
    "geo_precision": "settlement",
    "radius_m": 8000.0,
    "killed_best": 3,
    "injured_min": 35,
    "injured_best": 35,
    "injured_max": 40,
    "verification_status": "claimed",
    "weapon": "drone",
    "geom": Point(53.2045, 56.8498),
}
NOWHERE = {
    "event_id": "a:2",
    "title": "Somewhere",
    "verification_status": "reported",
    "date_text": "last spring",
}


def test_arrays_and_texts_come_back_as_they_were() -> None:
    header, arrays, written = read(build([IZHEVSK, NOWHERE]).payload())
    assert header["format"] == 2
    assert header["events"] == 2
    assert header["first_day"] == header["last_day"] == day_number(parse_day("2025-07-01"))
    assert arrays["lon"].tolist() == [532045000, 0]
    assert arrays["lat"].tolist() == [568498000, 0]
    assert arrays["located"].tolist() == [1, 0]
    assert arrays["start"].tolist() == [20270, NO_DAY]
    assert arrays["killed_best"].tolist() == [3, -1]
    assert arrays["radius_m"][0] == 8000.0
    assert np.isnan(arrays["radius_m"][1])
    status = header["vocabulary"]["verification_status"]
    assert [status[code]["value"] for code in arrays["status"]] == ["claimed", "reported"]
    assert arrays["precision"][1] == columns.NONE
    assert written["event_id"] == ["a:1", "a:2"]
    assert written["title"][0] == IZHEVSK["title"]
    assert written["description"] == [IZHEVSK["description"], None]
    assert written["place"] == ["Izhevsk, Udmurtia, Russia", None]
    assert "killed" not in written, "the arrays say it"
    assert arrays["injured_best"].tolist() == [35, -1]
    assert written["injured"] == ["35 (35–40)", None]
    assert written["when"] == [None, "Day not known (as written: last spring)"]
    assert written["place_note"] == ["Known to the town or village (within 8 km).", None]
    assert written["sources"] == [[], []]


def test_without_detail_only_short_texts_are_sent() -> None:
    document = build([IZHEVSK])
    _, _, written = read(document.payload(detail=False))
    assert set(written) == {"event_id", "title", "place"}
    _, _, written = read(build([IZHEVSK], detail=False).payload())
    assert set(written) == {"event_id", "title", "place"}


def test_no_events_make_a_document() -> None:
    empty = mapdoc.build(
        schema.empty(schema.EVENTS),
        schema.empty(schema.SOURCES),
        schema.empty(schema.CONTROL_AREAS),
        schema.empty(schema.LINES_OF_CONTACT),
        title="",
        basemap={},
    )
    header, arrays, written = read(empty.payload())
    assert header["events"] == 0
    assert header["first_day"] is None
    assert arrays["lon"].size == 0
    assert written["event_id"] == []


def test_same_tables_give_the_same_bytes() -> None:
    assert build([IZHEVSK, NOWHERE]).payload() == build([IZHEVSK, NOWHERE]).payload()


def test_a_position_that_is_none_is_no_place_and_never_zero() -> None:
    points = [Point(np.nan, 3), Point(361, 93), Point(), None, Point(-180, -90)]
    arrays = columns.event_arrays(
        schema.conform(
            gpd.GeoDataFrame(
                {"event_id": list("abcde"), "title": "x", "feed": "x"},
                geometry=points,
                crs=schema.CRS,
            ).rename_geometry("geom"),
            schema.EVENTS,
        )
    )
    assert arrays["located"].tolist() == [0, 0, 0, 0, 1]


def test_feeds_may_bring_event_types_of_their_own() -> None:
    rows = [
        {"event_id": f"e{i}", "title": "t", "event_type": word}
        for i, word in enumerate(["Battles", "Odd", "Rare", "Odd", None])
    ]
    header, arrays, _ = read(build(rows).payload())
    terms = [term["value"] for term in header["vocabulary"]["event_type"]]
    assert terms[-2:] == ["Odd", "Rare"]
    assert [None if c == 255 else terms[c] for c in arrays["type"].tolist()] == [
        "Battles",
        "Odd",
        "Rare",
        "Odd",
        None,
    ]


def test_more_types_than_codes_keep_the_most_frequent() -> None:
    rows = [{"event_id": f"e{i}", "title": "t", "event_type": f"type {i}"} for i in range(400)]
    rows += [{"event_id": f"f{i}", "title": "t", "event_type": "often"} for i in range(2)]
    header, arrays, _ = read(build(rows).payload())
    terms = header["vocabulary"]["event_type"]
    assert len(terms) == 255
    assert terms[arrays["type"][-1]]["value"] == "often"
    assert (arrays["type"] == 255).sum() == 402 - 2 - (255 - 6 - 1)


@pytest.mark.parametrize(
    ("start", "end", "precision", "time", "zone", "expected"),
    [
        ("2025-07-01", "2025-07-06", "week", None, None, None),
        ("2025-07-01", "2025-07-31", "month", None, None, "July 2025"),
        ("2024-02-01", "2024-02-29", "month", None, None, "February 2024"),
        (
            "2024-02-01",
            "2024-02-20",
            "month",
            None,
            None,
            "1–20 February 2024 (known to the month)",
        ),
        ("2024-01-01", "2024-12-31", "year", None, None, "2024"),
        (
            "2025-07-01",
            "2025-07-01",
            "day",
            "02:30",
            "Europe/Kyiv",
            "1 July 2025, 02:30 Europe/Kyiv (30 June 2025, 23:30 UTC)",
        ),
        ("2025-07-01", "2025-07-01", "day", "14:00", "UTC", "1 July 2025, 14:00 UTC"),
        ("2025-07-01", "2025-07-01", "day", "dawn", "Europe/Kyiv", "1 July 2025, dawn Europe/Kyiv"),
        ("2025-07-01", "2025-07-01", "day", "03:00", None, "1 July 2025, 03:00 local time"),
    ],
)
def test_days_in_words(
    start: str, end: str, precision: str, time: str | None, zone: str | None, expected: str | None
) -> None:
    row = {"event_id": "e", "title": "t", "date_start": start, "date_end": end}
    row |= {"date_precision": precision, "time_local": time, "timezone": zone}
    written = texts.long_texts(events([row])).get("when")
    assert (None if written is None else written[0].as_py()) == expected


def test_distances_are_sent_and_written() -> None:
    distances = pd.DataFrame(
        {
            "distance_m": [1_264_050.0, 224_512.0, 32_091.0, np.nan],
            "min_m": [1_263_400.0, 222_000.0, 32_091.0, np.nan],
            "max_m": [1_265_400.0, 229_000.0, 32_091.0, np.nan],
            "inside_control_area": pd.array([False, True, False, None], dtype="boolean"),
            "nearest_lon": [37.9, 33.0, 36.0, np.nan],
            "nearest_lat": [50.01, 46.0, 50.0, np.nan],
            "as_of": ["2025-07-01", "2025-07-01", "2025-06-30", None],
            "gap_days": pd.array([0, 1, 3, None], dtype="Int64"),
            "front_source": ["DeepState", "DeepState", "ISW", None],
            "refused": [None, None, None, "The event has no coordinates."],
            "known_to_region": [None] * 4,
        }
    )
    arrays = columns.distance_arrays(distances)
    assert arrays["near_lon"].tolist() == [379_000_000, 330_000_000, 360_000_000, 0]
    assert np.isnan(arrays["distance_m"][3])
    named = {("DeepState", "2025-07-01")}
    far, inside = (1_264_050.0, 1_263_400.0, 1_265_400.0), (224_512.0, 222_000.0, 229_000.0)
    assert texts.distance_texts(
        distances, np.array([True, True, False, True]), named
    ).to_pylist() == [
        f"{format_distance(*far)} ({format_interval(*far)}) from the line of contact "
        "(DeepState, collected on 1 July 2025)",
        f"{format_distance(*inside)} ({format_interval(*inside)}) from the line of contact, "
        "inside the control area (DeepState, collected on 1 July 2025, 1 day before)",
        "32 km from the line of contact (ISW, as of 30 June 2025, 3 days before)",
        "The event has no coordinates.",
    ]
    region = distances.iloc[:1].assign(known_to_region="Kharkiv oblast", min_m=0.0, max_m=156e3)
    assert np.isnan(columns.distance_arrays(region)["distance_m"][0])
    assert texts.distance_texts(region, np.array([True]), named).to_pylist() == [
        "Known only to Kharkiv oblast: 0 to 160 km from the line of contact "
        "(DeepState, collected on 1 July 2025)"
    ]


def test_distinct_rows_are_formatted_once() -> None:
    calls: list[tuple[Any, ...]] = []
    frame = pd.DataFrame({"a": ["x", "x", None, "y"] * 50, "b": [1, 1, None, 2] * 50})

    def write(*row: Any) -> str:
        calls.append(row)
        return repr(row)

    written = texts._words(frame, ["a", "b"], write).to_pylist()
    assert len(calls) == 3
    assert written == [repr(r) for r in [("x", 1.0), ("x", 1.0), (None, None), ("y", 2.0)] * 50]


def test_notes_and_claims_come_along_in_plain_words() -> None:
    said = [
        {
            "claim_id": "1",
            "event_id": "a:1",
            "field": "injured_best",
            "value": "45",
            "source_id": "s",
        },
        {"claim_id": "2", "event_id": "gone", "field": "killed_best", "value": "9"},
        {"claim_id": "3", "event_id": "a:1", "field": "crater_size", "note": "Not given"},
    ]
    told_by = [{"source_id": "s", "event_id": "a:1", "publisher": "Agency", "title": "Night"}]
    rows = [IZHEVSK | {"notes": "10 of 35 in serious condition"}, NOWHERE]
    document = build(
        rows,
        claims=table_of(said, schema.CLAIMS),
        sources=table_of(told_by, schema.SOURCES),
    )
    _, _, written = read(document.payload())
    assert written["notes"] == ["10 of 35 in serious condition", None]
    injured = {"field": "Injured", "value": "45", "note": None, "source": "Agency"}
    crater = {"field": "Crater size", "value": None, "note": "Not given", "source": None}
    assert written["claims"] == [[injured, crater], []]
    _, _, brief = read(document.payload(detail=False))
    assert set(brief) == {"event_id", "title", "place"}


def test_sources_stay_with_their_events_in_order() -> None:
    rows = [
        {"source_id": "1", "event_id": "b", "url": "https://b.example/1"},
        {"source_id": "2", "event_id": "a", "title": 'He said "no"\n\\ </script>'},
        {"source_id": "3", "event_id": "b", "publisher": "Ukrinform", "source_type": "news"},
        {"source_id": "4", "event_id": "gone", "url": "https://x.example"},
    ]
    table, ids = table_of(rows, schema.SOURCES), pd.Series(["a", "b", "c"])
    parsed = sources.source_lists(table, ids).rows()
    assert [json.loads(text) for text in sources.source_json(table, ids).to_pylist()] == parsed
    assert [[s["url"] for s in found] for found in parsed] == [
        [None],
        ["https://b.example/1", None],
        [],
    ]
    assert parsed[0][0]["title"] == 'He said "no"\n\\ </script>'
    assert parsed[1][1]["type"] == "news"


def test_json_objects_from_columns() -> None:
    made = jsonrows.objects(
        {"a": jsonrows.encoded([1, None]), 'b"': jsonrows.encoded(["x\ny", "ж"])}
    )
    assert [json.loads(text) for text in made.to_pylist()] == [
        {"a": 1, 'b"': "x\ny"},
        {"a": None, 'b"': "ж"},
    ]
    assert jsonrows.encoded([]) == pa.array([], type=pa.string())
    with pytest.raises(ValueError, match="not JSON compliant"):
        jsonrows.encoded([float("nan")])


AREA = {
    "front_id": "deepstate:2025-07-01",
    "as_of": "2025-07-01",
    "source": "DeepState",
    "licence": None,
    "redistribution": "unknown",
    "url": "https://deepstatemap.live",
    "geom": MultiPolygon(
        [
            Polygon(
                [(37, 47), (38, 47), (38, 48), (37, 48)],
                [[(37.4, 47.4), (37.6, 47.4), (37.6, 47.6)]],
            ),
            Polygon([(35, 46), (35.5, 46), (35.5, 46.5)]),
        ]
    ),
}


def unpack(line: list[int]) -> np.ndarray:
    return np.array(line).reshape(-1, 2).cumsum(axis=0) / fronts.SCALE


def test_fronts_are_packed_with_holes_and_within_the_tolerance() -> None:
    document = build([IZHEVSK], control_areas=table_of([AREA], schema.CONTROL_AREAS))
    (entry,) = document.fronts
    assert entry["kind"] == "control_area"
    assert entry["day"] == 20270
    assert entry["derived"] is False
    assert entry["approximate"] is False
    assert [len(feature) for feature in entry["features"]] == [2, 1]
    made = MultiPolygon(
        [
            Polygon(unpack(rings[0]), [unpack(ring) for ring in rings[1:]])
            for rings in entry["features"]
        ]
    )
    assert made.symmetric_difference(AREA["geom"]).area < 1e-9
    assert document.credits == (
        {
            "text": "DeepState",
            "licence": None,
            "url": "https://deepstatemap.live",
            "redistribution": "unknown",
        },
    )


def test_simplified_fronts_stay_within_the_tolerance() -> None:
    angles = np.linspace(0, 2 * np.pi, 20_000)
    circle = LineString(np.column_stack([37 + np.cos(angles), 48 + np.sin(angles)]))
    (feature,) = fronts.pack(circle)
    drawn = LineString(unpack(feature[0]))
    assert len(drawn.coords) < 1000
    assert drawn.hausdorff_distance(circle) < fronts.TOLERANCE * 1.01


def test_a_line_with_a_stated_accuracy_is_approximate() -> None:
    line = {
        "front_id": "pairs:2025-07-01",
        "as_of": "2025-07-01",
        "source": "Mapper",
        "redistribution": "yes",
        "accuracy_m": 5000.0,
        "geom": MultiLineString([[(37, 47), (38, 48)]]),
    }
    document = build([IZHEVSK], lines_of_contact=table_of([line], schema.LINES_OF_CONTACT))
    (entry,) = document.fronts
    assert entry["approximate"] is True
    ((line,),) = entry["features"]
    assert line.tolist() == [37_000_000, 47_000_000, 1_000_000, 1_000_000]


def test_an_accuracy_of_each_vertex_is_sent_with_every_vertex() -> None:
    vertices = [(37.0, 47.0, 4000.0), (37.5, 47.000001, 3000.0), (38.0, 47.0, 5000.0)]
    extra = {"vertices": [{"lon": x, "lat": y, "accuracy_m": m} for x, y, m in vertices]}
    line = {
        "front_id": "pairs:1",
        "as_of": "2025-07-01",
        "source": "Mapper",
        "redistribution": "yes",
        "accuracy_m": 5000.0,
        "extra": json.dumps(extra),
        "geom": MultiLineString([[(x, y) for x, y, _ in vertices]]),
    }
    other = {**line, "front_id": "pairs:2", "extra": "not JSON", "accuracy_m": None}
    document = build([IZHEVSK], lines_of_contact=table_of([line, other], schema.LINES_OF_CONTACT))
    first, second = document.fronts
    assert first["vertex_accuracy_m"] == [[4000.0, 3000.0, 5000.0]]
    assert len(first["features"][0][0]) == 6
    assert first["approximate"] is True
    assert "vertex_accuracy_m" not in second
    assert second["approximate"] is False


class _Fronts:
    """Stands for the engine's snapshots: one line for one front."""

    snapshots = ()
    inputs = ()

    def front_of(self, front_id: str) -> FrontLine | None:
        if front_id != AREA["front_id"]:
            return None
        line = MultiLineString([[(37, 47), (38, 47)]])
        return FrontLine(line, Edges.of(line), (), None, (), None, "UA", None, {}, ())


def test_a_derived_line_is_an_entry_of_its_own() -> None:
    document = build(
        [IZHEVSK], control_areas=table_of([AREA], schema.CONTROL_AREAS), fronts=_Fronts()
    )
    area, line = document.fronts
    assert (area["kind"], line["kind"]) == ("control_area", "line_of_contact")
    assert line["derived"] is True
    assert line["as_of"] == area["as_of"]
    assert line["source"] == "DeepState"
    assert line["front_id"] != area["front_id"]


def test_the_base_map_covers_everything_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def drawing(bounds: Any, cells: Any) -> dict[str, Any]:
        asked.append(bounds)
        return {"attribution": [{"text": "Us", "licence": "CC0", "url": None}]}

    build_module = sys.modules["mapper.mapdoc.build"]
    monkeypatch.setattr(build_module, "kept_drawing", drawing)
    build_module._drawing.cache_clear()
    areas = table_of([AREA], schema.CONTROL_AREAS)
    for _ in range(2):
        document = build([IZHEVSK, NOWHERE], control_areas=areas, basemap=None)
    assert asked == [(35, 46, 54, 57)]
    assert document.credits[-1] == {
        "text": "Us",
        "licence": "CC0",
        "url": None,
        "redistribution": "yes",
    }
    build([NOWHERE], basemap=None)
    assert asked[-1] is None
    build_module._drawing.cache_clear()


def test_a_front_without_a_line_is_told_not_drawn() -> None:
    class Refusing(_Fronts):
        def front_of(self, front_id: str) -> FrontLine | None:
            raise MeasureError("It meets no held land.")

    document = build(
        [IZHEVSK], control_areas=table_of([AREA], schema.CONTROL_AREAS), fronts=Refusing()
    )
    assert len(document.fronts) == 1
    assert document.warnings == (
        "No line of contact is drawn for deepstate:2025-07-01: It meets no held land.",
    )
    days = [f"2025-07-{day:02d}" for day in (3, 1, 2)]
    rows = [AREA | {"front_id": f"deepstate:{day}", "as_of": day} for day in days]
    for language, sentence in (
        ("en", "No line of contact is drawn for 3 fronts (1–3 July 2025): It meets no held land."),
        (
            "uk",
            "Лінію зіткнення не намальовано для 3 фронтів (1–3 липня 2025): It meets no held land.",
        ),
    ):
        document = build(
            [IZHEVSK],
            control_areas=table_of(rows, schema.CONTROL_AREAS),
            fronts=Refusing(),
            language=language,
        )
        (warning,) = document.warnings
        assert warning.replace("\u00a0", " ").replace("\u202f", " ") == sentence
