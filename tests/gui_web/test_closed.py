"""The map page in the window reaches nothing: not with its policy, and not without it either."""

from __future__ import annotations

import re
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator

import hostile_data
import pytest
from no_network import NoNetwork
from PyQt6.QtCore import QUrl
from pytestqt.qtbot import QtBot
from window_map import drawn, settled, value

from mapper.export import windowpage
from mapper.gui.web import MapView
from mapper.gui.web.scheme import HOME

pytestmark = [
    pytest.mark.qt_log_ignore("RHI|QRhi|Vulkan|GBM|propagateSizeHints|GPUInfo|Sandboxing"),
    pytest.mark.logs_errors,
]

#: Every way out of a page, each to an address of its own name below %s.
WAYS = """
    (async () => {
      const at = (name) => "%s/" + name;
      const tell = (attempt) => { try { return attempt(); } catch { return null; } };
      const add = (tag, attributes, parent = document.body) => {
        const made = document.createElement(tag);
        Object.assign(made, attributes);
        parent.append(made);
        return made;
      };
      const quiet = (promise) => Promise.resolve(promise).catch(() => 0);
      quiet(fetch(at("fetch"), { mode: "no-cors" }));
      quiet(fetch(at("keepalive"), { mode: "no-cors", keepalive: true }));
      tell(() => { const r = new XMLHttpRequest(); r.open("GET", at("xhr")); r.send(); });
      tell(() => navigator.sendBeacon(at("beacon"), "x"));
      tell(() => new EventSource(at("events")));
      tell(() => new WebSocket(at("socket").replace("http", "ws")));
      tell(() => new Worker(at("worker")));
      tell(() => new SharedWorker(at("shared")));
      tell(() => quiet(navigator.serviceWorker.register(at("service"))));
      tell(() => quiet(import(at("module"))));
      tell(() => { new Image().src = at("image"); });
      tell(() => quiet(new FontFace("x", `url(${at("font")})`).load()));
      tell(() => { new Audio(at("audio")).play().catch(() => 0); });
      add("script", { src: at("script") });
      add("link", { rel: "stylesheet", href: at("style") });
      for (const rel of ["prefetch", "preload", "preconnect", "dns-prefetch", "prerender",
                         "modulepreload", "icon", "manifest"])
        add("link", { rel, as: "image", href: at(rel) }, document.head);
      add("script", { type: "speculationrules", textContent:
        JSON.stringify({ prefetch: [{ source: "list", urls: [at("speculation")] }] }) });
      add("style", { textContent: `@import url(${at("import")});
        body { background: url(${at("background")}); }` });
      add("iframe", { src: at("frame") });
      add("iframe", { srcdoc: `<img src=${at("framed")}><script src=${at("inner")}></script>` });
      add("object", { data: at("object") });
      add("embed", { src: at("embed") });
      add("video", { src: at("video"), poster: at("poster") });
      add("img", { srcset: at("srcset") + " 1x" });
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "image");
      svg.setAttribute("href", at("svg"));
      add("div", {}).append(svg);
      const form = add("form", { action: at("form"), method: "POST", target: "_blank" });
      tell(() => form.submit());
      form.target = "_self";
      tell(() => form.submit());
      add("a", { href: "#x", ping: at("ping") }).click();
      add("a", { href: at("download"), download: "x" }).click();
      add("a", { href: at("blank"), target: "_blank" }).click();
      add("meta", { httpEquiv: "refresh", content: "0;url=" + at("refresh") }, document.head);
      tell(() => window.open(at("open")));
      tell(() => { location.href = at("location"); });
      await new Promise((done) => setTimeout(done, 400));
      return document.querySelectorAll("iframe").length;
    })()
"""


@pytest.fixture
def listener() -> Iterator[NoNetwork]:
    """Listen on this machine, and hear at least the test's own question."""
    heard = NoNetwork()
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            f"http://127.0.0.1:{heard.port}/own"
        )
    assert heard.asked.pop().startswith("GET /own")
    yield heard
    heard.close()


@pytest.fixture(params=["with its policy", "without a policy"])
def view(
    request: pytest.FixtureRequest, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MapView]:
    """Show the map, also with a page that forbids nothing by itself."""
    if request.param == "without a policy":
        whole = windowpage.filled
        policy = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
        assert policy.search(whole(windowpage.template()))
        monkeypatch.setattr(
            windowpage, "filled", lambda page, **named: policy.sub(b"", whole(page, **named))
        )
    made = MapView()
    made.resize(640, 480)
    qtbot.addWidget(made)
    made.show()
    made.load(hostile_data.document())
    drawn(qtbot, made)
    yield made
    made.close()


def test_no_request_leaves(
    qtbot: QtBot, view: MapView, listener: NoNetwork, opened: list[str]
) -> None:
    root = f"http://127.0.0.1:{listener.port}"
    assert settled(qtbot, view, WAYS % root) == 2
    assert listener.asked == []
    assert value(qtbot, view, "location.href").split("#")[0] == HOME
    # Only a person's click opens the browser.
    assert opened == []


