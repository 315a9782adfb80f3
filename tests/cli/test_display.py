import ctypes.util
import os
import subprocess
import sys
from collections import namedtuple

import pytest

from mapper.cli import display

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="libraries and displays are looked up on Linux"
)


@pytest.fixture
def environment(monkeypatch):
    for name in (
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "QT_QPA_PLATFORM",
        "QTWEBENGINE_DISABLE_SANDBOX",
        "QTWEBENGINE_CHROMIUM_FLAGS",
    ):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return monkeypatch


def test_missing_libraries_are_named_with_their_packages(monkeypatch):
    monkeypatch.setattr(display, "_LIBRARIES", {"libnot-there.so.9": "libnot-there9"})
    sentence = display.missing_libraries()
    assert "libnot-there.so.9" in sentence
    assert "apt-get install libnot-there9" in sentence
    assert "\n" not in sentence


def test_a_machine_that_has_them_all(monkeypatch):
    monkeypatch.setattr(display, "_LIBRARIES", {ctypes.util.find_library("c"): "libc6"})
    assert display.missing_libraries() is None


def test_a_missing_pyqt6_is_said(monkeypatch):
    monkeypatch.setattr(display.importlib.util, "find_spec", lambda name: None)
    assert "pip install PyQt6 PyQt6-WebEngine" in display.missing_libraries()


def test_no_display(environment):
    assert not display.has_display()


def test_a_display_that_does_not_answer_is_none(environment):
    environment.setenv("DISPLAY", ":4711")
    assert not display.has_display()


def test_an_offscreen_platform_is_no_display(environment):
    environment.setenv("QT_QPA_PLATFORM", "offscreen")
    environment.setenv("DISPLAY", ":0")
    assert not display.has_display()


def test_the_web_engine_starts_where_no_sandbox_can(environment):
    environment.setattr(display, "_sandbox_works", lambda: False)
    display.prepare_environment(offscreen=True)
    assert os.environ["QTWEBENGINE_DISABLE_SANDBOX"] == "1"
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_the_sandbox_stays_where_it_can(environment):
    environment.setattr(display, "_sandbox_works", lambda: True)
    display.prepare_environment(offscreen=False)
    assert "QTWEBENGINE_DISABLE_SANDBOX" not in os.environ
    assert "QT_QPA_PLATFORM" not in os.environ


def test_root_has_no_sandbox(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert not display._sandbox_works()


def test_the_sandbox_probe_gives_an_answer():
    probe = subprocess.run([sys.executable, "-c", display._SANDBOX_PROBE], capture_output=True)
    assert probe.returncode in (0, 1)
    assert probe.stderr == b""


def test_little_shared_memory_is_not_used(environment):
    facts = namedtuple("facts", "f_bavail f_frsize")
    environment.setattr(os, "statvfs", lambda path: facts(1, 2**20))
    environment.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "--mute-audio")
    display.prepare_environment(offscreen=False)
    display.prepare_environment(offscreen=False)
    flags = os.environ["QTWEBENGINE_CHROMIUM_FLAGS"]
    assert flags == "--mute-audio --log-level=3 --disable-dev-shm-usage"
