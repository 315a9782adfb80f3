"""What is packed comes back as it was, whatever it is."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from payload_reader import Reader

from mapper.mapdoc.packing import Buffers, Lists, as_json
from mapper.model.dates import NO_DAY


def through(packed: bool, arrays: dict, texts: dict, lists: dict | None = None) -> Reader:
    buffers = Buffers(packed)
    header = {
        "arrays": {name: buffers.array(values) for name, values in arrays.items()},
        "texts": {name: buffers.text(pa.array(v, pa.string())) for name, v in texts.items()},
        "lists": {
            name: buffers.lists(values, pa.array(texts["title"], pa.string()))
            for name, values in (lists or {}).items()
        },
    }
    return Reader(buffers.join(as_json(header).encode()))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "values",
    [
        np.array([], np.int32),
        np.array([7], np.int32),
        np.array([NO_DAY, 20_000, 2**31 - 1, NO_DAY], np.int32),
        np.arange(20_000, 21_000, dtype=np.int32),
        np.array([1, 255, 0], np.uint8),
        np.array([65_535, 0, 256], np.uint16),
        np.array([1.5, np.nan, -3.25], np.float32),
    ],
)
def test_arrays_come_back(values: np.ndarray, packed: bool) -> None:
    back = through(packed, {"a": values}, {}).arrays["a"]
    assert back.dtype == values.dtype
    np.testing.assert_array_equal(back, values)


def test_metres_are_kept_to_a_tenth() -> None:
    metres = np.array([0.0, 1_264_312.34, np.nan, 20_003_931.0])
    reader = through(True, {"distance_m": metres}, {})
    np.testing.assert_allclose(reader.arrays["distance_m"], metres, atol=0.05, rtol=0)
    assert reader.header["arrays"]["distance_m"]["type"] == "f64"


def test_rising_numbers_become_steps() -> None:
    reader = through(True, {"a": np.arange(20_000, 29_000, dtype=np.int32)}, {})
    assert reader.header["arrays"]["a"]["steps"] is True


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        ([], "plain"),
        (["a", None, "b"], "plain"),
        (["x:1", "x:2", "x:900"], "numbers"),
        (["5", "4"], "numbers"),
        (["x:1", "x:02"], "plain"),
        (["x:1", "x:+2"], "plain"),
        (["x:1", "x:"], "plain"),
        (["x:1", None], "plain"),
        (["x:1", "y:2"], "plain"),
        (["x:1", "x:99999999999"], "plain"),
        (["same"] * 9 + [None], "codes"),
        ([None] * 4, "codes"),
        ([f"text {i % 300}." for i in range(1_000)], "codes"),
    ],
)
def test_texts_come_back(texts: list[str | None], form: str) -> None:
    reader = through(True, {}, {"t": texts})
    assert reader.texts["t"] == texts
    part = reader.header["texts"]["t"]
    assert next((name for name in ("numbers", "codes") if name in part), "plain") == form


def test_a_source_called_like_its_event_says_so_once() -> None:
    titles = ["Night", "Day", "Dawn"]
    columns = {
        "title": pa.array(["Night", None, "Else"]),
        "url": pa.array(["https://a.example/1", None, "https://b.example/x"]),
    }
    lists = Lists(np.array([2, 0, 1]), columns)
    reader = through(True, {}, {"title": titles}, {"sources": lists})
    assert reader.texts["sources"] == lists.rows()
    assert b"Night" in reader.payload
    assert reader.payload.count(b"Night") == 1


#: As far as lon and lat of any base map go, and beyond.
NUMBERS = st.integers(-(2**30), 2**30 - 1)
LINES = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=4).map(lambda pairs: list(sum(pairs, ())))


@given(st.lists(st.lists(LINES, max_size=3), max_size=4))
def test_lines_come_back(features: list[list[list[int]]]) -> None:
    buffers = Buffers(packed=True)
    buffers.array(np.arange(3, dtype=np.int32))
    ground = buffers.lines(features, 10_000, rings=False)
    header = {"arrays": {}, "texts": {}, "ground": ground}
    read = Reader(buffers.join(as_json(header).encode()))
    assert read.lines(read.header["ground"]) == features


def test_small_steps_take_a_byte_each() -> None:
    def length_of(line: list[int]) -> int:
        return int(Buffers(packed=True).lines([[line]], 10_000, rings=False)["length"])

    assert length_of([5, -64, 63, 0]) == 2 + 4
    assert length_of([64, 0]) == 2 + 3


def test_json_written_member_by_member_is_the_same() -> None:
    value = {
        "none": None,
        "texts": ["ä", '"', None],
        "nothing": [[], {}, ()],
        "fronts": [{"lines": [[1, 2]], "deep": {"er": [{"and": [{"so": "on"}]}]}}, {}],
        "basemap": {"layers": [{"features": [[[1, -2, 3]]], "name": "land"}, {"name": "Дніпро"}]},
        "mixed": [{"a": 1.5}, 2, "x"],
    }
    assert as_json(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    with pytest.raises(ValueError, match="not JSON compliant"):
        as_json({"layers": [{"x": float("nan")}]})


def test_repeated_texts_are_written_once_each_and_null_last() -> None:
    buffers = Buffers(packed=True)
    told = buffers.text(pa.array(["a", None, "a", "ä", "a", "a", "a"], pa.string()))
    payload = buffers.join(b"")
    assert b'["a",null]' not in payload
    assert '["a","ä",null]'.encode() in payload
    assert told["length"] == len('["a","ä",null]'.encode())
