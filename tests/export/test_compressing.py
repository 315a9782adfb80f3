"""One stream that any reader of gzip takes, the same each time."""

from __future__ import annotations

import gzip
import random
import zlib

import pytest

from mapper.export import compressing
from mapper.export.compressing import gzipped


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 3_300_000])
def test_it_unpacks_to_what_it_was(size: int) -> None:
    data = random.Random(1).randbytes(size // 4) * 4 + b"x" * (size % 4)
    packed = gzipped(data)
    assert gzip.decompress(packed) == data
    assert gzipped(data) == packed
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert stream.decompress(packed) == data
    assert stream.eof
    assert not stream.unused_data, "browsers refuse a second member"


def test_parts_know_what_stands_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    data = random.Random(1).randbytes(1_000) * 2_000
    whole = len(gzipped(data))
    monkeypatch.setattr(compressing, "_PART", 10_000)
    assert gzip.decompress(gzipped(data)) == data
    assert len(gzipped(data)) < 5 * whole + 200 * 24
