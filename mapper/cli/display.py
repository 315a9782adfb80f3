"""What this machine has for a window: libraries, a display, a sandbox.

Must work where PyQt6 does not, so that what is missing is said in a sentence.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

#: Shared library that the window needs, and the Debian package that brings it.
_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXext.so.6": "libxext6",
    "libXfixes.so.3": "libxfixes3",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libnss3.so": "libnss3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbfile.so.1": "libxkbfile1",
}

#: Exits 0 where an ordinary user may make the namespaces that Chromium's sandbox needs.
_SANDBOX_PROBE = (
    "import ctypes, sys; libc = ctypes.CDLL(None); "
    "sys.exit(bool(libc.unshare(0x10000000) or libc.unshare(0x60000000)))"
)

#: Docker gives /dev/shm 64 MB, too little for a page with a large data set.
_SMALL_SHARED_MEMORY = 256 * 2**20


def missing_libraries() -> str | None:
    """Return one sentence saying what to install, or None if nothing is missing."""
    for module in ("PyQt6", "PyQt6.QtWebEngineCore"):
        if importlib.util.find_spec(module) is None:
            return (
                "The window needs PyQt6 and PyQt6-WebEngine; "
                "install them with: pip install PyQt6 PyQt6-WebEngine"
            )
    if not sys.platform.startswith("linux"):
        return None
    missing = [name for name in _LIBRARIES if not _loads(name)]
    if not missing:
        return None
    packages = " ".join(_LIBRARIES[name] for name in missing)
    return (
        f"The window needs system libraries that are not here ({', '.join(missing)}); "
        f"on Debian and Ubuntu install them with: apt-get install {packages}"
    )


def has_display() -> bool:
    """Tell whether a window can be shown. Qt aborts where it cannot."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal", "vnc"):
        return False
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and Path(runtime or "/", wayland).exists():
        return True
    return bool(os.environ.get("DISPLAY")) and _x_server_answers()


def prepare_environment(*, offscreen: bool) -> None:
    """Set what Qt reads from the environment; call before Qt is imported.

    Parameters
    ----------
    offscreen
        Draw into memory instead of on a display.
    """
    if offscreen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if not sys.platform.startswith("linux"):
        return
    if "QTWEBENGINE_DISABLE_SANDBOX" not in os.environ and not _sandbox_works():
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    # The engine complains of services that a window without a desktop does not need.
    _add_engine_flag("--log-level=3")
    if _shared_memory_bytes() < _SMALL_SHARED_MEMORY:
        _add_engine_flag("--disable-dev-shm-usage")


def _add_engine_flag(flag: str) -> None:
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "").split()
    if flag.partition("=")[0] not in {given.partition("=")[0] for given in flags}:
        os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join([*flags, flag])


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x_server_answers() -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    answers = bool(xcb.xcb_connection_has_error(connection) == 0)
    xcb.xcb_disconnect(connection)
    return answers


def _sandbox_works() -> bool:
    if os.geteuid() == 0:
        return False
    probe = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _SANDBOX_PROBE], capture_output=True, check=False
    )
    return probe.returncode == 0


def _shared_memory_bytes() -> int:
    try:
        facts = os.statvfs("/dev/shm")
    except OSError:
        return 0
    return facts.f_bavail * facts.f_frsize
