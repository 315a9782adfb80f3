"""One web engine for all tests of the map client: no display, no sandbox, no network."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

# The window's scheme must be there before the one QApplication of a test run is made.
from mapper.gui.web import register_scheme

register_scheme()


@pytest.fixture(scope="module")
def shared_browser(qapp):
    """Give a web view of 900 x 600 to all tests of a module: each opens its own page."""
    from web_browser import Browser

    view = Browser()
    yield view
    view.close()
    assert view.messages == []


@pytest.fixture
def browser(shared_browser):
    """Give the same to one test, which fails on any console message."""
    shared_browser.view.resize(900, 600)
    yield shared_browser
    said = shared_browser.messages.copy()
    shared_browser.messages.clear()
    assert said == []