def test_no_peer_is_called(qtbot: QtBot, view: MapView) -> None:
    """WebRTC goes past the policy and past the interceptor of requests."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as heard:
        heard.bind(("127.0.0.1", 0))
        heard.settimeout(0.1)
        port = heard.getsockname()[1]
        script = f"""
            (async () => {{
              if (!window.RTCPeerConnection) return "none";
              const servers = [{{ urls: "stun:127.0.0.1:{port}" }}];
              const peer = new RTCPeerConnection({{ iceServers: servers }});
              peer.createDataChannel("x");
              await peer.setLocalDescription(await peer.createOffer());
              await new Promise((done) => setTimeout(done, 700));
              return peer.localDescription.sdp.includes("a=candidate") ? "found" : "nothing";
            }})()
        """
        found = settled(qtbot, view, script)
        with pytest.raises(TimeoutError):
            heard.recvfrom(2000)
        assert found in ("none", "nothing")


LOCAL = [
    "file:///etc/hostname",
    "view-source:file:///etc/hostname",
    "view-source:mapper://app/index.html",
    "data:text/html,<title>gone</title>",
    "blob:mapper://app/0",
    "chrome://version",
    "chrome://gpu",
    "devtools://devtools/bundled/inspector.html",
    "qrc:/qtwebchannel/qwebchannel.js",
    "filesystem:mapper://app/temporary/x",
    "mapper://app/document",
    "mapper://other/index.html",
    "mailto:a@example.org",
    "ssh://example.org",
]


def test_the_page_is_left_for_nothing(qtbot: QtBot, view: MapView, opened: list[str]) -> None:
    value(qtbot, view, "window.stays = true; 1")
    for address in LOCAL:
        value(qtbot, view, f"try {{ location.href = {address!r}; }} catch {{}} 1")
        value(qtbot, view, f"try {{ window.open({address!r}); }} catch {{}} 1")
        value(
            qtbot,
            view,
            f"frame = document.createElement('iframe'); frame.src = {address!r};"
            "document.body.append(frame); 1",
        )
    assert settled(qtbot, view, "new Promise((done) => setTimeout(() => done('waited'), 300))")
    assert value(qtbot, view, "window.stays") is True
    assert value(qtbot, view, "location.href") == HOME
    read = "[...document.querySelectorAll('iframe')].map((frame) => { try {"
    read += (
        " return frame.contentDocument.body.textContent.trim(); } catch { return ''; } }).join('')"
    )
    assert value(qtbot, view, read) == ""
    assert opened == []


def test_no_file_is_read(qtbot: QtBot, view: MapView) -> None:
    for address in ("file:///etc/hostname", "qrc:/qtwebchannel/qwebchannel.js"):
        script = f"fetch({address!r}).then((answer) => answer.text())"
        assert settled(qtbot, view, script) == "TypeError"
        script = "new Promise((done) => { const asked = new XMLHttpRequest();"
        script += "asked.onload = () => done('read'); asked.onerror = () => done('refused');"
        script += f"asked.open('GET', {address!r}); asked.send(); }})"
        assert settled(qtbot, view, script) in ("refused", "NetworkError")


def test_dialogs_do_not_stop_the_page(qtbot: QtBot, view: MapView) -> None:
    script = "alert('x'); print(); JSON.stringify([confirm('x'), prompt('x', 'y')])"
    assert value(qtbot, view, script) in ("[false,null]", '[false,""]')


ASKING = {
    "place": "new Promise((y, n) => navigator.geolocation.getCurrentPosition(() => y('given'), n))",
    "notifications": "Notification.requestPermission().then((s) => s === 'granted' ? 'given' : s)",
    "camera": "navigator.mediaDevices.getUserMedia({video: true}).then(() => 'given')",
    "microphone": "navigator.mediaDevices.getUserMedia({audio: true}).then(() => 'given')",
    "screen": "navigator.mediaDevices.getDisplayMedia({video: true}).then(() => 'given')",
    "clipboard": "navigator.clipboard.readText().then(() => 'given')",
    "paste": "(async () => document.execCommand('paste') ? 'given' : 'no')()",
    "files": "showOpenFilePicker().then(() => 'given')",
    "fonts": "queryLocalFonts().then(() => 'given')",
    "midi": "navigator.requestMIDIAccess().then(() => 'given')",
    "bluetooth": "navigator.bluetooth.requestDevice({acceptAllDevices: true}).then(() => 'given')",
    "usb": "navigator.usb.requestDevice({filters: []}).then(() => 'given')",
    "serial": "navigator.serial.requestPort().then(() => 'given')",
    "pointer": "Promise.resolve(document.body.requestPointerLock()).then(() => 'given')",
    "wake lock": "navigator.wakeLock.request('screen').then(() => 'given')",
    "worker": "navigator.serviceWorker.register('document').then(() => 'given')",
    "storage": "(async () => { localStorage.x = 1; return 'given'; })()",
    "credentials": "navigator.credentials.get({publicKey: {challenge: new Uint8Array(8)}})"
    ".then((found) => found ? 'given' : 'no')",
}


def test_nothing_is_granted(qtbot: QtBot, view: MapView) -> None:
    """Also what a browser would ask a person about."""
    limit = "new Promise((done) => setTimeout(() => done('no answer'), 10_000))"
    wrapped = ", ".join(
        f"Promise.race([(async () => {asked})().catch((e) => String(e.name || e.code)), {limit}])"
        f".then((answer) => '{name}: ' + answer)"
        for name, asked in ASKING.items()
    )
    answers = settled(qtbot, view, f"Promise.all([{wrapped}]).then((all) => all.join('\\n'))")
    assert [line for line in answers.split("\n") if line.endswith((": given", "no answer"))] == []


def test_nothing_may_be_dropped_on_it(view: MapView) -> None:
    assert not view._view.acceptDrops()
    assert not view._page.acceptNavigationRequest(
        QUrl("file:///etc/hostname"), view._page.NavigationType.NavigationTypeTyped, True
    )
