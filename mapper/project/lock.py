"""One writer per project: a lock file beside it that names who has it.

The system releases the lock when its process ends, however it ends, so a
file left behind by a crash locks nobody out.
"""

from __future__ import annotations

import datetime as dt
import errno
import getpass
import json
import os
import socket
import sys
import tempfile
from pathlib import Path
from typing import Final, Self

#: What the system answers where somebody else has the lock; all else is a fault.
_HELD: Final = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK})
#: Windows forbids reading locked bytes, so a byte far behind the text is locked.
_LOCKED_BYTE: Final = 1 << 30


class NoLocksError(OSError):
    """The file system, as some network folders, has no locks."""


class WriterLock:
    """The right to write one project, held until `release`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    @classmethod
    def take(cls, project: Path) -> Self | str:
        """Return the lock of ``project``, or who has it, in words.

        Raises
        ------
        NoLocksError
            If files in the folder cannot be locked.
        OSError
            If no lock file can be made in the folder.
        """
        path = lock_file(project)
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                free = _try_lock(descriptor)
            except OSError as error:
                _drop_unused(path, descriptor)
                raise NoLocksError(error.errno, error.strerror) from error
            if not free:
                os.close(descriptor)
                return _owner(path)
            # Its last owner may have removed the file between open and lock.
            try:
                current = os.stat(path)
            except FileNotFoundError:
                current = None
            held = os.fstat(descriptor)
            if current is not None and os.path.samestat(current, held):
                break
            os.close(descriptor)
        note = {
            "user": _user(),
            "host": socket.gethostname(),
            "process": os.getpid(),
            "since": dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        }
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps(note).encode())
        return cls(path, descriptor)

    def release(self) -> None:
        """Give the right back and remove the file."""
        if self._descriptor < 0:
            return
        if sys.platform != "win32":
            # While still locked: nobody else can hold this very file.
            self._path.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = -1


def has_locks(folder: Path) -> bool:
    """Tell whether files in a folder can be locked; if none can be made in it, they may be."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            try:
                _try_lock(file.fileno())
            except OSError:
                return False
    except OSError:
        pass
    return True


def lock_file(project: Path) -> Path:
    """Return where the lock of ``project`` lies."""
    return project.with_name(project.name + ".lock")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _owner(path: Path) -> str:
    try:
        note = json.loads(path.read_bytes()[:1000])
        return (
            f"{note['user']} on {note['host']} (process {note['process']}, since {note['since']})"
        )
    except (OSError, ValueError, KeyError, TypeError):
        return "another window or program"


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True


def _drop_unused(path: Path, descriptor: int) -> None:
    """Close a lock file and remove it, unless somebody's note stands in it."""
    empty = os.fstat(descriptor).st_size == 0
    os.close(descriptor)
    if empty:
        path.unlink(missing_ok=True)
