"""The file of what is remembered: read at once, written in a thread, as a disk may take long."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QSettings

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor


class SettingsFile:
    """Named values in a file that other windows may write, too.

    Qt makes each write durable before it goes on, and all who read wait for it: 10 ms, or
    200 on a busy disk. Here what was set is there at once, and the file follows.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._values: dict[str, Any] | None = None
        self._unwritten: dict[str, Any] = {}
        self._writing = False
        self._pool: ThreadPoolExecutor | None = None
        self._path = ""
        #: When the file was written that the values are of, and how long it was then.
        self._seen: tuple[int, int] | None = None

    def value(self, name: str, default: Any = None) -> Any:
        """Return a value: as it was set, or texts, lists of texts and bytes as the file has it."""
        with self._lock:
            return self._known().get(name, default)

    def set_value(self, name: str, value: Any) -> None:
        """Set a value; it is in the file soon, and before the program ends."""
        with self._lock:
            known = self._known()
            if name in known and known[name] == value:
                return
            # Whoever set a list may go on with it.
            value = list(value) if isinstance(value, list) else value
            known[name] = self._unwritten[name] = value
            if not self._writing:
                self._writing = True
                self._submit()

    def finish(self) -> None:
        """Wait until all is written."""
        if self._pool is not None:
            self._pool.submit(lambda: None).result()

    def forget(self) -> None:
        """Read the file anew, wherever it is by now."""
        self.finish()
        self._values = None

    def _known(self) -> dict[str, Any]:
        if self._values is None or (not self._writing and self._stamp() != self._seen):
            store = self._open()
            self._path = store.fileName()
            self._seen = self._stamp()
            self._values = {name: store.value(name) for name in store.allKeys()}
        return self._values

    def _submit(self) -> None:
        if self._pool is None:
            # A start has no time for it.
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(1, thread_name_prefix="mapper-settings")
        self._pool.submit(self._write)

    def _write(self) -> None:
        while True:
            with self._lock:
                values, self._unwritten = self._unwritten, {}
                if not values:
                    # It is read anew then: other windows may have written, too.
                    self._writing = False
                    return
            store = self._open()
            for name, value in values.items():
                store.setValue(name, value)
            store.sync()

    def _open(self) -> QSettings:
        return QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "mapper", self._name
        )

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size
