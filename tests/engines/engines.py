"""The browsers that open an exported file: Debian's Chromium, Firefox and WebKit.

Each is started without a display of its own, in a folder of its own, with a
proxy that refuses everything for its network.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from engine_wire import Marionette, WebDriver, Wire, free_port
from no_network import NoNetwork

_MINI_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"


@dataclass
class Engine:
    """One browser with one window."""

    wire: Wire
    network: NoNetwork
    #: What the page complained about since the browser started.
    complaints: Callable[[], list[str]]
    _undo: contextlib.ExitStack = field(repr=False)
    #: What is run in each page first, for an engine that tells its console to nobody.
    _listen: str = "null"

    def open(self, file: Path) -> None:
        """Open a map from disk and wait until it is drawn."""
        self.wire.go(file.as_uri())
        self.run(self._listen)
        self.run("mapper.ready.then(() => mapper.drawn())")

    def run(self, expression: str) -> Any:
        """Return the value of an expression, awaited; raise what it throws."""
        script = (
            "const done = arguments[arguments.length - 1];"
            f"(async () => ({expression}))().then((value) => done({{value: value ?? null}}),"
            "(error) => done({error: String(error)}));"
        )
        result = self.wire.run(script)
        if "error" in result:
            raise RuntimeError(result["error"])
        return result["value"]

    def shoot(self, path: Path) -> None:
        """Save a picture of what the window shows."""
        path.write_bytes(base64.b64decode(self.wire.picture()))

    def close(self) -> None:
        """End the browser and all that was started for it."""
        self._undo.close()


class _Started:
    """The processes and folders of one engine, ended in the reverse order."""

    def __init__(self) -> None:
        self.stack = contextlib.ExitStack()
        self.network = NoNetwork()
        self.stack.callback(self.network.close)
        folder = tempfile.TemporaryDirectory(prefix="mapper-engine-", ignore_cleanup_errors=True)
        self.folder = Path(self.stack.enter_context(folder))
        self.log = self.folder / "log.txt"

    @property
    def proxy(self) -> str:
        return f"127.0.0.1:{self.network.port}"

    def process(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        log: IO[bytes] = self.stack.enter_context(self.log.open("ab"))
        # A home of its own too, for what is kept outside of a profile.
        own = {"HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder), **environment}
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=os.environ | own
        )
        self.stack.callback(_end, process)
        return process

    def engine(
        self, wire: Wire, complaints: Callable[[], list[str]], listen: str = "null"
    ) -> Engine:
        def leave() -> None:
            with contextlib.suppress(OSError, ValueError):
                wire.quit()

        self.stack.callback(leave)
        return Engine(wire, self.network, complaints, self.stack, listen)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def chromium() -> Engine:
    """Start Debian's Chromium through its driver."""
    started = _Started()
    port = free_port()
    started.process("chromedriver", f"--port={port}")
    arguments = [
        "--headless=new",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        f"--user-data-dir={started.folder / 'profile'}",
        f"--proxy-server={started.proxy}",
        "--proxy-bypass-list=<-loopback>",
        "--window-size=1000,800",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    options = {"binary": shutil.which("chromium"), "args": arguments}
    wire = WebDriver(port, {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}})
    kept: list[str] = []

    def complaints() -> list[str]:
        # Each line is given once only.
        kept.extend(entry["message"] for entry in wire.command("se/log", type="browser"))
        return list(kept)

    return started.engine(wire, complaints)


def firefox() -> Engine:
    """Start Debian's Firefox without a window."""
    started = _Started()
    port = free_port()
    host, proxy_port = started.proxy.split(":")
    settings: dict[str, Any] = {
        "marionette.port": port,
        "network.proxy.type": 1,
        "network.proxy.allow_hijacking_localhost": True,
        "network.dns.disablePrefetch": True,
    }
    for kind in ("http", "ssl"):
        settings |= {f"network.proxy.{kind}": host, f"network.proxy.{kind}_port": int(proxy_port)}
    profile = started.folder / "profile"
    profile.mkdir()
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in settings.items())
    (profile / "user.js").write_text("".join(lines))
    flags = ("--headless", "--marionette", "--remote-allow-system-access", "--no-remote")
    started.process("firefox-esr", *flags, "--profile", str(profile))
    wire = Marionette(port)

    engine = started.engine(wire, wire.complaints)
    wire.resize(1000, 800)
    return engine


