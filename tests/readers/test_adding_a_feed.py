"""What CONTRIBUTING says of adding a feed works as it stands there."""

from __future__ import annotations

import re
import types
from pathlib import Path

import pytest

from mapper.readers import reading

GUIDE = Path(__file__).parents[2] / "CONTRIBUTING.md"


def module(code: str, name: str) -> types.ModuleType:
    """Run the code of one block, with the feed's name in it."""
    made = types.ModuleType(name)
    code = re.sub("^   ", "", code, flags=re.MULTILINE).replace("<feed>", "incidents")
    exec(compile(code, name, "exec"), made.__dict__)
    return made


def test_the_feed_and_the_test_of_the_guide(read_text, monkeypatch: pytest.MonkeyPatch):
    blocks = re.findall(r"^   ```python\n(.*?)^   ```", GUIDE.read_text("utf-8"), re.DOTALL | re.M)
    reader, test = (
        module(code, name) for code, name in zip(blocks, ("reader", "test"), strict=True)
    )
    monkeypatch.setattr(reading, "FEEDS", (reader.FEED, *reading.FEEDS))
    test.test_table(read_text)
    assert read_text(test.TABLE).feed == "incidents"
