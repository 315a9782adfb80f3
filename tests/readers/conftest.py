"""A file written on the spot and read at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_files import accounted

from mapper.readers import ImportResult, read

Reader = Callable[..., ImportResult]


@pytest.fixture
def read_text(tmp_path: Path) -> Reader:
    """Return a function: content (text, bytes or JSON value) and name to ImportResult."""

    def reader(content: Any, name: str = "events.csv", **options: Any) -> ImportResult:
        path = tmp_path / name
        if isinstance(content, dict | list):
            content = json.dumps(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        result = read(path, **options)
        assert accounted(result)
        return result

    return reader
