"""A disk that loses power, fills up or fails: an SQLite VFS over the real one.

Writes count as being on the disk once they were synced. When the power goes, every
sector written since then is there or not, each by itself, and so is every file made or
removed since; `FaultyDisk.lose_power` leaves the real files in such a state.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import apsw

Fault = Literal["power", "full", "error"]
_SECTOR: Final = 512


@dataclass
class _File:
    """What is on the disk for certain, and what was done since."""

    durable: bytes | None
    #: Written bytes with their offset, or a length to cut to.
    since: list[tuple[int, bytes] | int] = field(default_factory=list)
    removed: bool = False

    def now(self) -> bytearray:
        content = bytearray(self.durable or b"")
        for done in self.since:
            _redo(content, done)
        return content


def _redo(content: bytearray, done: tuple[int, bytes] | int) -> None:
    if isinstance(done, int):
        del content[done:]
        return
    offset, data = done
    content.extend(bytes(max(0, offset + len(data) - len(content))))
    content[offset : offset + len(data)] = data


class FaultyDisk(apsw.VFS):
    """The disk on which everything opened inside `in_use` lies.

    Parameters
    ----------
    fault
        ``power`` (nothing works from the fault on), ``full`` (nothing can be written
        until `heal`) or ``error`` (a single operation fails).
    after
        Number of operations that go well; None for all.
    """

    def __init__(self, fault: Fault, after: int | None = None) -> None:
        self.fault = fault
        self.after = after
        self.operations = 0
        self.struck = False
        self._resting = False
        self._files: dict[str, _File] = {}
        self.real = apsw.vfs_names()[0]
        super().__init__("faulty", self.real, makedefault=True)

    @contextmanager
    def in_use(self) -> Iterator[FaultyDisk]:
        """Unregister the disk at the end: the real one is the default again."""
        try:
            yield self
        finally:
            self.unregister()

    def heal(self) -> None:
        """Let everything work from here on."""
        self.after = None

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Let everything work inside, and count nothing: for looking at what there is."""
        self._resting = True
        try:
            yield
        finally:
            self._resting = False

    def lose_power(self, chance: random.Random) -> None:
        """Leave the real files as a power cut might have."""
        for name, file in self._files.items():
            content = bytearray(file.durable or b"")
            for done in file.since:
                if isinstance(done, int):
                    if chance.random() < 0.5:
                        _redo(content, done)
                    continue
                offset, data = done
                for start in range(0, len(data), _SECTOR):
                    if chance.random() < 0.5:
                        _redo(content, (offset + start, data[start : start + _SECTOR]))
            there = file.durable is not None or bool(content)
            if file.removed or not there:
                there = there and chance.random() < 0.5
            if there:
                Path(name).write_bytes(content)
            else:
                Path(name).unlink(missing_ok=True)

    def strike(self, what: str) -> None:
        """Count an operation; raise if it is the one, or comes after the one, that fails."""
        if self._resting:
            return
        self.operations += 1
        if self.after is None or self.operations <= self.after:
            return
        if self.fault == "full":
            if what == "write":
                self.struck = True
                raise apsw.FullError("made full")
            return
        if self.fault == "power" or not self.struck:
            self.struck = True
            raise apsw.IOError(f"made to fail: {what}")

    def known(self, name: str) -> _File:
        """Return what is known of a file; at first, that it is on the disk as it is."""
        if name not in self._files:
            path = Path(name)
            self._files[name] = _File(path.read_bytes() if path.exists() else None)
        return self._files[name]

    # The methods of SQLite's interface

    def xOpen(self, name: Any, flags: list[int]) -> Any:
        if name is None:
            return super().xOpen(name, flags)
        path = name if isinstance(name, str) else name.filename()
        file = self.known(path)
        if file.removed:
            # Made anew: what was there before may come back after a power cut.
            file.removed, file.since = False, [0]
        return _FaultyFile(self, file, name, flags)

    def xDelete(self, name: str, syncdir: bool) -> None:
        self.strike("delete")
        super().xDelete(name, syncdir)
        file = self.known(name)
        file.removed = True
        if syncdir:
            file.durable, file.since = None, []


class _FaultyFile(apsw.VFSFile):
    def __init__(self, disk: FaultyDisk, file: _File, name: Any, flags: list[int]) -> None:
        super().__init__(disk.real, name, flags)
        self._disk = disk
        self._file = file

    def xRead(self, amount: int, offset: int) -> bytes:
        if self._disk.fault != "full":
            self._disk.strike("read")
        return super().xRead(amount, offset)

    def xWrite(self, data: Any, offset: int) -> None:
        self._disk.strike("write")
        super().xWrite(data, offset)
        self._file.since.append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        self._disk.strike("truncate")
        super().xTruncate(newsize)
        self._file.since.append(newsize)

    def xSync(self, flags: int) -> None:
        self._disk.strike("sync")
        self._file.durable, self._file.since = bytes(self._file.now()), []
