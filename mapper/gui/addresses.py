"""What is a web address, and may be opened."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

_SCHEMES: Final = ("http", "https")


def is_web_address(text: str | None) -> bool:
    """Tell whether ``text`` is an http(s) address; nothing else is ever opened."""
    if not text:
        return False
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in _SCHEMES and bool(parts.netloc)
