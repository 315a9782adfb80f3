"""A row is found by its text, however the column is packed."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pyarrow as pa
import pytest
from web_browser import Browser

from mapper.mapdoc.packing import Buffers


@pytest.fixture(scope="module")
def browser(qapp: object) -> Iterator[Browser]:
    shared = Browser(400, 300)
    shared.open(None)
    yield shared
    shared.close()


@pytest.mark.parametrize(
    ("texts", "absent", "form"),
    [
        (["feed:7", "feed:0", "feed:1024"], ["feed:07", "feed:8", "feed:", "x:7", "7"], "numbers"),
        (["b", "a", "Є"], ["c", "", "feed:7"], "offset"),
        (["b", "a", "a", "b", "b", "a", "a"], ["c"], "codes"),
    ],
)
def test_rows_are_found_by_text(
    browser: Browser, texts: list[str], absent: list[str], form: str
) -> None:
    buffers = Buffers(packed=False)
    part = buffers.text(pa.array(texts))
    assert form in part
    # Two bytes of header and the length before them are padded to eight.
    data = base64.b64encode(buffers.join(b"{}")).decode()
    found = browser.run(
        "(() => { const bytes = Uint8Array.from("
        f"atob('{data}'), (one) => one.charCodeAt(0));"
        f" const texts = new MapperClient.packing.Texts(bytes.buffer, 8, {part!r});"
        f" return {[*texts, *absent]!r}.map((text) => texts.indexOf(text)); }})()"
    )
    assert found == [*map(texts.index, texts), *[-1] * len(absent)]
