"""A proxy that gives nothing and writes down who asked: the network of the tests' browsers."""

from __future__ import annotations

import socketserver
import threading


class _Refusal(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        line = self.rfile.readline(4000).decode("latin-1").strip()
        assert isinstance(self.server, NoNetwork)
        self.server.asked.append(line)
        self.wfile.write(b"HTTP/1.1 502 No network here\r\nContent-Length: 0\r\n\r\n")


class NoNetwork(socketserver.ThreadingTCPServer):
    """Refuses everything; `asked` holds the first line of each request."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Refusal)
        self.asked: list[str] = []
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens on this machine."""
        port: int = self.server_address[1]
        return port

    def close(self) -> None:
        """Stop listening."""
        self.shutdown()
        self.server_close()
        self._thread.join()
