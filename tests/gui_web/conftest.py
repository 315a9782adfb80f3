"""A web engine without a display, a sandbox or a network."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

# The scheme has to be there before the one QApplication of the test run is made.
from PyQt6.QtGui import QDesktopServices

from mapper.gui.web import register_scheme

register_scheme()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the addresses that would open in the person's browser."""
    addresses: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: addresses.append(url.toString()) or True
    )
    return addresses