_LISTEN = """
    (() => {
      const heard = (window.__heard = []);
      addEventListener("error", (event) => heard.push(String(event.message)));
      addEventListener("unhandledrejection", (event) => heard.push(String(event.reason)));
      addEventListener("securitypolicyviolation", (event) => heard.push(event.violatedDirective));
      for (const level of ["error", "warn"]) {
        console[level] = (...parts) => heard.push(parts.map(String).join(" "));
      }
    })()
"""


def webkit() -> Engine:
    """Start WebKit's small browser on a display that nobody sees.

    Its driver has no way to the console: what is complained of while a page
    loads is heard by `webkit_console` alone.
    """
    started = _Started()
    port = free_port()
    started.process("WebKitWebDriver", f"--port={port}", **_screen(started))
    options = {
        "binary": str(_mini_browser()),
        "args": ["--automation", f"--proxy=http://{started.proxy}"],
    }
    wire = WebDriver(port, {"webkitgtk:browserOptions": options})
    engine = started.engine(wire, lambda: list(engine.run("window.__heard")), _LISTEN)
    wire.resize(1000, 800)
    return engine


def webkit_console(file: Path) -> list[str]:
    """Return what WebKit writes to its console while it opens a map from disk."""
    started = _Started()
    with started.stack:
        frame = started.folder / "frame.html"
        frame.write_text(
            f'<!doctype html><title>-</title><iframe src="{file.as_uri()}"></iframe><script>'
            "addEventListener('load', () => setTimeout(() => console.log('finished'), 1500));"
            "</script>"
        )
        told = "--enable-write-console-messages-to-stdout=TRUE"
        proxy = f"--proxy=http://{started.proxy}"
        browser = ("stdbuf", "-oL", str(_mini_browser()))
        started.process(*browser, told, proxy, frame.as_uri(), **_screen(started))
        lines = _await(started.log, "finished").splitlines()
        return [line for line in lines if "CONSOLE" in line and "finished" not in line]


def _screen(started: _Started) -> dict[str, str]:
    """Start a display and return how programs find it."""
    display = started.folder / "display"
    # It writes the number of the display it took, once it answers.
    with display.open("wb") as told:
        number = told.fileno()
        size = ("-screen", "0", "1200x900x24")
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(number), *size],
            pass_fds=[number],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    started.stack.callback(_end, screen)
    return {"DISPLAY": f":{_await(display, chr(10)).strip()}", "GDK_BACKEND": "x11"}


def _await(path: Path, words: str) -> str:
    """Return a file's text once it holds these words."""
    for _ in range(1200):
        if words in (text := path.read_text(errors="replace")):
            return text
        time.sleep(0.05)
    raise TimeoutError(f"{words!r} was not written: {text[-2000:]}")


def _mini_browser() -> Path | None:
    return next(iter(sorted(Path("/").glob(_MINI_BROWSERS[1:]), reverse=True)), None)


#: How each engine is started, and the Debian packages it needs.
ENGINES: dict[str, tuple[Callable[[], Engine], str]] = {
    "chromium": (chromium, "chromium chromium-driver"),
    "firefox": (firefox, "firefox-esr"),
    "webkit": (webkit, "webkit2gtk-driver xvfb"),
}


def missing(name: str) -> str | None:
    """Say what an engine lacks on this machine; None when it can be started."""
    programs = {
        "chromium": ("chromium", "chromedriver"),
        "firefox": ("firefox-esr",),
        "webkit": ("WebKitWebDriver", "Xvfb"),
    }[name]
    absent = [program for program in programs if shutil.which(program) is None]
    if name == "webkit" and _mini_browser() is None:
        absent.append("MiniBrowser")
    if not absent:
        return None
    return f"no {' and '.join(absent)} here; on Debian: apt-get install {ENGINES[name][1]}"
