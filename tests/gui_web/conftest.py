"""A web engine without a display, a sandbox or a network."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

# The scheme has to be there before the one QApplication of the test run is made.
from mapper.gui.web import register_scheme

register_scheme()
