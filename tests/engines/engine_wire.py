"""Two protocols that drive a browser: W3C WebDriver over HTTP, and Firefox's Marionette.

Debian has no geckodriver; Marionette is what geckodriver itself speaks to Firefox.
"""

from __future__ import annotations

import json
import socket
import time
import urllib.error
import urllib.request
from typing import Any, Protocol

#: Longer than any script here takes on a busy machine.
TIMEOUT_S = 120


class WireError(Exception):
    """The browser refused a command; holds its answer."""


class Wire(Protocol):
    """What both protocols can do."""

    def go(self, address: str) -> None:
        """Navigate, and wait until the page is loaded."""

    def run(self, script: str) -> Any:
        """Run an asynchronous script; its last argument takes the value."""

    def picture(self) -> str:
        """Return what the window shows as PNG in base64."""

    def resize(self, width: int, height: int) -> None:
        """Set the size of the window with its frame."""

    def quit(self) -> None:
        """End the browser."""


def connect(port: int, limit_s: float = 30) -> socket.socket:
    """Return a connection to this machine, once somebody listens there."""
    end = time.monotonic() + limit_s
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_S)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


class WebDriver:
    """A session of a WebDriver server on this machine."""

    def __init__(self, port: int, capabilities: dict[str, Any]) -> None:
        connect(port).close()
        self._root = f"http://127.0.0.1:{port}/session"
        # Never through a proxy that the machine may be set up with.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        started = self._call("POST", "", {"capabilities": {"alwaysMatch": capabilities}})
        self._root += f"/{started['sessionId']}"
        self.command("timeouts", script=TIMEOUT_S * 1000, pageLoad=TIMEOUT_S * 1000)

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._root + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise WireError(error.read().decode()) from error

    def command(self, name: str, **body: Any) -> Any:
        return self._call("POST", f"/{name}", body)

    def go(self, address: str) -> None:
        self.command("url", url=address)

    def run(self, script: str) -> Any:
        return self.command("execute/async", script=script, args=[])

    def picture(self) -> str:
        return str(self._call("GET", "/screenshot"))

    def resize(self, width: int, height: int) -> None:
        self.command("window/rect", width=width, height=height)

    def quit(self) -> None:
        self._call("DELETE", "")


class Marionette:
    """Firefox's own protocol: JSON with its length before it."""

    def __init__(self, port: int) -> None:
        self._socket = connect(port)
        self._file = self._socket.makefile("rb")
        self._number = 0
        self._read()
        self.command("WebDriver:NewSession", capabilities={})
        limits = {"script": TIMEOUT_S * 1000, "pageLoad": TIMEOUT_S * 1000}
        self.command("WebDriver:SetTimeouts", **limits)

    def _read(self) -> Any:
        length = b""
        while (byte := self._file.read(1)) != b":":
            if not byte:
                raise WireError("Firefox closed the connection")
            length += byte
        return json.loads(self._file.read(int(length)))

    def command(self, name: str, **parameters: Any) -> Any:
        self._number += 1
        data = json.dumps([0, self._number, name, parameters]).encode()
        self._socket.sendall(str(len(data)).encode() + b":" + data)
        _, _, error, result = self._read()
        if error is not None:
            raise WireError(f"{error['error']}: {error['message']}")
        if isinstance(result, dict) and set(result) == {"value"}:
            return result["value"]
        return result

    def go(self, address: str) -> None:
        self.command("WebDriver:Navigate", url=address)

    def run(self, script: str) -> Any:
        return self.command("WebDriver:ExecuteAsyncScript", script=script, args=[])

    def picture(self) -> str:
        return str(self.command("WebDriver:TakeScreenshot", full=False))

    def resize(self, width: int, height: int) -> None:
        self.command("WebDriver:SetWindowRect", width=width, height=height)

    def complaints(self) -> list[str]:
        """Return what pages from disk complained of: errors, the policy, console calls."""
        script = """
            const storage = Cc["@mozilla.org/consoleAPI-storage;1"];
            const calls = storage.getService(Ci.nsIConsoleAPIStorage).getEvents();
            return Services.console.getMessageArray().map(String).concat(
              calls.map((call) => `${call.filename} ${call.level}: ${[...call.arguments]}`));
        """
        self.command("Marionette:SetContext", value="chrome")
        lines = self.command("WebDriver:ExecuteScript", script=script, args=[])
        self.command("Marionette:SetContext", value="content")
        # The browser complains of itself in the same log.
        return [line for line in lines if "file://" in line]

    def quit(self) -> None:
        self.command("Marionette:Quit", flags=["eForceQuit"])
        self._file.close()
        self._socket.close()
